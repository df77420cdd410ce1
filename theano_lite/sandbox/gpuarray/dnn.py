"""theano.sandbox.gpuarray.dnn: cuDNN, which is never available."""

from theano_lite.program.no_gpu import (
    DnnBase,
    GpuDnnConv,
    GpuDnnConvDesc,
    GpuDnnConvGradI,
    GpuDnnConvGradW,
    GpuDnnPool,
    GpuDnnPoolDesc,
    GpuDnnPoolGrad,
    GpuDnnSoftmax,
    GpuDnnSoftmaxGrad,
    dnn_batch_normalization_test,
    dnn_batch_normalization_train,
    dnn_conv,
    dnn_conv3d,
    dnn_gradinput,
    dnn_gradinput3d,
    dnn_gradweight,
    dnn_gradweight3d,
    dnn_pool,
    gpu_contiguous,
)
from theano_lite.program.no_gpu import (
    gpuarray_dnn_present as dnn_available,
)
from theano_lite.program.no_gpu import (
    gpuarray_dnn_present as dnn_present,
)
from theano_lite.program.no_gpu import (
    gpuarray_dnn_version as version,
)

__all__ = [
    "DnnBase", "GpuDnnConv", "GpuDnnConvDesc", "GpuDnnConvGradI", "GpuDnnConvGradW", "GpuDnnPool", "GpuDnnPoolDesc",
    "GpuDnnPoolGrad", "GpuDnnSoftmax", "GpuDnnSoftmaxGrad", "dnn_available", "dnn_batch_normalization_test",
    "dnn_batch_normalization_train", "dnn_conv", "dnn_conv3d", "dnn_gradinput", "dnn_gradinput3d", "dnn_gradweight",
    "dnn_gradweight3d", "dnn_pool", "dnn_present", "gpu_contiguous", "version",
]
