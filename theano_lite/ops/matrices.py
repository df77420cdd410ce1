"""theano.tensor.nlinalg and slinalg: inverses, determinants, systems of equations, Cholesky factors, exponentials.

As in Theano, the inverse, determinant and Cholesky factor of integers are computed in floats and cut to integers again.
Where Theano declares integers but gives floats (solutions, exponentials), floats are declared here.
"""

import jax
import jax.scipy.linalg as jsl
import numpy as np
from jax import lax
from jax import numpy as jnp
from numpy.linalg import LinAlgError

from theano_lite.core.checks import require
from theano_lite.core.class_op import class_op
from theano_lite.core.op import convert
from theano_lite.core.types import tensor_type
from theano_lite.ops import shapes
from theano_lite.ops.linalg import matrix_dot

MATRIX_STRUCTURES = ("general", "symmetric", "lower_triangular", "upper_triangular", "hermitian", "banded", "diagonal",
                     "toeplitz")
imported_scipy = True


# --- what the ops have in common ------------------------------------------------------------------


def lapack_dtype(*dtypes):
    """The dtype that numpy.linalg computes in. Raises TypeError for float16."""
    if "float16" in dtypes:
        raise TypeError("array type float16 is unsupported in linalg")
    single = all(d in ("float32", "complex64") for d in map(str, dtypes))
    if any(str(d).startswith("complex") for d in dtypes):
        return "complex64" if single else "complex128"
    return "float32" if single else "float64"


def scipy_dtype(*dtypes):
    """The dtype that scipy.linalg computes in: single precision also for what float32 holds exactly."""
    single = all(np.can_cast(d, "complex64" if str(d).startswith("complex") else "float32") for d in dtypes)
    if any(str(d).startswith("complex") for d in dtypes):
        return "complex64" if single else "complex128"
    return "float32" if single else "float64"


def check_matrix(x, message=""):
    """Raise AssertionError, as Theano does, unless the variable `x` is a matrix."""
    if x.type.ndim != 2:
        raise AssertionError(message or f"a matrix is needed, got {x.type}")


def check_square(x, error=LinAlgError, message="Last 2 dimensions of the array must be square"):
    """Raise `error` unless the matrix `x` is square."""
    if x.shape[0] != x.shape[1]:
        raise error(f"{message}: it has shape {x.shape}")


def check_finite(*arrays, error=ValueError):
    """Raise `error` at run time where an array holds NaN or inf."""
    for x in arrays:
        require(jnp.isfinite(x).all(), error, "array must not contain infs or NaNs")


def as_float(x, dtype):
    """`x` as a JAX array of `dtype`."""
    return convert(jnp.asarray(x), dtype)


def _same_type(x, **options):
    check_matrix(x)
    return x.type


def lu_solve(a, b, message="Singular matrix"):
    """The solution x of the equations a x = b, (n, n), (n, k) -> (n, k). Raises LinAlgError at run time."""
    if 0 in a.shape or 0 in b.shape:
        return jnp.zeros(b.shape, b.dtype)
    factors, pivots, _ = lax.linalg.lu(lax.stop_gradient(a))
    require((jnp.diagonal(factors) != 0).all(), LinAlgError, message)
    x = lax.custom_linear_solve(
        lambda x: jnp.matmul(a, x, precision="highest"), b,
        lambda _, y: jsl.lu_solve((factors, pivots), y), lambda _, y: jsl.lu_solve((factors, pivots), y, trans=1))
    # Pivoting may pass NaN by and leave numbers that mean nothing.
    return jnp.where(jnp.isnan(a).any(), jnp.nan, x)


# --- inverses and determinants --------------------------------------------------------------------


@class_op(types=_same_type)
def MatrixInverse(x):
    """The inverse of a matrix: (n, n) -> (n, n), dtype of x. Raises LinAlgError at run time if there is none."""
    check_square(x)
    a = as_float(x, lapack_dtype(x.dtype))
    return convert(lu_solve(a, jnp.eye(len(a), dtype=a.dtype)), x.dtype)


matrix_inverse = MatrixInverse.default


def _inverse_gradients(node, upstream):
    """Two products with the inverse that is there already; jax.vjp would solve again."""
    x, inverse = node.inputs[0], shapes.transpose(node.outputs[0])
    g = -matrix_dot(inverse, upstream[0], inverse)
    return [shapes.patternbroadcast(g, x.broadcastable)]


matrix_inverse.input_gradients = _inverse_gradients


