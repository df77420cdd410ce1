"""theano.tensor.fourier: Fourier transforms of one dimension, complex."""

from theano_lite.ops.fourier import Fourier, fft

__all__ = ["Fourier", "fft"]
