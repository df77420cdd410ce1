"""theano.tensor.deprecated of Theano 0.6 and 0.7."""

from theano_lite.tensor.deprecated import rmodule

__all__ = ["rmodule"]
