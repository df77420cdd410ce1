"""theano.sparse.sharedvar: shared variables that hold sparse matrices."""

from theano_lite.core.sparse_type import SparseType
from theano_lite.program.shared import SharedVariable, SparseTensorSharedVariable, sparse_constructor

__all__ = ["SharedVariable", "SparseTensorSharedVariable", "SparseType", "sparse_constructor"]
