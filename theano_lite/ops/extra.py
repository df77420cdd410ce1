"""Repetition, counting, diagonals, sets and flat indices: what Theano keeps in `theano.tensor.extra_ops`.

Source: theano.tensor.extra_ops; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import types
from theano_lite.core.checks import require
from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes, int_dtypes, uint_dtypes, upcast
from theano_lite.core.graph import Variable
from theano_lite.core.op import convert, op
from theano_lite.core.types import as_tensor_variable, check_dtype, tensor_type
from theano_lite.ops import creation, joining, selection, shapes

_int64 = tensor_type("int64", [])


def _lengths(x):
    """The lengths of `x` as ints where declared to be 1, else as variables."""
    return [1 if b else shapes.shape_i(x, i=d) for d, b in enumerate(x.type.broadcastable)]


# --- repeat and tile ------------------------------------------------------------------------------


def _repeated_length(x, repeats, axis):
    if np.any(np.asarray(repeats) < 0):
        raise ValueError("repeats may not contain negative values.")
    if len(repeats) not in (1, x.shape[axis]):
        raise ValueError(f"operands could not be broadcast together with shape ({x.shape[axis]},) ({len(repeats)},)")
    return np.int64(np.sum(np.broadcast_to(repeats, (x.shape[axis],)), dtype="int64"))


@op(types=lambda x, repeats, axis: _int64, host=_repeated_length, by_shape=(0,))
def repeated_length(x, repeats, *, axis):
    """The length of dimension `axis` of repeat(x, repeats, axis) for a vector of repeats, int64."""
    return jnp.sum(jnp.broadcast_to(repeats, (x.shape[axis],)).astype("int64"))


def _repeated(x, repeats, length, axis):
    return tensor_type(x.type.dtype, [b and d != axis for d, b in enumerate(x.type.broadcastable)])


@op(types=_repeated, unconnected=(1,), name="repeat", show=lambda axis: f"Repeat{{axis={axis}}}")
def _repeat(x, repeats, length: int, *, axis):
    """Element k along `axis`, repeats[k] times; `length` in all. (n, m), (n,) -> (length, m), of the dtype of x."""
    repeats = jnp.broadcast_to(convert(repeats, "int64"), (x.shape[axis],))
    return jnp.repeat(x, repeats, axis=axis, total_repeat_length=int(length))


def repeat(x, repeats, axis=None):
    """Each element of `x` along `axis` (None: of all, flat) `repeats` times; an int, a scalar or one count per element.

    Raises ValueError for an axis out of range and for repeats of more than one dimension, TypeError for repeats that
    are no integers; at run time ValueError for negative or too few repeats.
    """
    x, repeats = as_tensor_variable(x), as_tensor_variable(repeats)
    if repeats.ndim > 1:
        raise ValueError("The dimension of repeats should not exceed 1.")
    if repeats.dtype not in int_dtypes + uint_dtypes or repeats.dtype == "uint64":
        raise TypeError(f"repeat: repeats must be integers (and not uint64), got {repeats.type}")
    if axis is None:
        x, axis = shapes.flatten(x), 0
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"Axis should not exceed x.ndim-1. Got axis {axis} for {x.ndim} dimensions")
    axis %= x.ndim
    if repeats.ndim == 1 and not repeats.broadcastable[0]:
        return _repeat(x, repeats, repeated_length(x, repeats, axis=axis), axis=axis)
    if x.dtype == "uint64":
        raise TypeError("theano.tensor.repeat don't support dtype uint64")
    if repeats.ndim == 1:
        repeats = repeats[0]
    return _stretched(x, [repeats if d == axis else 1 for d in range(x.ndim)], behind=True)


def _stretched(x, reps, behind):
    """`x` with dimension d repeated reps[d] times: element by element (`behind`) or as a whole."""
    lengths = _lengths(x)
    pairs = [(n, r) if behind else (r, n) for n, r in zip(lengths, reps)]
    order = [o for d in range(x.ndim) for o in ((d, "x") if behind else ("x", d))]
    kept = [k for k, (a, b) in enumerate(pairs) if behind and _is_int_one(b)]
    # A dimension repeated once needs no second one.
    order = [o for k in range(x.ndim) for o in (order[2 * k: 2 * k + 1] if k in kept else order[2 * k: 2 * k + 2])]
    full = [n for k, pair in enumerate(pairs) for n in (pair[:1] if k in kept else pair)]
    out = creation.alloc(types.dimshuffle(x, order), *full)
    return shapes.reshape(out, [_times(n, r) for n, r in zip(lengths, reps)], x.ndim)


def _is_int_one(n):
    return not isinstance(n, Variable) and n == 1


def _times(n, r):
    if _is_int_one(n):
        return r
    return n if _is_int_one(r) else n * r


def tile(x, reps, ndim=None):
    """`x` put side by side `reps` times: an int, an integer scalar, a sequence of them, or an integer vector.

    ndim: the rank of the result; needed for a vector. Raises ValueError where it is missing, too small, or `reps` are
    no integers.
    """
    x = as_tensor_variable(x)
    if ndim is not None and ndim < x.ndim:
        raise ValueError("ndim should be equal or larger than x.ndim")
    reps = _tile_counts(reps, ndim)
    if ndim is None:
        ndim = max(len(reps), x.ndim)
    reps = [1] * (ndim - len(reps)) + reps
    return _stretched(shapes.shape_padleft(x, ndim - x.ndim), reps, behind=False)


def _tile_counts(reps, ndim):
    if isinstance(reps, (list, tuple)):
        if ndim is not None and len(reps) > ndim:
            raise ValueError("len(reps) should be equal or less than ndim")
        if not all(isinstance(r, (int, np.integer)) or (isinstance(r, Variable) and r.dtype in discrete_dtypes)
                   for r in reps):
            raise ValueError("elements of reps must be scalars of integer dtype")
        return list(reps)
    vector = as_tensor_variable(reps)
    if vector.dtype not in discrete_dtypes:
        raise ValueError("elements of reps must be integer dtype")
    if vector.ndim == 0:
        return [reps]
    if vector.ndim > 1:
        raise ValueError("the dimension of reps should not exceed 1")
    if ndim is None:
        raise ValueError("if reps is tensor.vector, you should specify the ndim")
    return [_padded_at(vector, k=k, ndim=int(ndim)) for k in range(ndim)]


def _padded_at_host(reps, k, ndim):
    if len(reps) > ndim:
        raise AssertionError(f"tile: reps has {len(reps)} elements, more than ndim = {ndim}")
    k -= ndim - len(reps)
    return np.int64(reps[k] if k >= 0 else 1)


@op(types=lambda reps, k, ndim: _int64, host=_padded_at_host, unconnected=(0,))
def _padded_at(reps, *, k, ndim):
    """Element `k` of the vector `reps` after ones in front made it `ndim` long, int64: (n,) -> ()."""
    k -= ndim - reps.shape[0]
    return reps[k].astype("int64") if k >= 0 else jnp.ones((), "int64")


# --- differences and counts -----------------------------------------------------------------------


@op(types=lambda x, n, axis: x.type, name="diff", show=lambda n, axis: f"DiffOp{{n={n}, axis={axis}}}")
def _diff(x, *, n, axis):
    """`n` times the difference of neighbours along `axis`. (..., m, ...) -> (..., m - n, ...), of the dtype of x."""
    return jnp.diff(x, n=n, axis=axis)


def diff(x, n=1, axis=-1):
    """The difference of neighbours along `axis`, taken `n` times; dtype of `x`."""
    return _diff(x, n=int(n), axis=int(axis))


def _count_on_host(x, minlength):
    if not np.size(x):
        raise ValueError("bincount: zero-size array to reduction operation maximum which has no identity")
    return np.int64(max(int(np.max(x)) + 1, int(minlength)))


@op(types=lambda x, minlength: _int64, host=_count_on_host)
def bincount_length(x, minlength):
    """The number of bins: the largest of `x` plus one, at least `minlength`; int64: (n,) -> ()."""
    return jnp.maximum(jnp.max(x).astype("int64") + 1, jnp.asarray(minlength).astype("int64"))


def _counted(x, weights, length, assert_nonneg):
    if x.type.dtype not in discrete_dtypes:
        raise TypeError(f"index must be integers, got {x.type}")
    return tensor_type(weights.type.dtype, [False])


@op(types=_counted, unconnected=(0,), name="bincount", show=lambda assert_nonneg: "BinCount")
def _bincount(x, weights, length: int, *, assert_nonneg):
    """The sums of the `weights` by the bins `x`. (n,), (n,) or () -> (length,)."""
    n, x = int(length), convert(x, "int64")
    if n < 0:
        raise ValueError(f"bincount: the largest value is {n - 1}, so the number of bins would be negative: {n}")
    if assert_nonneg:
        require(x >= 0, AssertionError, "Input to bincount has negative values! ({value})", x)
    require(x >= -n, IndexError, f"index {{value}} is out of bounds for size {n}", x)
    if weights.ndim and weights.shape != x.shape:
        raise ValueError(f"bincount: x has shape {x.shape} and weights {weights.shape}")
    return jnp.zeros((n,), weights.dtype).at[jnp.where(x < 0, x + n, x)].add(weights)


def bincount(x, weights=None, minlength=None, assert_nonneg=False):
    """How often each of 0, 1, ... occurs in the integer vector `x`, or the sum of the `weights` there.

    Of the dtype of `x`, or of `weights`; as long as the largest value asks for, at least `minlength`. Raises TypeError
    unless `x` is a vector of integers; with `assert_nonneg`, AssertionError at run time for negative values.
    """
    x = as_tensor_variable(x)
    if x.ndim != 1:
        raise TypeError("Inputs must be of dimension 1.")
    length = bincount_length(x, np.iinfo("int64").min if minlength is None else minlength)
    weights = types.constant(np.ones((), x.dtype)) if weights is None else weights
    return _bincount(x, weights, length, assert_nonneg=bool(assert_nonneg))


def compress(condition, x, axis=None):
    """The slices of `x` along `axis` (None: the elements, flat) where the vector `condition` is not zero."""
    return selection.take(x, selection.flatnonzero(condition), axis=axis)


# --- diagonals ------------------------------------------------------------------------------------


def _filled_type(name, ranks):
    def rule(a, val, *rest):
        if not ranks(a.type.ndim):
            raise TypeError(f"{name}: first parameter has {a.type.ndim} dimensions")
        if any(v.type.ndim for v in (val, *rest)):
            raise TypeError(f"{name}: the parameters after the first must be scalars")
        if upcast(a.type.dtype, val.type.dtype) != a.type.dtype:
            raise TypeError(f"{name}: the value of dtype {val.type.dtype} does not fit into {a.type.dtype}")
        if any(v.type.dtype not in int_dtypes for v in rest):
            raise TypeError(f"{name}: the offset must be an integer; use theano.tensor.cast(offset, 'int64')")
        return a.type

    return rule


@op(types=_filled_type("fill_diagonal", lambda n: n >= 2), show=lambda: "FillDiagonal")
def fill_diagonal(a, val):
    """`a` with the scalar `val` at a[i, i, ...]. (m, n), () -> (m, n).

    Raises TypeError for vectors and for a val of wider dtype.
    """
    if a.ndim > 2 and len(set(a.shape)) > 1:
        raise ValueError(f"All dimensions of input must be of equal length, got {a.shape}")
    where = [lax.broadcasted_iota(np.dtype("int64"), a.shape, d) for d in range(a.ndim)]
    here = where[0] == where[1]
    for w in where[2:]:
        here &= where[0] == w
    return jnp.where(here, convert(val, a.dtype), a)


@op(types=_filled_type("fill_diagonal_offset", lambda n: n == 2), unconnected=(2,), show=lambda: "FillDiagonalOffset")
def fill_diagonal_offset(a, val, offset):
    """The matrix `a` with the scalar `val` at a[i, i + offset]. Raises TypeError as `fill_diagonal`."""
    # Theano's own steps through the flat matrix, which for offsets outside of it end elsewhere than one would think.
    height, width = a.shape
    offset, step = convert(jnp.asarray(offset), "int64"), width + 1
    start = jnp.where(offset >= 0, offset, -offset * width)
    end = start + step * jnp.minimum(min(width, height), jnp.where(offset >= 0, width - offset, height + offset))
    end = jnp.where(end < 0, end + a.size, end)
    here = lax.reshape(lax.iota(np.dtype("int64"), a.size), a.shape)
    return jnp.where((here >= start) & (here < end) & ((here - start) % step == 0), convert(val, a.dtype), a)


def _one_hot_type(y, nb_class, dtype):
    if y.type.ndim != 1 or y.type.dtype not in discrete_dtypes:
        raise TypeError(f"to_one_hot: y must be a vector of integers, got {y.type}")
    return tensor_type(dtype, [y.type.broadcastable[0], shapes.is_one(nb_class)])


@op(types=_one_hot_type, name="to_one_hot", show=lambda dtype: "OneHot")
def _one_hot(y, nb_class: int, *, dtype):
    """Rows of zeros with a one at y[k]: (n,) -> (n, nb_class)."""
    y, n = convert(y, "int64"), int(nb_class)
    require((y >= -n) & (y < n), IndexError, f"index {{value}} is out of bounds for axis 1 with size {n}", y)
    columns = lax.broadcasted_iota(np.dtype("int64"), (y.shape[0], n), 1)
    return (columns == jnp.where(y < 0, y + n, y)[:, None]).astype(dtype)


def to_one_hot(y, nb_class, dtype=None):
    """Rows of zeros with a one at y[k]: (n,) -> (n, nb_class), dtype floatX by default.

    Raises TypeError unless `y` is a vector of integers, IndexError at run time for a value out of range.
    """
    return _one_hot(y, nb_class, dtype=config.floatX if dtype is None else check_dtype(dtype))


# --- sets and ordered vectors ---------------------------------------------------------------------


def _searched(x, v, side):
    if x.type.ndim != 1:
        raise ValueError(f"searchsorted: x must be a vector, got {x.type}")
    return tensor_type("int64", v.type.broadcastable)


@op(types=_searched, name="searchsorted", show=lambda side: "SearchsortedOp")
def _searchsorted(x, v, *, side):
    """Where each of `v` belongs in the ordered vector `x`, int64. (n,), (...) -> (...)."""
    dtype = np.result_type(x.dtype, v.dtype)
    return jnp.searchsorted(convert(x, dtype), convert(v, dtype), side=side).astype("int64")


@op(types=lambda x, sorter: sorter.type)
def _sorter(x, sorter):
    """`sorter`, if it is as long as the vector `x`: (n,), (n,) -> (n,). Raises ValueError otherwise."""
    if x.shape != sorter.shape:
        raise ValueError(f"searchsorted: sorter.size must be equal to a.size, got shapes {sorter.shape} and {x.shape}")
    return sorter


def searchsorted(x, v, side="left", sorter=None):
    """Where each of `v` belongs in the ordered vector `x`, before ('left') or behind ('right') its equals; int64.

    sorter: positions that sort `x`. Raises ValueError for another `side` and where `x` or the sorter is no vector,
    TypeError for a sorter of no integers.
    """
    if side not in ("left", "right"):
        raise ValueError(f"'{side}' is an invalid value for keyword 'side'")
    x = as_tensor_variable(x)
    if sorter is not None:
        sorter = as_tensor_variable(sorter)
        if sorter.ndim != 1:
            raise ValueError(f"searchsorted: the sorter must be a vector, got {sorter.type}")
        if sorter.dtype not in int_dtypes:
            raise TypeError("sorter must be an integer vector", sorter.type)
        x = x[_sorter(x, sorter)]
    return _searchsorted(x, v, side=side)


def _number_of_unique(x, axis):
    found = np.unique(x, axis=axis, equal_nan=False)
    return np.int64(found.shape[0 if axis is None else axis])


@op(types=lambda x, axis: _int64, host=_number_of_unique)
def unique_length(x, *, axis):
    """How many different elements, or slices along `axis`, `x` has; int64. Each NaN is one of its own."""
    if axis is not None:
        x = jnp.moveaxis(x, axis, 0).reshape(x.shape[axis], -1)
        order = jnp.lexsort(x.T[::-1]) if x.shape[1] else jnp.arange(x.shape[0])
        new = jnp.any(x[order][1:] != x[order][:-1], axis=1)
    else:
        x = jnp.sort(x.reshape(-1))
        new = x[1:] != x[:-1]
    return jnp.sum(new).astype("int64") + (1 if x.shape[0] else 0)


def _unique_types(x, length, axis, wanted):
    if axis is None:
        pattern = [False]
    else:
        pattern = [b and d != axis for d, b in enumerate(x.type.broadcastable)]
    return [tensor_type(x.type.dtype, pattern)] + [tensor_type("int64", [False])] * sum(wanted)


def _show_unique(axis, wanted):
    names = ("return_index", "return_inverse", "return_counts")
    return f"Unique{{{', '.join(f'{n}={w}' for n, w in zip(names, wanted))}, axis={axis}}}"


@op(types=_unique_types, name="unique", show=_show_unique)
def _unique(x, length: int, *, axis, wanted):
    """The `length` different elements or slices of `x` in order, and what else is `wanted`."""
    index, inverse, counts = wanted
    found = jnp.unique(x, return_index=index, return_inverse=inverse, return_counts=counts, axis=axis,
                       size=int(length), equal_nan=False)
    found = found if isinstance(found, tuple) else (found,)
    return [found[0], *(f.reshape(-1).astype("int64") for f in found[1:])]


def unique(x, return_index=False, return_inverse=False, return_counts=False, axis=None):
    """The different elements of `x` in order (or slices along `axis`), and int64 vectors of what else is asked for.

    One variable, or a list: first positions, the positions that rebuild `x`, how often each occurs. Raises RuntimeError
    for an axis out of range.
    """
    x = as_tensor_variable(x)
    if axis is not None:
        if not -x.ndim <= axis < x.ndim:
            raise RuntimeError(f"Unique axis `{axis}` is outside of input ndim = {x.ndim}.")
        axis %= x.ndim
    wanted = (bool(return_index), bool(return_inverse), bool(return_counts))
    return _unique(x, unique_length(x, axis=axis), axis=axis, wanted=wanted)


# --- flat indices ---------------------------------------------------------------------------------


def _index_dtypes(*inputs):
    for v in inputs:
        if v.type.dtype not in int_dtypes:
            raise TypeError(f"'{v.type.dtype}' object cannot be interpreted as an index")
    if inputs[-1].type.ndim != 1:
        raise TypeError("dims must be a 1D array")


def _unraveled(indices, dims, ndim):
    _index_dtypes(indices, dims)
    return [tensor_type("int64", [False] * indices.type.ndim) for _ in range(ndim)]


@op(types=_unraveled, name="unravel_index", show=lambda ndim: "UnravelIndex")
def _unravel_index(indices, dims: int, *, ndim):
    """The coordinates of flat `indices` into an array of the shape `dims`, int64. (...) -> one (...) per dimension."""
    dims = [int(n) for n in dims]
    if len(dims) != ndim:
        raise ValueError(f"unravel_index: dims has {len(dims)} elements, ndim is {ndim}")
    size, rest = int(np.prod(dims, dtype="int64")), convert(indices, "int64")
    message = f"index {{value}} is out of bounds for array with size {size}"
    require((rest >= 0) & (rest < size), ValueError, message, rest)
    out = []
    for n in reversed(dims):
        out.insert(0, rest % max(n, 1))
        rest = rest // max(n, 1)
    return out


def unravel_index(indices, dims, order="C", ndim=None):
    """The tuple of coordinates of flat `indices` into an array of the shape `dims`; int64, each shaped as `indices`.

    ndim: the length of `dims` where it cannot be told. As in Theano 1.0.5, `order` changes nothing. Raises ValueError,
    also at run time for an index out of range; TypeError for what is no integer.
    """
    if order not in ("C", "F"):
        raise AssertionError(f"unravel_index: order must be 'C' or 'F', got {order!r}")
    dims = as_tensor_variable(dims)
    if dims.ndim != 1:
        raise TypeError("dims must be a 1D array")
    if ndim is None:
        elements = joining.vector_elements(dims)
        if elements is None:
            raise ValueError(f"The length of the provided dimension list ({dims}) cannot be automatically determined: "
                             "provide the 'ndim' keyword argument to 'unravel_index'.")
        ndim = len(elements)
    if not isinstance(ndim, int) or ndim < 1:
        raise ValueError("ndim must be an integer greater than 0")
    return tuple(_unravel_index.make_node(indices, dims, ndim=ndim).outputs)


def _raveled(dims, *multi_index, mode, order):
    _index_dtypes(*multi_index, dims)
    return tensor_type("int64", [False] * multi_index[0].type.ndim)


@op(types=_raveled, name="ravel_multi_index", show=lambda mode, order: "RavelMultiIndex")
def _ravel_multi_index(dims: int, *multi_index, mode, order):
    """The flat index of coordinates into an array of the shape `dims`, int64; one (...) per dimension -> (...)."""
    dims = [int(n) for n in dims]
    if len(dims) != len(multi_index):
        raise ValueError(f"parameter multi_index must be a sequence of length {len(dims)}")
    flat = 0
    pairs = list(zip(dims, multi_index))
    for n, i in pairs if order == "C" else reversed(pairs):
        i = convert(i, "int64")
        if mode == "raise":
            require((i >= 0) & (i < n), ValueError, f"invalid entry in coordinates array: {{value}} for length {n}", i)
        flat = flat * n + (i % n if mode == "wrap" else jnp.clip(i, 0, n - 1) if mode == "clip" else i)
    return flat


def ravel_multi_index(multi_index, dims, mode="raise", order="C"):
    """The flat index, int64, of the coordinates `multi_index` (a sequence) into an array of the shape `dims`.

    mode: 'raise' (ValueError at run time for a coordinate out of range), 'wrap' or 'clip'. Raises TypeError for what is
    no sequence or no integer.
    """
    if not isinstance(multi_index, (tuple, list)):
        raise TypeError("multi_index must be a tuple or a list.")
    if mode not in ("raise", "wrap", "clip") or order not in ("C", "F"):
        raise AssertionError(f"ravel_multi_index: unknown mode {mode!r} or order {order!r}")
    return _ravel_multi_index(dims, *multi_index, mode=mode, order=order)


def _bartlett_type(m):
    if m.type.ndim or m.type.dtype not in int_dtypes:
        raise TypeError(f"bartlett only works on an integer scalar, got {m.type}")
    return tensor_type("float64", [False])


@op(types=_bartlett_type, show=lambda: "Bartlett")
def bartlett(m: int):
    """The triangular window of `m` points, float64: () -> (m,); empty for m < 1. Raises TypeError unless an integer scalar."""
    return np.bartlett(int(m))


def cpu_contiguous(x):
    """`x`; here every array lies in one piece."""
    return as_tensor_variable(x)
