"""theano.misc.pycuda_utils: using a function raises."""

from theano_lite.program.old_names import to_cudandarray, to_gpuarray

__all__ = ["to_cudandarray", "to_gpuarray"]
