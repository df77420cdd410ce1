"""theano.sparse.type: the type of sparse matrices."""

from theano_lite.core.sparse_type import SparseType
from theano_lite.core.sparse_type import is_sparse as _is_sparse

__all__ = ["SparseType", "_is_sparse"]
