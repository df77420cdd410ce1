"""theano.sandbox.conv: where theano.tensor.nnet.conv was once."""

from theano_lite.ops.conv_op import ConvOp, conv2d

__all__ = ["ConvOp", "conv2d"]
