"""nnet.Conv3D, ConvGrad3D and ConvTransp3D of Theano 0.6 to 0.9: films with the channels last, filters not turned.

V: (batch, rows, columns, time, channels); W: (filters, rows, columns, time, channels); H: as V, of the filters' number.

Source: theano.tensor.nnet.Conv3D, ConvGrad3D and ConvTransp3D.
"""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.op import convert, op
from theano_lite.core.op_class import op_class
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import conv_lowering as lowering
from theano_lite.ops.conv_lowering import Geometry


def _geometry(name, d):
    strides = tuple(int(n) for n in np.ravel(d))
    if len(strides) != 3:
        raise ValueError(f"{name}: 3 stride length arguments expected (row, col, time) but {len(strides)} were given")
    if min(strides) <= 0:
        raise ValueError(f"{name}: Strides must all be positive but are {strides}")
    return Geometry(((0, 0),) * 3, strides, (1,) * 3, 1)


def _channels(name, which, x, filters, other):
    if x.shape[-1] != other:
        raise ValueError(f"{name}: {which} has {x.shape[-1]} channels (shape {x.shape}), which do not fit filters of shape "
                         f"{tuple(filters)}")


def _first(x, dtype):
    return jnp.moveaxis(convert(jnp.asarray(x), dtype), -1, 1)


def _last(x):
    return jnp.moveaxis(x, 1, -1)


@op(types=lambda V, W, b, d: tensor_type(V.dtype, (V.broadcastable[0], False, False, False, W.broadcastable[0])))
def conv3D(V, W, b, d: int):
    """H[n, r, c, t, k] = b[k] + sum of W[k] * V[n, from (r, c, t) * d on]: (n, R, C, T, k), of the dtype of V.

    Raises ValueError at run time for channels and biases that do not fit, and unless d are three positive strides.
    """
    geometry = _geometry("Conv3D", d)
    _channels("Conv3D", "V", V, W.shape, W.shape[-1])
    _channels("Conv3D", "b", b, W.shape, W.shape[0])
    if any(n < k for n, k in zip(V.shape[1:4], W.shape[1:4])):
        raise ValueError(f"Conv3D: W of shape {W.shape} does not fit inside V of shape {V.shape}")
    return _last(lowering.correlate(_first(V, V.dtype), _first(W, V.dtype), geometry)) + convert(jnp.asarray(b), V.dtype)


@op(types=lambda V, d, WShape, dCdH: tensor_type(V.dtype, (False,) * 5))
def convGrad3D(V, d: int, WShape: int, dCdH):
    """The gradient of `conv3D` with respect to W, whose shape is WShape, for the gradient dCdH of its result."""
    geometry = _geometry("ConvGrad3D", d)
    size = tuple(int(n) for n in np.ravel(WShape))
    _channels("ConvGrad3D", "V", V, size, size[-1])
    _channels("ConvGrad3D", "dCdH", dCdH, size, size[0])
    if geometry.output_size(V.shape[1:4], size[1:4]) != dCdH.shape[1:4]:
        raise ValueError(f"ConvGrad3D: V of shape {V.shape} and filters of shape {size} do not give dCdH of shape "
                         f"{dCdH.shape} with strides {geometry.strides}")
    return _last(lowering.filter_gradient(_first(V, V.dtype), _first(dCdH, V.dtype), size[1:4], geometry))


@op(types=lambda W, b, d, H, RShape: tensor_type(H.dtype, (False,) * 5))
def _conv_transp_3d(W, b, d: int, H, RShape: int):
    """The transpose of `conv3D` applied to H, plus b: films of RShape = (rows, columns, time)."""
    geometry = _geometry("ConvTransp3D", d)
    _channels("ConvTransp3D", "H", H, W.shape, W.shape[0])
    _channels("ConvTransp3D", "b", b, W.shape, W.shape[-1])
    least = tuple((n - 1) * s + k for n, s, k in zip(H.shape[1:4], geometry.strides, W.shape[1:4]))
    size = tuple(int(n) for n in np.ravel(RShape))
    if len(size) != 3:
        raise ValueError("RShape must specify a 3D shape ( [height,width,duration] )")
    if size[0] == -1:
        size = least
    if geometry.output_size(size, W.shape[1:4]) != H.shape[1:4]:
        raise ValueError(f"ConvTransp3D: RShape {size} does not fit, H of shape {H.shape} needs {least} or up to "
                         f"{geometry.strides} - 1 more")
    return _last(lowering.image_gradient(_first(W, H.dtype), _first(H, H.dtype), size, geometry)) + convert(
        jnp.asarray(b), H.dtype)


def convTransp3D(W, b, d, H, RShape=None):
    """The transpose of `conv3D`: (n, R, C, T, k) -> (n, rows, columns, time, channels), of the dtype of H.

    RShape: (rows, columns, time); by default the smallest. Raises ValueError at run time for what does not fit.
    """
    return _conv_transp_3d(W, b, d, H, as_tensor_variable([-1, -1, -1]) if RShape is None else RShape)


Conv3D = op_class("Conv3D", lambda: conv3D, conv3D)
ConvGrad3D = op_class("ConvGrad3D", lambda: convGrad3D, convGrad3D)
ConvTransp3D = op_class("ConvTransp3D", lambda: convTransp3D, _conv_transp_3d)
