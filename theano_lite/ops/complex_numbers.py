"""Complex numbers and their parts, element by element.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import real_of, upcast
from theano_lite.core.op import convert, elemwise


@elemwise(dtype=real_of, compute=None, host=np.real)
def real(x):
    """The real part."""
    return lax.real(x) if jnp.issubdtype(x.dtype, jnp.complexfloating) else x


@elemwise(dtype=real_of, compute=None)
def imag(x):
    """The imaginary part; 0 for real numbers."""
    return lax.imag(x) if jnp.issubdtype(x.dtype, jnp.complexfloating) else jnp.zeros_like(x)


@elemwise(dtype=lambda x: "int8" if x == "bool" else x, host=np.conj)
def conj(x):
    """The complex conjugate."""
    return lax.conj(x) if jnp.issubdtype(x.dtype, jnp.complexfloating) else x


@elemwise(dtype=lambda x: "float64", compute=None)
def angle(x):
    """The argument of a complex number, radians, float64; the gradient by real numbers is 0."""
    return jnp.angle(x if jnp.issubdtype(x.dtype, jnp.complexfloating) else lax.stop_gradient(x))


def _complex_type(x, y):
    """complex128 for what is as wide as float64 or for integers of 32 bits and more, else complex64."""
    if x.startswith("complex") or y.startswith("complex"):
        raise TypeError("the parts of a complex number must be real")
    both = upcast(x, y)
    return "complex128" if both in ("float64", "int64", "uint64", "int32", "uint32") else "complex64"


@elemwise(dtype=_complex_type, compute=None)
def complex(real, imag):
    """The complex number of two real parts."""
    dtype = real_of(_complex_type(str(real.dtype), str(imag.dtype)))
    return lax.complex(convert(real, dtype), convert(imag, dtype))


@elemwise(dtype=_complex_type, compute=None)
def complex_from_polar(abs, angle):
    """The complex number of modulus and argument (radians)."""
    dtype = real_of(_complex_type(str(abs.dtype), str(angle.dtype)))
    abs, angle = convert(abs, dtype), convert(angle, dtype)
    return lax.complex(abs * lax.cos(angle), abs * lax.sin(angle))
