"""Reductions over dimensions, and running sums.

Sums and products accumulate in Theano's accumulator: float32 in float64, integers in 64 bits.
"""

import builtins

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import dtypes
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.op import Reduction, canonical_axes, convert, op, reduction
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, shapes
from theano_lite.ops.elementwise import with_tangent


def _show_sum(name):
    def show(axis=None, dtype=None, acc_dtype=None):
        return f"{name}{{axis={list(axis or ())}, acc_dtype={acc_dtype}}}"
    return show


@reduction(dtype=dtypes.sum_dtype, accumulate=dtypes.accumulator_dtype, host=lambda x, axis: np.sum(x, axis),
           show=_show_sum("Sum"))
def sum(x, *, axis=None, dtype=None, acc_dtype=None):
    """Sum over `axis`: integers give 64 bits; 0 for no elements."""
    return jnp.sum(x, axis=axis)


@reduction(dtype=dtypes.sum_dtype, accumulate=dtypes.accumulator_dtype, host=lambda x, axis: np.prod(x, axis),
           show=_show_sum("Prod"))
def prod(x, *, axis=None, dtype=None, acc_dtype=None):
    """Product over `axis`: integers give 64 bits; 1 for no elements. The gradient is exact with zeros."""
    return jnp.prod(x, axis=axis)


class Mean(Reduction):
    """Sum, rounded to the result's dtype, over the number of elements."""

    def run(self, node, values):
        (total,) = super().run(node, values)
        count = np.prod([values[0].shape[a] for a in node.params["axis"]], dtype="float64")
        return [total / np.asarray(count, dtype=total.dtype)]


def _mean(x, *, axis=None, dtype=None, acc_dtype=None):
    """Arithmetic mean over `axis`; float64 for integers."""
    return jnp.sum(x, axis=axis)


_mean_op = Mean(_mean, dtype=lambda d: "float64" if d in discrete_dtypes else d, accumulate=dtypes.accumulator_dtype,
                name="mean", show=lambda axis=None, dtype=None, acc_dtype=None: "mean")


def mean(input, axis=None, dtype=None, op=False, keepdims=False, acc_dtype=None):
    """Arithmetic mean over `axis` (default: all); float64 for integers; NaN for no elements."""
    out = _mean_op(input, axis, dtype=dtype, keepdims=keepdims, acc_dtype=acc_dtype)
    out.name = "mean"
    return out


def var(input, axis=None, ddof=0, keepdims=False, corrected=False):
    """Mean square distance from the mean over `axis`; ddof is taken from each length; corrected: two passes."""
    x = as_tensor_variable(input)
    axes = canonical_axes(axis, x.ndim, "var")
    centred = x - _mean_op(x, axes, keepdims=True)
    out = _mean_square(centred, x, axes, ddof, keepdims)
    if corrected:
        error = mean(centred, axes, keepdims=keepdims) ** 2 if ddof == 0 else _mean_square_of_mean(
            centred, x, axes, ddof, keepdims)
        out = out - error
    out.name = "var"
    return out


def _mean_square(centred, x, axes, ddof, keepdims):
    if ddof == 0:
        return _mean_op(centred ** 2, axes, keepdims=keepdims)
    out = sum(centred ** 2, axes, keepdims=keepdims)
    for a in axes:
        out = elementwise.true_div(out, elementwise.cast(shapes.shape_i(x, i=a) - ddof, out.dtype))
    return out


def _mean_square_of_mean(centred, x, axes, ddof, keepdims):
    out = sum(centred, axes, keepdims=keepdims) ** 2
    for a in axes:
        out = elementwise.true_div(out, elementwise.cast(shapes.shape_i(x, i=a) - ddof, out.dtype))
    return out


def std(input, axis=None, ddof=0, keepdims=False, corrected=False):
    """Square root of `var`."""
    out = elementwise.sqrt(var(input, axis, ddof, keepdims, corrected))
    out.name = "std"
    return out


# --- extremes -------------------------------------------------------------------------------------


def _extreme(function):
    """A maximum or minimum over axes; every tied element gets the whole gradient, as in Theano."""
    def run(x, axis):
        def tangent(primals, out, tangents):
            tied = primals[0] == lax.broadcast_in_dim(out, x.shape, [d for d in range(x.ndim) if d not in axis])
            return jnp.sum(jnp.where(tied, tangents[0], 0), axis=axis)

        for a in axis:
            if x.shape[a] == 0:
                raise ValueError(f"Input of shape {x.shape} has zero-size on axis {a}: no largest or smallest element")
        return with_tangent(tangent)(lambda x: function(x, axis=axis))(x)
    return run


_largest, _smallest = _extreme(jnp.max), _extreme(jnp.min)


@reduction(host=lambda x, axis: np.max(x, axis), name="max", show=lambda axis=None: "max")
def _max(x, *, axis=None):
    """The largest element over `axis`."""
    return _largest(x, axis)


@reduction(host=lambda x, axis: np.min(x, axis), name="min", show=lambda axis=None: "min")
def _min(x, *, axis=None):
    """The smallest element over `axis`."""
    return _smallest(x, axis)


