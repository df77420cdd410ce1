"""Making sparse matrices, taking them apart, and changing how they are stored.

Source: theano.sparse.basic.
"""

import jax
import numpy as np
from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.dtypes import complex_dtypes, continuous_dtypes, discrete_dtypes, upcast
from theano_lite.core.graph import Variable
from theano_lite.core.sparse_op import (
    beyond,
    extent,
    from_dense,
    from_sorted,
    in_format,
    keys_of,
    line_and_place,
    look_up,
    merged,
    packed,
    pick,
    sort_by_key,
    sparse_op,
    stored_mask,
    to_dense,
    without_zeros,
)
from theano_lite.core.sparse_type import Compressed, SparseType, as_sparse_variable, is_sparse_variable
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, shapes

# --- what is stored -------------------------------------------------------------------------------


def compressed(x, name="sparse op"):
    """`x` as a csr or csc variable. Raises AssertionError for another format, TypeError for a tensor."""
    x = as_sparse_variable(x)
    if x.format not in ("csr", "csc"):
        raise AssertionError(f"{name}: the format must be csr or csc, got {x.format}")
    return x


@sparse_op(types=lambda x: tensor_type("int64", []), host=lambda x: int(x.indptr[-1]), unconnected=(0,))
def stored_count(x):
    """The number of stored elements of `x`, zeros among them; int64."""
    return x.indptr[-1]


def _vector(x, *rest, **params):
    return tensor_type(x.type.dtype, [False])


def _csm_data_gradient(x, count, g):
    return [csm(g, csm_indices(x), csm_indptr(x), csm_shape(x), x.format), None]


@sparse_op(types=_vector, gradients=_csm_data_gradient, name="csm_data")
def _csm_data(x, count: int):
    """The stored values of `x`. (m, n) -> (count,)."""
    return x.data[:int(count)]


@sparse_op(types=lambda x, count: tensor_type("int32", [False]), gradients=lambda x, count, g: [None, None],
           name="csm_indices")
def _csm_indices(x, count: int):
    """The column of every stored element of a csr matrix, the row of a csc matrix; int32. (m, n) -> (count,)."""
    return x.indices[:int(count)]


@sparse_op(types=lambda x: tensor_type("int32", [False]), gradients=lambda x, g: [None])
def csm_indptr(x):
    """Where every row of a csr matrix, column of a csc matrix, begins among the stored elements; int32."""
    return x.indptr


@sparse_op(types=lambda x: tensor_type("int32", [False]), host=lambda x: x.shape, by_shape=(0,))
def csm_shape(x):
    """(rows, columns), an int32 vector."""
    return np.asarray(x.shape, "int32")


def csm_data(csm):
    """The values that `csm` stores, a vector."""
    x = compressed(csm)
    return _csm_data(x, stored_count(x))


def csm_indices(csm):
    """The column (csr) or row (csc) of each value that `csm` stores."""
    x = compressed(csm)
    return _csm_indices(x, stored_count(x))


def csm_properties(csm):
    """[data, indices, indptr, shape] of `csm`. The gradient by the data is a matrix of the same places."""
    x = compressed(csm, "csm_properties")
    return [csm_data(x), csm_indices(x), csm_indptr(x), csm_shape(x)]


# --- out of parts ---------------------------------------------------------------------------------


def _csm_type(data, indices, indptr, shape, format):
    if data.type.ndim != 1:
        raise TypeError("data argument must be a vector", data.type, data.type.ndim)
    for name, v in (("indices", indices), ("indptr", indptr), ("shape", shape)):
        if v.type.ndim != 1 or v.type.dtype not in discrete_dtypes:
            raise TypeError(f"{name} must be vector of integers", v, v.type)
    return SparseType(format, data.type.dtype)


def _csm_gradient(data, indices, indptr, shape, g, format):
    return [csm_grad(data, indices, indptr, shape, g, format=format), None, None, None]


@sparse_op(types=_csm_type, gradients=_csm_gradient, unconnected=(1, 2), name="CSM",
           show=lambda format: f"CSM{{{format}}}")
def _csm(data, indices, indptr, shape: int, *, format):
    """The matrix of shape `shape` with these values and places. (k,), (k,), (lines + 1,), (2,) -> (m, n).

    Raises ValueError where the lengths do not fit.
    """
    return _of_parts(data, indices, indptr, shape, format)


