"""theano.sandbox.cuda.blocksparse: products of chosen blocks."""

from theano_lite.program.no_gpu import sparse_block_dot_SS

__all__ = ["sparse_block_dot_SS"]
