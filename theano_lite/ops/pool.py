"""Pooling: maxima, sums and averages of windows over the last dimensions, with Theano's ops for their derivatives.

Source: theano.tensor.signal.pool.
"""

import warnings
from enum import IntEnum

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import float_dtypes, int_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import convert
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import comparison, elementwise
from theano_lite.ops.elementwise import switch, zeros_like
from theano_lite.ops.pool_windows import Windows, at_maxima, average_sizes, maxima, spread, spread_sums, sums

PoolingMode_t = IntEnum("PoolingMode_t", ["POOLING_MAX", "POOLING_SUM", "POOLING_AVERAGE_COUNT_INCLUDE_PADDING",
                                          "POOLING_AVERAGE_COUNT_EXCLUDE_PADDING"], start=0)
MODES = ("max", "sum", "average_inc_pad", "average_exc_pad")


# --- the classes of ops ---------------------------------------------------------------------------


class PoolOp(ClassOp):
    """An op on arrays, then ws (the sizes of a window), stride (ws if None) and pad (0 if None): a tuple or vector each."""

    ndim: int
    ignore_border: bool
    mode: str
    arrays = 1
    check_pad = False

    def __init__(self, *args, openmp=None, **kwargs):
        super().__init__(*args, **kwargs)

    def __call__(self, *args, **kwargs):
        return self.make_node(*args, **kwargs).outputs[0]

    def make_node(self, *args, ws=None, stride=None, pad=None, **params):
        given = [*args[self.arrays:]]
        ws, stride, pad = (value if k >= len(given) else given[k] for k, value in enumerate((ws, stride, pad)))
        if ws is None:
            raise TypeError(f"{self.name} takes {self.arrays} arrays and ws, the sizes of a window")
        stride = ws if stride is None else stride
        pad = (0,) * self.ndim if pad is None else pad
        if self.check_pad and isinstance(pad, (tuple, list)):
            self._check_pad(ws, pad)
        return super().make_node(*args[:self.arrays], ws, stride, pad, **params)

    def _check_pad(self, ws, pad):
        if not all(isinstance(p, (int, np.integer)) for p in pad):
            return
        if max(pad) != 0 and not self.ignore_border:
            raise NotImplementedError(f"padding works only with ignore_border=True; got pad={tuple(pad)}")
        if isinstance(ws, (tuple, list)) and all(isinstance(w, (int, np.integer)) for w in ws) \
                and any(p >= w for p, w in zip(pad, ws)):
            raise NotImplementedError(f"padding must be smaller than the window: pad={tuple(pad)}, ws={tuple(ws)}")

    def prepare(self, inputs, params):
        arrays, numbers = inputs[:self.arrays], inputs[self.arrays:]
        for name, v in zip(("Pool downsample", "Stride", "Padding"), numbers):
            assert v.type.ndim == 1, f"{name} parameters must be a vector, got {v.type}"
            if v.type.dtype not in int_dtypes:
                raise TypeError(f"{name} parameters must be ints.")
        if arrays[0].type.ndim < self.ndim:
            raise TypeError(f"{self.name} over {self.ndim} dimensions takes at least as many, got {arrays[0].type}")
        assert all(v.type.ndim == arrays[0].type.ndim for v in arrays), f"{self.name}: arrays of different ranks"
        return inputs


class PoolGrad(PoolOp):
    """What the gradients of pooling have in common."""


def _pooled_type(x, ws, stride, pad, ndim, **options):
    return tensor_type(x.type.dtype, x.type.broadcastable[:x.type.ndim - ndim] + (False,) * ndim)


def _image_type(x, *others, **options):
    return x.type


