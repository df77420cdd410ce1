"""Rows of a matrix whose gradient is kept sparse: for large tables of which each step touches a few rows.

Source: theano.sparse_grad.
"""

from theano_lite.core.graph import Apply, Variable
from theano_lite.core.types import DisconnectedType
from theano_lite.ops.indexing import IndexOp, subtensor_ops

_by_vector = subtensor_ops["vector"]


class SparseRows(IndexOp):
    """As x[rows], but the gradient by x is a csc matrix."""

    def input_gradients(self, node, upstream):
        """Raises TypeError for an x that is no matrix."""
        from theano_lite.ops.sparse_structure import construct_sparse_from_list

        x, rows = node.inputs
        if x.type.ndim != 2:
            raise TypeError("AdvancedSubtensor1: you can't take the sparse grad from a tensor with ndim != 2. ndim is "
                            f"{x.type.ndim}")
        (g,) = upstream.values()
        return [g if isinstance(g.type, DisconnectedType) else construct_sparse_from_list(x, g, rows), None]


sparse_rows = SparseRows(_by_vector.lowering, types=_by_vector.types, host=_by_vector.host, name="sparse_rows",
                         show=_by_vector.show)


def sparse_grad(var):
    """`var`, which must be x[rows] for a vector `rows`, such that its gradient by the matrix x is sparse.

    Raises AssertionError for anything else.
    """
    node = var.owner if isinstance(var, Variable) else None
    if node is None or node.op not in (_by_vector, sparse_rows):
        raise AssertionError(f"sparse_grad takes x[rows] of a vector of integers, got {var}")
    return Apply(sparse_rows, node.inputs, [node.outputs[0].type], node.params).outputs[0]
