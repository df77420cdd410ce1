"""theano.tensor.nlinalg and slinalg: eigenvalues, singular values and QR.

Eigenvectors and orthonormal factors have the signs that LAPACK gives them. Where Theano declares integers but gives
floats, floats are declared here; where it declares complex numbers for real ones, real ones.
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp
from numpy.linalg import LinAlgError

from theano_lite.core.callback import call_on_host
from theano_lite.core.checks import require
from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import real_of, upcast
from theano_lite.core.op import convert
from theano_lite.core.other_types import NoneTypeT
from theano_lite.core.types import NullType, tensor_type
from theano_lite.ops.matrices import (
    as_float,
    check_finite,
    check_matrix,
    check_square,
    lapack_dtype,
    scipy_dtype,
    symmetric,
)


def _matrix(dtype):
    return tensor_type(dtype, [False, False])


def _vector(dtype):
    return tensor_type(dtype, [False])


# --- eigenvalues ----------------------------------------------------------------------------------


def _eig_types(x):
    check_matrix(x)
    return [_vector(x.type.dtype), _matrix(x.type.dtype)]


@class_op(types=_eig_types)
def Eig(x):
    """The eigenvalues and right eigenvectors (columns) of a matrix: (n, n) -> (n,), (n, n), dtype of x.

    As in Theano only the real parts are kept unless x is complex, and there is no gradient. Raises LinAlgError at run
    time for NaN, inf and other shapes.
    """
    check_square(x)
    a = as_float(x, lapack_dtype(x.dtype))
    check_finite(a, error=LinAlgError)
    w, v = _eig_on_host(a) if jax.default_backend() != "cpu" else lax.linalg.eig(a, compute_left_eigenvectors=False)
    require(~jnp.isnan(w).any(), LinAlgError, "Eigenvalues did not converge")
    if not jnp.iscomplexobj(x):
        w, v = w.real, v.real
    return convert(w, x.dtype), convert(v, x.dtype)


def _eig_on_host(a):
    """By NumPy: accelerators have no such routine."""
    complex_dtype = np.result_type(a.dtype, np.complex64)
    shapes = [jax.ShapeDtypeStruct(s, complex_dtype) for s in (a.shape[:1], a.shape)]

    def call(x):
        found = np.linalg.eig(x) if np.isfinite(x).all() else (np.zeros(x.shape[:1]), np.zeros(x.shape))
        return tuple(found)

    return call_on_host(call, shapes, a)


eig = Eig.default


def _without_gradient(name):
    def input_gradients(node, upstream):
        error = NotImplementedError(f"{name} has no gradient, as in Theano")
        return [NullType(str(error), error)() for _ in node.inputs]
    return input_gradients


eig.input_gradients = _without_gradient("Eig")


def _check_uplo(UPLO):
    if UPLO not in ("L", "U"):
        raise AssertionError(f"UPLO must be 'L' or 'U', got {UPLO!r}")


def _eigh_types(x, UPLO):
    check_matrix(x)
    dtype = lapack_dtype(x.type.dtype)
    return [_vector(real_of(dtype)), _matrix(dtype)]


@class_op(types=_eigh_types, check=_check_uplo)
def Eigh(x, *, UPLO="L"):
    """The eigenvalues, ascending, and eigenvectors (columns) of a Hermitian matrix: (n, n) -> (n,), (n, n).

    Only the lower (UPLO="L") or upper triangle is read, and gets the gradient. Raises LinAlgError at run time for other
    shapes.
    """
    check_square(x)
    a = as_float(x, lapack_dtype(x.dtype))
    v, w = lax.linalg.eigh(symmetric(a, UPLO == "L"), lower=UPLO == "L", symmetrize_input=False)
    return w, v


def eigh(a, UPLO="L"):
    """The eigenvalues, ascending, and eigenvectors (columns) of a Hermitian matrix; see `Eigh`."""
    return Eigh(UPLO)(a)


def folded(g, lower):
    """`g`, the gradient of a symmetric matrix, as that of the triangle which is read."""
    return jnp.tril(g) + jnp.triu(g, 1).T if lower else jnp.triu(g) + jnp.tril(g, -1).T


def _eigh_grad_type(x, w, v, gw, gv, UPLO):
    if [t.type.ndim for t in (x, w, v, gw, gv)] != [2, 1, 2, 1, 2]:
        raise AssertionError("EighGrad takes a matrix, its eigenvalues and eigenvectors, and their gradients")
    return _matrix(upcast(*(t.type.dtype for t in (x, w, v, gw, gv))))


@class_op(types=_eigh_grad_type, check=_check_uplo)
def EighGrad(x, w, v, gw, gv, *, UPLO="L"):
    """The gradient of x whose eigenvalues w and eigenvectors v have the gradients gw and gv: (n, n) -> (n, n).

    NaN where eigenvalues coincide, as in Theano.
    """
    dtype = np.result_type(*(t.dtype for t in (x, w, v, gw, gv)))
    w, v, gw, gv = (convert(jnp.asarray(t), dtype) for t in (w, v, gw, gv))
    gaps = jnp.where(jnp.eye(len(w), dtype=bool), 1, w[None, :] - w[:, None])
    inner = jnp.matmul(v.T, gv, precision="highest") / gaps
    inner = jnp.where(jnp.eye(len(w), dtype=bool), jnp.diag(gw), inner)
    return folded(jnp.matmul(v, jnp.matmul(v, inner, precision="highest").T, precision="highest"), UPLO == "L")


# --- generalized eigenvalues ----------------------------------------------------------------------


@jax.custom_jvp
def _eigenvalues(a):
    """Of a Hermitian matrix; unlike JAX's they have a gradient where they coincide."""
    return lax.linalg.eigh(a, symmetrize_input=False)[1]