def _windows(x, ws, stride, pad, ignore_border, ndim, mode="max"):
    """The Windows over `x`. Raises ValueError for numbers that make none; a sum may be one of padding alone."""
    numbers = []
    for name, value in (("ws", ws), ("stride", stride), ("pad", pad)):
        value = tuple(np.asarray(value).tolist())
        if len(value) != ndim:
            raise ValueError(f"{name} must be a vector of size {ndim}, got {value}")
        if min(value) < (0 if name == "pad" else 1):
            raise ValueError(f"{name} must be positive, got {value}")
        numbers.append(value)
    ws, stride, pad = numbers
    if any(pad) and not ignore_border:
        raise ValueError(f"padding must be zero when ignore border is False, got pad={pad}")
    if mode in ("max", "average_exc_pad") and any(p >= w for p, w in zip(pad, ws)):
        raise ValueError(f"padding must be smaller than the window: pad={pad}, ws={ws}")
    windows = Windows(x.shape[x.ndim - ndim:], ws, stride, pad, ignore_border)
    assert ignore_border or all(windows.lengths), f"nothing to pool: the array has the shape {x.shape}"
    return windows


def _check_mode(mode, **options):
    if mode not in (*MODES, "max_deterministic"):
        raise ValueError("Pool mode parameter only support 'max', 'sum', 'average_inc_pad' and 'average_exc_pad'. "
                         f"Got {mode}")


def _check_max(mode, **options):
    assert mode == "max", f"the mode must be 'max', got {mode!r}"


def _check_average(mode, **options):
    assert mode in MODES[1:], f"the mode must be one of {MODES[1:]}, got {mode!r}"


# --- pooling --------------------------------------------------------------------------------------


class _Pool(PoolOp):
    check_pad = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.mode == "max_deterministic":
            self.mode = self.defaults["mode"] = "max"

    def input_gradients(self, node, upstream):
        x, *numbers = node.inputs
        if x.type.dtype not in float_dtypes:
            return None
        if self.mode == "max":
            g = MaxPoolGrad(self.ignore_border, self.ndim)(x, node.outputs[0], upstream[0], *numbers)
        else:
            g = AveragePoolGrad(self.ignore_border, self.mode, self.ndim)(x, upstream[0], *numbers)
        return [g, None, None, None]

    @staticmethod
    def out_shape(imgshape, ws=None, ignore_border=False, stride=None, pad=None, ndim=2, ds=None, st=None,
                  padding=None):
        """The shape of what pooling an array of shape `imgshape` gives, as a list; lengths may be variables."""
        return pooled_shape(imgshape, ws, ignore_border, stride, pad, ndim, ds, st, padding)


PROPS = ("ignore_border", "mode", "ndim")


@class_op(types=_pooled_type, check=_check_mode, base=_Pool)
def Pool(x, ws: int, stride: int, pad: int, *, ignore_border=False, mode="max", ndim=2):
    """The maximum, sum or average of windows over the last `ndim` dimensions, in the dtype of x.

    (..., n1, n2), ws, stride, pad -> (..., m1, m2). With ignore_border windows lie within the padded array, else the
    last ones may stick out; what is padded or outside does not count, but for the size of the window in
    'average_inc_pad'. Raises ValueError at run time for numbers that make no window.
    """
    windows = _windows(x, ws, stride, pad, ignore_border, ndim, mode)
    if mode == "max":
        return maxima(x, windows)
    total = sums(x, windows)
    return total if mode == "sum" else _divided(total, average_sizes(windows, mode))


def _divided(total, sizes):
    if total.dtype.kind != "f":
        return lax.div(total, jnp.broadcast_to(jnp.asarray(sizes, total.dtype), total.shape))
    return total / jnp.asarray(sizes, total.dtype)


# --- derivatives ----------------------------------------------------------------------------------


class _MaxPoolGrad(PoolGrad):
    arrays = 3
    mode = "max"

    def input_gradients(self, node, upstream):
        x, maxout, _, *numbers = node.inputs
        g = DownsampleFactorMaxGradGrad(self.ignore_border, "max", self.ndim)(x, maxout, upstream[0], *numbers)
        return [zeros_like(x), zeros_like(maxout), g, None, None, None]


@class_op(types=_image_type, base=_MaxPoolGrad, props=PROPS)
def MaxPoolGrad(x, maxout, gz, ws: int, stride: int, pad: int, *, ignore_border=False, ndim=2):
    """The gradient of Pool(mode='max'): each element of x gets the gz of every window whose maximum it equals.

    (..., n1, n2), (..., m1, m2), (..., m1, m2), ws, stride, pad -> (..., n1, n2). Of its own derivatives only the one
    by gz is not zero.
    """
    windows = _windows(x, ws, stride, pad, ignore_border, ndim)
    return spread(x, *(_fitted(v, x, windows) for v in (maxout, gz)), windows)


