"""theano.sandbox.blocksparse: the old path of theano.tensor.nnet.blocksparse."""

from theano_lite.tensor.nnet.blocksparse import (
    Apply,
    SparseBlockGemv,
    SparseBlockOuter,
    sparse_block_dot,
    sparse_block_gemv,
    sparse_block_gemv_inplace,
    sparse_block_outer,
    sparse_block_outer_inplace,
)

__all__ = [
    "Apply", "SparseBlockGemv", "SparseBlockOuter", "sparse_block_dot", "sparse_block_gemv",
    "sparse_block_gemv_inplace", "sparse_block_outer", "sparse_block_outer_inplace",
]