def max(x, axis=None, keepdims=False):
    """The largest element over `axis`; NaN if one is. Ties all get the gradient. Raises ValueError for no elements."""
    return _max(x, _all_if_empty(axis), keepdims=keepdims)


def min(x, axis=None, keepdims=False):
    """The smallest element over `axis`; NaN if one is. Ties all get the gradient. Raises ValueError for no elements."""
    return _min(x, _all_if_empty(axis), keepdims=keepdims)


def _all_if_empty(axis):
    return None if isinstance(axis, (list, tuple)) and len(axis) == 0 else axis


def _flat_argument(function):
    def run(x, axis):
        if builtins.any(x.shape[a] == 0 for a in axis):
            raise ValueError(f"attempt to get the position of an extreme of an empty sequence: shape {x.shape}")
        kept = [d for d in range(x.ndim) if d not in axis]
        flat = lax.reshape(jnp.transpose(x, (*kept, *axis)),
                           [*[x.shape[d] for d in kept], int(np.prod([x.shape[a] for a in axis], dtype=int))])
        return function(flat, axis=-1)
    return run


@reduction(dtype=lambda d: "int64", name="argmax", show=lambda axis=None: "Argmax", unconnected=())
def _argmax(x, *, axis=None):
    """The position of the largest element."""
    return _flat_argument(jnp.argmax)(lax.stop_gradient(x), axis)


@reduction(dtype=lambda d: "int64", name="argmin", show=lambda axis=None: "Argmin", unconnected=())
def _argmin(x, *, axis=None):
    """The position of the smallest element."""
    return _flat_argument(jnp.argmin)(lax.stop_gradient(x), axis)


def argmax(x, axis=None, keepdims=False):
    """The (first) position of the largest element over `axis`, int64; of the flattened tensor if axis is None."""
    out = _argmax(x, _all_if_empty(axis), keepdims=keepdims)
    out.name = "argmax"
    return out


def argmin(x, axis=None, keepdims=False):
    """The (first) position of the smallest element over `axis`, int64; of the flattened tensor if axis is None."""
    return _argmin(x, _all_if_empty(axis), keepdims=keepdims)


def max_and_argmax(a, axis=None, keepdims=False):
    """[largest element, its position] over `axis`."""
    return [max(a, axis, keepdims), argmax(a, axis, keepdims)]


def ptp(a, axis=None):
    """The largest minus the smallest element over `axis`."""
    a = as_tensor_variable(a)
    out = max(a, axis) - min(a, axis)
    out.name = "ptp"
    return out


# --- truth ----------------------------------------------------------------------------------------


@reduction(dtype=lambda d: "bool", host=lambda x, axis: np.any(x, axis), name="any", show=lambda axis=None: "Any")
def _any(x, *, axis=None):
    """Whether an element is not 0."""
    return jnp.any(x != 0, axis=axis)


@reduction(dtype=lambda d: "bool", host=lambda x, axis: np.all(x, axis), name="all", show=lambda axis=None: "All")
def _all(x, *, axis=None):
    """Whether no element is 0."""
    return jnp.all(x != 0, axis=axis)


def any(x, axis=None, keepdims=False):
    """Whether an element over `axis` is not 0, bool."""
    return _any(x, axis, keepdims=keepdims)


def all(x, axis=None, keepdims=False):
    """Whether no element over `axis` is 0, bool."""
    return _all(x, axis, keepdims=keepdims)


# --- norms and running sums -----------------------------------------------------------------------


def norm(x, L, axis=None, keepdims=False):
    """(sum |x|^L)^(1/L) over `axis`. Raises NotImplementedError for L of 0 or infinity."""
    if L == 0 or np.isinf(L):
        raise NotImplementedError(f"norm of order {L}")
    x = as_tensor_variable(x)
    return elementwise.pow(sum(elementwise.pow(elementwise.abs_(x), L), axis=axis, keepdims=keepdims), 1.0 / L)


def _running_type(x, axis):
    return tensor_type(x.type.dtype, x.type.broadcastable)


@op(types=_running_type, name="cumsum", host=lambda x, axis: np.cumsum(x, axis, dtype=x.dtype))
def _cumsum(x, *, axis):
    """Running sums along `axis`."""
    return convert(jnp.cumsum(x, axis=axis, dtype=x.dtype), x.dtype)


@op(types=_running_type, name="cumprod", host=lambda x, axis: np.cumprod(x, axis, dtype=x.dtype))
def _cumprod(x, *, axis):
    """Running products along `axis`."""
    return convert(jnp.cumprod(x, axis=axis, dtype=x.dtype), x.dtype)


def _running(function, x, axis):
    x = as_tensor_variable(x)
    if axis is None:
        x, axis = shapes.flatten(x), 0
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"axis(={axis}) out of bounds for a tensor of {x.ndim} dimensions")
    return function(x, axis=axis % x.ndim)


def cumsum(x, axis=None):
    """Running sums along `axis` (default: of the flattened tensor), in the dtype of `x`. Raises ValueError."""
    return _running(_cumsum, x, axis)


def cumprod(x, axis=None):
    """Running products along `axis` (default: of the flattened tensor), in the dtype of `x`. Raises ValueError."""
    return _running(_cumprod, x, axis)