def _fitted(v, x, windows):
    """`v` in the dtype of `x` and of the shape that pooling x gives."""
    shape = x.shape[:x.ndim - windows.nd] + windows.counts
    if v.shape != shape:
        raise ValueError(f"an array of shape {v.shape} does not fit: pooling {x.shape} gives {shape}")
    return convert(jnp.asarray(v), x.dtype)


class _AveragePoolGrad(PoolGrad):
    arrays = 2

    def input_gradients(self, node, upstream):
        x, _, *numbers = node.inputs
        g = Pool(self.ignore_border, self.mode, self.ndim)(upstream[0], *numbers)
        return [zeros_like(x), g, None, None, None]


@class_op(types=_image_type, base=_AveragePoolGrad, check=_check_average)
def AveragePoolGrad(x, gz, ws: int, stride: int, pad: int, *, ignore_border=False, mode="average_inc_pad", ndim=2):
    """The gradient of Pool in the other modes: each element of x gets its share of the gz of every window around it.

    (..., n1, n2), (..., m1, m2), ws, stride, pad -> (..., n1, n2).
    """
    windows = _windows(x, ws, stride, pad, ignore_border, ndim, mode)
    gz = _fitted(gz, x, windows)
    return spread_sums(gz if mode == "sum" else _divided(gz, average_sizes(windows, mode)), windows, x.dtype)


class _MaxPoolGradGrad(PoolOp):
    arrays = 3
    check_pad = True

    def input_gradients(self, node, upstream):
        x, maxout, _, *numbers = node.inputs
        g = MaxPoolGrad(self.ignore_border, self.ndim)(x, maxout, upstream[0], *numbers)
        return [zeros_like(x), zeros_like(maxout), g, None, None, None]


@class_op(types=lambda x, maxout, gz, *numbers, **options: maxout.type.clone(dtype=x.type.dtype),
          base=_MaxPoolGradGrad, check=_check_max)
def DownsampleFactorMaxGradGrad(x, maxout, gz, ws: int, stride: int, pad: int, *, ignore_border=False, mode="max",
                                ndim=2):
    """The derivative of Pool(mode='max') along gz, which is also that of MaxPoolGrad: gz summed where x is maximal.

    (..., n1, n2), (..., m1, m2), (..., n1, n2), ws, stride, pad -> (..., m1, m2).
    """
    windows = _windows(x, ws, stride, pad, ignore_border, ndim)
    return at_maxima(x, _fitted(maxout, x, windows), convert(jnp.asarray(gz), x.dtype), windows)


# --- the shape of the result ----------------------------------------------------------------------


def _renamed(ws, stride, pad, ds, st, padding, zero):
    """ws, stride and pad, which were once called ds, st and padding. Raises ValueError where both are given."""
    for old, new in (("ds", ws if ds is not None else None), ("st", stride if st is not None else None),
                     ("padding", pad if padding is not None and pad not in (None, zero) else None)):
        if new is not None:
            now = {"ds": "ws", "st": "stride", "padding": "pad"}[old]
            raise ValueError(f"You can't provide a tuple value to both '{old}' and '{now}'. Please provide a value "
                             f"only to '{now}'.")
    for old, now, value in (("ds", "ws", ds), ("st", "stride", st), ("padding", "pad", padding)):
        if value is not None:
            warnings.warn(f"DEPRECATION: the '{old}' parameter is not going to exist anymore as it is going to be "
                          f"replaced by the parameter '{now}'.", stacklevel=4)
    ws = ds if ds is not None else ws
    if ws is None:
        raise ValueError("You must provide a tuple value for the window size.")
    return ws, st if st is not None else stride, padding if padding is not None else pad


