"""theano.tensor.nnet.blocksparse: products of chosen blocks."""

from theano_lite.core.graph import Apply
from theano_lite.ops.blocksparse import (
    SparseBlockGemv,
    SparseBlockOuter,
    sparse_block_dot,
    sparse_block_gemv,
    sparse_block_gemv_inplace,
    sparse_block_outer,
    sparse_block_outer_inplace,
)

__all__ = [
    "Apply", "SparseBlockGemv", "SparseBlockOuter", "sparse_block_dot", "sparse_block_gemv", "sparse_block_gemv_inplace",
    "sparse_block_outer", "sparse_block_outer_inplace",
]
