"""theano.compat.six: the names of the package six that Theano 0.6 to 0.9 carried with it (https://six.readthedocs.io)."""

import operator
from builtins import callable, next
from functools import wraps
from io import BytesIO, StringIO

from theano_lite.compat.six import moves
from theano_lite.compat.six.functions import (
    Iterator,
    add_metaclass,
    b,
    create_bound_method,
    ensure_binary,
    ensure_str,
    exec_,
    get_unbound_function,
    int2byte,
    iteritems,
    iterkeys,
    iterlists,
    itervalues,
    python_2_unicode_compatible,
    raise_from,
    reraise,
    u,
    with_metaclass,
)

PY2, PY3, PY34 = False, True, True
MAXSIZE = (1 << 63) - 1
string_types, integer_types, class_types, text_type, binary_type = (str,), (int,), (type,), str, bytes
advance_iterator = next
unichr, print_, ensure_text = chr, print, ensure_str
get_method_function, get_method_self = operator.attrgetter("__func__"), operator.attrgetter("__self__")
get_function_code, get_function_defaults = operator.attrgetter("__code__"), operator.attrgetter("__defaults__")
get_function_globals, get_function_closure = operator.attrgetter("__globals__"), operator.attrgetter("__closure__")
byte2int, indexbytes, iterbytes = operator.itemgetter(0), operator.getitem, iter
viewkeys, viewvalues, viewitems = (operator.methodcaller(name) for name in ("keys", "values", "items"))

__all__ = ["BytesIO", "Iterator", "MAXSIZE", "PY2", "PY3", "PY34", "StringIO", "add_metaclass", "advance_iterator", "b",
           "binary_type", "byte2int", "callable", "class_types", "create_bound_method", "ensure_binary", "ensure_str",
           "ensure_text", "exec_", "get_function_closure", "get_function_code", "get_function_defaults",
           "get_function_globals", "get_method_function", "get_method_self", "get_unbound_function", "indexbytes", "int2byte",
           "integer_types", "iterbytes", "iteritems", "iterkeys", "iterlists", "itervalues", "moves", "next", "print_",
           "python_2_unicode_compatible", "raise_from", "reraise", "string_types", "text_type", "u", "unichr", "viewitems",
           "viewkeys", "viewvalues", "with_metaclass", "wraps"]