@_eigenvalues.defjvp
def _eigenvalues_forward(primals, tangents):
    v, w = lax.linalg.eigh(primals[0], symmetrize_input=False)
    return w, jnp.sum(jnp.conj(v) * jnp.matmul(tangents[0], v, precision="highest"), axis=0).real


def _generalized(a, *b, lower):
    for x in (a, *b):
        check_square(x, ValueError, "expected square matrix")
        if x.shape != a.shape:
            raise ValueError(f"wrong b dimensions {x.shape}, should be {a.shape}")
    dtype = scipy_dtype(*(x.dtype for x in (a, *b)))
    a, *b = (as_float(x, dtype) for x in (a, *b))
    check_finite(a, *b)
    a = symmetric(a, lower)
    if b and a.size:
        factor = lax.linalg.cholesky(symmetric(b[0], lower), symmetrize_input=False)
        require(~jnp.isnan(factor).any(), LinAlgError, "B is not positive definite: no eigenvalues")
        half = lax.linalg.triangular_solve(factor, a, left_side=True, lower=True)
        a = lax.linalg.triangular_solve(factor, half, left_side=False, lower=True, transpose_a=True, conjugate_a=True)
    return _eigenvalues(a)


def _eigvalsh_type(a, *b, lower):
    for x in (a, *b):
        check_matrix(x)
    return _vector(real_of(scipy_dtype(*(x.type.dtype for x in (a, *b)))))


def _check_lower(lower):
    if lower not in (True, False):
        raise AssertionError(f"lower must be True or False, got {lower!r}")


class _Eigvalsh(ClassOp):
    def make_node(self, a, b):
        # NoneConst says that there is no b.
        return super().make_node(a, *(() if isinstance(getattr(b, "type", None), NoneTypeT) else (b,)))

    def remake(self, node, inputs):
        return super().make_node(*inputs)


@class_op(types=_eigvalsh_type, check=_check_lower, base=_Eigvalsh)
def Eigvalsh(a, *b, lower=True):
    """The eigenvalues w, ascending, of a v = w b v, or with NoneConst for b of a alone: (n, n), (n, n) -> (n,).

    Only the lower or upper triangles of a and b are read. Raises at run time LinAlgError unless b is positive definite,
    ValueError for NaN, inf and shapes that do not fit.
    """
    return _generalized(a, *b, lower=lower)


def eigvalsh(a, b, lower=True):
    """The eigenvalues w, ascending, of a v = w b v for Hermitian matrices; see `Eigvalsh`."""
    return Eigvalsh(lower)(a, b)


