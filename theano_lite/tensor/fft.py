"""theano.tensor.fft: Fourier transforms of real numbers."""

from theano_lite.ops.fourier import IRFFTOp, RFFTOp, irfft, irfft_op, rfft, rfft_op

__all__ = ["IRFFTOp", "RFFTOp", "irfft", "irfft_op", "rfft", "rfft_op"]
