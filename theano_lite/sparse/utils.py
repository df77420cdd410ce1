"""theano.sparse.utils: a key for a sparse matrix."""

from theano_lite.program.graph_tools import hash_from_code
from theano_lite.program.verify_sparse import hash_from_sparse

__all__ = ["hash_from_code", "hash_from_sparse"]
