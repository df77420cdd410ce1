"""The activations of neural networks, and the special functions beside them, element by element.

Source: theano.tensor.nnet and theano.tensor.basic (erf, gamma and their kin, as SciPy has them).
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import same, to_float
from theano_lite.core.errors import MethodNotDefined
from theano_lite.core.op import convert, elemwise
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.elementwise import abs_, cast, real_to_float, with_tangent

# Where Theano's C code takes the limit: (sigmoid is 1 above, softplus is x above).
_LIMITS = {"float16": (7.0, 10.0), "float32": (15.0, 14.0), "float64": (19.0, 16.0)}


@with_tangent(lambda primals, out, t: t[0] * out * (1 - out))
def _sigmoid(x):
    limit = _LIMITS.get(str(x.dtype))
    # 1 of infinity: so the gradient needs no more than the result.
    return lax.logistic(x if limit is None else jnp.where(x > limit[0], np.inf, x))


@elemwise(dtype=to_float, show=lambda: "sigmoid")
def sigmoid(x):
    """Logistic function 1 / (1 + exp(-x)); exactly 1 above 19 (float64) or 15 (float32), as in Theano's C code."""
    return _sigmoid(x)


@with_tangent(lambda primals, out, t: _sigmoid(primals[0]) * t[0])
def _softplus(x):
    limit = _LIMITS.get(str(x.dtype), _LIMITS["float64"])[1]
    large = jnp.real(x) > limit
    return jnp.where(large, x, lax.log1p(lax.exp(jnp.where(large, 0, x))))


@elemwise(dtype=to_float, show=lambda: "softplus")
def softplus(x):
    """log(1 + exp(x)), without overflow; exactly x above 16 (float64) or 14 (float32), as in Theano's C code."""
    return _softplus(x)


@elemwise(dtype=real_to_float)
def hard_sigmoid(x):
    """.2 x + .5 brought between 0 and 1: Theano's slope and shift. At the corners the gradient is .2."""
    y = x * .2 + .5
    inside = jnp.where(y == y, y, lax.stop_gradient(y))
    return jnp.where(y < 0, 0, jnp.where(y > 1, 1, inside))


@elemwise(dtype=to_float, show=lambda: "ultra_fast_sigmoid")
def ultra_fast_sigmoid(x):
    """A sigmoid made of three pieces (Theano's): within .1 of the true one. It has no gradient."""
    half = lax.abs(x) * .5
    curve = jnp.where(half < 1.7, 1.5 * half / (1 + half),
                      jnp.where(half < 3, 0.935409070603099 + 0.0458812946797165 * (half - 1.7), 0.99505475368673))
    return .5 * (jnp.where(x >= 0, curve, -curve) + 1)


def _no_gradient(node, upstream):
    raise MethodNotDefined("grad", "UltraFastScalarSigmoid: use sigmoid where a gradient is needed")


ultra_fast_sigmoid.input_gradients = _no_gradient


def relu(x, alpha=0):
    """Rectifier: x above 0, alpha x below; at 0 the gradient is (1 + alpha) / 2. alpha: a number or a tensor.

    As in Theano the rectifier of an array or a number is one, no variable, if alpha is 0.
    """
    if isinstance(x, (np.ndarray, int, float)) and isinstance(alpha, (int, float)) and alpha == 0:
        return 0.5 * (x + abs(x))
    x = as_tensor_variable(x)
    if x.type.dtype == "bool":
        x = cast(x, "int8")  # True + True is 2 here
    if isinstance(alpha, (int, float)) and alpha == 0:
        return 0.5 * (x + abs_(x))
    rise, fall = 0.5 * (1 + alpha), 0.5 * (1 - alpha)
    return rise * x + fall * abs_(x)


@elemwise(dtype=lambda x, alpha: same(to_float(x), alpha), name="elu")
def _elu(x, alpha):
    """x above 0, alpha (exp(x) - 1) below."""
    # The branch not taken must not overflow: its infinite derivative times 0 would be NaN.
    return jnp.where(x > 0, x, alpha * lax.expm1(jnp.where(x > 0, 0, x)))


def elu(x, alpha=1):
    """x above 0, alpha (exp(x) - 1) below."""
    return _elu(x, alpha)


def selu(x):
    """Self-normalising unit: a scaled `elu` (Klambauer et al. 2017); float64 unless floatX is float32."""
    return 1.0507009873554804934193349852946 * elu(x, 1.6732632423543772848170429916717)


@with_tangent(lambda primals, out, t: t[0] / lax.square(1 + lax.stop_gradient(lax.sign(primals[0])) * primals[0]))
def _softsign(x):
    return x / (1 + lax.abs(x))


@elemwise(dtype=to_float)
def softsign(x):
    """x / (1 + |x|)."""
    return _softsign(x)


# --- special functions ----------------------------------------------------------------------------


@elemwise(dtype=to_float)
def erf(x):
    """Error function."""
    return lax.erf(x)


@elemwise(dtype=real_to_float)
def erfc(x):
    """1 - erf(x), exact where small."""
    return lax.erfc(x)


@elemwise(dtype=real_to_float)
def erfinv(x):
    """Inverse of erf; NaN outside [-1, 1]."""
    return lax.erf_inv(x)


@elemwise(dtype=real_to_float)
def erfcinv(x):
    """Inverse of erfc; NaN outside [0, 2]."""
    wide = convert(x, "float32") if x.dtype == "float16" else x
    return convert(-jax.scipy.special.ndtri(wide / 2) / np.sqrt(2), x.dtype)


@elemwise(dtype=real_to_float)
def erfcx(x):
    """exp(x^2) erfc(x), without overflow for large x."""
    small = jnp.where(x < 9, x, 0)
    large = jnp.where(x < 9, 9, x)
    inverse = 1 / (2 * large * large)
    series, term = 1.0, 1.0
    for k in range(1, 9):  # asymptotic series: its 9th term is below 1e-13 at x = 9
        term = term * -(2 * k - 1) * inverse
        series = series + term
    return jnp.where(x < 9, lax.exp(small * small) * lax.erfc(small), series / (large * np.sqrt(np.pi)))


def _in_double(function, x):
    """`function` of float32 computed in float64: near its roots XLA's own float32 loses digits that C keeps."""
    return function(x.astype("float64")).astype(x.dtype) if x.dtype == "float32" else function(x)


def _gamma(x):
    # At small whole numbers it is a whole number, which JAX misses by a digit.
    out = jax.scipy.special.gamma(x)
    exact = (x > 0) & (x < 17) & (x == lax.floor(x))
    return out + lax.stop_gradient(jnp.where(exact, lax.round(out) - out, 0))


@elemwise(dtype=to_float)
def gamma(x):
    """Gamma function."""
    return _in_double(_gamma, x)


@elemwise(dtype=to_float)
def gammaln(x):
    """Logarithm of |gamma(x)|."""
    return _in_double(lax.lgamma, x)


@elemwise(dtype=to_float)
def psi(x):
    """Digamma, the derivative of gammaln."""
    return _in_double(lax.digamma, x)


@elemwise(dtype=to_float)
def tri_gamma(x):
    """Trigamma, the derivative of psi."""
    return jax.scipy.special.polygamma(1, x)


@elemwise(dtype=to_float)
def i0(x):
    """Modified Bessel function of order 0."""
    return jax.scipy.special.i0(x)


@elemwise(dtype=to_float)
def i1(x):
    """Modified Bessel function of order 1."""
    return jax.scipy.special.i1(x)