def _of_parts(data, indices, indptr, shape, format):
    if len(shape) != 2:
        raise ValueError("Shape should be an array of length 2")
    if data.shape != indices.shape:
        raise ValueError(f"Data (shape {data.shape}) must have the same number of elements as indices (shape "
                         f"{indices.shape})")
    shape = tuple(int(n) for n in shape)
    lines = extent(shape, format)[0]
    if indptr.shape[0] != lines + 1:
        raise ValueError(f"index pointer size ({indptr.shape[0]}) should be ({lines + 1})")
    width = extent(shape, format)[1]
    require((indices >= 0) & (indices < width), ValueError, f"index {{value}} out of range for a line of {width}", indices)
    ordered = (indptr[1:] >= indptr[:-1]).all() & (indptr[0] == 0) & (indptr[-1] <= data.shape[0])
    require(ordered, ValueError, f"indptr must rise from 0 to at most the number of values, {data.shape[0]}")
    indptr = jnp.asarray(indptr).astype("int32")
    places = jnp.arange(data.shape[0], dtype="int32")
    majors = (jnp.searchsorted(indptr, places, side="right") - 1).astype("int32")
    return Compressed(jnp.asarray(data), jnp.asarray(indices).astype("int32"), majors, indptr, shape, format)


@sparse_op(types=lambda data, indices, indptr, shape, g, format: tensor_type(g.type.dtype, [False]), gradients=None)
def csm_grad(data, indices, indptr, shape: int, g, *, format):
    """What the gradient `g`, sparse or dense, holds at the places of a CSM. (k,), (k,), (p,), (2,), (m, n) -> (k,)."""
    x = _of_parts(data, indices, indptr, shape, format)
    return at_places(x, g)


@sparse_op(types=lambda x, xi, xp, xs, g, gi, gp, gs: g.type, gradients=None, name="CSMGrad")
def _csm_grad_of_parts(x_data, x_indices, x_indptr, x_shape: int, g_data, g_indices, g_indptr, g_shape: int):
    """What one matrix holds at the places of another, both as parts. The format does not matter: lines are compared."""
    shape = len(x_indptr) - 1, max(x_shape)
    x, g = (_of_parts(*parts, shape, "csr") for parts in ((x_data, x_indices, x_indptr), (g_data, g_indices, g_indptr)))
    return look_up(g, keys_of(x))


def csm_grad_of_parts(x_data, x_indices, x_indptr, x_shape, g_data, g_indices, g_indptr, g_shape):
    """The gradient by the data of the matrix x of a cost whose gradient by x is g, both as their four properties."""
    return _csm_grad_of_parts(x_data, x_indices, x_indptr, x_shape, g_data, g_indices, g_indptr, g_shape)


def at_places(x, g):
    """The value of `g`, sparse (equal places summed) or an array, at each place of `x`."""
    if not isinstance(g, Compressed):
        return pick(g, x.rows, x.cols)
    if g.format != x.format:
        g = in_format(g, x.format)
    if g.capacity != x.capacity:
        return look_up(g, keys_of(x))
    # Mostly the gradient was made of x and has its places, in order: then there is nothing to look up.
    keys, of_g = keys_of(x), keys_of(g)
    plain = jnp.all(keys == of_g) & jnp.all((keys[1:] > keys[:-1]) | (keys[1:] == beyond(x.shape)))
    return jax.lax.cond(plain, lambda: jnp.where(stored_mask(g), g.data, 0), lambda: look_up(g, keys))


def _integers(x, name):
    """`x` as an int32 vector, or the variable. Raises AssertionError if int32 cannot hold it."""
    if isinstance(x, Variable):
        return x
    array = np.asarray(x)
    if not (array == array.astype("int32")).all():
        raise AssertionError(f"CSM: {name} must be integers of 32 bits, got {x}")
    return as_tensor_variable(array.astype("int32"))


def csm(data, indices, indptr, shape, format):
    """The sparse matrix of `format` with these values and places.

    data, indices: vectors of one length. indptr: where each line begins. shape: (rows, columns). The gradient by the
    data is dense. Raises TypeError for wrong types, ValueError for lengths that do not fit.
    """
    parts = [_integers(x, name) for x, name in ((indices, "indices"), (indptr, "indptr"), (shape, "shape"))]
    return _csm(as_tensor_variable(data), *parts, format=format)


# --- the values alone -----------------------------------------------------------------------------


@sparse_op(types=_vector, gradients=lambda x, g: [with_values(x, g)])
def values(x):
    """The values of `x` with its padding, which reads 1: a vector for elementwise ops. (m, n) -> (capacity,)."""
    return jnp.where(stored_mask(x), x.data, jnp.ones((), x.dtype))


def _with_values_gradient(x, data, g):
    return [None, values_at(x, g)]