@class_op(types=_same_type)
def MatrixPinv(x):
    """The Moore-Penrose pseudo-inverse: (m, n) -> (n, m), dtype of x; singular values below 1e-15 s_max count as 0."""
    if 0 in x.shape:
        return jnp.zeros(x.shape[::-1], x.dtype)
    a = as_float(x, lapack_dtype(x.dtype))
    return convert(jnp.linalg.pinv(a, rtol=1e-15), x.dtype)


pinv = MatrixPinv.default


def _pinv_gradients(node, upstream):
    """Products with the inverse that is there already. G. H. Golub, V. Pereyra, SIAM J. Numer. Anal. 10 (1973)."""
    x, inverse, g = node.inputs[0], node.outputs[0], upstream[0]
    transposed = shapes.transpose(inverse)
    left, right = matrix_dot(inverse, transposed, g), matrix_dot(g, transposed, inverse)
    total = (left - matrix_dot(left, x, inverse) + right - matrix_dot(inverse, x, right)
             - matrix_dot(inverse, shapes.transpose(g), inverse))
    return [shapes.patternbroadcast(shapes.transpose(total), x.broadcastable)]


pinv.input_gradients = _pinv_gradients


def _scalar_type(x):
    check_matrix(x)
    return tensor_type(x.type.dtype, ())


@class_op(types=_scalar_type)
def Det(x):
    """The determinant of a matrix: (n, n) -> (), dtype of x. Raises LinAlgError at run time for another shape."""
    check_square(x)
    # By logarithms, as NumPy does: a product of pivots can leave the range of floats on the way.
    sign, logarithm = jnp.linalg.slogdet(as_float(x, lapack_dtype(x.dtype)))
    return convert(sign * jnp.exp(logarithm), x.dtype)


det = Det.default


def _det_gradients(node, upstream):
    """As Theano: of a singular matrix there is none, and LinAlgError is raised."""
    x = node.inputs[0]
    g = upstream[0] * node.outputs[0] * shapes.transpose(matrix_inverse(x))
    return [shapes.patternbroadcast(g, x.broadcastable)]


det.input_gradients = _det_gradients


# --- systems of equations -------------------------------------------------------------------------


def _solve_type(A, b, A_structure, lower, overwrite_A, overwrite_b):
    check_matrix(A)
    if b.type.ndim not in (1, 2):
        raise AssertionError(f"b must be a vector or a matrix, got {b.type}")
    return tensor_type(scipy_dtype(A.type.dtype, b.type.dtype), b.type.broadcastable)


def _check_structure(A_structure, **options):
    if A_structure not in MATRIX_STRUCTURES:
        raise ValueError("Invalid matrix structure argument", A_structure)


@class_op(types=_solve_type, check=_check_structure)
def Solve(A, b, *, A_structure="general", lower=False, overwrite_A=False, overwrite_b=False):
    """The solution x of A x = b: (n, n), (n,) -> (n,) and (n, n), (n, k) -> (n, k), in SciPy's float dtype.

    Of a triangular structure only that triangle is read; the others are all solved as general ones, as in Theano.
    Raises LinAlgError at run time for a singular matrix, ValueError for NaN, inf and shapes that do not fit.
    """
    check_square(A, ValueError, "Input a needs to be a square matrix")
    if A.shape[0] != b.shape[0]:
        raise ValueError(f"Input b has to have same number of rows as input a: {b.shape} and {A.shape}")
    dtype = scipy_dtype(A.dtype, b.dtype)
    a, y = as_float(A, dtype), as_float(b, dtype)
    check_finite(a, y)
    columns = y if y.ndim == 2 else y[:, None]
    if A_structure in ("lower_triangular", "upper_triangular"):
        x = solve_triangular(a, columns, lower=A_structure == "lower_triangular")
    else:
        x = lu_solve(a, columns, "Matrix is singular.")
    return x if y.ndim == 2 else x[:, 0]


def solve_triangular(a, b, lower):
    """The solution x of a x = b for the lower or upper triangle of a. Raises LinAlgError at run time."""
    require(jnp.diagonal(a) != 0, LinAlgError, "singular matrix: resolution failed at diagonal {value}",
            jnp.arange(len(a)))
    return lax.linalg.triangular_solve(a, b, left_side=True, lower=lower)


solve = Solve.default
solve_lower_triangular = Solve("lower_triangular", lower=True)
solve_upper_triangular = Solve("upper_triangular")
solve_symmetric = Solve("symmetric")


# --- Cholesky factors -----------------------------------------------------------------------------


def symmetric(x, lower):
    """The Hermitian matrix of which `x` holds the lower or upper triangle."""
    if not lower:
        x = jnp.conj(x.T)
    return jnp.tril(x) + jnp.conj(jnp.tril(x, -1).T)


