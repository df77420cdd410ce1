"""theano.sparse.sandbox.truedot: the product that is always sparse."""

from theano_lite.ops.sparse_classes import TrueDot
from theano_lite.ops.sparse_products import true_dot

__all__ = ["TrueDot", "true_dot"]
