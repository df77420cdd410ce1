"""Arithmetic as NumPy 1 did it: result types depend on the values of scalars.

NumPy 2 gives `float32_array * np.sqrt(2)` the dtype float64, NumPy 1 float32; `np.float32(2) * 2.5` is float32 now and was
float64, and `np.uint8(3) - 5` was -2. Old programs count on it, so `+ - * / // % **` in their modules go through the
functions of this file. (https://numpy.org/neps/nep-0050-scalar-promotion.html describes both rules.)
"""

import operator

import numpy as np

_PYTHON = {bool: np.bool_, int: np.int64, float: np.float64, complex: np.complex128}
_WIDE = (np.float64, np.int64)
# Any two of these combine as they did: numbers of Python next to the widest ones of NumPy.
_PLAIN = frozenset([*_PYTHON, str, list, tuple, type(None), *_WIDE])
_NUMPY = (np.ndarray, np.generic)
_CATEGORY = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 2}


def as_numpy_1(a, b):
    """a and b, converted so that NumPy 2 combines them with the dtype that NumPy 1 gave."""
    a_is_array, b_is_array = (isinstance(x, np.ndarray) and x.ndim > 0 for x in (a, b))
    if a_is_array and b_is_array:
        return a, b
    if a_is_array:
        return a, _scalar_with(b, a.dtype)
    if b_is_array:
        return _scalar_with(a, b.dtype), b
    return _wide(a, b), _wide(b, a)


def _wide(x, other):
    """A number of Python next to a scalar of NumPy has its full width."""
    made = _PYTHON.get(type(x))
    if made is None or type(other) in _WIDE and made is not np.complex128:
        return x
    try:
        return made(x)
    except OverflowError:
        return x


def _scalar_with(x, dtype):
    """The scalar x as an operand of an array of this dtype."""
    if dtype.char in "fd" and (type(x) is float and -1e38 < x < 1e38 or type(x) is int and -30000 < x < 60000):
        return x  # the common case, in which both versions agree
    if not isinstance(x, (np.generic, np.ndarray)) and type(x) not in _PYTHON:
        return x
    value = x.item() if isinstance(x, (np.generic, np.ndarray)) else x
    own = np.dtype(_PYTHON.get(type(x), None) or x.dtype)  # type: ignore
    if own.kind not in _CATEGORY or dtype.kind not in _CATEGORY:
        return x
    if _CATEGORY[own.kind] > _CATEGORY[dtype.kind]:
        return x if type(x) not in _PYTHON else _wide(x, None)
    if own.kind in "iu" and dtype.kind == "i" and value >= 0:
        least = np.min_scalar_type(-value - 1)  # a positive number takes whichever sign the array has
    else:
        least = np.min_scalar_type(value)
    if least.kind == "O":
        return x
    return np.asarray(value, np.promote_types(dtype, least))[()]


def _binary(function):
    def combine(a, b):
        if type(a) in _PLAIN and type(b) in _PLAIN:
            return function(a, b)
        if isinstance(a, _NUMPY) or isinstance(b, _NUMPY):
            a, b = as_numpy_1(a, b)
        return function(a, b)
    return combine


def _in_place(in_place):
    def combine(a, b):
        if isinstance(a, np.ndarray) and a.ndim > 0:
            return in_place(a, as_numpy_1(a, b)[1])
        if isinstance(a, _NUMPY) or isinstance(b, _NUMPY):
            if isinstance(a, np.ndarray):
                return in_place(a, b)
            a, b = as_numpy_1(a, b)
        return in_place(a, b)
    return combine


OPERATORS = {"Add": "add", "Sub": "sub", "Mult": "mul", "Div": "truediv", "FloorDiv": "floordiv", "Mod": "mod",
             "Pow": "pow"}
# {name in the builtins of an old module: function}
FUNCTIONS = {f"__old_{kind}__": _binary(getattr(operator, name)) for kind, name in OPERATORS.items()}
FUNCTIONS |= {f"__old_i{kind}__": _in_place(getattr(operator, "i" + name)) for kind, name in OPERATORS.items()}


def _comparison(compare, otherwise):
    """== or != of what may be arrays; `otherwise` is NumPy 1's answer where shapes or kinds do not fit."""
    def combine(a, b):
        if type(a) in _PLAIN and type(b) in _PLAIN or not (isinstance(a, _NUMPY) or isinstance(b, _NUMPY)):
            return compare(a, b)
        if _is_text(a) != _is_text(b) and _is_value(a) and _is_value(b):
            return otherwise
        try:
            return compare(a, b)
        except ValueError:
            return otherwise
    return combine


def _is_text(x):
    return isinstance(x, (str, bytes)) or isinstance(x, _NUMPY) and x.dtype.kind in "SU"


def _is_value(x):
    return isinstance(x, (str, bytes, *_PYTHON)) or isinstance(x, _NUMPY) and x.dtype.kind in "biufcSU"


FUNCTIONS |= {"__old_Eq__": _comparison(operator.eq, False), "__old_NotEq__": _comparison(operator.ne, True)}


def truth(x):
    """x where its truth is asked for: NumPy 2 refuses that of an empty array, which was False."""
    return False if isinstance(x, np.ndarray) and x.size == 0 else x


FUNCTIONS["__old_truth__"] = truth


class FloatIndex(float):
    """A float where an integer belongs: old NumPy took a[2.0] and zeros(3.0); it truncates."""

    def __index__(self):
        return int(self)

    __slots__ = ()


def index(i):
    """i as an index of old NumPy: floats pass as integers."""
    kind = type(i)
    if kind is int or kind is str:
        return i
    if kind is slice:
        parts = (i.start, i.stop, i.step)
        return i if not any(isinstance(p, (float, np.floating)) for p in parts) else slice(*map(index, parts))
    if kind is tuple:
        return tuple(map(index, i))
    if kind is float or isinstance(i, np.floating):
        return FloatIndex(i)
    return i


_NO_NUMBERS = (slice, type(None), type(Ellipsis))
_MANY = (*_NO_NUMBERS, np.ndarray, list, tuple, str, range)


def place(i, array=None):
    """i as the whole index of array[i]: NumPy 1 took a list as a tuple if a slice, None, ... or a sequence is in it.

    Without the array, only a list with something in it that is no part of an array.
    """
    if isinstance(i, list) and len(i) < 32:
        if any(isinstance(part, _MANY if isinstance(array, np.ndarray) else _NO_NUMBERS) for part in i):
            return tuple(map(index, i))
        return i
    return index(i)


def item(array, i):
    """array[i]"""
    return array[place(i, array)]


FUNCTIONS |= {"__old_index__": index, "__old_place__": place, "__old_item__": item, "__old_slice__": slice}
