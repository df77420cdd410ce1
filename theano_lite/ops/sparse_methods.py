"""The table that attaches operators and methods to sparse matrices."""

from theano_lite.core.sparse_op import as_sparse_or_tensor_variable
from theano_lite.core.sparse_type import _sparse_py_operators
from theano_lite.ops import shapes, sparse_arithmetic, sparse_indexing
from theano_lite.ops import sparse_products as products
from theano_lite.ops import sparse_structure as structure


def _refuse_truth(self):
    return True


_METHODS = dict(
    __neg__=sparse_arithmetic.neg, __add__=sparse_arithmetic.add, __radd__=lambda x, y: sparse_arithmetic.add(y, x),
    __sub__=sparse_arithmetic.sub, __rsub__=lambda x, y: sparse_arithmetic.sub(y, x), __mul__=sparse_arithmetic.mul,
    __rmul__=lambda x, y: sparse_arithmetic.mul(y, x), __lt__=sparse_arithmetic.lt, __le__=sparse_arithmetic.le,
    __gt__=sparse_arithmetic.gt, __ge__=sparse_arithmetic.ge, __dot__=products.structured_dot,
    __rdot__=lambda x, y: products.structured_dot(y, x), __getitem__=sparse_indexing.getitem, __bool__=_refuse_truth,
    astype=structure.cast, toarray=structure.dense_from_sparse, zeros_like=structure.sp_zeros_like,
    ones_like=structure.sp_ones_like,
)

for _name, _function in _METHODS.items():
    setattr(_sparse_py_operators, _name, _function)

_sparse_py_operators.T = property(structure.transpose)  # type: ignore[attr-defined]
_sparse_py_operators.shape = property(lambda self: shapes.shape(self))  # type: ignore[attr-defined]
_sparse_py_operators.size = property(lambda self: structure.stored_count(self))  # type: ignore[attr-defined]

# The shape of a sparse matrix is asked for as that of a tensor, and so are its parts.
shapes.shape.as_input = shapes.shape_i.as_input = as_sparse_or_tensor_variable
