"""theano.tensor.nlinalg and slinalg: diagonals, norms, Kronecker products, equations between tensors."""

import math

from jax import numpy as jnp
from numpy.linalg import LinAlgError

from theano_lite.core.class_op import class_op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, indexing, joining, linalg, reduction, selection, shapes
from theano_lite.ops.matrices import as_float, check_matrix, check_square, lapack_dtype, lu_solve

# --- diagonals ------------------------------------------------------------------------------------


def _vector_as_matrix(x):
    if x.type.ndim != 1:
        raise TypeError(f"AllocDiag only works on vectors, got {x.type}")
    return tensor_type(x.type.dtype, [False, False])


@class_op(types=_vector_as_matrix)
def AllocDiag(x):
    """Zeros with the vector x on the diagonal: (n,) -> (n, n). Raises TypeError for what is no vector."""
    return jnp.diag(x)


alloc_diag = AllocDiag.default
extract_diag = selection.ExtractDiag.default


def diag(x):
    """The diagonal of a matrix, or a matrix with the vector `x` on its diagonal. Raises TypeError for other ranks."""
    x = as_tensor_variable(x)
    if x.ndim not in (1, 2):
        raise TypeError(f"diag requires vector or matrix argument, got {x.type}")
    return alloc_diag(x) if x.ndim == 1 else extract_diag(x)


def trace(X):
    """The sum of the diagonal of a matrix; of more dimensions, of all diagonals of the first two: a scalar, unlike NumPy's."""
    return reduction.sum(extract_diag(X))


# --- norms and bounds -----------------------------------------------------------------------------


def norm(x, ord):
    """The norm of a vector or matrix: `ord` None, 'inf', '-inf' or a number; for matrices None, 'fro', 'inf', '-inf',
    1 or -1.

    As in Theano a vector's norm of an odd order is |sum |x^p||^(1/p) only for what x^p is defined for, and order 0
    counts what is not 0. Raises ValueError for another `ord` and for scalars, NotImplementedError beyond matrices.
    """
    x = as_tensor_variable(x)
    if x.ndim == 0:
        raise ValueError("'axis' entry is out of bounds.")
    if x.ndim > 2:
        raise NotImplementedError("We don't support norm with ndim > 2")
    return _vector_norm(x, ord) if x.ndim == 1 else _matrix_norm(x, ord)


def _vector_norm(x, ord):
    if ord is None:
        return reduction.sum(x ** 2) ** 0.5
    if ord in ("inf", "-inf"):
        return (reduction.max if ord == "inf" else reduction.min)(abs(x))
    if ord == 0:
        return indexing.getitem(x, selection.nonzero(x)).shape[0]
    try:
        return reduction.sum(abs(x ** ord)) ** (1.0 / ord)
    except TypeError:
        raise ValueError(f"Invalid norm order for vectors: {ord!r}") from None


def _matrix_norm(x, ord):
    if ord is None or ord == "fro":
        return reduction.sum(abs(x ** 2)) ** 0.5
    if ord not in ("inf", "-inf", 1, -1):
        raise ValueError(f"Invalid norm order for matrices: {ord!r}")
    sums = reduction.sum(abs(x), 1 if ord in ("inf", "-inf") else 0)
    return (reduction.max if ord in ("inf", 1) else reduction.min)(sums)


def spectral_radius_bound(X, log2_exponent):
    """An upper bound of the largest eigenvalue of a symmetric matrix: trace(X^(2^k))^(2^-k) for k = `log2_exponent`.

    Raises TypeError unless X is a matrix and k an int, ValueError unless k > 0. V. Pan, Computers Math. Applic. 20
    (1990).
    """
    if X.type.ndim != 2:
        raise TypeError("spectral_radius_bound requires a matrix argument", X)
    if not isinstance(log2_exponent, int):
        raise TypeError("spectral_radius_bound requires an integer exponent", log2_exponent)
    if log2_exponent <= 0:
        raise ValueError("spectral_radius_bound requires a strictly positive exponent", log2_exponent)
    for _ in range(log2_exponent):
        X = linalg.dot(X, X)
    return elementwise.pow(trace(X), 2 ** -log2_exponent)


# --- Kronecker products ---------------------------------------------------------------------------


