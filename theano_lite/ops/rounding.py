"""Rounding, element by element.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import float_only
from theano_lite.core.op import elemwise
from theano_lite.ops.comparison import neq
from theano_lite.ops.elementwise import cast, int_div, mod, real_to_float


@elemwise(dtype=real_to_float, host=np.floor)
def floor(x):
    """The largest integer not above x, as a float. Its gradient is 0."""
    return lax.floor(x)


@elemwise(dtype=real_to_float, host=np.ceil)
def ceil(x):
    """The smallest integer not below x, as a float. Its gradient is 0."""
    return lax.ceil(x)


@elemwise(dtype=real_to_float, host=np.trunc)
def trunc(x):
    """x without its fraction, as a float. Its gradient is 0."""
    return lax.stop_gradient(jnp.trunc(x))


def _real_float_only(*inputs):
    if any(d.startswith("complex") for d in inputs):
        raise TypeError("only float type are supported")
    return float_only(*inputs)


@elemwise(dtype=_real_float_only, host=np.round)
def round_half_to_even(x):
    """The nearest integer, of two the even one. Raises TypeError for integers."""
    return lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN)


@elemwise(dtype=_real_float_only)
def round_half_away_from_zero(x):
    """The nearest integer, of two the one further from 0. Raises TypeError for integers."""
    return lax.round(x, lax.RoundingMethod.AWAY_FROM_ZERO)


def round(a, mode=None):
    """The nearest integer, by mode 'half_to_even' (default) or 'half_away_from_zero'. Raises for another mode."""
    if mode in (None, "half_to_even"):
        return round_half_to_even(a)
    if mode == "half_away_from_zero":
        return round_half_away_from_zero(a)
    raise Exception(f"round mode {mode} is not implemented: use 'half_to_even' or 'half_away_from_zero'")


def iround(a, mode=None):
    """`round` as int64."""
    return cast(round(a, mode), "int64")


def ceil_intdiv(a, b):
    """The quotient of two integers, rounded up."""
    quotient = int_div(a, b)
    return cast(neq(mod(a, b), 0), quotient.dtype) + quotient
