"""Reductions over dimensions, and running sums.

Sums and products accumulate in Theano's accumulator: float32 in float64, integers in 64 bits.

Source: theano.tensor.basic, elemwise and extra_ops; NumPy's functions of the same names.
"""

import builtins
from typing import Any

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import dtypes
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.op import Reduction, canonical_axes, convert, op, reduction
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, shapes, transcendental
from theano_lite.ops.elementwise import with_tangent


def _show_sum(axis=None, dtype=None, acc_dtype=None):
    shown = [] if axis is None else [f"axis={list(axis)}"]
    shown += [] if acc_dtype is None else [f"acc_dtype={acc_dtype}"]
    return f"Sum{{{', '.join(shown)}}}" if shown else "Sum"


def _show_prod(axis=None, dtype=None, acc_dtype=None):
    return f"Prod{{axis={axis}, dtype={dtype!r}, acc_dtype={acc_dtype!r}}}"


@reduction(dtype=dtypes.sum_dtype, accumulate=dtypes.accumulator_dtype, host=lambda x, axis: np.sum(x, axis),
           show=_show_sum)
def sum(x, *, axis=None, dtype=None, acc_dtype=None):
    """Sum over `axis`: integers give 64 bits; 0 for no elements."""
    return jnp.sum(x, axis=axis)


class Product(Reduction):
    """Takes Theano's promise that no element is 0, too; the gradient is exact without it."""

    def __call__(self, x, axis=None, dtype=None, keepdims=False, acc_dtype=None, no_zeros_in_input=False) -> Any:
        return super().__call__(x, axis, dtype, keepdims, acc_dtype)


def _product(lowering) -> Any:
    return Product(lowering, dtypes.sum_dtype, dtypes.accumulator_dtype, host=lambda x, axis: np.prod(x, axis),
                   show=_show_prod)


@_product
def prod(x, *, axis=None, dtype=None, acc_dtype=None):
    """Product over `axis`: integers give 64 bits; 1 for no elements. The gradient is exact with zeros."""
    return jnp.prod(x, axis=axis)


class Mean(Reduction):
    """Sum, rounded to the result's dtype, over the number of elements."""

    def run(self, node, values):
        count = np.prod([values[0].shape[a] for a in node.params["axis"]], dtype="float64")
        if node.outputs[0].type.dtype == "float16":
            # Half precision overflows in the sum, so that is not rounded before it is divided.
            total = jnp.sum(convert(values[0], "float32"), axis=node.params["axis"])
        elif node.inputs[0].type.dtype in discrete_dtypes and not (node.params["dtype"] or node.params["acc_dtype"]):
            # Integers are summed as such: exactly, and around the ends of 64 bits.
            whole = jnp.sum(convert(values[0], dtypes.sum_dtype(node.inputs[0].type.dtype)), axis=node.params["axis"])
            total = convert(whole, "float64")
        else:
            (total,) = super().run(node, values)
        return [convert(total / np.asarray(count, dtype=total.dtype), node.outputs[0].type.dtype)]


def _mean(x, *, axis=None, dtype=None, acc_dtype=None):
    """Arithmetic mean over `axis`; float64 for integers."""
    return jnp.sum(x, axis=axis)


_mean_op = Mean(_mean, dtype=lambda d: "float64" if d in discrete_dtypes else d, accumulate=dtypes.accumulator_dtype,
                name="mean", show=lambda axis=None, dtype=None, acc_dtype=None: "mean")


def mean(input, axis=None, dtype=None, op=False, keepdims=False, acc_dtype=None):
    """Arithmetic mean over `axis` (default: all); float64 for integers; NaN for no elements.

    dtype: of the sum; the mean of a sum cut to integers is float64, as in Theano.
    """
    if dtype in discrete_dtypes:
        x = as_tensor_variable(input)
        axes = canonical_axes(axis, x.ndim, "mean")
        count = elementwise.mul(np.float64(1), *(elementwise.cast(shapes.shape_i(x, i=a), "float64") for a in axes))
        return elementwise.true_div(sum(x, axes, dtype=dtype, keepdims=keepdims, acc_dtype=acc_dtype), count)
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
        out = elementwise.true_div(out, shapes.shape_i(x, i=a) - ddof)
    return out


def _mean_square_of_mean(centred, x, axes, ddof, keepdims):
    out = sum(centred, axes, keepdims=keepdims) ** 2
    for a in axes:
        out = elementwise.true_div(out, shapes.shape_i(x, i=a) - ddof)
    return out


