"""theano.tensor.signal: images."""

from theano_lite.tensor.signal import conv, pool

__all__ = ["conv", "pool"]
