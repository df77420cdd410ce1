"""Ops on sparse matrices: the decorator @sparse_op and what their lowerings are made of.

A lowering takes `Compressed` values and arrays. Places are compared as keys: line * width + index, int64; the key of
padding is beyond every place.
"""

from typing import Any

import jax
import numpy as np
from jax import numpy as jnp

from theano_lite.core.dtypes import continuous_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.op import Op, convert
from theano_lite.core.sparse_type import Compressed, SparseType, as_sparse_variable, is_sparse
from theano_lite.core.types import ArrayType, DisconnectedType, NullType, as_tensor_variable


class SparseOp(Op):
    """An op some of whose inputs or outputs are sparse.

    gradients(*inputs, g, **params): the gradients of the inputs as a graph, None where there is none; or "vjp" if
    jax.vjp serves, for ops of arrays alone; or None if the op has no gradient.
    """

    def __init__(self, lowering, types, gradients=None, **options):
        super().__init__(lowering, types, **options)
        self.gradients = gradients

    def as_input(self, x):
        return as_sparse_or_tensor_variable(x)

    def connected(self, node):
        barred = {*self.host_inputs(node), *self.by_shape, *self.unconnected}
        return [k for k, v in enumerate(node.inputs)
                if k not in barred and isinstance(v.type, (ArrayType, SparseType))]

    def input_gradients(self, node, upstream):
        """The gradients of the inputs. If the op has none, whoever wants one gets NotImplementedError."""
        if self.gradients == "vjp":
            return None
        if self.gradients is None:
            missing = NullType(f"{self.name} has no gradient", NotImplementedError(f"{self.name} has no gradient"))
            return [missing() if k in self.connected(node) else None for k in range(len(node.inputs))]
        g = upstream[0]
        if isinstance(g.type, NullType):
            return [g if k in self.connected(node) else None for k in range(len(node.inputs))]
        if isinstance(g.type, DisconnectedType):
            return [None] * len(node.inputs)
        dtype = node.outputs[0].type.dtype
        if g.type.dtype != dtype and g.type.dtype in continuous_dtypes:
            g = g.astype(dtype)
        return self.gradients(*node.inputs, g, **node.params)

    def run(self, node, values):
        values = [jax.tree.map(jnp.asarray, v) if isinstance(v, Compressed) else v for v in values]
        outputs = super().run(node, values)
        return [_as_declared(x, v.type.dtype) for x, v in zip(outputs, node.outputs)]

    def run_on_host(self, node, values):
        return [np.asarray(self.host(*values, **node.params), dtype=node.outputs[0].type.dtype)]


def _as_declared(x, dtype):
    if isinstance(x, Compressed):
        return x.with_data(convert(x.data, dtype))
    return convert(jnp.asarray(x), dtype)


def sparse_op(types, **options) -> Any:
    """Make a SparseOp of the decorated lowering; see SparseOp for `gradients` and core.op.op for the rest."""
    return lambda lowering: SparseOp(lowering, types, **options)


def as_sparse_or_tensor_variable(x, name=None) -> Any:
    """`x` as a sparse variable if it is sparse, else as a tensor variable."""
    if is_sparse(x) or (isinstance(x, Variable) and isinstance(x.type, SparseType)):
        return as_sparse_variable(x, name)
    return as_tensor_variable(x, name)


def pick(x, *at, fill: Any = 0):
    """x[at], or `fill` where `at` lies outside, as padding does."""
    x = jnp.asarray(x)
    if 0 in x.shape[:len(at)]:
        return jnp.full((*at[0].shape, *x.shape[len(at):]), fill, x.dtype)
    return x.at[at].get(mode="fill", fill_value=fill)


# --- places ---------------------------------------------------------------------------------------


def line_and_place(rows, cols, format):
    """(majors, indices) of the elements at `rows` and `cols`."""
    return (cols, rows) if format == "csc" else (rows, cols)


def extent(shape, format):
    """(number of lines, length of a line)."""
    return (shape[1], shape[0]) if format == "csc" else tuple(shape)


def beyond(shape):
    """The key of padding."""
    return shape[0] * shape[1]


def keys_of(x, format=None):
    """The key of every element of `x` in `format` (default: its own); padding has `beyond(x.shape)`."""
    format = format or x.format
    majors, indices = line_and_place(x.rows, x.cols, format)
    keys = majors.astype("int64") * extent(x.shape, format)[1] + indices.astype("int64")
    return jnp.where(stored_mask(x), keys, beyond(x.shape))


def stored_mask(x):
    """Which of the capacity is stored and not padding."""
    return x.majors < x.lines


