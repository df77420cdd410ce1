"""Exponentials, logarithms, roots and trigonometry, element by element.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import to_float
from theano_lite.core.op import elemwise
from theano_lite.ops.elementwise import with_tangent


@elemwise(dtype=to_float, host=np.exp)
def exp(x):
    """e to the x."""
    return lax.exp(x)


@with_tangent(lambda primals, out, t: out * np.log(2).astype(out.dtype) * t[0])
def _exp2(x):
    # XLA's own is exp(x log 2), which loses as many digits as x has before the point.
    if jnp.iscomplexobj(x):
        return jnp.exp2(x)
    whole = jnp.clip(lax.round(x, lax.RoundingMethod.TO_NEAREST_EVEN), -1100, 1100)
    whole = jnp.where(x == x, whole, 0)
    return jnp.ldexp(lax.exp((x - whole) * np.log(2).astype(x.dtype)), whole.astype("int32"))


@elemwise(dtype=to_float, host=np.exp2)
def exp2(x):
    """2 to the x."""
    return _exp2(x)


@elemwise(dtype=to_float, host=np.expm1)
def expm1(x):
    """exp(x) - 1, exact near 0."""
    return lax.expm1(x)


@elemwise(dtype=to_float, host=np.log)
def log(x):
    """Natural logarithm; NaN below 0."""
    return lax.log(x)


@elemwise(dtype=to_float, host=np.log2)
def log2(x):
    """Logarithm to base 2."""
    return jnp.log2(x)


@elemwise(dtype=to_float, host=np.log10)
def log10(x):
    """Logarithm to base 10."""
    return jnp.log10(x)


@elemwise(dtype=to_float, host=np.log1p)
def log1p(x):
    """log(1 + x), exact near 0."""
    return lax.log1p(x)


@elemwise(dtype=to_float, host=np.sqrt)
def sqrt(x):
    """Square root; NaN below 0."""
    return lax.sqrt(x)


@elemwise(dtype=to_float)
def deg2rad(x):
    """Degrees to radians."""
    return x * (np.pi / 180)


@elemwise(dtype=to_float)
def rad2deg(x):
    """Radians to degrees."""
    return x * (180 / np.pi)


@elemwise(dtype=to_float)
def sin(x):
    """Sine of radians."""
    return lax.sin(x)


@elemwise(dtype=to_float)
def cos(x):
    """Cosine of radians."""
    return lax.cos(x)


@elemwise(dtype=to_float)
def tan(x):
    """Tangent of radians."""
    return lax.tan(x)


@elemwise(dtype=to_float)
def arcsin(x):
    """Inverse sine, radians; NaN outside [-1, 1]."""
    return lax.asin(x)


@elemwise(dtype=to_float)
def arccos(x):
    """Inverse cosine, radians; NaN outside [-1, 1]."""
    return lax.acos(x)


@elemwise(dtype=to_float)
def arctan(x):
    """Inverse tangent, radians."""
    return lax.atan(x)


@elemwise(dtype=to_float)
def arctan2(y, x):
    """The angle of the point (x, y), radians, in (-pi, pi]."""
    return lax.atan2(y, x)


def _half_exponentials(x):
    """exp(|x|) / 2 and exp(-|x|) / 2: XLA's exp(x - log 2) loses digits where x is large."""
    root = lax.exp(jnp.abs(x) / 2)
    return root / 2 * root, 0.5 / root / root


@with_tangent(lambda primals, out, t: _cosh(primals[0]) * t[0])
def _sinh(x):
    if jnp.iscomplexobj(x):
        return lax.sinh(x)
    up, down = _half_exponentials(x)
    return jnp.where(jnp.abs(x) < 1, lax.sinh(x), lax.sign(x) * (up - down))


@with_tangent(lambda primals, out, t: _sinh(primals[0]) * t[0])
def _cosh(x):
    if jnp.iscomplexobj(x):
        return lax.cosh(x)
    up, down = _half_exponentials(x)
    return up + down


@elemwise(dtype=to_float)
def sinh(x):
    """Hyperbolic sine."""
    return _sinh(x)


@elemwise(dtype=to_float)
def cosh(x):
    """Hyperbolic cosine."""
    return _cosh(x)


@elemwise(dtype=to_float)
def tanh(x):
    """Hyperbolic tangent."""
    return lax.tanh(x)


@elemwise(dtype=to_float)
def arcsinh(x):
    """Inverse hyperbolic sine."""
    return lax.asinh(x)


@with_tangent(lambda primals, out, t: t[0] / lax.sqrt(primals[0] * primals[0] - 1))
def _arccosh(x):
    # The rule of JAX depends on its version outside the domain; this is Theano's.
    return lax.acosh(x)


@elemwise(dtype=to_float)
def arccosh(x):
    """Inverse hyperbolic cosine; NaN below 1."""
    return _arccosh(x)


@elemwise(dtype=to_float)
def arctanh(x):
    """Inverse hyperbolic tangent; NaN outside [-1, 1]."""
    return lax.atanh(x)
