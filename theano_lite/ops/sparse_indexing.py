"""Elements, lists of elements, rows and blocks of sparse matrices.

Source: theano.sparse.basic.
"""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.sparse_op import (
    beyond,
    expand,
    extent,
    from_sorted,
    in_format,
    keys_of,
    line_and_place,
    look_up,
    merged,
    packed,
    pick,
    rounded_up,
    sort_by_key,
    sparse_op,
    stored_mask,
)
from theano_lite.core.sparse_type import Compressed, SparseType, capacity_of, is_sparse_variable
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops.index_reader import span_length
from theano_lite.ops.sparse_structure import compressed


def _within(index, n, what):
    """`index` with negative numbers counted from the end. Raises IndexError for what lies outside."""
    index = jnp.asarray(index).astype("int64")
    require((index >= -n) & (index < n), IndexError, f"{what} index ({{value}}) out of range for length {n}", index)
    return jnp.where(index < 0, index + n, index)


def _key(rows, cols, shape, format):
    majors, indices = line_and_place(rows, cols, format)
    return majors * extent(shape, format)[1] + indices


def _integers(v, name, ndim=1):
    v = as_tensor_variable(v)
    if v.type.ndim != ndim or v.type.dtype not in discrete_dtypes:
        raise AssertionError(f"{name}: the indices must be integers of {ndim} dimensions, got {v.type}")
    return v


# --- single elements ------------------------------------------------------------------------------


@sparse_op(types=lambda x, i, j: tensor_type(x.type.dtype, []), name="GetItemScalar", unconnected=(1, 2))
def _get_item_scalar(x, i, j):
    """x[i, j]. (m, n), (), () -> (). Raises IndexError out of bounds."""
    key = _key(_within(i, x.shape[0], "row"), _within(j, x.shape[1], "column"), x.shape, x.format)
    return jnp.sum(jnp.where((keys_of(x) == key) & stored_mask(x), x.data, 0), dtype=x.dtype)


def get_item_scalar(x, index):
    """The element x[i, j], where `index` is (i, j): a 0-dimensional tensor without gradient."""
    x = compressed(x, "get_item_scalar")
    if len(index) != 2:
        raise AssertionError(f"get_item_scalar takes two indices, got {index}")
    if any(isinstance(k, slice) for k in index):
        raise Exception("GetItemScalar called with a slice as index!")
    items = [as_tensor_variable(k) for k in index]
    if any(v.ndim for v in items):
        raise NotImplementedError(f"get_item_scalar takes numbers, got {index}")
    return _get_item_scalar(x, *items)


def _lists_gradient(x, rows, cols, g):
    return [get_item_2lists_grad(x, rows, cols, g), None, None]


@sparse_op(types=lambda x, rows, cols: tensor_type(x.type.dtype, [False]), name="GetItem2Lists",
           gradients=_lists_gradient, unconnected=(1, 2))
def _get_item_2lists(x, rows, cols):
    """x[rows[k], cols[k]] for each k. (m, n), (k,), (k,) -> (k,). Raises IndexError out of bounds."""
    if rows.shape != cols.shape:
        raise IndexError(f"the lists of rows and columns must be alike, got {rows.shape} and {cols.shape}")
    keys = _key(_within(rows, x.shape[0], "row"), _within(cols, x.shape[1], "column"), x.shape, x.format)
    return look_up(x, keys)


def get_item_2lists(x, ind1, ind2):
    """The elements x[ind1[k], ind2[k]], a vector."""
    return _get_item_2lists(compressed(x, "get_item_2lists"), _integers(ind1, "get_item_2lists"),
                            _integers(ind2, "get_item_2lists"))


def _last_of(keys, last):
    """Whether no later element has the same key; where several are set the last one counts."""
    order = jnp.argsort(keys, stable=True)
    sorted_keys = keys[order]
    ends = jnp.concatenate([sorted_keys[1:] != sorted_keys[:-1], jnp.ones(min(len(keys), 1), bool)])
    return jnp.zeros(keys.shape, bool).at[order].set(ends) & (keys < last)


@sparse_op(types=lambda x, rows, cols, g: SparseType(x.type.format, x.type.dtype), name="GetItem2ListsGrad",
           by_shape=(0,), unconnected=(1, 2))
