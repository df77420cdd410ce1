"""Matrix products with sparse matrices.

Source: theano.sparse.basic, theano.sparse.opt and theano.sparse.sandbox.sp2.
"""

import jax
import numpy as np
from jax import numpy as jnp

from theano_lite.core.dtypes import upcast
from theano_lite.core.graph import Variable
from theano_lite.core.op import convert
from theano_lite.core.sparse_op import (
    as_sparse_or_tensor_variable,
    beyond,
    distinct,
    expand,
    extent,
    from_dense,
    from_sorted,
    in_format,
    packed,
    pick,
    rounded_up,
    sparse_op,
    stored_mask,
    to_dense,
)
from theano_lite.core.sparse_type import FORMATS, Compressed, SparseType, capacity_of, is_sparse_variable
from theano_lite.core.types import NullType, as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, linalg, shapes
from theano_lite.ops.sparse_arithmetic import _real, mul
from theano_lite.ops.sparse_structure import (
    compressed,
    dense_from_sparse,
    sparse_from_dense,
    transpose,
    with_values,
)

# How many numbers are worked on at a time.
_CACHED = 1 << 15
# A matrix of so many times the products to add up is not too large: sorting them takes longer.
_ROOMY = 16


def _dot_dtype(x, y):
    return upcast(str(x.dtype), str(y.dtype))


def _fits(x, y, name):
    if x.shape[1] != y.shape[0]:
        raise ValueError(f"{name}: dimension mismatch, {x.shape} times {tuple(y.shape)}")