def _check_on_error(lower, on_error):
    if on_error not in ("raise", "nan"):
        raise ValueError('on_error must be one of "raise" or "nan"')


@class_op(types=_same_type, check=_check_on_error, props=("lower", "destructive", "on_error"),
          attributes=(("destructive", False),))
def Cholesky(x, *, lower=True, on_error="raise"):
    """The triangular L with L L* = x, or with lower=False the U with U* U = x: (n, n) -> (n, n), dtype of x.

    Only that triangle of x is read. Raises at run time LinAlgError unless x is positive definite (on_error="nan" gives
    NaN), ValueError for NaN, inf and other shapes. J. R. Smith, I. Murray (arXiv:1602.07527) for its gradient.
    """
    check_square(x, ValueError, "Input array is expected to be square")
    a = as_float(x, scipy_dtype(x.dtype))
    check_finite(a)
    if 0 in a.shape:
        return jnp.zeros(x.shape, x.dtype)
    factor = lax.linalg.cholesky(symmetric(a, lower), symmetrize_input=False)
    definite = ~jnp.isnan(factor).any()
    if on_error == "raise":
        require(definite, LinAlgError, "the matrix is not positive definite")
    factor = factor if lower else jnp.conj(factor.T)
    if on_error == "nan":
        # So that the gradient is NaN, too, in the triangle that is not read.
        factor = jnp.where(definite, factor, a * jnp.where(definite, 0, jnp.nan))
    return convert(factor, x.dtype)


cholesky = Cholesky.default


def _cholesky_grad_type(x, l, dz, lower):
    for v in (x, l, dz):
        check_matrix(v)
    if l.owner.op.lower != lower:
        raise AssertionError("lower/upper mismatch between Cholesky op and CholeskyGrad op")
    return x.type


@class_op(types=_cholesky_grad_type, props=("lower", "destructive"), attributes=(("destructive", False),))
def CholeskyGrad(x, l, dz, *, lower=True):
    """The gradient of x, of which l is the Cholesky factor with gradient dz; all (n, n). I. Murray, arXiv:1602.07527.

    Raises AssertionError unless l is the output of a Cholesky op with the same `lower`.
    """
    factor, g = (l, dz) if lower else (l.T, dz.T)
    inner = jnp.tril(jnp.matmul(factor.T, g, precision="highest"))
    inner = inner - jnp.diag(jnp.diagonal(inner) / 2)
    half = lax.linalg.triangular_solve(factor, inner, left_side=True, lower=True, transpose_a=True)
    s = lax.linalg.triangular_solve(factor, half, left_side=False, lower=True)
    triangle = jnp.tril if lower else jnp.triu
    return convert(triangle(s + s.T) - jnp.diag(jnp.diagonal(s)), x.dtype)


# --- the matrix exponential -----------------------------------------------------------------------


def _float_type(x):
    check_matrix(x)
    return tensor_type(lapack_dtype(x.type.dtype), [False, False])


_SQUARINGS = 64


def _expm(x):
    check_square(x, ValueError, "expected a square matrix")
    a = as_float(x, lapack_dtype(x.dtype))
    if 0 in a.shape:
        return a
    require(~jnp.isnan(a).any(), ValueError, "cannot compute the exponential of a matrix with NaN")
    require((jnp.abs(a).sum(axis=0) < 2.0 ** _SQUARINGS).all(), OverflowError,
            "cannot compute the exponential of a matrix with inf or numbers beyond 1e19")
    return jsl.expm(a, max_squarings=_SQUARINGS)


@class_op(types=_float_type)
def Expm(A):
    """The exponential of a matrix, 1 + A + A A / 2 + ...: (n, n) -> (n, n), float64 for integers.

    Where eigenvalues coincide it has a gradient here, and NaN in Theano. Raises at run time ValueError for NaN and other
    shapes, OverflowError for inf. N. J. Higham, SIAM J. Matrix Anal. Appl. 26 (2005).
    """
    return _expm(A)


expm = Expm.default


def _expm_grad_type(A, gw):
    check_matrix(A)
    return tensor_type(A.type.dtype, [False, False])


@class_op(types=_expm_grad_type)
def ExpmGrad(A, gw):
    """The gradient of A, of which the exponential has the gradient gw; both (n, n), dtype of A."""
    out, pull = jax.vjp(_expm, as_float(A, lapack_dtype(A.dtype)))
    return convert(pull(as_float(gw, out.dtype))[0], A.dtype)
