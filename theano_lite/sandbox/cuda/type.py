"""theano.sandbox.cuda.type: the type of arrays on CUDA."""

from theano_lite.program.no_gpu import CudaNdarrayType

__all__ = ["CudaNdarrayType"]
