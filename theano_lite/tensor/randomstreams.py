"""theano.tensor.randomstreams: the old path of RandomStreams (Theano 0.6)."""

from theano_lite.program.random_function import RandomFunction
from theano_lite.program.streams import RandomStreams, RandomStreamsBase

__all__ = ["RandomFunction", "RandomStreams", "RandomStreamsBase"]
