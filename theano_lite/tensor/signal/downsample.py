"""theano.tensor.signal.downsample: pooling under the names of Theano 0.6 to 0.8."""

from theano_lite.ops.pool import max_pool_2d, max_pool_2d_same_size
from theano_lite.ops.pool_old import (
    AveragePoolGrad,
    DownsampleFactorMax,
    DownsampleFactorMaxGrad,
    DownsampleFactorMaxGradGrad,
    MaxPoolGrad,
    PoolGrad,
)

__all__ = [
    "AveragePoolGrad", "DownsampleFactorMax", "DownsampleFactorMaxGrad", "DownsampleFactorMaxGradGrad", "MaxPoolGrad",
    "PoolGrad", "max_pool_2d", "max_pool_2d_same_size",
]
