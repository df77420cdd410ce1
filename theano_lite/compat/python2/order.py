"""Order in Python 2: any two values compare, None first, then numbers, then the rest by the name of their type."""

import builtins
import functools
import operator

import numpy as np

_NUMBERS = (int, float, np.number, np.bool_)


def _rank(x):
    """What decides between values of types that Python 3 does not compare."""
    if x is None:
        return (0, "")
    if isinstance(x, _NUMBERS) or (isinstance(x, np.ndarray) and x.ndim == 0):
        return (1, "")
    return (2, "unicode" if isinstance(x, bytes) else type(x).__name__)


def _elements(a, b):
    """-1, 0 or 1 for two lists or two tuples."""
    for x, y in zip(a, b, strict=False):
        if x is not y and not x == y:
            return compare(x, y)
    return (len(a) > len(b)) - (len(a) < len(b))


def _dicts(a, b):
    if len(a) != len(b):
        return -1 if len(a) < len(b) else 1
    for key in sort_all(set(a) | set(b)):
        if key not in a or key not in b or a[key] != b[key]:
            return 1 if key not in a else -1 if key not in b else compare(a[key], b[key])
    return 0


def _fallback(a, b):
    """-1, 0 or 1 for a and b that Python 3 does not compare."""
    for kind, rule in ((list, _elements), (tuple, _elements), (dict, _dicts)):
        if isinstance(a, kind) and isinstance(b, kind):
            return rule(a, b)
    left, right = _rank(a), _rank(b)
    if left == right:
        left, right = id(a if type(a) is type(b) else type(a)), id(b if type(a) is type(b) else type(b))
    return (left > right) - (left < right)


def _symbolic(x):
    return isinstance(x, complex) or type(x).__module__.startswith("theano_lite.")


def _ordering(native):
    def compared(a, b):
        try:
            return native(a, b)
        except TypeError:
            if _symbolic(a) or _symbolic(b):
                raise
            if any(isinstance(x, np.ndarray) and x.ndim for x in (a, b)):
                return np.frompyfunc(compared, 2, 1)(a, b).astype(bool)
            return native(_fallback(a, b), 0)
    return compared


lt, le, gt, ge = map(_ordering, (operator.lt, operator.le, operator.gt, operator.ge))


class Operand:
    """An operand of a chain a < b < c. same: the comparison with it asks whether both are the same object."""

    __slots__ = ("value", "same")
    __hash__ = None  # type: ignore

    def __init__(self, value, same=False):
        self.value, self.same = value, same

    def __lt__(self, other):
        return lt(self.value, other.value)

    def __le__(self, other):
        return le(self.value, other.value)

    def __gt__(self, other):
        return gt(self.value, other.value)

    def __ge__(self, other):
        return ge(self.value, other.value)

    def __eq__(self, other):
        return self.value is other.value if other.same else self.value == other.value

    def __ne__(self, other):
        return self.value is not other.value if other.same else self.value != other.value

    def __contains__(self, item):
        return item.value in self.value


def compare(a, b):
    """cmp(a, b): -1, 0 or 1."""
    if a is b:
        return 0
    own = getattr(type(a), "__cmp__", None)
    if own is not None:
        return own(a, b)
    if a == b:
        return 0
    return -1 if lt(a, b) else 1


_BY_COMPARISON = functools.cmp_to_key(compare)


def sort_all(values, cmp=None, key=None, reverse=False):
    """sorted(values, cmp, key, reverse) of Python 2."""
    values = list(values)
    if cmp is not None:
        order = functools.cmp_to_key(cmp)
        return builtins.sorted(values, key=order if key is None else lambda x: order(key(x)), reverse=reverse)
    try:
        return builtins.sorted(values, key=key, reverse=reverse)
    except TypeError:
        order = _BY_COMPARISON if key is None else lambda x: _BY_COMPARISON(key(x))
        return builtins.sorted(values, key=order, reverse=reverse)


def sort_in_place(values, cmp=None, key=None, reverse=False):
    """values.sort(cmp, key, reverse) of Python 2."""
    values[:] = sort_all(values, cmp, key, reverse)


def _extreme(native):
    def extreme(*values, key=None, **default):
        try:
            return native(*values, key=key, **default)
        except TypeError:
            values = list(values[0] if len(values) == 1 else values)
            return native(values, key=_BY_COMPARISON if key is None else lambda x: _BY_COMPARISON(key(x)))
    return extreme


minimum, maximum = _extreme(builtins.min), _extreme(builtins.max)
