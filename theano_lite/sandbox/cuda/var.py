"""theano.sandbox.cuda.var: variables on CUDA."""

from theano_lite.program.no_gpu import (
    CudaNdarrayConstant,
    CudaNdarraySharedVariable,
    CudaNdarrayVariable,
    float32_shared_constructor,
)

__all__ = ["CudaNdarrayConstant", "CudaNdarraySharedVariable", "CudaNdarrayVariable", "float32_shared_constructor"]