@sparse_op(types=lambda x, data: SparseType(x.type.format, data.type.dtype), gradients=_with_values_gradient,
           unconnected=(0,))
def with_values(x, data):
    """`x` with other values, as `values` gives them. (m, n), (capacity,) -> (m, n)."""
    if data.shape != x.data.shape:
        raise ValueError(f"with_values: {data.shape[0]} values for {x.capacity} places")
    return x.with_data(jnp.asarray(data))


def _values_at_gradient(x, g, upstream):
    return [None, with_values(x, upstream) if is_sparse_variable(g) else dense_from_sparse(with_values(x, upstream))]


@sparse_op(types=lambda x, g: tensor_type(g.type.dtype, [False]), gradients=_values_at_gradient, unconnected=(0,))
def values_at(x, g):
    """What `g` (sparse or dense) holds at the places of `x`; 0 for padding. (m, n), (m, n) -> (capacity,)."""
    return jnp.where(stored_mask(x), at_places(x, g), 0)


def sp_ones_like(x):
    """Ones at the places of `x`."""
    x = compressed(x)
    return with_values(x, elementwise.ones_like(values(x)))


@sparse_op(types=lambda x, dtype: SparseType(x.type.format, dtype or x.type.dtype), by_shape=(0,),
           gradients=lambda x, g, dtype: [None])
def _empty_like(x, *, dtype):
    """A matrix of the shape of `x` that stores nothing. (m, n) -> (m, n)."""
    none = jnp.zeros(0, "int32")
    return Compressed(jnp.zeros(0), none, none, jnp.zeros(extent(x.shape, x.format)[0] + 1, "int32"), x.shape, x.format)


def sp_zeros_like(x, dtype=None):
    """A matrix of the shape and format of `x` that stores nothing."""
    return _empty_like(as_sparse_variable(x), dtype=dtype)


# --- dtypes ---------------------------------------------------------------------------------------


def _cast_gradient(x, g, dtype):
    if x.type.dtype in complex_dtypes or g.type.dtype in complex_dtypes:
        raise NotImplementedError("grad not implemented for complex types")
    if x.type.dtype in discrete_dtypes:
        return [g]
    return [cast(g, x.type.dtype)]


@sparse_op(types=lambda x, dtype: SparseType(x.type.format, dtype), gradients=_cast_gradient,
           show=lambda dtype: f"Cast({dtype})", name="Cast")
def _cast(x, *, dtype):
    """`x` as `dtype`. (m, n) -> (m, n)."""
    return x


def cast(variable, dtype):
    """The sparse matrix `variable` with elements of `dtype`. Raises NotImplementedError for an unknown dtype."""
    return _cast(compressed(variable, "cast"), dtype=str(dtype))


# --- dense and back -------------------------------------------------------------------------------


def _dense_gradient(x, g, structured):
    if not structured:
        return [sparse_from_dense(g, x.format)]
    wide = upcast(g.type.dtype, x.type.dtype) if {g.type.dtype, x.type.dtype} <= {"float32", "float64"} else None
    return [with_values(x, values_at(x, elementwise.cast(g, wide) if wide else g))]


@sparse_op(types=lambda x, structured: tensor_type(x.type.dtype, [False, False]), gradients=_dense_gradient,
           show=lambda structured: f"DenseFromSparse{{structured_grad={structured}}}", name="DenseFromSparse")
def _dense_from_sparse(x, *, structured):
    """`x` as a dense matrix. (m, n) -> (m, n)."""
    return to_dense(x)


def dense_from_sparse(x, structured=True):
    """The sparse `x` as a tensor. structured: its gradient keeps to the places of `x`; else it is that of all places."""
    return _dense_from_sparse(as_sparse_variable(x), structured=bool(structured))


def _from_dense_gradient(x, g, format):
    dense = dense_from_sparse(g) if is_sparse_variable(g) else g
    return [shapes.rebroadcast(dense, x.type.broadcastable)]


@sparse_op(types=lambda x, format: SparseType(format, x.type.dtype), gradients=_from_dense_gradient,
           show=lambda format: f"SparseFromDense{{{format}}}", name="SparseFromDense")
def _sparse_from_dense(x, *, format):
    """The elements of `x` that are not zero. (m, n) -> (m, n)."""
    return from_dense(jnp.asarray(x), format)


