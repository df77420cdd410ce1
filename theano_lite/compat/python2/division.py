"""a / b in Python 2: integers, NumPy's and Theano's too, divide to integers."""

import operator

import numpy as np

from theano_lite.compat.old_names.arithmetic import FUNCTIONS, as_numpy_1

_INTEGERS = frozenset([int, bool])
_true, _true_in_place = FUNCTIONS["__old_Div__"], FUNCTIONS["__old_iDiv__"]
_NUMPY = (np.ndarray, np.generic)


def _kind(x):
    """The kind of NumPy's dtype that x would have in an operation with an array."""
    if type(x) in _INTEGERS:
        return "i"
    return x.dtype.kind if isinstance(x, _NUMPY) else np.asarray(x).dtype.kind


def divide(a, b):
    """a / b."""
    kinds = type(a), type(b)
    if kinds[0] in _INTEGERS and kinds[1] in _INTEGERS:
        return a // b
    if kinds[0] is float or kinds[1] is float:
        return _true(a, b)
    for kind, name, x, y in ((kinds[0], "__div__", a, b), (kinds[1], "__rdiv__", b, a)):
        own = getattr(kind, name, None)
        if own is not None:
            made = own(x, y)
            if made is not NotImplemented:
                return made
    if isinstance(a, _NUMPY) or isinstance(b, _NUMPY):
        return _divide_arrays(a, b)
    if isinstance(a, int) and isinstance(b, int):  # of a subclass
        return int(a) // int(b)
    return operator.truediv(a, b)


def _divide_arrays(a, b):
    both = _kind(a) + _kind(b)
    if "O" in both:
        return np.frompyfunc(divide, 2, 1)(a, b)
    if all(kind in "biu" for kind in both):
        return operator.floordiv(*as_numpy_1(a, b))
    return _true(a, b)


def divide_in_place(a, b):
    """a /= b, its result."""
    if isinstance(a, np.ndarray):
        if a.dtype.kind in "biu" and _kind(b) in "biu":
            return operator.ifloordiv(a, as_numpy_1(a, b)[1])
        return _true_in_place(a, b)
    own = getattr(type(a), "__idiv__", None)
    made = NotImplemented if own is None else own(a, b)
    return divide(a, b) if made is NotImplemented else made
