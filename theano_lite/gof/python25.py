"""theano.gof.python25: what Theano 0.6 brought to Python 2.4."""

from builtins import all, any
from collections import OrderedDict, defaultdict, deque
from collections.abc import MutableMapping as DictMixin
from functools import partial
from itertools import combinations, product
from sys import maxsize

__all__ = ["DictMixin", "OrderedDict", "all", "any", "combinations", "defaultdict", "deque", "maxsize", "partial", "product"]
