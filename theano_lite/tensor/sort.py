"""theano.tensor.sort: sorting and selection."""

from theano_lite.ops.classes import ArgSortOp, SortOp, TopKOp
from theano_lite.ops.sorting import argsort, argtopk, sort, topk, topk_and_argtopk

__all__ = ["ArgSortOp", "SortOp", "TopKOp", "argsort", "argtopk", "sort", "topk", "topk_and_argtopk"]
