"""theano.sandbox.cuda.rng_curand: random numbers of CUDA."""

from theano_lite.program.no_gpu import CURAND_RandomStreams

__all__ = ["CURAND_RandomStreams"]
