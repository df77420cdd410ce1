"""The neighbourhoods of the pixels of images as rows of a matrix, and images out of such rows.

Source: theano.tensor.nnet.neighbours.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.types import NullType, as_tensor_variable, tensor_type
from theano_lite.ops import creation, joining, shapes
from theano_lite.ops.setting import set_subtensor

MODES = ("valid", "half", "full", "wrap_centered", "ignore_borders")
_SLICED = 25  # up to so many elements a patch is put together of slices: more take long to compile


class _Neibs(ClassOp):
    def make_node(self, ten4, neib_shape, neib_step=None, **params):
        neib_shape = as_tensor_variable(neib_shape)
        return super().make_node(ten4, neib_shape, neib_shape if neib_step is None else neib_step, **params)

    def prepare(self, inputs, params):
        for v, ndim in zip(inputs, (4, 1, 1)):
            assert v.type.ndim == ndim, f"Images2Neibs takes images of 4 dimensions and two vectors, got {v.type}"
        for v in inputs[1:]:
            if v.type.dtype not in discrete_dtypes:
                raise TypeError(f"Images2Neibs: the numbers of a neighbourhood must be integers, got {v.type}")
        return inputs

    def input_gradients(self, node, upstream):
        if self.mode == "wrap_centered":
            return [NullType("Images2Neibs has no gradient in mode wrap_centered")(), None, None]
        x, neib_shape, neib_step = node.inputs
        if neib_shape is not neib_step or self.mode not in ("valid", "ignore_borders"):
            return None
        return [neibs2images(upstream[0], neib_shape, shapes.shape(x), self.mode), None, None]


def _check_mode(mode):
    if mode not in MODES:
        raise NotImplementedError(f"Only modes {', '.join(MODES)} have been implemented for Images2Neibs")


@class_op(types=lambda ten4, neib_shape, neib_step, mode: tensor_type(ten4.type.dtype, [False, False]),
          check=_check_mode, base=_Neibs)
def Images2Neibs(ten4, neib_shape: int, neib_step: int, *, mode="valid"):
    """Patches of images as rows: (n, s, h, w), (c, d), steps -> (n * s * patches, c * d), in the dtype of the images.

    mode: 'valid', 'ignore_borders' (what is left over is left out), 'half' and 'full' (padded with zeros by
    (c // 2, d // 2) and (c - 1, d - 1)), 'wrap_centered' (a patch around every pixel, around the edges).
    Raises ValueError for numbers below 1, TypeError for patches that do not fit.
    """
    shape, step = (tuple(np.asarray(v).tolist()) for v in (neib_shape, neib_step))
    if len(shape) != 2 or len(step) != 2:
        raise TypeError(f"neib_shape and neib_step have to contain 2 elements, got {shape} and {step}")
    if min(step) <= 0:
        raise ValueError(f"neib_step wrong step ; values <= 0. Got {step}")
    if min(shape) <= 0:
        raise ValueError(f"neib_shape values <= 0. Got {shape}")
    sizes = ten4.shape[2:]
    grids = [_grid(n, c, s, mode, k) for k, (n, c, s) in enumerate(zip(sizes, shape, step))]
    before = [{"half": c // 2, "full": c - 1, "wrap_centered": c // 2}.get(mode, 0) for c in shape]
    ends = [(g - 1) * s + c for g, s, c in zip(grids, step, shape)]
    edges = [(b, e - n - b) for b, e, n in zip(before, ends, sizes)]
    if mode == "wrap_centered":
        rows, columns = (np.arange(-b, n + after) % n for (b, after), n in zip(edges, sizes))
        x = ten4[:, :, rows][:, :, :, columns]
    else:
        x = lax.pad(ten4, jnp.zeros((), ten4.dtype), [(0, 0, 0), (0, 0, 0), *((b, a, 0) for b, a in edges)])
    return _patches(x, shape, step, grids)


def _grid(length, size, step, mode, axis):
    """The number of patches of `size` along a dimension of `length`. Raises TypeError if they do not fit."""
    if mode == "ignore_borders":
        return max(0, 1 + (length - size) // step)
    if mode == "wrap_centered":
        if size % 2 != 1:
            raise TypeError("Images2Neibs: in mode wrap_centered need patch with odd shapes")
        if length < size:
            raise TypeError("Images2Neibs: in wrap_centered mode, don't support image shapes smaller then the patch "
                            f"shapes: neib_shape[{axis}]={size}, ten4.shape[{axis + 2}]={length}")
        return -(-length // step)
    room = length + {"valid": -size, "half": -(size % 2), "full": size - 2}[mode]
    if length < size or room % step:
        raise TypeError(f"neib_shape[{axis}]={size}, neib_step[{axis}]={step} and ten4.shape[{axis + 2}]={length} not "
                        "consistent")
    return 1 + room // step


def _patches(x, shape, step, grids):
    """The patches of `x`, whose size is just what they need."""
    (n, s), (c, d), (gc, gd) = x.shape[:2], shape, grids
    if 0 in (n, s, gc, gd):
        return jnp.zeros((n * s * gc * gd, c * d), x.dtype)
    if shape == step:
        return x.reshape(n, s, gc, c, gd, d).transpose(0, 1, 2, 4, 3, 5).reshape(-1, c * d)
    if c * d <= _SLICED:
        parts = [lax.slice(x, (0, 0, i, j), (n, s, i + (gc - 1) * step[0] + 1, j + (gd - 1) * step[1] + 1),
                           (1, 1, *step)) for i in range(c) for j in range(d)]
        return jnp.stack(parts, axis=-1).reshape(-1, c * d)
    rows, columns = (np.arange(g)[:, None] * k + np.arange(size) for g, k, size in zip(grids, step, shape))
    picked = x[:, :, rows[:, :, None, None], columns]
    return picked.transpose(0, 1, 2, 4, 3, 5).reshape(-1, c * d)


def images2neibs(ten4, neib_shape, neib_step=None, mode="valid"):
    """Patches of images as the rows of a matrix; neib_step (default: neib_shape): how far they are apart.

    Shapes, modes and errors: see `Images2Neibs`. Raises NotImplementedError for other modes.
    """
    return Images2Neibs(mode)(ten4, neib_shape, neib_step)


def neibs2images(neibs, neib_shape, original_shape, mode="valid"):
    """The images of `original_shape` that `images2neibs` makes `neibs` of; what it left out is 0.

    Only for patches that do not overlap, modes 'valid' and 'ignore_borders' (else NotImplementedError).
    """
    neibs, neib_shape, original_shape = map(as_tensor_variable, (neibs, neib_shape, original_shape))
    rows = joining.stack([original_shape[-1] // neib_shape[1], neib_shape[1]])
    flat = images2neibs(neibs.dimshuffle("x", "x", 0, 1), rows, mode=mode)
    if mode == "valid":
        return flat.reshape(original_shape, ndim=4)
    if mode != "ignore_borders":
        raise NotImplementedError(f"neibs2images do not support mode={mode}")
    whole = original_shape
    for k in (0, 1):
        whole = set_subtensor(whole[k + 2], (whole[k + 2] // neib_shape[k]) * neib_shape[k])
    out = flat.reshape(whole, ndim=4)
    for k in (2, 3):
        rest = [out.shape[j] if j != k else original_shape[k] - whole[k] for j in range(4)]
        out = joining.concatenate([out, creation.zeros(rest)], axis=k)
    return out
