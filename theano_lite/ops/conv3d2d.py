"""theano.tensor.nnet.conv3d2d: filters over time and space, and stripes along the diagonal of two dimensions."""

from jax import numpy as jnp

from theano_lite.core.op import convert, op
from theano_lite.core.op_class import op_class
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import creation, elementwise, reduction, setting, shapes
from theano_lite.ops.conv_functions import abstract_conv2d
from theano_lite.ops.conv_shapes import get_conv_shape_1axis


def _stripe(x, i0, i1):
    """`x` with dimensions i0 and i1 in front, and the indices of its stripe there."""
    i0, i1 = int(i0), int(i1)
    rows, columns = x.shape[i0], x.shape[i1]
    if rows < columns:
        raise NotImplementedError(f"DiagonalSubtensor: dimension {i0} of shape {x.shape} must be at least as long as "
                                  f"dimension {i1}")
    column = jnp.arange(columns)
    row = jnp.arange(rows - columns + 1)[:, None] + (columns - 1 - column)[None, :]
    return jnp.moveaxis(jnp.asarray(x), (i0, i1), (0, 1)), (row, column[None, :])


@op(types=lambda x, i0, i1: x.type, name="diagonal_subtensor", show=lambda: "DiagonalSubtensor")
def _diagonal_subtensor(x, i0: int, i1: int):
    """out[r, c] = x[r + n - 1 - c, c] in the dimensions i0 and i1, n the length of i1; i0 gets n - 1 shorter.

    Raises NotImplementedError at run time if dimension i0 is shorter than i1.
    """
    moved, index = _stripe(x, i0, i1)
    return jnp.moveaxis(moved[index], (0, 1), (int(i0), int(i1)))


@op(types=lambda x, i0, i1, amt: x.type, name="inc_diagonal_subtensor", show=lambda: "IncDiagonalSubtensor")
def _inc_diagonal_subtensor(x, i0: int, i1: int, amt):
    """`x` with `amt` added to what `diagonal_subtensor` takes; its shape and dtype. Raises as that."""
    moved, index = _stripe(x, i0, i1)
    amount = jnp.moveaxis(jnp.asarray(amt), (int(i0), int(i1)), (0, 1))
    return jnp.moveaxis(moved.at[index].add(convert(amount, moved.dtype)), (0, 1), (int(i0), int(i1)))


_diagonal_subtensor.input_gradients = lambda node, upstream: [
    _inc_diagonal_subtensor(elementwise.zeros_like(node.inputs[0]), *node.inputs[1:], upstream[0]), None, None]
_inc_diagonal_subtensor.input_gradients = lambda node, upstream: [
    upstream[0], None, None, _diagonal_subtensor(upstream[0], *node.inputs[1:3])]
DiagonalSubtensor = op_class("DiagonalSubtensor", lambda inplace=False: _diagonal_subtensor, _diagonal_subtensor)
IncDiagonalSubtensor = op_class("IncDiagonalSubtensor", lambda inplace=False: _inc_diagonal_subtensor,
                                _inc_diagonal_subtensor)
diagonal_subtensor, inc_diagonal_subtensor = DiagonalSubtensor(), IncDiagonalSubtensor()


def get_diagonal_subtensor_view(x, i0, i1):
    """What DiagonalSubtensor gives, as a view of the NumPy array `x`."""
    from numpy.lib.stride_tricks import as_strided

    i0, i1 = int(i0), int(i1)
    if x.shape[i0] < x.shape[i1]:
        raise NotImplementedError(f"dimension {i0} of shape {x.shape} must be at least as long as dimension {i1}")
    index = [slice(None)] * x.ndim
    index[i0] = slice(x.shape[i1] - 1, None)
    view = x[tuple(index)]
    strides = list(view.strides)
    if x.shape[i1] != 1:
        strides[i1] -= strides[i0]
    return as_strided(view, view.shape, strides)


def conv3d(signals, filters, signals_shape=None, filters_shape=None, border_mode="valid"):
    """Films (n, t, c, h, w) convolved with filters (k, s, c, a, b) -> (n, t', k, h', w').

    border_mode: "valid", "full" or "half", or a tuple of those for time, height and width. signals_shape,
    filters_shape: declared shapes, AssertionError at run time for others. Raises NotImplementedError where height and
    width differ, ValueError for other modes.
    """
    signals, filters = as_tensor_variable(signals), as_tensor_variable(filters)
    modes = (border_mode,) * 3 if isinstance(border_mode, str) else tuple(border_mode)
    if modes[1] != modes[2]:
        raise NotImplementedError("height and width bordermodes must match")
    for mode in reversed(modes):
        if mode not in ("valid", "full", "half"):
            raise ValueError(f"invalid border mode {mode}, which must be \"valid\", \"full\" or \"half\"")
    (signals, (n, steps, *image)), (filters, (k, length, *window)) = (
        _declared(v, shape) for v, shape in ((signals, signals_shape), (filters, filters_shape)))
    # Every image with every filter of one moment; a result is the sum of those along a diagonal of the two times.
    out = abstract_conv2d(signals.reshape((n * steps, *image)), filters.reshape((k * length, *window)),
                          border_mode=modes[1])
    height, width = (get_conv_shape_1axis(a, b, modes[1], 1) for a, b in zip(image[1:], window[1:]))
    out = out.reshape((n, steps, k, length, height, width))
    if isinstance(length, int) and length == 1:
        return out.reshape((n, steps, k, height, width))
    padding = {"valid": 0, "full": length - 1, "half": length // 2}[modes[0]]
    if modes[0] != "valid":
        padded = creation.zeros((n, steps + 2 * padding, k, length, height, width), dtype=out.dtype)
        out = setting.set_subtensor(padded[:, padding:padding + steps], out)
    return reduction.sum(diagonal_subtensor(out, 1, 3), axis=3)


def _declared(v, shape):
    """`v`, and its shape as a tuple; checked against `shape` if that is not None."""
    if shape is None:
        return v, tuple(shapes.shape_i(v, i=k) for k in range(5))
    return shapes.specify_shape(v, tuple(shape)), tuple(shape)
