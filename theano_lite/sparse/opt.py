"""theano.sparse.opt: what Theano's optimiser puts in place of sparse ops; only the sum of both kinds has a name here."""

from theano_lite.ops.sparse_classes import AddSD_ccode

__all__ = ["AddSD_ccode"]