def pooled_shape(imgshape, ws, ignore_border, stride, pad, ndim, ds, st, padding):
    """See Pool.out_shape."""
    ndim = 2 if ndim is None else ndim
    ws, stride, pad = _renamed(ws, stride, pad, ds, st, padding, (0,) * ndim)
    if len(imgshape) < ndim:
        raise TypeError(f"imgshape must have at least {ndim} dimensions")
    stride = ws if stride is None else stride
    pad = (0,) * ndim if pad is None else pad
    lengths = [_known(n) + pad[k] * 2 for k, n in enumerate(list(imgshape)[len(imgshape) - ndim:])]
    return list(imgshape[:len(imgshape) - ndim]) + [
        _pooled_length(n, ws[k], stride[k], ignore_border) for k, n in enumerate(lengths)]


def _known(n):
    """The length `n` as a NumPy integer, as Theano gives it, if it is known."""
    value = known_value(n) if isinstance(n, Variable) else n
    return n if value is None else np.int64(value)


def _pooled_length(n, window, stride, ignore_border):
    symbolic = any(isinstance(v, Variable) for v in (n, window, stride))
    at_least = elementwise.maximum if symbolic else max
    if ignore_border:
        return at_least((n - window) // stride + 1, 0)
    if not symbolic:
        return (n - 1) // stride + 1 if stride >= window else at_least(0, (n - 1 - window) // stride + 1) + 1
    n, window, stride = map(as_tensor_variable, (n, window, stride))
    return switch(comparison.ge(stride, window), (n - 1) // stride + 1,
                  at_least(0, (n - 1 - window) // stride + 1) + 1)


def _grad_out_shape(imgshape, ws=None, ignore_border=False, stride=None, pad=None, ndim=2, ds=None, st=None,
                    padding=None):
    """The shape of what was pooled of an array of shape `imgshape`, as a list; lengths may be variables."""
    return pooled_shape(imgshape, ws, ignore_border, stride, pad, ndim, ds, st, padding)


PoolGrad.out_shape = staticmethod(_grad_out_shape)  # type: ignore


# --- what programs call ---------------------------------------------------------------------------


def _pool(name, ndim, input, ws, ignore_border, stride, pad, mode, ds, st, padding):
    ws, stride, pad = _renamed(ws, stride, pad, ds, st, padding, (0,) * ndim)
    input = as_tensor_variable(input)
    if input.ndim < ndim:
        raise NotImplementedError(f"{name} requires a dimension >= {ndim}")
    if ignore_border is None:
        warnings.warn(
            f"{name}() will have the parameter ignore_border default value changed to True (currently False). To have "
            "consistent behavior with all Theano version, explicitly add the parameter ignore_border=True.", stacklevel=3)
        ignore_border = False
    return Pool(ignore_border, mode, ndim)(input, ws, stride, pad)


def pool_2d(input, ws=None, ignore_border=None, stride=None, pad=(0, 0), mode="max", ds=None, st=None, padding=None):
    """The maxima, sums or averages of windows over the last two dimensions.

    ws, stride (default: ws), pad: pairs of numbers, or integer vectors. ignore_border: whether windows that stick out
    are left out (None warns, and counts as False). mode: 'max', 'sum', 'average_inc_pad' or 'average_exc_pad'. ds, st,
    padding: old names of ws, stride and pad. Raises NotImplementedError for fewer than two dimensions and for padding
    that is not smaller than the window or without ignore_border.
    """
    return _pool("pool_2d", 2, input, ws, ignore_border, stride, pad, mode, ds, st, padding)


def pool_3d(input, ws=None, ignore_border=None, stride=None, pad=(0, 0, 0), mode="max", ds=None, st=None,
            padding=None):
    """The maxima, sums or averages of windows over the last three dimensions; options as for `pool_2d`."""
    return _pool("pool_3d", 3, input, ws, ignore_border, stride, pad, mode, ds, st, padding)


def max_pool_2d(input, ds, ignore_border=None, st=None, padding=(0, 0), mode="max"):
    """`pool_2d` under the names of Theano 0.6 to 0.8, with its order of arguments."""
    return _pool("max_pool_2d", 2, input, ds, ignore_border, st, padding, mode, None, None, None)


def max_pool_2d_same_size(input, patch_size):
    """`input` with all but the maxima of its windows, which do not overlap, set to 0. (..., n, m) -> (..., n, m)."""
    out = Pool(True)(input, patch_size)
    return MaxPoolGrad(True)(input, out, out, patch_size)
