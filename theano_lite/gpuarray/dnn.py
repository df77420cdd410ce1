"""theano.gpuarray.dnn: cuDNN, which is never available."""

from theano_lite.program.no_gpu import (
    DnnBase,
    GpuDnnBatchNorm,
    GpuDnnBatchNormGrad,
    GpuDnnBatchNormInference,
    GpuDnnConv,
    GpuDnnConvDesc,
    GpuDnnConvGradI,
    GpuDnnConvGradW,
    GpuDnnDropoutOp,
    GpuDnnPool,
    GpuDnnPoolBase,
    GpuDnnPoolDesc,
    GpuDnnPoolGrad,
    GpuDnnReduction,
    GpuDnnRNNOp,
    GpuDnnSoftmax,
    GpuDnnSoftmaxBase,
    GpuDnnSoftmaxGrad,
    RNNBlock,
    dnn_batch_normalization_test,
    dnn_batch_normalization_train,
    dnn_conv,
    dnn_conv3d,
    dnn_gradinput,
    dnn_gradinput3d,
    dnn_gradweight,
    dnn_gradweight3d,
    dnn_pool,
    dnn_spatialtf,
    dropout,
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
    "DnnBase", "GpuDnnBatchNorm", "GpuDnnBatchNormGrad", "GpuDnnBatchNormInference", "GpuDnnConv", "GpuDnnConvDesc",
    "GpuDnnConvGradI", "GpuDnnConvGradW", "GpuDnnDropoutOp", "GpuDnnPool", "GpuDnnPoolBase", "GpuDnnPoolDesc",
    "GpuDnnPoolGrad", "GpuDnnRNNOp", "GpuDnnReduction", "GpuDnnSoftmax", "GpuDnnSoftmaxBase", "GpuDnnSoftmaxGrad",
    "RNNBlock", "dnn_available", "dnn_batch_normalization_test", "dnn_batch_normalization_train", "dnn_conv",
    "dnn_conv3d", "dnn_gradinput", "dnn_gradinput3d", "dnn_gradweight", "dnn_gradweight3d", "dnn_pool", "dnn_present",
    "dnn_spatialtf", "dropout", "gpu_contiguous", "version",
]
