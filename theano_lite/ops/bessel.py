"""Bessel functions and incomplete gamma functions, as SciPy computes them.

Source: theano.scalar.basic_scipy and theano.tensor.basic.
"""

import jax
import jax.scipy.special
from jax import numpy as jnp

from theano_lite.core.callback import call_on_host
from theano_lite.core.op import elemwise
from theano_lite.core.types import NullType
from theano_lite.ops.activations import gamma, real_to_float
from theano_lite.ops.elementwise import with_tangent


def _scipy(name, *xs):
    """scipy.special's function `name`, on the host: JAX has none of any order to full precision."""
    from scipy import special

    function = getattr(special, name)
    out = jax.ShapeDtypeStruct(xs[0].shape, xs[0].dtype)
    return call_on_host(lambda *a: [function(*a)], [out], *xs, vmap_method="expand_dims")[0]


@with_tangent(lambda primals, out, t: -_j1(primals[0]) * t[0])
def _j0(x):
    return _scipy("j0", x)


@with_tangent(lambda primals, out, t: (_j0(primals[0]) - _jv(jnp.full_like(primals[0], 2), primals[0])) / 2 * t[0])
def _j1(x):
    return _scipy("j1", x)


@with_tangent(lambda primals, out, t: (_jv(primals[0] - 1, primals[1]) - _jv(primals[0] + 1, primals[1])) / 2 * t[1])
def _jv(v, x):
    return _scipy("jv", v, x)


@with_tangent(lambda primals, out, t: (_iv(primals[0] - 1, primals[1]) + _iv(primals[0] + 1, primals[1])) / 2 * t[1])
def _iv(v, x):
    return _scipy("iv", v, x)


@elemwise(dtype=real_to_float)
def j0(x):
    """Bessel function of the first kind of order 0. Raises TypeError for complex numbers."""
    return _j0(x)


@elemwise(dtype=real_to_float)
def j1(x):
    """Bessel function of the first kind of order 1. Raises TypeError for complex numbers."""
    return _j1(x)


@elemwise(dtype=real_to_float)
def jv(v, x):
    """Bessel function of the first kind of real order `v`; the derivative by `v` is not known (NullTypeGradError)."""
    return _jv(v, x)


@elemwise(dtype=real_to_float)
def iv(v, x):
    """Modified Bessel function of the first kind of real order `v`; no derivative by `v` (NullTypeGradError)."""
    return _iv(v, x)


def _null_order(name):
    """The gradients of a function of (order, x): that by the order is undefined."""
    def gradients(node, upstream):
        order, x = node.inputs
        op = node.op
        slope = (op(order - 1, x) + op(order + 1, x) if name == "iv" else op(order - 1, x) - op(order + 1, x)) / 2
        return [NullType(f"the grad method for input 0 ({order}) of the {name} op is not implemented")(),
                upstream[0] * slope]
    return gradients


jv.input_gradients, iv.input_gradients = _null_order("jv"), _null_order("iv")


@elemwise(dtype=real_to_float)
def gammainc(k, x):
    """Regularised lower incomplete gamma function: (integral of t^(k-1) exp(-t) from 0 to x) / gamma(k)."""
    return jax.scipy.special.gammainc(k, x)


@elemwise(dtype=real_to_float)
def gammaincc(k, x):
    """Regularised upper incomplete gamma function, 1 - gammainc(k, x)."""
    return jax.scipy.special.gammaincc(k, x)


@elemwise(dtype=real_to_float)
def gammal(k, x):
    """Lower incomplete gamma function: the integral of t^(k-1) exp(-t) from 0 to x."""
    return jax.scipy.special.gammainc(k, x) * gamma.lowering(k)


@elemwise(dtype=real_to_float)
def gammau(k, x):
    """Upper incomplete gamma function: the integral of t^(k-1) exp(-t) from x on."""
    return jax.scipy.special.gammaincc(k, x) * gamma.lowering(k)


@elemwise(dtype=lambda *inputs: real_to_float(*inputs) and "float64")
def chi2sf(x, k):
    """Probability that a chi-square variable of `k` degrees of freedom exceeds `x`; float64."""
    return jax.scipy.special.gammaincc(k / 2, x / 2)