def kron(a, b):
    """The Kronecker product, as scipy.linalg.kron: (m, n), (p, q) -> (m p, n q); in all a.ndim + b.ndim - 2 dimensions.

    A vector and a matrix give a vector. Raises TypeError if the dimensions sum to less than 3.
    """
    a, b = as_tensor_variable(a), as_tensor_variable(b)
    if a.ndim + b.ndim <= 2:
        raise TypeError(f"kron: inputs dimensions must sum to 3 or more. You passed {a.ndim} and {b.ndim}.")
    o = linalg.outer(a, b)
    o = shapes.reshape(o, joining.concatenate((shapes.shape(a), shapes.shape(b))), a.ndim + b.ndim)
    if o.ndim == 3:
        return shapes.flatten(shapes.dimshuffle(o, 1, 0, 2))
    known = a.broadcastable + b.broadcastable
    lengths = [1 if known[i] else shapes.shape_i(o, i=i) for i in range(o.ndim)]
    o = shapes.dimshuffle(o, 0, 2, 1, *range(3, o.ndim))
    return shapes.reshape(o, (lengths[0] * lengths[2], lengths[1] * lengths[3], *lengths[4:]))


def _between_type(a, X, b):
    for v in (a, X, b):
        check_matrix(v)
    return tensor_type(lapack_dtype(a.type.dtype, X.type.dtype, b.type.dtype), [False, False])


@class_op(types=_between_type)
def A_Xinv_b(a, X, b):
    """a inv(X) b, of Theano 0.6: (m, n), (n, n), (n, k) -> (m, k). Raises LinAlgError at run time for singular X."""
    check_square(X)
    dtype = lapack_dtype(a.dtype, X.dtype, b.dtype)
    return jnp.matmul(as_float(a, dtype), lu_solve(as_float(X, dtype), as_float(b, dtype)), precision="highest")


# --- equations between tensors --------------------------------------------------------------------


def _check_ind(ind):
    if ind <= 0:
        raise ValueError("Invalid ind argument.")


def _tensorinv_type(a, ind):
    pattern = a.type.broadcastable
    return tensor_type(lapack_dtype(a.type.dtype), pattern[ind:] + pattern[:ind])


@class_op(types=_tensorinv_type)
def TensorInv(a, *, ind=2):
    """The inverse of a tensor by its first `ind` dimensions: (*M, *N) -> (*N, *M), of as many elements each.

    Raises at run time LinAlgError if there is none, ValueError for ind < 1.
    """
    _check_ind(ind)
    rows, columns = math.prod(a.shape[:ind]), math.prod(a.shape[ind:])
    if rows != columns:
        raise LinAlgError(f"Last 2 dimensions of the array must be square: {a.shape} is ({rows}, {columns})")
    x = as_float(a, lapack_dtype(a.dtype)).reshape(rows, columns)
    return lu_solve(x, jnp.eye(rows, dtype=x.dtype)).reshape(a.shape[ind:] + a.shape[:ind])


def tensorinv(a, ind=2):
    """The inverse of a tensor by its first `ind` dimensions; see `TensorInv`."""
    return TensorInv(ind)(a)


def _unknown_rank(a, b):
    # Of equal ranks only arrays of one element make sense; NumPy keeps their shape.
    return a.ndim - b.ndim or a.ndim


def _tensorsolve_type(a, b, axes):
    if a.ndim < b.ndim:
        raise ValueError(f"tensorsolve: a must have as many dimensions as b at least, got {a.type} and {b.type}")
    return tensor_type(lapack_dtype(a.type.dtype, b.type.dtype), [False] * _unknown_rank(a, b))


@class_op(types=_tensorsolve_type)
def TensorSolve(a, b, *, axes=None):
    """The tensor x of which tensordot(a, x, x.ndim) is b: (*B, *Q), B -> Q; the `axes` of a are moved to its end first.

    Raises LinAlgError at run time where there is no such x.
    """
    order = list(range(a.ndim))
    for axis in axes or ():
        order.remove(axis)
        order.append(axis)
    a = jnp.transpose(a, order)
    dtype = lapack_dtype(a.dtype, b.dtype)
    found = a.shape[a.ndim - _unknown_rank(a, b):]
    unknowns = math.prod(found)
    if a.size != unknowns ** 2 or b.size != unknowns:
        raise LinAlgError(f"the equations are not square: a has shape {a.shape}, b {b.shape}")
    x = lu_solve(as_float(a, dtype).reshape(unknowns, unknowns), as_float(b, dtype).reshape(unknowns, 1))
    return x.reshape(found)


def tensorsolve(a, b, axes=None):
    """The tensor x of which tensordot(a, x, x.ndim) is b; see `TensorSolve`."""
    return TensorSolve(axes)(a, b)


