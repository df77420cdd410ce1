"""theano.tensor.signal.conv: images of one channel convolved with filters."""

from theano_lite.ops.conv_op import signal_conv2d as conv2d

__all__ = ["conv2d"]
