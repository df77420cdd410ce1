"""Sorting and selection along a dimension. NaN sorts last, as in NumPy; equal values keep their order.

Source: theano.tensor.sort; numpy.sort and argsort.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import integer_dtypes
from theano_lite.core.op import op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import shapes


def _sort_axis(x, axis, kind, order):
    """`axis` as an index; what NumPy refuses at run time is refused while tracing."""
    if axis != int(axis):
        raise ValueError(f"sort axis must be an integer or None, got {axis}")
    axis = int(axis)
    if not -x.ndim <= axis < x.ndim:
        raise np.exceptions.AxisError(axis, x.ndim)
    if not isinstance(kind, str) or kind[:1] not in ("q", "h", "m", "s"):
        raise ValueError(f"sort kind must be one of 'quick', 'heap', or 'stable' (got {kind!r})")
    if order is not None:
        raise ValueError("Cannot specify order when the array has no fields.")
    return axis % x.ndim


def _flat(a, axis):
    a = as_tensor_variable(a)
    return (shapes.flatten(a), 0) if axis is None else (a, axis)


@op(types=lambda x, axis, kind, order: x.type, host=lambda x, axis, kind, order: np.sort(x, int(axis), kind),
    name="sort", show=lambda kind, order: f"SortOp{{{kind}, {order}}}")
def _sort(x, axis: int, *, kind, order):
    """`x` in ascending order along `axis`. (..., n, ...) -> (..., n, ...), of the dtype of x."""
    return lax.sort(x, dimension=_sort_axis(x, axis, kind, order), is_stable=True)


def sort(a, axis=-1, kind="quicksort", order=None):
    """`a` in ascending order along `axis` (None: of all elements, flat); same shape and dtype.

    Raises np.exceptions.AxisError (an IndexError) for an axis out of range and ValueError for an unknown `kind` or any
    `order`, both at run time.
    """
    a, axis = _flat(a, axis)
    return _sort(a, axis, kind=kind, order=order)


def _argsorted(x, axis, kind, order):
    return tensor_type("int64", x.type.broadcastable)


@op(types=_argsorted, host=lambda x, axis, kind, order: np.argsort(x, int(axis), "stable"), name="argsort",
    show=lambda kind, order: f"ArgSortOp{{{kind}, {order}}}")
def _argsort(x, axis: int, *, kind, order):
    """The positions that sort `x` along `axis`, int64. (..., n, ...) -> (..., n, ...)."""
    axis = _sort_axis(x, axis, kind, order)
    at = lax.broadcasted_iota(np.dtype("int64"), x.shape, axis)
    return lax.sort((x, at), dimension=axis, is_stable=True, num_keys=1)[1]


def argsort(a, axis=-1, kind="quicksort", order=None):
    """The positions that sort `a` along `axis` (None: of all elements, flat); int64, shape of `a`, (1,) of a scalar.

    Equal values keep their order for every `kind`; NumPy's quicksort leaves theirs open in more than 16 elements.
    Raises as `sort`.
    """
    a, axis = _flat(a, axis)
    if a.ndim == 0:
        a = shapes.flatten(a)
    return _argsort(a, axis, kind=kind, order=order)


# --- the k largest --------------------------------------------------------------------------------


def _topk_types(x, kth, axis, idx_dtype):
    if x.type.ndim == 0:
        raise ValueError("Cannot take scalar as input")
    if kth.type.ndim:
        raise TypeError(f"topk: kth must be a scalar, got {kth.type}")
    if not -x.type.ndim <= axis < x.type.ndim:
        raise IndexError(f'"axis" parameter out of range, expected integer within [{-x.type.ndim}, {x.type.ndim - 1}], '
                         f"got {axis}")
    return [x.type, tensor_type(idx_dtype, x.type.broadcastable)]


@op(types=_topk_types, name="topk", show=lambda axis, idx_dtype: f"TopKOp{{axis={axis}, sorted=False}}")
def _topk(x, kth: int, *, axis, idx_dtype):
    """The `kth` largest values along `axis` and their positions, or the -kth smallest: (..., n, ...) -> (..., kth, ...)."""
    axis, kth = axis % x.ndim, int(kth)
    n = x.shape[axis]
    if kth == 0:
        raise ValueError("topk: kth cannot be zero")
    if abs(kth) > n:
        raise ValueError(f"topk: kth cannot be larger than the size of specified axis {axis}: {kth} and {n}")
    if abs(kth) == 1:
        at = jnp.expand_dims((jnp.argmax if kth > 0 else jnp.argmin)(x, axis=axis), axis)
    elif abs(kth) == n:
        at = lax.broadcasted_iota(np.dtype("int64"), x.shape, axis)
    else:
        order = _argsort.lowering(x, axis, kind="stable", order=None)
        start = n - kth if kth > 0 else 0
        at = lax.slice_in_dim(order, start, start + abs(kth), axis=axis)
    return [jnp.take_along_axis(x, at, axis=axis), at.astype(idx_dtype)]


def topk_and_argtopk(x, kth, axis=-1, sorted=True, idx_dtype="int64"):
    """[the `kth` largest values of `x` along `axis`, their positions]; a negative `kth` takes the smallest.

    The order is open: ascending, but that of `x` where all are taken. `sorted=True` raises NotImplementedError, as it
    does in Theano. Raises TypeError for an axis or idx_dtype that is no integer, IndexError for an axis out of range;
    ValueError at run time where kth is 0 or larger than the dimension.
    """
    x = as_tensor_variable(x)
    if axis is None:
        x, axis = shapes.flatten(x), 0
    if not isinstance(axis, int):
        raise TypeError(f'"axis" parameter must be integer, got "{type(axis)}"')
    if sorted:
        raise NotImplementedError("The sorted parameter is not yet implemented. Use sorted=False for now.")
    if idx_dtype not in integer_dtypes:
        raise TypeError(f'"idx_dtype" parameter must be an integer dtype, got "{idx_dtype}"')
    return _topk(x, kth, axis=axis, idx_dtype=idx_dtype)


def topk(x, kth, axis=-1, sorted=True, idx_dtype="int64"):
    """The `kth` largest values of `x` along `axis`; see `topk_and_argtopk`."""
    return topk_and_argtopk(x, kth, axis, sorted, idx_dtype)[0]


def argtopk(x, kth, axis=-1, sorted=True, idx_dtype="int64"):
    """The positions of the `kth` largest values of `x` along `axis`; see `topk_and_argtopk`."""
    return topk_and_argtopk(x, kth, axis, sorted, idx_dtype)[1]
