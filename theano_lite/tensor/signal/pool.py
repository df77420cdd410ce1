"""theano.tensor.signal.pool: maxima, sums and averages of windows."""

from theano_lite.core.graph import Apply, Variable
from theano_lite.ops.pool import (
    AveragePoolGrad,
    DownsampleFactorMaxGradGrad,
    MaxPoolGrad,
    Pool,
    PoolGrad,
    PoolingMode_t,
    max_pool_2d_same_size,
    pool_2d,
    pool_3d,
)

__all__ = [
    "Apply", "AveragePoolGrad", "DownsampleFactorMaxGradGrad", "MaxPoolGrad", "Pool", "PoolGrad", "PoolingMode_t",
    "Variable", "max_pool_2d_same_size", "pool_2d", "pool_3d",
]
