"""Arithmetic, choice and casts, element by element.

Subgradients are Theano's: |x| has 0 at 0, a maximum gives everything to its first argument on a tie.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import operator
from functools import reduce

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp
from jax.custom_derivatives import SymbolicZero

from theano_lite.core import dtypes
from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes, no_bool, same, same_not_bool_output, to_float, upcast
from theano_lite.core.op import convert, elemwise, float_to_integer
from theano_lite.core.scalar_type import ComplexError
from theano_lite.core.types import as_tensor_variable, constant


def with_tangent(tangent):
    """Give the decorated function of arrays the derivative `tangent(primals, out, tangents)`."""
    def decorate(function):
        wrapped = jax.custom_jvp(function)

        @wrapped.defjvp
        def jvp(primals, tangents):
            out = wrapped(*primals)
            return out, tangent(primals, out, tangents)
        return wrapped
    return decorate


def real_to_float(*inputs):
    """As `to_float`; raises TypeError for complex input."""
    if any(d.startswith("complex") for d in inputs):
        raise TypeError("complex input not supported")
    return to_float(*inputs)


# --- arithmetic -----------------------------------------------------------------------------------


@elemwise(dtype=same, host=lambda *xs: reduce(np.add, xs))
def add(*xs):
    """Sum of all arguments; of bools their disjunction."""
    return reduce(jnp.logical_or if xs[0].dtype == bool else lax.add, xs)


@elemwise(dtype=same, host=lambda *xs: reduce(np.multiply, xs))
def mul(*xs):
    """Product of all arguments; of bools their conjunction."""
    return reduce(jnp.logical_and if xs[0].dtype == bool else lax.mul, xs)


@elemwise(dtype=same_not_bool_output, host=np.subtract)
def sub(x, y):
    """x - y. Raises TypeError for two bools."""
    return x - y


@elemwise(dtype=no_bool, host=np.negative)
def neg(x):
    """-x; unsigned integers wrap around. Raises TypeError for bool."""
    return -x


@with_tangent(lambda primals, out, t: (t[0] - out * t[1]) / primals[1])
def _quotient(x, y):
    # JAX's own rule squares y, which overflows long before the gradient does.
    return x / y


@elemwise(dtype=dtypes.true_div, host=np.true_divide)
def true_div(x, y):
    """x / y; floatX for two integers."""
    return _quotient(x, y)


def _int_div_on_host(x, y):
    out = np.floor_divide(x, np.where(y == 0, 1, y) if x.dtype.kind in "iub" else y)
    return np.where(y == 0, 0, out) if x.dtype.kind in "iub" else np.floor(np.true_divide(x, y))


@elemwise(dtype=same, host=_int_div_on_host)
def int_div(x, y):
    """Floor of x / y, towards minus infinity; 0 where integers are divided by 0. No gradient."""
    if x.dtype == bool:
        return x & y
    if jnp.iscomplexobj(x):
        quotient = lax.floor(lax.real(x / y))
        return lax.stop_gradient(lax.complex(quotient, jnp.zeros_like(quotient)))
    if jnp.issubdtype(x.dtype, jnp.integer):
        return jnp.where(y == 0, 0, jnp.floor_divide(x, jnp.where(y == 0, 1, y)))
    return lax.stop_gradient(_floor_of_quotient(x, y))


floor_div = int_div


def _floor_of_quotient(x, y):
    """floor(x / y) such that x == y * it + mod(x, y), as in Python: the rounded quotient may be one too large."""
    exact = (x - jnp.mod(x, y)) / y
    return jnp.where(jnp.isfinite(exact), lax.round(exact, lax.RoundingMethod.TO_NEAREST_EVEN), lax.floor(x / y))


@with_tangent(lambda primals, out, t: t[0] - _floor_of_quotient(*primals) * t[1])
def _float_mod(x, y):
    return jnp.mod(x, y)


def _mod_on_host(x, y):
    if x.dtype.kind in "iub":
        return np.where(y == 0, 0, np.mod(x, np.where(y == 0, 1, y)))
    return np.mod(x, y)


def _mod_type(x, y):
    if x.startswith("complex") or y.startswith("complex"):
        raise ComplexError("Theano does not support the mod operator (%) on complex numbers, since numpy deprecated it.")
    return same(x, y)


@elemwise(dtype=_mod_type, host=_mod_on_host)
def mod(x, y):
    """Remainder with the sign of `y`, as in Python; 0 where integers are divided by 0. Raises ComplexError."""
    if x.dtype == bool:
        return x & ~y
    if jnp.issubdtype(x.dtype, jnp.integer):
        return jnp.where(y == 0, 0, jnp.mod(x, jnp.where(y == 0, 1, y)))
    return _float_mod(x, y)


def divmod(x, y):
    """(x // y, x % y)."""
    return int_div(x, y), mod(x, y)


@jax.custom_jvp
def _float_pow(x, y):
    return lax.pow(x, y)


def _pow_jvp(primals, tangents):
    # What is not differentiated is left out: log(x) * 0 would be NaN for negative bases.
    x, y = primals
    by_base, by_exponent = (None if isinstance(t, SymbolicZero) else t for t in tangents)
    out, tangent = _float_pow(x, y), jnp.zeros_like(x)
    if by_base is not None:
        tangent = tangent + jnp.where(y == 0, 0, y * _float_pow(x, jnp.where(y == 0, 1, y - 1))) * by_base
    if by_exponent is not None:
        zero = x == 0
        tangent = tangent + jnp.where(zero, 0, lax.log(jnp.where(zero, 1, x)) * jnp.where(zero, 0, out)) * by_exponent
    return out, tangent


_float_pow.defjvp(_pow_jvp, symbolic_zeros=True)


def _pow_type(x, y):
    return "int8" if x == y == "bool" else same(x, y)


def _pow_on_host(x, y):
    return np.power(x.astype("float64"), y) if x.dtype.kind in "iu" else np.power(x, y)


@elemwise(dtype=_pow_type, host=_pow_on_host)
def pow(x, y):
    """x ** y. Integers stay integers: computed in float64 and truncated, so 7 ** -1 is 0."""
    if jnp.issubdtype(x.dtype, jnp.integer):
        return float_to_integer(lax.pow(x.astype("float64"), y.astype("float64")), x.dtype)
    return _float_pow(x, y)


power = pow


@elemwise(dtype=to_float, host=np.reciprocal)
def inv(x):
    """1 / x."""
    return 1 / x


@elemwise(dtype=same, host=np.square)
def sqr(x):
    """x * x."""
    return x & x if x.dtype == bool else x * x


square = sqr


def _real_of_complex(*inputs):
    return dtypes.real_of(same(*inputs))


@elemwise(dtype=_real_of_complex, compute=None, host=np.abs)
def abs_(x):
    """|x|; its gradient at 0 is 0."""
    if x.dtype == bool or jnp.issubdtype(x.dtype, jnp.unsignedinteger):
        return x
    if jnp.issubdtype(x.dtype, jnp.complexfloating):
        return jnp.abs(x)
    return lax.stop_gradient(lax.sign(x)) * x


def _no_complex(*inputs):
    if any(d.startswith("complex") for d in inputs):
        raise TypeError("complex input not supported")
    return no_bool(*inputs)


@elemwise(dtype=_no_complex, host=np.sign)
def sgn(x):
    """-1, 0 or 1. Its gradient is 0. Raises TypeError for bool and complex."""
    return lax.sign(x)


def _maximum_tangent(primals, out, t):
    return jnp.where(out == primals[0], t[0], t[1])


@with_tangent(_maximum_tangent)
def _maximum(x, y):
    return lax.max(x, y)


@with_tangent(_maximum_tangent)
def _minimum(x, y):
    return lax.min(x, y)


@elemwise(dtype=same, host=np.maximum)
def maximum(x, y):
    """The larger of two; NaN if either is. On a tie the first gets the gradient."""
    return _maximum(x, y) if jnp.issubdtype(x.dtype, jnp.floating) else jnp.maximum(x, y)


@elemwise(dtype=same, host=np.minimum)
def minimum(x, y):
    """The smaller of two; NaN if either is. On a tie the first gets the gradient."""
    return _minimum(x, y) if jnp.issubdtype(x.dtype, jnp.floating) else jnp.minimum(x, y)


# --- choice ---------------------------------------------------------------------------------------


@elemwise(dtype=lambda condition, x, y: same(x, y), compute=None, host=lambda c, x, y: np.where(c, x, y))
def switch(condition, x, y):
    """`x` where `condition` is not 0, else `y`."""
    dtype = np.result_type(x.dtype, y.dtype)
    return jnp.where(condition != 0, convert(x, dtype), convert(y, dtype))


where = switch


def _real(*inputs):
    if any(d.startswith("complex") for d in inputs):
        raise TypeError("complex type are not supported")
    return upcast(*inputs)


@elemwise(dtype=_real, host=lambda x, low, high: np.clip(x, low, high))
def clip(x, min, max):
    """`x` brought between `min` and `max`; at the bounds the gradient goes to `x`."""
    inside = jnp.where(x == x, x, lax.stop_gradient(x))
    return jnp.where(x < min, min, jnp.where(x > max, max, inside))


def largest(*args):
    """The largest of the arguments, element by element."""
    from theano_lite.ops.joining import stack
    from theano_lite.ops.reduction import max

    if len(args) == 2:
        return switch(args[0] > args[1], *args)
    return max(stack(args), axis=0)


def smallest(*args):
    """The smallest of the arguments, element by element."""
    from theano_lite.ops.joining import stack
    from theano_lite.ops.reduction import min

    if len(args) == 2:
        return switch(args[0] < args[1], *args)
    return min(stack(args), axis=0)


# --- casts and copies -----------------------------------------------------------------------------


def _cast_on_host(x, dtype):
    with np.errstate(all="ignore"):
        return np.asarray(x).astype(dtype)


@elemwise(dtype=lambda x, dtype: dtype, compute=None, host=_cast_on_host,
          show=lambda dtype: f"Elemwise{{Cast{{{dtype}}}}}")
def _cast(x, *, dtype):
    """`x` as `dtype`."""
    if dtype == "bool":
        return x != 0
    if jnp.issubdtype(x.dtype, jnp.floating) and dtype in discrete_dtypes:
        return float_to_integer(lax.stop_gradient(x), dtype)
    return convert(x, dtype)


_cast.quick = lambda x, dtype: int(x)


def cast(x, dtype):
    """`x` as `dtype` ('floatX' too). Integers are cut towards zero. Raises TypeError from complex to real."""
    x = as_tensor_variable(x)
    try:
        dtype = dtypes.check_dtype(dtype)
    except TypeError as error:
        raise KeyError(f"cast: {error}") from None
    if x.type.dtype == dtype:
        return x
    if x.type.dtype.startswith("complex") and not dtype.startswith("complex"):
        raise TypeError("Casting from complex to real is ambiguous: consider real(), imag(), angle() or abs()")
    return _cast(x, dtype=dtype)


@elemwise(dtype=lambda x, y: y, compute=None, by_shape=(0,), host=lambda x, y: np.broadcast_to(y, np.shape(x)))
def second(x, y):
    """`y` in the shape of `x`, which gets no gradient."""
    return y


fill = second


def zeros_like(model, dtype=None, opt=False):
    """Zeros in the shape of `model`, of its dtype or `dtype`."""
    model = as_tensor_variable(model)
    return second(model, constant(np.zeros((), dtypes.check_dtype(dtype or model.type.dtype))))


def ones_like(model, dtype=None, opt=False):
    """Ones in the shape of `model`, of its dtype or `dtype`."""
    model = as_tensor_variable(model)
    return second(model, constant(np.ones((), dtypes.check_dtype(dtype or model.type.dtype))))


@elemwise(dtype=same, host=lambda x: x)
def identity(x):
    """`x`."""
    return x


tensor_copy = identity

# What Python computes of integers while a program is called; see core/host.py.
add.quick = lambda *xs: sum(xs)
mul.quick = lambda *xs: reduce(operator.mul, xs)
sub.quick, neg.quick, abs_.quick = operator.sub, operator.neg, abs
int_div.quick = lambda x, y: x // y if y else 0
mod.quick = lambda x, y: x % y if y else 0
maximum.quick, minimum.quick = max, min
switch.quick = lambda condition, x, y: x if condition else y
identity.quick = lambda x: x
# Theano's gradient of a floor is zero in floatX, whatever the inputs' dtypes.
int_div.input_gradients = lambda node, upstream: [zeros_like(v, dtype=config.floatX) for v in node.inputs]
