"""theano.tensor.xlogx: x log(x) and x log(y)."""

from theano_lite import scalar
from theano_lite.ops.elemwise_classes import Elemwise
from theano_lite.ops.scalar_extra import (
    XlogX,
    XlogY0,
    scalar_xlogx,
    scalar_xlogy0,
    xlogx,
    xlogy0,
)

__all__ = [
    "Elemwise", "XlogX", "XlogY0", "scalar", "scalar_xlogx", "scalar_xlogy0", "xlogx", "xlogy0",
]