def std(input, axis=None, ddof=0, keepdims=False, corrected=False):
    """Square root of `var`."""
    out = transcendental.sqrt(var(input, axis, ddof, keepdims, corrected))
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


@op(types=lambda x, at, axis: tensor_type(x.type.dtype, [b for d, b in enumerate(x.type.broadcastable) if d not in axis]))
def _taken(x, at, *, axis):
    """The elements of `x` at the positions that argmax over `axis` gives: (..., n, ...), (...) -> (...)."""
    flat = _flattened(x, axis)
    return jnp.take_along_axis(flat, jnp.expand_dims(at, -1), axis=-1)[..., 0]


def _of_the_first(argument):
    """How an extreme moves: as the first of the elements that are tied, as in Theano's R_op; its gradient is all of theirs."""
    def output_tangents(node, tangents):
        x, axis = node.inputs[0], node.params["axis"]
        return [_taken(tangents[0], argument(x, axis), axis=axis)]
    return output_tangents


def max(x, axis=None, keepdims=False):
    """The largest element over `axis`; NaN if one is. Ties all get the gradient. Raises ValueError for no elements."""
    out = _max(x, _all_if_empty(axis), keepdims=keepdims)
    if not keepdims:
        out.name = "max"
    return out


def min(x, axis=None, keepdims=False):
    """The smallest element over `axis`; NaN if one is. Ties all get the gradient. Raises ValueError for no elements."""
    return _min(x, _all_if_empty(axis), keepdims=keepdims)


def _all_if_empty(axis):
    return None if isinstance(axis, (list, tuple)) and len(axis) == 0 else axis


def _position_axis(axis):
    if isinstance(axis, str):
        raise TypeError(f"Axis must be an integer, tuple, list of integers or a TensorVariable. Got {axis}")
    return _all_if_empty(axis)


def _complex_argument(x, largest):
    """Where complex numbers, compared by their real and then their imaginary parts, are largest or smallest."""
    extreme = (jnp.max if largest else jnp.min)(x, axis=-1, keepdims=True)
    return jnp.argmax((x == extreme) | (jnp.isnan(x) & jnp.isnan(extreme)), axis=-1)


def _flattened(x, axis):
    """`x` with the dimensions `axis` as one, the last."""
    kept = [d for d in range(x.ndim) if d not in axis]
    return lax.reshape(jnp.transpose(x, (*kept, *axis)),
                       [*[x.shape[d] for d in kept], int(np.prod([x.shape[a] for a in axis], dtype=int))])


def _flat_argument(function):
    def run(x, axis):
        if builtins.any(x.shape[a] == 0 for a in axis):
            raise ValueError(f"attempt to get the position of an extreme of an empty sequence: shape {x.shape}")
        flat = _flattened(x, axis)
        if jnp.iscomplexobj(x):
            return _complex_argument(flat, function is jnp.argmax)
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


_max.output_tangents, _min.output_tangents = _of_the_first(_argmax), _of_the_first(_argmin)


def argmax(x, axis=None, keepdims=False):
    """The (first) position of the largest element over `axis`, int64; of the flattened tensor if axis is None."""
    out = _argmax(x, _position_axis(axis), keepdims=keepdims)
    out.name = "argmax"
    return out


def argmin(x, axis=None, keepdims=False):
    """The (first) position of the smallest element over `axis`, int64; of the flattened tensor if axis is None."""
    return _argmin(x, _position_axis(axis), keepdims=keepdims)


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


def _show_extreme(name):
    return lambda axis=None: name if axis is None else f"{name}{{{', '.join(map(str, axis))}}}"


@reduction(dtype=lambda d: "bool", host=lambda x, axis: np.any(x, axis), name="any", show=_show_extreme("Any"))
def _any(x, *, axis=None):
    """Whether an element is not 0."""
    return jnp.any(x != 0, axis=axis)


@reduction(dtype=lambda d: "bool", host=lambda x, axis: np.all(x, axis), name="all", show=_show_extreme("All"))
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
    """Running sums along `axis`. (..., n, ...) -> (..., n, ...), of the dtype of x."""
    return convert(jnp.cumsum(x, axis=axis, dtype=x.dtype), x.dtype)


@op(types=_running_type, name="cumprod", host=lambda x, axis: np.cumprod(x, axis, dtype=x.dtype))
def _cumprod(x, *, axis):
    """Running products along `axis`. (..., n, ...) -> (..., n, ...), of the dtype of x."""
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
