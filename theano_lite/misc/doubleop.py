"""theano.misc.doubleop: the op of Theano's tutorial on writing ops."""

from theano_lite.program.doubling import DoubleOp

__all__ = ["DoubleOp"]
