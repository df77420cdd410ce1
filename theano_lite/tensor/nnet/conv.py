"""theano.tensor.nnet.conv: the convolution of Theano before 0.8."""

from theano_lite.ops.conv_op import ConvOp, conv2d
from theano_lite.ops.conv_shapes import get_conv_output_shape, get_conv_shape_1axis, imported_scipy_signal

__all__ = ["ConvOp", "conv2d", "get_conv_output_shape", "get_conv_shape_1axis", "imported_scipy_signal"]
