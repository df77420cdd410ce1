"""Distributions made of noise that NumPy drew: the same numbers, to the last bit, as NumPy's own.

Source: theano.tensor.raw_random; numpy.random.RandomState.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.op import convert, op
from theano_lite.core.types import tensor_type


def _drawn(noise, *parameters, dtype):
    return tensor_type(dtype, noise.type.broadcastable)


def _affine(noise, scale, shift):
    """shift + scale * noise, rounded after the product too: XLA would fuse both into one operation.

    The product passes through an integer operation that changes nothing. That the two highest bits of an exponent are
    not both set in noise the compiler cannot know.
    """
    bits = lax.bitcast_convert_type(noise, np.int64)
    nothing = (bits >> 62) & (bits >> 61) & 1
    product = lax.bitcast_convert_type(scale * noise, np.int64) ^ nothing
    return shift + lax.bitcast_convert_type(product, np.float64)


def _spread(parameter, noise):
    return jnp.broadcast_to(convert(jnp.asarray(parameter), np.float64), noise.shape)


@op(types=_drawn)
def uniform_draw(noise, low, high, *, dtype):
    """Numbers between `low` and `high` of float64 noise in [0, 1). (...) -> (...)."""
    low, high = _spread(low, noise), _spread(high, noise)
    require(jnp.isfinite(high - low), OverflowError, "Range exceeds valid bounds")
    return convert(_affine(noise, high - low, low), dtype)


@op(types=_drawn)
def normal_draw(noise, avg, std, *, dtype):
    """Numbers of mean `avg` and deviation `std` of float64 standard normal noise. (...) -> (...)."""
    avg, std = _spread(avg, noise), _spread(std, noise)
    require(std >= 0, ValueError, "scale < 0")
    return convert(_affine(noise, std, avg), dtype)


@op(types=_drawn)
def bernoulli_draw(noise, p, *, dtype):
    """1 with probability `p`, else 0, in the shape of the float64 noise in [0, 1): NumPy's inversion for binomial(n=1).

    NumPy compares with exp(log(1 - p)), which differs from 1 - p by at most one unit in the last place.
    """
    p = convert(jnp.asarray(p), np.float64)
    require((p >= 0) & (p <= 1), ValueError, "p < 0, p > 1 or p contains NaNs")
    p = jnp.broadcast_to(p, noise.shape)
    return convert(jnp.where(p <= 0.5, noise > 1 - p, noise <= p), dtype)
