"""theano.tensor.nnet.Conv3D of Theano 0.6 to 0.9."""

from theano_lite.ops.conv_film import Conv3D, conv3D

__all__ = ["Conv3D", "conv3D"]