def sparse_from_dense(x, format):
    """The tensor `x` as a sparse matrix; a vector becomes one row. Raises TypeError for more than 2 dimensions."""
    x = as_tensor_variable(x)
    if x.ndim > 2:
        raise TypeError(f"Theano does not have sparse tensor types with more than 2 dimensions, but {x}.ndim = "
                        f"{x.ndim}")
    if x.ndim < 2:
        x = shapes.dimshuffle(x, *("x",) * (2 - x.ndim), *range(x.ndim))
    return _sparse_from_dense(x, format=format)


def csr_from_dense(x):
    """The tensor `x` as a csr matrix of its elements that are not zero."""
    return sparse_from_dense(x, "csr")


def csc_from_dense(x):
    """The tensor `x` as a csc matrix of its elements that are not zero."""
    return sparse_from_dense(x, "csc")


# --- the same matrix, stored otherwise ------------------------------------------------------------

_TRANSPOSED = {"csr": "csc", "csc": "csr"}


@sparse_op(types=lambda x: SparseType(_TRANSPOSED[x.type.format], x.type.dtype), name="SparseTranspose",
           gradients=lambda x, g: [transpose(g) if is_sparse_variable(g) else shapes.transpose(g)])
def _transpose(x):
    """The transpose; csr becomes csc and csc csr. (m, n) -> (n, m)."""
    return Compressed(x.data, x.indices, x.majors, x.indptr, x.shape[::-1], _TRANSPOSED[x.format])


def transpose(x):
    """The transpose of the sparse `x`, of the other format."""
    return _transpose(compressed(x, "transpose"))


@sparse_op(types=lambda x: x.type, gradients=lambda x, g: [g], name="EnsureSortedIndices")
def _ensure_sorted(x):
    """`x` with the elements of every line in order. (m, n) -> (m, n)."""
    return from_sorted(*sort_by_key(keys_of(x), x.data), x.shape, x.format)


def ensure_sorted_indices(x):
    """The sparse `x` with sorted indices; the gradient passes unchanged."""
    return _ensure_sorted(compressed(x, "ensure_sorted_indices"))


@sparse_op(types=lambda x: x.type, gradients=lambda x, g: [g], name="Remove0")
def _remove0(x):
    """`x` without the zeros it stores. (m, n) -> (m, n)."""
    lines = jnp.where((x.data != 0) & stored_mask(x), x.majors, x.lines)
    majors, data, indices = packed(lines < x.lines, lines, x.lines, x.data, x.indices)
    indptr = jnp.searchsorted(majors, jnp.arange(x.lines + 1, dtype="int32"), side="left").astype("int32")
    return Compressed(data, indices, majors, indptr, x.shape, x.format)


def remove0(x):
    """The sparse `x` without stored zeros; the gradient passes unchanged."""
    return _remove0(compressed(x, "remove0"))


def clean(x):
    """The sparse `x` without stored zeros and with sorted indices."""
    return ensure_sorted_indices(remove0(x))


@sparse_op(types=lambda x: x.type, gradients=lambda x, g: [g])
def tidied(x):
    """`x` with equal places summed, places in order and no zeros. (m, n) -> (m, n)."""
    keys, data = keys_of(merged(x)), merged(x).data
    return without_zeros(keys, data, x.shape, x.format)


# --- the diagonal ---------------------------------------------------------------------------------


@sparse_op(types=_vector, gradients=lambda x, g: [square_diagonal(g)], name="Diag")
def _diag(x):
    """The diagonal. (n, n) -> (n,). Raises ValueError for a matrix that is not square."""
    if x.shape[0] != x.shape[1]:
        raise ValueError("Diag only apply on square matrix")
    n = x.shape[0]
    return jnp.zeros(n, x.dtype).at[jnp.where(x.rows == x.cols, x.rows, n)].add(
        jnp.where(stored_mask(x), x.data, 0), mode="drop")


def diag(x):
    """The diagonal of the square sparse matrix `x`, a vector."""
    return _diag(compressed(x, "diag"))


def _square_type(diagonal):
    if diagonal.type.ndim != 1:
        raise TypeError("data argument must be a vector", diagonal.type)
    return SparseType("csc", diagonal.type.dtype)


@sparse_op(types=_square_type, gradients=lambda d, g: [diag(g) if is_sparse_variable(g) else g.diagonal()])
def square_diagonal(diagonal):
    """The csc matrix with this diagonal, zeros stored. (n,) -> (n, n)."""
    n = diagonal.shape[0]
    at = jnp.arange(n, dtype="int32")
    return Compressed(jnp.asarray(diagonal), at, at, jnp.arange(n + 1, dtype="int32"), (n, n), "csc")


# --- side by side ---------------------------------------------------------------------------------


