"""theano.tensor.nnet.neighbours: patches of images as rows."""

from theano_lite.core.graph import Apply
from theano_lite.ops.neighbours import Images2Neibs, images2neibs, neibs2images

__all__ = ["Apply", "Images2Neibs", "images2neibs", "neibs2images"]