def _get_item_2lists_grad(x, rows, cols, g):
    """A matrix like `x` with g[k] at (rows[k], cols[k]), the last of several. (m, n), (k,), (k,), (k,) -> (m, n)."""
    last = beyond(x.shape)
    keys = _key(_within(rows, x.shape[0], "row"), _within(cols, x.shape[1], "column"), x.shape, x.format)
    keys = jnp.where(_last_of(keys, last), keys, last)
    return from_sorted(*sort_by_key(keys, jnp.asarray(g)), x.shape, x.format)


def get_item_2lists_grad(x, ind1, ind2, gz):
    """The gradient of `get_item_2lists` as Theano has it: of a place named several times only the last counts."""
    name = "get_item_2lists_grad"
    return _get_item_2lists_grad(compressed(x, name), _integers(ind1, name), _integers(ind2, name), gz)


# --- rows -----------------------------------------------------------------------------------------


def _row_work(x, rows):
    rows = np.asarray(rows)
    if x.format == "csc":
        lengths = np.bincount(np.asarray(x.indices[:int(x.indptr[-1])]), minlength=x.shape[0])
    else:
        lengths = np.diff(x.indptr)
    return capacity_of(lengths[rows[(rows >= -x.shape[0]) & (rows < x.shape[0])]].sum())


@sparse_op(types=lambda x, rows: tensor_type("int64", []), unconnected=(0, 1), host=_row_work)
def row_count(x, rows):
    """How many elements the rows `rows` of `x` store, rounded up; int64."""
    m = x.shape[0]
    lengths = jnp.zeros(m, "int64").at[jnp.where(stored_mask(x), x.rows, m)].add(1, mode="drop")
    count = jnp.sum(pick(lengths, jnp.asarray(rows)))
    return rounded_up(count)


@sparse_op(types=lambda x, rows, count: x.type, name="GetItemList", unconnected=(1,),
           gradients=lambda x, rows, count, g: [get_item_list_grad(x, rows, g), None, None])
def _get_item_list(x, rows, count: int):
    """x[rows]: the rows of `x` with these indices. (m, n), (k,) -> (k, n). Raises IndexError out of bounds."""
    rows = _within(rows, x.shape[0], "row")
    by_row, shape = in_format(x, "csr"), (rows.shape[0], x.shape[1])
    source, element, inside = expand(rows, by_row, int(count))
    cols = pick(by_row.indices, element).astype("int64")
    data = pick(by_row.data, element)
    keys = jnp.where(inside, _key(source, cols, shape, x.format), beyond(shape))
    if x.format == "csc":
        return from_sorted(*sort_by_key(keys, data), shape, x.format)
    majors = jnp.where(inside, source, shape[0]).astype("int32")
    indptr = jnp.searchsorted(majors, jnp.arange(shape[0] + 1, dtype="int32"), side="left").astype("int32")
    return Compressed(data, cols.astype("int32"), majors, indptr, shape, x.format)


def get_item_list(x, index):
    """The rows of the sparse `x` that the vector `index` names, in its order."""
    x, rows = compressed(x, "get_item_list"), _integers(index, "get_item_list")
    return _get_item_list(x, rows, row_count(x, rows))


@sparse_op(types=lambda x, rows, g: x.type, name="GetItemListGrad", by_shape=(0,), unconnected=(1,))
def _get_item_list_grad(x, rows, g):
    """A matrix like `x` whose row rows[k] is g[k], the last of several. (m, n), (k,), (k, n) -> (m, n)."""
    rows = _within(rows, x.shape[0], "row")
    if not g.shape[0]:
        keep = jnp.zeros(g.capacity, bool)
        target = jnp.zeros(g.capacity, "int64")
    else:
        of = jnp.minimum(g.rows, g.shape[0] - 1)
        keep = stored_mask(g) & _last_of(rows, x.shape[0])[of]
        target = rows[of]
    keys = jnp.where(keep, _key(target, g.cols.astype("int64"), x.shape, x.format), beyond(x.shape))
    return merged(from_sorted(*sort_by_key(keys, g.data), x.shape, x.format))


def get_item_list_grad(x, index, gz):
    """The gradient of `get_item_list` as Theano has it: of a row named several times only the last counts."""
    return _get_item_list_grad(compressed(x, "get_item_list_grad"), _integers(index, "get_item_list_grad"),
                               compressed(gz, "get_item_list_grad"))


