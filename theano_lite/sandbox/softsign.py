"""theano.sandbox.softsign: the old path of theano.tensor.nnet.softsign."""

from theano_lite.tensor.nnet import softsign

__all__ = ["softsign"]
