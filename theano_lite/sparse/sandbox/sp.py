"""theano.sparse.sandbox.sp: convolution by sparse matrices, and ops that live in theano.sparse now."""

from theano_lite.ops.sparse_arithmetic import col_scale, row_scale, sp_sum
from theano_lite.ops.sparse_classes import (
    ColScaleCSC,
    Diag,
    EnsureSortedIndices,
    Remove0,
    RowScaleCSC,
    SpSum,
    SquareDiagonal,
)
from theano_lite.ops.sparse_convolution import ConvolutionIndices, convolution_indices, convolve, max_pool
from theano_lite.ops.sparse_structure import clean, diag, ensure_sorted_indices, remove0, square_diagonal
from theano_lite.program.user_op import Op

__all__ = [
    "ColScaleCSC", "ConvolutionIndices", "Diag", "EnsureSortedIndices", "Op", "Remove0", "RowScaleCSC", "SpSum",
    "SquareDiagonal", "clean", "col_scale", "convolution_indices", "convolve", "diag", "ensure_sorted_indices",
    "max_pool", "remove0", "row_scale", "sp_sum", "square_diagonal",
]
