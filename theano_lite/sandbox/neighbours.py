"""theano.sandbox.neighbours: where theano.tensor.nnet.neighbours lay before."""

from theano_lite.ops.neighbours import Images2Neibs, images2neibs, neibs2images

__all__ = ["Images2Neibs", "images2neibs", "neibs2images"]
