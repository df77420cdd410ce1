"""theano.tensor.blas: products with a sum, as BLAS names them. In-place variants compute what the others do."""

from jax import numpy as jnp

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import continuous_dtypes, upcast
from theano_lite.core.types import tensor_type
from theano_lite.ops.linalg import _batched_dot, _dot


class GemmRelated(ClassOp):
    """The base of products of two matrices."""


def _shown(option, yes, no):
    """How Theano writes such an op: by a word instead of the option."""
    return (("__str__", lambda self: f"{self.name}{{{yes if getattr(self, option) else no}}}"),)


def _check_ranks(name, **expected):
    for role, (v, ndim) in expected.items():
        if v.type.ndim != ndim:
            raise TypeError(f"{name} takes {role} of rank {ndim}, got {v.type}")


def _check_dtypes(name, *variables):
    dtypes = tuple(v.type.dtype for v in variables)
    if len(set(dtypes)) > 1:
        raise TypeError(f"{name} requires matching dtypes", dtypes)
    if dtypes[0] not in continuous_dtypes:
        raise TypeError(f"{name} requires floating-point dtypes", dtypes[0])


def _scaled(beta, y):
    # As in BLAS: what stands in the way of a 0 does not matter, NaN neither.
    return jnp.where(beta == 0, 0, beta * y)


def _check_shape(name, shape, product):
    if shape != product.shape:
        raise ValueError(f"{name}: the product has shape {product.shape}, what it is added to {shape}")


def _gemm_type(z, a, x, y, b, inplace):
    _check_ranks("gemm", z=(z, 2), a=(a, 0), x=(x, 2), y=(y, 2), b=(b, 0))
    _check_dtypes("gemm", z, a, x, y, b)
    return z.type


@class_op(types=_gemm_type, base=GemmRelated, attributes=_shown("inplace", "inplace", "no_inplace"))
def Gemm(z, a, x, y, b, *, inplace=False):
    """b z + a x y: (m, n), (), (m, k), (k, n), () -> (m, n), all of one float dtype. Raises TypeError for others,
    ValueError at run time for shapes that do not fit.
    """
    product = _dot.lowering(x, y)
    _check_shape("gemm", z.shape, product)
    return _scaled(b, z) + a * product


def _gemv_type(y, alpha, A, x, beta, inplace):
    _check_ranks("gemv", y=(y, 1), alpha=(alpha, 0), A=(A, 2), x=(x, 1), beta=(beta, 0))
    _check_dtypes("gemv", y, A, x)
    return y.type


@class_op(types=_gemv_type, attributes=_shown("inplace", "inplace", "no_inplace"))
def Gemv(y, alpha, A, x, beta, *, inplace=False):
    """beta y + alpha A x: (m,), (), (m, k), (k,), () -> (m,). Raises TypeError for unlike dtypes, ValueError at run time
    for shapes that do not fit.
    """
    product = _dot.lowering(A, x)
    _check_shape("gemv", y.shape, product)
    return (_scaled(beta, y) + alpha * product).astype(y.dtype)


def _ger_type(A, alpha, x, y, destructive):
    _check_ranks("ger", A=(A, 2), alpha=(alpha, 0), x=(x, 1), y=(y, 1))
    _check_dtypes("ger", A, alpha, x, y)
    return A.type


@class_op(types=_ger_type, attributes=_shown("destructive", "destructive", "non-destructive"))
def Ger(A, alpha, x, y, *, destructive=False):
    """A + alpha x y^T: (m, n), (), (m,), (n,) -> (m, n), all of one float dtype. Raises TypeError for others, ValueError
    at run time for shapes that do not fit.
    """
    product = jnp.outer(x, y)
    _check_shape("ger", A.shape, product)
    return A + alpha * product


def _dot22_type(x, y, *scalar):
    _check_ranks("Dot22", x=(x, 2), y=(y, 2))
    _check_dtypes("Dot22", x, y, *scalar)
    return tensor_type(x.type.dtype, [x.type.broadcastable[0], y.type.broadcastable[1]])


@class_op(types=_dot22_type, base=GemmRelated)
def Dot22(x, y):
    """The product of two matrices of one float dtype: (m, k), (k, n) -> (m, n). Raises TypeError for others."""
    return _dot.lowering(x, y)


def _dot22scalar_type(x, y, a):
    _check_ranks("Dot22Scalar", a=(a, 0))
    return _dot22_type(x, y, a)


@class_op(types=_dot22scalar_type, base=GemmRelated)
def Dot22Scalar(x, y, a):
    """a x y, all of one float dtype: (m, k), (k, n), () -> (m, n). Raises TypeError for others."""
    return a * _dot.lowering(x, y)


def _batched_dot_type(x, y):
    for v in (x, y):
        if v.type.ndim not in (2, 3):
            raise TypeError(f"BatchedDot takes tensors of rank 2 or 3, got {v.type}; see theano.tensor.batched_dot")
    left, right = x.type.broadcastable, y.type.broadcastable
    return tensor_type(upcast(x.type.dtype, y.type.dtype), (left[0] or right[0], *left[1:-1], *right[2:]))


@class_op(types=_batched_dot_type)
def BatchedDot(x, y):
    """The product of each x[i] and y[i]: (b, m, k), (b, k, n) -> (b, m, n), and with (b, k) vectors.

    Raises TypeError for other ranks, ValueError at run time for shapes that do not fit.
    """
    return _batched_dot.lowering(x, y, axes=((x.ndim - 1,), (1,)))


gemm_no_inplace = gemm = Gemm.default
gemm_inplace = Gemm(inplace=True)
gemv_no_inplace = gemv = Gemv.default
gemv_inplace = Gemv(inplace=True)
ger, ger_destructive = Ger.default, Ger(destructive=True)
batched_dot = BatchedDot.default


def res_is_a(node, op, maxclients=None):
    """Whether the variable `node` is made by `op` and has at most `maxclients` users."""
    few = maxclients is None or len(node.clients) <= maxclients
    return node.owner and node.owner.op == op and few
