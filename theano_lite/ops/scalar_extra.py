"""x log x and the scalar ops that Theano keeps outside theano.scalar."""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.dtypes import same, to_float
from theano_lite.core.op import elemwise
from theano_lite.ops import activations
from theano_lite.ops.elementwise import with_tangent
from theano_lite.ops.scalar_dtypes import upcast_out, upgrade_to_float
from theano_lite.ops.scalar_op import BinaryScalarOp, UnaryScalarOp
from theano_lite.ops.scalars import scalar_class


@with_tangent(lambda primals, out, t: (1 + jnp.log(primals[0])) * t[0])
def _xlogx(x):
    return jnp.where(x == 0, 0, x * jnp.log(jnp.where(x == 0, 1, x)))


@with_tangent(lambda primals, out, t: jnp.log(primals[1]) * t[0] + primals[0] / primals[1] * t[1])
def _xlogy0(x, y):
    return jnp.where(x == 0, 0, x * jnp.log(jnp.where(x == 0, 1, y)))


@elemwise(dtype=to_float)
def xlogx(x):
    """x log(x), 0 at 0. Its derivative 1 + log(x) is -inf there."""
    return _xlogx(x)


@elemwise(dtype=to_float)
def xlogy0(x, y):
    """x log(y), 0 where x is 0 whatever y is. The derivatives are log(y) and x / y."""
    return _xlogy0(x, y)


@elemwise(dtype=same)
def mul_without_zeros(x, y):
    """x y; where one of them is 0 the other one."""
    return jnp.where(x == 0, y, jnp.where(y == 0, x, x * y))


def _scalar(cls, name, rule=upgrade_to_float):
    op = cls(rule, name)
    cls.elementwise.scalar = op
    return op


XlogX = scalar_class("XlogX", UnaryScalarOp, xlogx, __module__=__name__)
XlogY0 = scalar_class("XlogY0", BinaryScalarOp, xlogy0, __module__=__name__)
ScalarSigmoid = scalar_class("ScalarSigmoid", UnaryScalarOp, activations.sigmoid, __module__=__name__)
ScalarSoftplus = scalar_class("ScalarSoftplus", UnaryScalarOp, activations.softplus, __module__=__name__)
ScalarSoftsign = scalar_class("ScalarSoftsign", UnaryScalarOp, activations.softsign, __module__=__name__)
UltraFastScalarSigmoid = scalar_class("UltraFastScalarSigmoid", UnaryScalarOp, activations.ultra_fast_sigmoid,
                                      __module__=__name__)
scalar_xlogx, scalar_xlogy0 = _scalar(XlogX, "scalar_xlogx"), _scalar(XlogY0, "scalar_xlogy0")
scalar_sigmoid, scalar_softplus = _scalar(ScalarSigmoid, "scalar_sigmoid"), _scalar(ScalarSoftplus, "scalar_softplus")
scalar_softsign = _scalar(ScalarSoftsign, "scalar_softsign")
ultra_fast_scalar_sigmoid = _scalar(UltraFastScalarSigmoid, "ultra_fast_scalar_sigmoid")
MulWithoutZeros = scalar_class("MulWithoutZeros", BinaryScalarOp, mul_without_zeros, __module__=__name__, identity=1,
                               commutative=True, associative=True)
scalar_mul_without_zeros = _scalar(MulWithoutZeros, "mul_without_zeros", upcast_out)


# --- rounding of NumPy's numbers ------------------------------------------------------------------


def round_half_away_from_zero_(a):
    """The number `a` rounded to a whole one, halves away from 0."""
    return np.floor(a + 0.5) if a > 0 else np.ceil(a - 0.5)


def round_half_away_from_zero_vec(a):
    """The array `a` rounded to whole numbers, halves away from 0; float32 stays, anything else becomes float64."""
    a = np.asarray(a)
    a = a if a.dtype == np.float32 else a.astype("float64")
    return np.where(a > 0, np.floor(a + 0.5), np.ceil(a - 0.5)).astype(a.dtype)
