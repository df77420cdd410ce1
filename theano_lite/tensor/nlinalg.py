"""theano.tensor.nlinalg: diagonals and traces (decompositions come with a later version)."""

from theano_lite.ops.indexing import diag, trace
from theano_lite.ops.indexing import diagonal as extract_diag
from theano_lite.program.later import matrix_inverse

__all__ = ["diag", "extract_diag", "matrix_inverse", "trace"]