def by_blocks(count, width, places, block, out):
    """What `out` becomes by out = block(out, start, *parts) for all parts of vectors of `count` elements.

    places: pairs of a vector and of what its last part is filled up with. width: how many numbers an element brings. A
    part brings as many as a cache holds: that takes a quarter of the time of all at once.
    """
    size = max(_CACHED // max(width, 1), 16)
    if count <= size:
        return block(out, 0, *(v for v, _ in places))
    parts = -(-count // size)
    whole = [jnp.pad(v, (0, parts * size - count), constant_values=fill) for v, fill in places]

    def step(k, out):
        return block(out, k * size, *(jax.lax.dynamic_slice_in_dim(v, k * size, size) for v in whole))

    return jax.lax.fori_loop(0, parts, step, out)


def times_dense(x, y):
    """The sparse `x` times the array `y`, a matrix or a vector, dense."""
    dtype = _dot_dtype(x, y)
    y = convert(jnp.asarray(y), dtype)
    out = jnp.zeros((x.shape[0], *y.shape[1:]), dtype)
    if not y.shape[0] or not x.capacity:
        return out
    # What lies in padding goes nowhere, so that it cannot bring a NaN of y along.
    rows = jnp.where(stored_mask(x), x.rows, x.shape[0])

    def add(out, _, data, rows, cols):
        data = data[:, None] if y.ndim == 2 else data
        return out.at[rows].add(data * y.at[cols].get(mode="clip"), mode="drop")

    places = [(convert(x.data, dtype), 0), (rows, x.shape[0]), (x.cols, 0)]
    return by_blocks(x.capacity, y.shape[1] if y.ndim == 2 else 1, places, add, out)


def transposed(x):
    """The transpose of a `Compressed`."""
    return Compressed(x.data, x.indices, x.majors, x.indptr, x.shape[::-1], "csr" if x.format == "csc" else "csc")


# --- sparse times sparse --------------------------------------------------------------------------


def _work(x, y):
    """How many products x @ y takes, rounded up so that like matrices share a program."""
    y_lengths = np.bincount(y.indices[:int(y.indptr[-1])], minlength=y.shape[0]) if y.format == "csc" else \
        np.diff(y.indptr)
    size = int(x.indptr[-1])
    if x.format != "csc":
        return capacity_of(y_lengths[np.asarray(x.indices[:size])].sum())
    return capacity_of((np.diff(x.indptr) * y_lengths).sum())


@sparse_op(types=lambda x, y: tensor_type("int64", []), unconnected=(0, 1), host=_work)
def product_count(x, y):
    """How many products x @ y takes of two sparse matrices, rounded up; int64."""
    inner = x.shape[1]
    _fits(x, y, "dot")
    in_x = jnp.zeros(inner, "int64").at[jnp.where(stored_mask(x), x.cols, inner)].add(1, mode="drop")
    in_y = jnp.zeros(inner, "int64").at[jnp.where(stored_mask(y), y.rows, inner)].add(1, mode="drop")
    count = jnp.sum(in_x * in_y)
    return rounded_up(count)


def _sparse_product_type(x, y, count, **params):
    return SparseType(x.type.format, upcast(x.type.dtype, y.type.dtype))


def _times_sparse(x, y, count):
    """The sparse `x` times the sparse `y` in the format of `x`; sums that are zero are left out."""
    _fits(x, y, "dot")
    dtype, shape = _dot_dtype(x, y), (x.shape[0], y.shape[1])
    by_row = in_format(y, "csr")
    mask = stored_mask(x)
    source, element, inside = expand(jnp.where(mask, x.cols, y.shape[0]), by_row, int(count))
    keep = inside & mask[source]
    data = convert(x.data, dtype)[source] * pick(convert(by_row.data, dtype), element)
    rows, cols = x.rows[source].astype("int64"), pick(by_row.indices, element)
    majors, indices = (cols.astype("int64"), rows) if x.format == "csc" else (rows, cols)
    last = beyond(shape)
    keys = jnp.where(keep, majors * extent(shape, x.format)[1] + indices, last)
    data = jnp.where(keep, data, 0)
    if last <= _ROOMY * len(keys):
        return _summed_in_place(keys, data, shape, x.format)
    keys, data = distinct(keys, data)
    keys, data = packed((data != 0) & (keys < last), keys, last, data)
    return from_sorted(keys, data, shape, x.format)


def _summed_in_place(keys, data, shape, format):
    """The matrix of the sums of `data` with equal `keys`, which may be in any order, added up in a dense matrix."""
    count, last = len(keys), beyond(shape)
    total = jnp.zeros(last, data.dtype).at[keys].add(data, mode="drop")
    keep = total != 0
    to = jnp.where(keep, jnp.cumsum(keep) - 1, count)
    keys = jnp.full(count, last, keys.dtype).at[to].set(jnp.arange(last, dtype=keys.dtype), mode="drop")
    return from_sorted(keys, jnp.zeros(count, data.dtype).at[to].set(total, mode="drop"), shape, format)


def _structured_dot_gradient(a, b, count, g):
    return [structured_dot_grad(a, b, g), structured_dot(transpose(a), g), None]


@sparse_op(types=_sparse_product_type, gradients=_structured_dot_gradient, show=lambda: "StructuredDot")
def structured_dot_s_s(x, y, count: int):
    """x @ y, sparse. (m, k), (k, n) -> (m, n). Raises ValueError for a k that differs."""
    return _times_sparse(x, y, count)


def _true_dot_gradient(x, y, count, g, **params):
    return [true_dot(g, transpose(y)), true_dot(transpose(x), g), None]


@sparse_op(types=_sparse_product_type, gradients=_true_dot_gradient, show=lambda: "TrueDot")
def true_dot_s_s(x, y, count: int):
    """x @ y, sparse. (m, k), (k, n) -> (m, n). Raises ValueError for a k that differs."""
    return _times_sparse(x, y, count)


def _true_dot_dense_gradient(x, y, g, grad_preserves_dense):
    by_y = true_dot(transpose(x), g)
    return [true_dot(g, shapes.transpose(y)), dense_from_sparse(by_y) if grad_preserves_dense else by_y]


@sparse_op(types=lambda x, y, grad_preserves_dense: SparseType(x.type.format, upcast(x.type.dtype, y.type.dtype)),
           gradients=_true_dot_dense_gradient, show=lambda grad_preserves_dense: "TrueDot")
def true_dot_s_d(x, y, *, grad_preserves_dense):
    """x @ y of the tensor `y`, sparse. (m, k), (k, n) -> (m, n). Raises ValueError for a k that differs."""
    _fits(x, y, "true_dot")
    return from_dense(times_dense(x, y), x.format)


def _true_dot_vector_gradient(x, y, g):
    g = shapes.flatten(dense_from_sparse(g))
    return [sparse_from_dense(linalg.outer(g, y), x.format), dot(transpose(x), g)]


@sparse_op(types=lambda x, y: SparseType(x.type.format, upcast(x.type.dtype, y.type.dtype)),
           gradients=_true_dot_vector_gradient, show=lambda: "TrueDot")
def true_dot_s_v(x, y):
    """x @ y of the vector `y`, as scipy makes a matrix of a vector: (m, k), (k,) -> (1, m). Raises as `true_dot_s_d`."""
    _fits(x, y, "true_dot")
    return from_dense(times_dense(x, y)[None], x.format)


def true_dot(x, y, grad_preserves_dense=True):
    """x @ y, of which one or both are sparse; always sparse: with a vector `y` a row, with a vector `x` a column.

    grad_preserves_dense: whether the gradient by a dense factor is dense. Raises NotImplementedError for unlike
    dtypes, TypeError if neither is sparse.
    """
    x, y, sparse = _sparse_and(x, y)
    if not sparse[0]:
        return transpose(true_dot(transpose(y), shapes.transpose(x), grad_preserves_dense))
    if x.type.dtype != y.type.dtype:
        raise NotImplementedError(f"true_dot needs one dtype, got {x.type} and {y.type}")
    if sparse[1]:
        return true_dot_s_s(x, y, product_count(x, y))
    if y.ndim == 0:
        return mul(x, y)
    if y.ndim == 1:
        return true_dot_s_v(x, y)
    return true_dot_s_d(x, y, grad_preserves_dense=bool(grad_preserves_dense))


def _sparse_and(x, y, formats=("csr", "csc")):
    """Both as variables, and which are sparse. Raises TypeError if neither is, AssertionError for other formats."""
    x, y = (v if isinstance(v, Variable) else as_sparse_or_tensor_variable(v) for v in (x, y))
    sparse = is_sparse_variable(x), is_sparse_variable(y)
    if not any(sparse):
        raise TypeError(f"a product of sparse matrices needs at least one sparse factor, got {x.type} and {y.type}")
    for v, is_one in zip((x, y), sparse):
        if is_one and v.format not in formats:
            raise AssertionError(f"a product: the format must be one of {', '.join(formats)}, got {v.format}")
    return x, y, sparse


# --- structured_dot -------------------------------------------------------------------------------


def _structured_dense_type(a, b):
    return tensor_type(upcast(a.type.dtype, b.type.dtype), [False, b.type.broadcastable[1]])


@sparse_op(types=_structured_dense_type, show=lambda: "StructuredDot",
           gradients=lambda a, b, g: [structured_dot_grad(a, b, g), structured_dot(transpose(a), g)])
def structured_dot_s_d(x, y):
    """x @ y of the tensor `y`, dense. (m, k), (k, n) -> (m, n). Raises ValueError for a k that differs."""
    _fits(x, y, "structured_dot")
    return times_dense(x, y)


def structured_dot(x, y):
    """x @ y, of which one or both are sparse: sparse if both are. Its gradient by a sparse factor keeps to its places.

    Raises TypeError if neither is sparse, NotImplementedError for a factor that is no matrix.
    """
    x, y, sparse = _sparse_and(x, y, FORMATS)
    if x.type.ndim != 2 or y.type.ndim != 2:
        raise NotImplementedError("structured_dot: non-matrix factor")
    if not sparse[0]:
        product = structured_dot(transpose(y), shapes.transpose(x))
        return transpose(product) if is_sparse_variable(product) else shapes.transpose(product)
    if sparse[1]:
        return structured_dot_s_s(x, y, product_count(x, y))
    return structured_dot_s_d(x, y)


def _sampled(rows, cols, x, y):
    """x[rows] @ y[cols].T, the diagonal of it: one number a place. (m, n), (k, n) -> (places,)."""
    x, y = jnp.asarray(x), jnp.asarray(y)
    count, dtype = rows.shape[0], upcast(str(x.dtype), str(y.dtype))
    if not x.size or not y.size or not count:
        return jnp.zeros(count, dtype)

    def put(out, start, rows, cols):
        found = jnp.sum(x.at[rows].get(mode="clip") * y.at[cols].get(mode="clip"), axis=1, dtype=dtype)
        return jax.lax.dynamic_update_slice_in_dim(out, found, start, 0)

    room = jnp.zeros(count + _CACHED, dtype)
    return by_blocks(count, x.shape[1], [(rows, 0), (cols, 0)], put, room)[:count]


def _places(indices, indptr):
    lines = jnp.searchsorted(jnp.asarray(indptr), jnp.arange(indices.shape[0], dtype="int32"), side="right") - 1
    return lines, jnp.asarray(indices)


@sparse_op(types=lambda indices, indptr, b, g: tensor_type(upcast(b.type.dtype, g.type.dtype), [False]),
           gradients="vjp", unconnected=(0, 1))
def sdg_csc(a_indices, a_indptr, b, g_ab):
    """The gradient by the data of a csc matrix a of a cost whose gradient by a @ b is `g_ab`.
    (k,), (p,), (n, q), (m, q) -> (k,)."""
    cols, rows = _places(a_indices, a_indptr)
    return _sampled(rows, cols, g_ab, b)


@sparse_op(types=lambda indices, indptr, b, g: tensor_type(upcast(b.type.dtype, g.type.dtype), [False]),
           gradients="vjp", unconnected=(0, 1))
def sdg_csr(a_indices, a_indptr, b, g_ab):
    """The gradient by the data of a csr matrix a of a cost whose gradient by a @ b is `g_ab`.
    (k,), (p,), (n, q), (m, q) -> (k,)."""
    rows, cols = _places(a_indices, a_indptr)
    return _sampled(rows, cols, g_ab, b)


def _samples_gradient(p, x, y, g):
    weights = with_values(p, g)
    return [None, dot(weights, y), dot(transpose(weights), x)]


@sparse_op(types=lambda p, x, y: tensor_type(upcast(x.type.dtype, y.type.dtype), [False]), unconnected=(0,),
           gradients=_samples_gradient)
def dot_samples(p, x, y):
    """What x @ y.T holds at the places of the sparse `p`; 0 for padding. (m, n), (m, k), (n, k) -> (capacity,)."""
    dtype = _dot_dtype(x, y)
    found = _sampled(p.rows, p.cols, convert(jnp.asarray(x), dtype), convert(jnp.asarray(y), dtype))
    return jnp.where(stored_mask(p), found, 0)


def structured_dot_grad(sparse_A, dense_B, ga):
    """The gradient by `sparse_A` of a cost whose gradient by sparse_A @ dense_B is `ga`; it has sparse_A's places."""
    b, g = (dense_from_sparse(v) if is_sparse_variable(v) else v for v in (dense_B, ga))
    return with_values(sparse_A, dot_samples(sparse_A, g, b))


# --- sampling_dot ---------------------------------------------------------------------------------


def _sampling_gradient(x, y, p, g):
    weights = p * g
    return [dot(weights, y), dot(transpose(weights), x), NullType("sampling_dot has no gradient by its pattern")()]


@sparse_op(types=lambda x, y, p: SparseType(p.type.format, upcast(x.type.dtype, y.type.dtype, p.type.dtype)),
           gradients=_sampling_gradient, name="SamplingDot")
def _sampling_dot(x, y, p):
    """p * (x @ y.T), computed at the places of `p` alone. (m, k), (n, k), (m, n) -> (m, n).
    Raises ValueError for shapes that do not fit."""
    if (x.shape[0], y.shape[0]) != p.shape or x.shape[1] != y.shape[1]:
        raise ValueError(f"sampling_dot: shapes {x.shape}, {y.shape} and {p.shape} not aligned")
    dtype = upcast(_dot_dtype(x, y), str(p.dtype))
    found = _sampled(p.rows, p.cols, convert(jnp.asarray(x), dtype), convert(jnp.asarray(y), dtype))
    return p.with_data(convert(_real(p), dtype) * found)


def sampling_dot(x, y, p):
    """The sparse p * (x @ y.T) of the tensors `x` and `y`, computed only where `p` stores something."""
    return _sampling_dot(as_tensor_variable(x), as_tensor_variable(y), compressed(p, "sampling_dot"))


# --- dot ------------------------------------------------------------------------------------------


def _dot_type(x, y):
    for v in (x, y):
        if not is_sparse_variable(v) and v.type.ndim not in (1, 2):
            raise TypeError(f"theano.sparse.Dot: a dense input must have ndim of 1 or 2, {v.type.ndim} given.")
    left, right = ((False, False) if is_sparse_variable(v) else v.type.broadcastable for v in (x, y))
    return tensor_type(upcast(x.type.dtype, y.type.dtype), left[:-1] + right[1:])


def _product(x, y):
    if is_sparse_variable(x) or is_sparse_variable(y):
        return dot(x, y)
    return linalg.dot(x, y)


def _flip(v):
    return transpose(v) if is_sparse_variable(v) else shapes.transpose(v)


def _dot_gradient(x, y, g):
    if y.type.ndim == 1:
        by_x = shapes.dimshuffle(g, 0, "x") * shapes.dimshuffle(y, "x", 0)
    else:
        by_x = _product(g, _flip(y))
    if x.type.ndim == 1:
        by_y = shapes.dimshuffle(x, 0, "x") * shapes.dimshuffle(g, "x", 0)
    else:
        by_y = _product(_flip(x), g)
    return [by_x, by_y]


@sparse_op(types=_dot_type, gradients=_dot_gradient, name="dot", show=lambda: "SparseDot")
def _dot(x, y):
    """x @ y, dense. (m, k), (k, n) or (k,) -> (m, n) or (m,). Raises ValueError for a k that differs."""
    if isinstance(x, Compressed):
        _fits(x, y, "dot")
        return times_dense(x, to_dense(y) if isinstance(y, Compressed) else y)
    if x.shape[-1] != y.shape[0]:
        raise ValueError(f"dot: dimension mismatch, {x.shape} times {y.shape}")
    product = times_dense(transposed(y), x.T)
    return product.T if product.ndim == 2 else product


def dot(x, y):
    """x @ y, of which one or both are sparse; always dense. Its gradient by a sparse factor is dense too.

    Raises TypeError if neither is sparse.
    """
    x, y, _ = _sparse_and(x, y)
    return _dot(x, y)


def usmm(alpha, x, y, z):
    """alpha * (x @ y) + z, dense, for `x` or `y` sparse. (), (m, k), (k, n), (m, n) -> (m, n).

    Raises TypeError if neither is sparse, AssertionError for an `alpha` that is no number or a `z` that is no matrix.
    """
    x, y, _ = _sparse_and(x, y)
    alpha, z = as_tensor_variable(alpha), as_tensor_variable(z)
    if z.ndim != 2 or not all(alpha.broadcastable):
        raise AssertionError(f"usmm: alpha must be a number and z a matrix, got {alpha.type} and {z.type}")
    if alpha.ndim:
        alpha = shapes.dimshuffle(alpha)
    out = elementwise.add(elementwise.mul(alpha, dot(x, y)), z)
    return shapes.rebroadcast(out, (False, False))