def _stack_op(axis, name):
    """The op that puts blocks one after the other along `axis`."""
    def gradients(*blocks_and_g, format, dtype):
        from theano_lite.ops.sparse_indexing import get_item_2d

        *blocks, g = blocks_and_g
        if not is_sparse_variable(g):
            g = sparse_from_dense(g, format)
        found, start = [], 0
        for x in blocks:
            stop = start + shapes.shape_i(x, i=axis)
            item = (slice(None), slice(start, stop)) if axis else (slice(start, stop), slice(None))
            found.append(tidied(get_item_2d(g, item)) if x.type.dtype in continuous_dtypes else None)
            start = stop
        return found

    @sparse_op(types=lambda *blocks, format, dtype: SparseType(format, dtype), gradients=gradients, name=name,
               show=lambda format, dtype: f"{name}({format},{dtype})")
    def op(*blocks, format, dtype):
        """Blocks one after the other along one axis, whose lengths add up. Raises ValueError for blocks that do not fit."""
        return _stacked(blocks, axis, format, dtype)
    return op


def _stacked(blocks, axis, format, dtype):
    across = {x.shape[1 - axis] for x in blocks}
    if len(across) > 1:
        raise ValueError(f"incompatible dimensions of blocks to stack along axis {axis}: "
                         f"{[x.shape for x in blocks]}")
    lengths = [x.shape[axis] for x in blocks]
    shape = (across.pop(), sum(lengths)) if axis else (sum(lengths), across.pop())
    keys, width = [], extent(shape, format)[1]
    for x, before in zip(blocks, np.cumsum([0, *lengths])):
        rows, cols = x.rows.astype("int64"), x.cols.astype("int64")
        majors, indices = line_and_place(*((rows, cols + before) if axis else (rows + before, cols)), format)
        keys.append(jnp.where(stored_mask(x), majors * width + indices, beyond(shape)))
    data = jnp.concatenate([jnp.where(stored_mask(x), x.data, 0).astype(dtype) for x in blocks])
    return merged(from_sorted(*sort_by_key(jnp.concatenate(keys), data), shape, format))


stack_ops = _stack_op(0, "VStack"), _stack_op(1, "HStack")


def stack(blocks, axis, format=None, dtype=None):
    """The sparse `blocks` side by side (axis 1) or one below the other (axis 0), csc unless `format` says else."""
    blocks = [as_sparse_variable(x) for x in blocks]
    if not blocks:
        raise TypeError("Cannot join an empty list of sparses.")
    for x in blocks:
        compressed(x, "stack")
    return stack_ops[axis](*blocks, format=format or "csc",
                           dtype=str(dtype) if dtype is not None else upcast(*(x.dtype for x in blocks)))


def hstack(blocks, format=None, dtype=None):
    """The sparse `blocks` side by side. format: csc by default; dtype: by default the common one."""
    return stack(blocks, 1, format, dtype)


def vstack(blocks, format=None, dtype=None):
    """The sparse `blocks` one below the other. format: csc by default; dtype: by default the common one."""
    return stack(blocks, 0, format, dtype)


# --- from rows ------------------------------------------------------------------------------------


def _from_list_type(x, values, rows):
    if rows.type.dtype not in discrete_dtypes:
        raise TypeError("index must be integers")
    if rows.type.ndim != 1:
        raise TypeError("index must be vector")
    for name, v in (("x", x), ("values", values)):
        if v.type.ndim != 2:
            raise TypeError(f"cannot create a sparse matrix from {name} with {v.type.ndim} dimensions")
    return SparseType("csc", x.type.dtype)


def _from_list_gradient(x, values, rows, g):
    dense = dense_from_sparse(g) if is_sparse_variable(g) else g
    return [g, dense[rows], None]


@sparse_op(types=_from_list_type, gradients=_from_list_gradient, by_shape=(0,), unconnected=(2,))
def construct_sparse_from_list(x, values, rows):
    """A csc matrix of the shape of `x` whose row rows[k] holds values[k]; rows may repeat. (m, n), (k, n), (k,) ->
    (m, n). Raises TypeError for other ranks."""
    count, width = values.shape
    if count != rows.shape[0]:
        raise AssertionError(f"construct_sparse_from_list: {count} rows of values and {rows.shape[0]} indices")
    majors = jnp.repeat(jnp.arange(width, dtype="int32"), count)
    rows = jnp.asarray(rows).astype("int32")
    indices = jnp.tile(jnp.where(rows < 0, rows + x.shape[0], rows), width)
    return Compressed(jnp.asarray(values).T.reshape(-1), indices, majors,
                      jnp.arange(width + 1, dtype="int32") * count, x.shape, "csc")