# --- blocks ---------------------------------------------------------------------------------------


def _start(n, start, step, form):
    """Where a slice begins, as slice.indices tells. form: which of start, stop and step are given."""
    low, high = jnp.where(step < 0, -1, 0), jnp.where(step < 0, n - 1, n)
    if not form[0]:
        return jnp.where(step < 0, high, low)
    start = jnp.asarray(start).astype("int64")
    return jnp.clip(jnp.where(start < 0, start + n, start), low, high)


def _block_size(x, start, stop, step, form, axis):
    """How many elements the lines of a block store, rounded up."""
    bounds = [int(v) if given else None for v, given in zip((start, stop, step), form)]
    first, last, stride = slice(*bounds).indices(x.shape[axis])
    if stride != 1:
        return capacity_of(x.indptr[-1])
    return capacity_of(max(int(x.indptr[max(last, first)]) - int(x.indptr[first]), 0))


@sparse_op(types=lambda x, start, stop, step, form, axis: tensor_type("int64", []), unconnected=(0, 1, 2, 3),
           host=_block_size)
def block_size(x, start, stop, step, *, form, axis):
    """How many elements the lines start:stop:step of `x` store, rounded up; all of them unless step is 1; int64."""
    n = x.shape[axis]
    step = jnp.asarray(step) if form[2] else jnp.int64(1)
    first = _start(n, start, step, form)
    last = jnp.clip(jnp.where(jnp.asarray(stop) < 0, stop + n, stop), 0, n) if form[1] else n
    inside = x.indptr[jnp.clip(jnp.maximum(last, first), 0, n)] - x.indptr[jnp.clip(first, 0, n)]
    count = jnp.where(step == 1, inside, x.indptr[-1]).astype("int64")
    return rounded_up(count)


def _slice_parts(item):
    """(start, stop, step) with None for what is left out. Raises ValueError for what is no integer scalar."""
    parts = []
    for name, v in (("start", item.start), ("stop", item.stop), ("step", item.step)):
        if v is None or (name == "step" and isinstance(v, int) and v == 1):
            parts.append(None)
            continue
        v = v if isinstance(v, Variable) else as_tensor_variable(v)
        if v.type.ndim or v.type.dtype not in discrete_dtypes:
            raise ValueError(f"Impossible to index into a sparse matrix with slice where {name}={v}", v.type.ndim,
                             v.type.dtype)
        parts.append(v)
    return parts


def _block_gradient(x, *parts_and_g, forms):
    *parts, g = parts_and_g
    if not is_sparse_variable(g):
        raise NotImplementedError("the gradient of a block of a sparse matrix must be sparse")
    starts = [parts[k] for k in (0, 1, 3, 4)]
    return [place_block(x, g, *starts, forms=forms), *[None] * len(parts)]


@sparse_op(types=lambda x, *parts, forms: x.type, gradients=_block_gradient, name="GetItem2d",
           unconnected=(1, 2, 4, 5))
def _get_item_2d(x, start0, step0, count0: int, start1, step1, count1: int, room: int, *, forms):
    """x[start0::step0, start1::step1], count0 rows and count1 columns of it. (m, n) -> (count0, count1).

    room: how many elements it stores at most.
    """
    shape = int(count0), int(count1)
    starts, steps = _origins(x.shape, (start0, start1), (step0, step1), forms)
    own = 1 if x.format == "csc" else 0
    if not forms[own][2]:
        x = _cut(x, starts[own], int(room), own)
    rows, cols, inside = _placed(x, starts, steps, shape)
    last = beyond(shape)
    keys = jnp.where(inside, _key(rows, cols, shape, x.format), last)
    if forms[0][2] or forms[1][2]:
        return from_sorted(*sort_by_key(keys, x.data), shape, x.format)
    lines, width = extent(shape, x.format)
    majors, indices = line_and_place(rows, cols, x.format)
    keys, data, majors, indices = packed(inside, keys, last, x.data, majors, indices)
    majors = jnp.where(keys < last, majors, lines).astype("int32")
    indptr = jnp.searchsorted(majors, jnp.arange(lines + 1, dtype="int32"), side="left").astype("int32")
    return Compressed(data, indices.astype("int32"), majors, indptr, shape, x.format)


