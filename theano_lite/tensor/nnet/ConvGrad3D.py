"""theano.tensor.nnet.ConvGrad3D of Theano 0.6 to 0.9."""

from theano_lite.ops.conv_film import ConvGrad3D, convGrad3D

__all__ = ["ConvGrad3D", "convGrad3D"]