def _eigvalsh_grad_types(a, b, gw, lower):
    check_matrix(a)
    check_matrix(b)
    if gw.type.ndim != 1:
        raise AssertionError(f"gw must be a vector, got {gw.type}")
    return [_matrix(upcast(*(x.type.dtype for x in (a, b, gw))))] * 2


@class_op(types=_eigvalsh_grad_types, check=_check_lower)
def EigvalshGrad(a, b, gw, *, lower=True):
    """The gradients of a and b, of which the eigenvalues have the gradient gw: (n, n), (n, n), (n,) -> two (n, n)."""
    dtype = np.result_type(a.dtype, b.dtype, gw.dtype)
    out, pull = jax.vjp(lambda *ab: _generalized(*ab, lower=lower), as_float(a, dtype), as_float(b, dtype))
    return tuple(convert(g, dtype) for g in pull(as_float(gw, out.dtype)))


# --- QR -------------------------------------------------------------------------------------------


def _qr_types(x, mode):
    check_matrix(x, "The input of qr function should be a matrix.")
    dtype = lapack_dtype(x.type.dtype)
    return [_matrix(dtype), _vector(dtype) if mode == "raw" else _matrix(dtype)]


def _qr(x, mode):
    a = as_float(x, lapack_dtype(x.dtype))
    if 0 in a.shape:
        return _empty_qr(a, mode)
    return jnp.linalg.qr(a, mode=mode)


def _empty_qr(a, mode):
    m, n = a.shape
    if mode == "raw":
        return jnp.zeros((n, m), a.dtype), jnp.zeros((0,), a.dtype)
    k = m if mode == "complete" else 0
    r = jnp.zeros((k, n), a.dtype)
    return r if mode == "r" else (jnp.eye(m, k, dtype=a.dtype), r)


@class_op(types=_qr_types)
def QRFull(x, *, mode="reduced"):
    """The orthonormal q and upper triangular r with q r = x, in LAPACK's signs; k = min(m, n), dtype of x.

    mode "reduced": (m, n) -> (m, k), (k, n); "complete": (m, m), (m, n); "raw": LAPACK's (n, m) and (k,). The gradient
    (Theano has none) exists where the columns are independent, but not for "raw" and a "complete" with m > n.
    """
    return _qr(x, "reduced" if mode in ("full", "f") else mode)


def _r_type(x, mode):
    check_matrix(x, "The input of qr function should be a matrix.")
    return _matrix(lapack_dtype(x.type.dtype))


@class_op(types=_r_type)
def QRIncomplete(x, *, mode="r"):
    """The upper triangular r of `QRFull` alone: (m, n) -> (k, n); mode "economic": LAPACK's (m, n)."""
    return _qr(x, "raw")[0].T if mode in ("economic", "e") else _qr(x, "r")


def qr(a, mode="reduced"):
    """The QR factors of a matrix: q and r, or for mode "r" r alone; see `QRFull`. Raises ValueError for other modes."""
    if mode in ("reduced", "complete", "raw", "full", "f"):
        return QRFull(mode)(a)
    if mode in ("r", "economic", "e"):
        return QRIncomplete(mode)(a)
    raise ValueError(f"Unrecognized mode '{mode}'")


# --- singular values ------------------------------------------------------------------------------


def _svd_types(x, full_matrices, compute_uv):
    check_matrix(x, "The input of svd function should be a matrix.")
    dtype = lapack_dtype(x.type.dtype)
    s = _vector(real_of(dtype))
    return [_matrix(dtype), s, _matrix(dtype)] if compute_uv else s


@class_op(types=_svd_types)
def SVD(x, *, full_matrices=True, compute_uv=True):
    """u, s, vt with x = u diag(s) vt, s descending; or s alone. (m, n) -> (m, m), (k,), (n, n) for k = min(m, n), and
    without `full_matrices` (m, k), (k,), (k, n). The gradient (Theano has none) exists where u and vt are no larger.
    """
    a = as_float(x, lapack_dtype(x.dtype))
    m, n = a.shape
    if not compute_uv:
        return jnp.linalg.svd(a, compute_uv=False)
    return jnp.linalg.svd(a, full_matrices=bool(full_matrices) and m != n)


def svd(a, full_matrices=1, compute_uv=1):
    """u, s, vt with a = u diag(s) vt; see `SVD`."""
    return SVD(full_matrices, compute_uv)(a)
