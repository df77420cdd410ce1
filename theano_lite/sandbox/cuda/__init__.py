"""theano.sandbox.cuda: the CUDA back end of Theano 0.9 and before, which is never available."""

from theano_lite.program.no_gpu import (
    CudaNdarrayConstant,
    CudaNdarraySharedVariable,
    CudaNdarrayType,
    CudaNdarrayVariable,
    GpuOp,
    cuda_available,
    cuda_enabled,
    cuda_initialization_error_message,
    float32_shared_constructor,
    unuse,
)
from theano_lite.program.no_gpu import (
    cuda_dnn_available as dnn_available,
)
from theano_lite.program.no_gpu import (
    cuda_dnn_version as dnn_version,
)
from theano_lite.program.no_gpu import (
    cuda_use as use,
)
from theano_lite.sandbox.cuda import basic_ops, blas, blocksparse, dnn, nvcc_compiler, rng_curand, type, var

__all__ = [
    "CudaNdarrayConstant", "CudaNdarraySharedVariable", "CudaNdarrayType", "CudaNdarrayVariable", "GpuOp", "basic_ops",
    "blas", "blocksparse", "cuda_available", "cuda_enabled", "cuda_initialization_error_message", "dnn",
    "dnn_available", "dnn_version", "float32_shared_constructor", "nvcc_compiler", "rng_curand", "type", "unuse", "use",
    "var",
]
