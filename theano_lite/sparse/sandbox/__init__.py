"""theano.sparse.sandbox: older homes of sparse ops, and random sparse matrices."""

from theano_lite.sparse.sandbox import sp, sp2, truedot

__all__ = ["sp", "sp2", "truedot"]
