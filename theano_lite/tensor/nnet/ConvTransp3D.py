"""theano.tensor.nnet.ConvTransp3D of Theano 0.6 to 0.9."""

from theano_lite.ops.conv_film import ConvTransp3D, convTransp3D

__all__ = ["ConvTransp3D", "convTransp3D"]