def from_sorted(keys, data, shape, format):
    """The matrix of sorted `keys`, padding last. O(capacity + lines log capacity)."""
    lines, width = extent(shape, format)
    width = max(width, 1)
    real = keys < beyond(shape)
    majors = jnp.where(real, keys // width, lines).astype("int32")
    indptr = jnp.searchsorted(majors, jnp.arange(lines + 1, dtype="int32"), side="left").astype("int32")
    return Compressed(data, jnp.where(real, keys % width, 0).astype("int32"), majors, indptr, tuple(shape), format)


def sort_by_key(keys, *others):
    """`keys` in order and the arrays `others` likewise; equal keys stay as they were."""
    return jax.lax.sort((keys, *others), num_keys=1, is_stable=True)


def packed(keep, keys, last, *others):
    """The elements where `keep` holds in front, in their order; `last` is the key of the rest."""
    to = jnp.where(keep, jnp.cumsum(keep) - 1, len(keys))
    front = jnp.full(keys.shape, last, keys.dtype).at[to].set(keys, mode="drop")
    return front, *(jnp.zeros(a.shape, a.dtype).at[to].set(a, mode="drop") for a in others)


def distinct(keys, *values):
    """Sorted different keys in front, and for each the sum of its `values`; what is left over has the largest key."""
    if not len(keys):
        return keys, *values
    keys, *values = sort_by_key(keys, *values)
    first = jnp.concatenate([jnp.ones(1, bool), keys[1:] != keys[:-1]])
    group = jnp.cumsum(first) - 1
    last = jnp.max(keys)
    unique = jnp.full(keys.shape, last, keys.dtype).at[group].set(keys)
    return unique, *(jax.ops.segment_sum(v, group, len(keys), indices_are_sorted=True) for v in values)


def joined(x, y, dtype):
    """(keys, values of x, values of y) over the places that either stores, in the format of `x`."""
    if x.shape != y.shape:
        raise AssertionError(f"two sparse matrices must have one shape, got {x.shape} and {y.shape}")
    a, b = (jnp.where(stored_mask(m), convert(m.data, dtype), 0) for m in (x, y))
    keys = jnp.concatenate([keys_of(x), keys_of(y, x.format)])
    zero_a, zero_b = jnp.zeros(a.shape, a.dtype), jnp.zeros(b.shape, b.dtype)
    return distinct(keys, jnp.concatenate([a, zero_b]), jnp.concatenate([zero_a, b]))


def without_zeros(keys, data, shape, format):
    """The matrix of sorted different `keys` whose `data` is not zero."""
    last = beyond(shape)
    keys, data = packed((data != 0) & (keys < last), keys, last, data)
    return from_sorted(keys, data, shape, format)


def merged(x, format=None):
    """`x` with equal places summed and all places in order; zeros stay."""
    format = format or x.format
    keys, data = distinct(keys_of(x, format), jnp.where(stored_mask(x), x.data, 0))
    return from_sorted(keys, data, x.shape, format)


def in_format(x, format):
    """`x` in `format`, its elements kept one by one."""
    if x.format == format or (x.format, format) in (("bsr", "csr"), ("csr", "bsr")):
        return Compressed(x.data, x.indices, x.majors, x.indptr, x.shape, format)
    return from_sorted(*sort_by_key(keys_of(x, format), x.data), x.shape, format)


def look_up(x, keys):
    """The sum of what `x` stores at each of `keys`, of its own format."""
    if not x.capacity:
        return jnp.zeros(keys.shape, x.dtype)
    unique, sums = distinct(keys_of(x), jnp.where(stored_mask(x), x.data, 0))
    at = jnp.minimum(jnp.searchsorted(unique, keys), len(unique) - 1)
    return jnp.where((unique[at] == keys) & (keys < beyond(x.shape)), sums[at], 0)


def to_dense(x):
    """`x` as an array (rows, columns)."""
    return jnp.zeros(x.shape, x.dtype).at[x.rows, x.cols].add(x.data, mode="drop")


def from_dense(x, format):
    """The elements of the matrix `x` that are not zero; the capacity is its size."""
    flat = (x.T if format == "csc" else x).reshape(-1)
    keys = jnp.arange(flat.shape[0], dtype="int64")
    return without_zeros(keys, flat, x.shape, format)


def expand(lines, x, total):
    """The elements of the lines `lines` of `x`, one line after the other, in `total` places.

    Returns (which of `lines`, which element of `x`, whether it is one and not padding).
    """
    if not len(lines):
        none = jnp.zeros(total, "int64")
        return none, none + x.capacity, none > 0
    lengths = jnp.where((lines >= 0) & (lines < x.lines), x.indptr[lines + 1] - x.indptr[lines], 0).astype("int64")
    ends = jnp.cumsum(lengths)
    place = jnp.arange(total, dtype="int64")
    source = jnp.searchsorted(ends, place, side="right")
    inside = source < len(lines)
    source = jnp.minimum(source, len(lines) - 1)
    element = x.indptr[lines[source]] + place - (ends[source] - lengths[source])
    return source, jnp.where(inside, element, x.capacity), inside


def rounded_up(count):
    """`capacity_of` of a count that is no number yet."""
    count = jnp.asarray(count).astype("int64")
    bits = 64 - jax.lax.clz(jnp.maximum(count, 1))
    step = jnp.left_shift(jnp.ones((), "int64"), jnp.maximum(bits - 4, 0))
    return jnp.where(count <= 16, 16, (count + step - 1) // step * step)
