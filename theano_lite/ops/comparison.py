"""Comparison and logic, element by element.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import discrete_dtypes, same, to_bool
from theano_lite.core.op import convert, elemwise


@elemwise(dtype=to_bool, compute="upcast", host=np.equal)
def eq(x, y):
    """Whether x == y, bool."""
    return lax.eq(x, y)


@elemwise(dtype=to_bool, compute="upcast", host=np.not_equal)
def neq(x, y):
    """Whether x != y, bool."""
    return lax.ne(x, y)


def _compare(how, x, y):
    if not jnp.iscomplexobj(x):
        return how(x, y)
    first, second = lax.real(x), lax.real(y)
    return jnp.where(first == second, how(lax.imag(x), lax.imag(y)), how(first, second))


@elemwise(dtype=to_bool, compute="upcast", host=np.less)
def lt(x, y):
    """Whether x < y, bool; complex numbers by their real, then by their imaginary parts."""
    return _compare(lax.lt, x, y)


@elemwise(dtype=to_bool, compute="upcast", host=np.less_equal)
def le(x, y):
    """Whether x <= y, bool; complex numbers as for `lt`."""
    return _compare(lax.le, x, y)


@elemwise(dtype=to_bool, compute="upcast", host=np.greater)
def gt(x, y):
    """Whether x > y, bool; complex numbers as for `lt`."""
    return _compare(lax.gt, x, y)


@elemwise(dtype=to_bool, compute="upcast", host=np.greater_equal)
def ge(x, y):
    """Whether x >= y, bool; complex numbers as for `lt`."""
    return _compare(lax.ge, x, y)


def _bits(*inputs):
    if len(set(d == "bool" for d in inputs)) > 1 or not all(d in discrete_dtypes for d in inputs):
        raise TypeError("input to a BitOp must have type (u)int8, (u)int16, (u)int32 or (u)int64 or be all bools, not "
                        + ", ".join(inputs))
    return same(*inputs)


def _as_bits(x, y):
    """Both in their common dtype; for uint64 and a signed integer, whose result is a float64, in uint64."""
    dtype = np.result_type(x.dtype, y.dtype)
    dtype = np.dtype("uint64") if dtype.kind == "f" else dtype
    return convert(x, dtype), convert(y, dtype)


@elemwise(dtype=_bits, compute=None, host=lambda x, y: np.bitwise_and(*_as_bits(x, y)))
def and_(x, y):
    """Bitwise and. Raises TypeError for floats and for bool with integers."""
    return lax.bitwise_and(*_as_bits(x, y))


@elemwise(dtype=_bits, compute=None, host=lambda x, y: np.bitwise_or(*_as_bits(x, y)))
def or_(x, y):
    """Bitwise or. Raises TypeError for floats and for bool with integers."""
    return lax.bitwise_or(*_as_bits(x, y))


@elemwise(dtype=_bits, compute=None, host=lambda x, y: np.bitwise_xor(*_as_bits(x, y)))
def xor(x, y):
    """Bitwise exclusive or. Raises TypeError for floats and for bool with integers."""
    return lax.bitwise_xor(*_as_bits(x, y))


@elemwise(dtype=_bits, host=np.invert)
def invert(x):
    """Bitwise not. Raises TypeError for floats."""
    return ~x


bitwise_and, bitwise_or, bitwise_xor, bitwise_not = and_, or_, xor, invert


@elemwise(dtype=to_bool, compute=None)
def isnan(x):
    """Whether x is not a number; False for integers."""
    return jnp.isnan(x) if jnp.issubdtype(x.dtype, jnp.inexact) else jnp.zeros(x.shape, bool)


@elemwise(dtype=to_bool, compute=None)
def isinf(x):
    """Whether x is infinite; False for integers."""
    return jnp.isinf(x) if jnp.issubdtype(x.dtype, jnp.inexact) else jnp.zeros(x.shape, bool)


@elemwise(dtype=lambda *inputs, **options: "bool", compute="upcast")
def _isclose(a, b, *, rtol, atol, equal_nan):
    """Whether |a - b| <= atol + rtol |b|."""
    return jnp.isclose(a, b, rtol, atol, equal_nan)


def isclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Whether |a - b| <= atol + rtol |b|, element by element; infinities of one sign are close."""
    return _isclose(a, b, rtol=float(rtol), atol=float(atol), equal_nan=bool(equal_nan))


def allclose(a, b, rtol=1e-5, atol=1e-8, equal_nan=False):
    """Whether `isclose` holds everywhere, a bool scalar."""
    from theano_lite.ops.reduction import all

    return all(isclose(a, b, rtol, atol, equal_nan))
