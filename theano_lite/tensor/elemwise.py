"""theano.tensor.elemwise: ops on tensors made of ops on scalars, reductions and dimshuffle."""

from theano_lite import scalar
from theano_lite.core.config import config
from theano_lite.core.graph import Apply
from theano_lite.core.op import Op
from theano_lite.core.types import TensorConstant, TensorVariable
from theano_lite.ops.elemwise_classes import (
    All,
    Any,
    CAReduce,
    CAReduceDtype,
    DimShuffle,
    Elemwise,
    Prod,
    ProdWithoutZeros,
    Sum,
)
from theano_lite.ops.scalar_extra import MulWithoutZeros
from theano_lite.ops.scalar_extra import scalar_mul_without_zeros as mul_without_zeros

__all__ = [
    "All", "Any", "Apply", "CAReduce", "CAReduceDtype", "DimShuffle", "Elemwise", "MulWithoutZeros", "Op", "Prod",
    "ProdWithoutZeros", "Sum", "TensorConstant", "TensorVariable", "config", "mul_without_zeros", "scalar",
]
