"""Attributes and methods that are gone, looked up for old modules: python2_attribute(x, "iteritems").

An object that has the attribute itself answers; what is here is asked only where it is missing or changed its meaning.
"""

from collections import Counter
from collections.abc import ItemsView, KeysView, ValuesView
from functools import partial
from operator import itemgetter
from types import FunctionType

import numpy as np

from theano_lite.compat.old_names import hdf5
from theano_lite.compat.python2 import text
from theano_lite.compat.python2.hash_order import ordered
from theano_lite.compat.python2.order import sort_in_place

_VIEWS = (KeysView, ValuesView, ItemsView, type({}.keys()), type({}.values()), type({}.items()))
_MISSING = object()


def numpy_attribute(x, name):
    """x.name as NumPy 1 has it. Raises AttributeError as Python does."""
    return _NUMPY[name](x, name)


def python2_attribute(x, name):
    """x.name as Python 2 and NumPy 1 have it. Raises AttributeError as Python does."""
    return _PYTHON2[name](x, name) if name in _PYTHON2 else _NUMPY[name](x, name)


def _unless_there(make):
    """x.name if there is one, else make(x); of a dictionary what Python 2's has comes before a __getattr__ of its class."""
    def look_up(x, name):
        own = _MISSING if _without_getattr(x, name) else getattr(x, name, _MISSING)
        if own is not _MISSING:
            return own
        made = make(x)
        return getattr(x, name) if made is None else made  # raises the AttributeError
    return look_up


def _without_getattr(x, name):
    return isinstance(x, dict) and not hasattr(type(x), name) and name not in getattr(x, "__dict__", ())


def _renamed(new):
    def look_up(x, name):
        own = _MISSING if _without_getattr(x, name) else getattr(x, name, _MISSING)
        found = getattr(x, new, _MISSING) if own is _MISSING else own
        return getattr(x, name) if found is _MISSING else found  # raises the AttributeError
    return look_up


def _pairs(x, name):
    """keys, values or items of a dictionary in Python 2's order as a list; None for other objects."""
    keys = ordered(x) if isinstance(x, dict) else None
    if keys is None or name == "keys":
        return keys
    return [x[key] for key in keys] if name == "values" else [(key, x[key]) for key in keys]


def _listed(x, name):
    """keys(), values(), items(): a list, where the object is a mapping of Python 3."""
    method = getattr(x, name)
    if not callable(method):
        return method
    def get(*args, **kwargs):
        made = _pairs(x, name)
        if made is None:
            made = method(*args, **kwargs)
        return list(made) if isinstance(made, _VIEWS) else made
    return get


def _iterating(new):
    def make(x):
        method = getattr(x, new, None)
        return None if method is None else lambda *args: iter(_listed(x, new)(*args))
    return _unless_there(make)


def _most_common(x, name):
    if type(x) is not Counter:
        return getattr(x, name)
    return lambda n=None: sorted(_pairs(x, "items"), key=itemgetter(1), reverse=True)[:n]


def _has_key(x):
    contains = getattr(x, "__contains__", None)
    return None if contains is None else lambda *args: contains(*args)


def _next(x):
    return getattr(x, "__next__", None)


def _message(x):
    return (x.args[0] if len(x.args) == 1 else "") if isinstance(x, BaseException) else None


def _sort(x, name):
    return partial(sort_in_place, x) if type(x) is list else getattr(x, name)


def _im_func(x):
    """The function of a method; one that a class gives is the function itself here."""
    of_class = isinstance(x, FunctionType) and x.__qualname__.rpartition(".")[0].rpartition(".")[2] not in ("", "<locals>")
    return x if of_class else getattr(x, "__func__", None)


def _getslice(x):
    if not hasattr(x, "__getitem__"):
        return None
    return (lambda y, i, j: x.__getitem__(y, slice(i, j))) if isinstance(x, type) else lambda i, j: x[i:j]


def _text_method(x, name):
    method = getattr(text, name + "_text")
    return partial(method, x) if isinstance(x, str) else getattr(x, name)


def _tostring(x):
    return None if not hasattr(x, "tobytes") else x.tobytes


def _random_integers(x, name):
    """Integers from low to high, both included (numpy.random.random_integers)."""
    draw = getattr(x, "randint", None)
    if draw is None:
        return getattr(x, name)
    def random_integers(low, high=None, size=None):
        low, high = (1, low) if high is None else (low, high)
        return draw(low, int(high) + 1, size, dtype="l")
    return random_integers


def _part_of_function(x, name):
    """Most functions of NumPy 1 are Python's, with __code__ and so on; NumPy 2 wraps them in objects of C."""
    return getattr(x if isinstance(x, FunctionType) else getattr(x, "_implementation", x), name)


def _of_array(make):
    return _unless_there(lambda x: make(x) if isinstance(x, (np.ndarray, np.generic)) else None)


def _itemset(x):
    def itemset(*args):
        x[args[0] if len(args) == 2 and isinstance(args[0], tuple) else
          np.unravel_index(args[0], x.shape) if len(args) == 2 else args[:-1]] = args[-1]
    return itemset


_NUMPY = {
    "tostring": _unless_there(_tostring),
    "random_integers": _random_integers,
    "ptp": _of_array(lambda x: partial(np.ptp, x)),
    "itemset": _of_array(_itemset),
    "newbyteorder": _of_array(lambda x: lambda order="S": x.view(x.dtype.newbyteorder(order))),
    **{name: _part_of_function for name in ("__code__", "__defaults__", "__closure__")},
    "attrs": hdf5.attributes,
    "value": _unless_there(hdf5.value),
    "fid": _unless_there(hdf5.fid),
}
_PYTHON2 = {
    "attrs": lambda x, name: getattr(x, name),  # bytes and text are one type
    "has_key": _unless_there(_has_key),
    "next": _unless_there(_next),
    "message": _unless_there(_message),
    "sort": _sort,
    "most_common": _most_common,
    "xreadlines": _unless_there(lambda x: lambda: iter(x)),
    "tostring": lambda x, name: text.returning_text(_NUMPY["tostring"](x, name)),
    "tobytes": lambda x, name: text.returning_text(getattr(x, name)),
    **{name: _listed for name in ("keys", "values", "items")},
    **{"iter" + name: _iterating(name) for name in ("keys", "values", "items")},
    **{"view" + name: _renamed(name) for name in ("keys", "values", "items")},
    **{name: _text_method for name in ("decode", "encode", "translate", "format")},
    **{old: _renamed(new) for old, new in (
        ("im_self", "__self__"), ("func_name", "__name__"), ("func_code", "__code__"),
        ("func_defaults", "__defaults__"), ("func_globals", "__globals__"), ("func_doc", "__doc__"),
        ("func_dict", "__dict__"), ("func_closure", "__closure__"), ("__nonzero__", "__bool__"),
        ("__unicode__", "__str__"), ("isAlive", "is_alive"))},
    "im_func": _unless_there(_im_func),
    "__getslice__": _unless_there(_getslice),
    "im_class": _unless_there(lambda x: type(x.__self__) if hasattr(x, "__self__") else None),
}
NUMPY_ATTRIBUTES, PYTHON2_ATTRIBUTES = frozenset(_NUMPY), frozenset(_PYTHON2)