def _origins(shape, starts, steps, forms):
    steps = [jnp.asarray(s).astype("int64") if form[2] else jnp.int64(1) for s, form in zip(steps, forms)]
    return [_start(n, s, step, form) for n, s, step, form in zip(shape, starts, steps, forms)], steps


def _cut(x, first, room, axis):
    """The `room` elements of `x` from line `first` on, as a matrix of its shape."""
    places = x.indptr[jnp.clip(first, 0, x.lines)] + jnp.arange(min(room, x.capacity))
    return Compressed(pick(x.data, places), pick(x.indices, places), pick(x.majors, places, fill=x.lines),
                      x.indptr, x.shape, x.format)


def _placed(x, starts, steps, shape):
    """Rows and columns of the elements of `x` in the block, and whether they lie in it."""
    found, inside = [], stored_mask(x)
    for place, start, step, n in zip((x.rows, x.cols), starts, steps, shape):
        offset = place.astype("int64") - start
        at = offset // step
        inside &= (offset == at * step) & (at >= 0) & (at < n)
        found.append(jnp.where(inside, at, 0))
    return *found, inside


@sparse_op(types=lambda x, g, *starts, forms: g.type, by_shape=(0,), unconnected=(2, 3, 4, 5))
def place_block(x, g, start0, step0, start1, step1, *, forms):
    """A matrix like `x`, zero but for the block that `GetItem2d` takes, which is `g`. (m, n), (p, q) -> (m, n)."""
    starts, steps = _origins(x.shape, (start0, start1), (step0, step1), forms)
    rows, cols = (start + place.astype("int64") * step
                  for start, place, step in zip(starts, (g.rows, g.cols), steps))
    keys = jnp.where(stored_mask(g), _key(rows, cols, x.shape, g.format), beyond(x.shape))
    return from_sorted(*sort_by_key(keys, g.data), x.shape, g.format)


def get_item_2d(x, index):
    """The block x[a:b:c, d:e:f] of the sparse `x`; `index` holds one or two slices.

    Raises NotImplementedError for a number (there are no sparse vectors), ValueError for other indices.
    """
    x = compressed(x, "get_item_2d")
    index = tuple(index)
    if len(index) not in (1, 2):
        raise AssertionError(f"a sparse matrix has two dimensions, got the index {index}")
    parts, forms = [], []
    for axis, item in enumerate((*index, slice(None))[:2]):
        if not isinstance(item, slice):
            if np.isscalar(item) or (isinstance(item, Variable) and getattr(item, "ndim", -1) == 0):
                raise NotImplementedError("Theano has no sparse vector. Use X[a:b, c:d], X[a:b, c:c+1] or X[a:b] "
                                          "instead.")
            raise ValueError(f"Advanced indexing is not implemented for sparse matrices. Argument not supported: {item}")
        bounds = _slice_parts(item)
        form = tuple(v is not None for v in bounds)
        start, stop, step = (0 if v is None else v for v in bounds)
        parts.append((start, stop, step, sparse_span_length(x, start, stop, step, axis=axis, form=form)))
        forms.append(form)
    own = 1 if x.format == "csc" else 0
    room = block_size(x, *parts[own][:3], form=forms[own], axis=own)
    (start0, _, step0, count0), (start1, _, step1, count1) = parts
    return _get_item_2d(x, start0, step0, count0, start1, step1, count1, room, forms=tuple(forms))


@sparse_op(types=lambda x, *parts, axis, form: tensor_type("int64", []), host=span_length.host, by_shape=(0,),
           unconnected=(1, 2, 3))
def sparse_span_length(x, start, stop, step, *, axis, form):
    """The number of rows (axis 0) or columns (axis 1) of x[start:stop:step], an int64 scalar."""
    return span_length.lowering(x, start, stop, step, axis=axis, form=form)


def getitem(x, items):
    """x[items]: an element, a list of elements or rows, or a block; see the functions of this file."""
    items = items if isinstance(items, tuple) else (items,)
    if len(items) == 2:
        if all(np.isscalar(k) or (isinstance(k, Variable) and k.type == tensor_type("int32", [])) for k in items):
            return get_item_scalar(x, items)
        if isinstance(items[0], list):
            return get_item_2lists(x, *items)
    elif isinstance(items[0], list):
        return get_item_list(x, items[0])
    return get_item_2d(x, items)

