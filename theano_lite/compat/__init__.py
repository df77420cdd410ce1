"""theano.compat, and what makes old programs run: the alias, Python 2, old names of libraries."""

import configparser
from builtins import all, any, next
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, ValuesView
from collections.abc import MutableMapping as DictMixin
from functools import partial
from importlib import reload
from io import BytesIO
from itertools import combinations, product
from operator import truediv as operator_div
from sys import maxsize

from theano_lite.compat.names import (
    DefaultOrderedDict,
    b,
    cmp,
    decode,
    decode_iter,
    decode_with,
    exc_message,
    get_unbound_function,
    maybe_add_to_os_environ_pathlist,
)

PY3 = True
izip, imap, ifilter = zip, map, filter

__all__ = ["BytesIO", "Callable", "Counter", "DefaultOrderedDict", "DictMixin", "Iterable", "Mapping", "OrderedDict", "PY3",
           "ValuesView", "all", "any", "b", "cmp", "combinations", "configparser", "decode", "decode_iter", "decode_with",
           "defaultdict", "deque", "exc_message", "get_unbound_function", "ifilter", "imap", "izip", "maxsize",
           "maybe_add_to_os_environ_pathlist", "next", "operator_div", "partial", "product", "reload"]
