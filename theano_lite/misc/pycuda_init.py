"""theano.misc.pycuda_init: PyCUDA, which is never available."""

from theano_lite.program.no_gpu import pycuda_available

__all__ = ["pycuda_available"]
