"""theano.sandbox.cuda.dnn: cuDNN, which is never available."""

from theano_lite.program.no_gpu import (
    DnnBase,
    GpuDnnConv,
    GpuDnnConv3d,
    GpuDnnConv3dGradI,
    GpuDnnConv3dGradW,
    GpuDnnConvDesc,
    GpuDnnConvGradI,
    GpuDnnConvGradW,
    GpuDnnPool,
    GpuDnnPoolDesc,
    GpuDnnPoolGrad,
    GpuDnnSoftmax,
    GpuDnnSoftmaxBase,
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
    cuda_dnn_available as dnn_available,
)
from theano_lite.program.no_gpu import (
    cuda_dnn_version as version,
)

__all__ = [
    "DnnBase", "GpuDnnConv", "GpuDnnConv3d", "GpuDnnConv3dGradI", "GpuDnnConv3dGradW", "GpuDnnConvDesc",
    "GpuDnnConvGradI", "GpuDnnConvGradW", "GpuDnnPool", "GpuDnnPoolDesc", "GpuDnnPoolGrad", "GpuDnnSoftmax",
    "GpuDnnSoftmaxBase", "GpuDnnSoftmaxGrad", "dnn_available", "dnn_batch_normalization_test",
    "dnn_batch_normalization_train", "dnn_conv", "dnn_conv3d", "dnn_gradinput", "dnn_gradinput3d", "dnn_gradweight",
    "dnn_gradweight3d", "dnn_pool", "gpu_contiguous", "version",
]
