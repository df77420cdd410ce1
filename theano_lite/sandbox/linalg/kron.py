"""theano.sandbox.linalg.kron: the Kronecker product, where Theano 0.6 had it."""

from theano_lite.ops.matrix_functions import kron

__all__ = ["kron"]
