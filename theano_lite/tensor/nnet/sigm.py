"""theano.tensor.nnet.sigm: sigmoids and softplus."""

from theano_lite.ops.activations import hard_sigmoid, sigmoid, softplus, ultra_fast_sigmoid

__all__ = ["hard_sigmoid", "sigmoid", "softplus", "ultra_fast_sigmoid"]
