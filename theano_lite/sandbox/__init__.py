"""theano.sandbox: what Theano kept apart as experimental."""

from theano_lite.sandbox import cuda, gpuarray, multinomial, neighbours, rng_mrg

__all__ = ["cuda", "gpuarray", "multinomial", "neighbours", "rng_mrg"]
