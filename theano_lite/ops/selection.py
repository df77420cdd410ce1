"""What is not zero, take, diagonals and choose.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.class_op import class_op
from theano_lite.core.dtypes import discrete_dtypes, upcast
from theano_lite.core.op import op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import shapes
from theano_lite.ops.indexing import getitem
from theano_lite.ops.masks import count_nonzero, positions_of_nonzero


def nonzero(a, return_matrix=False):
    """The positions of the elements that are not zero: a tuple of int64 vectors, or a (ndim, n) matrix.

    Raises ValueError for a scalar.
    """
    a = as_tensor_variable(a)
    if a.ndim == 0:
        raise ValueError("Nonzero only supports non-scalar arrays.")
    parts = positions_of_nonzero.make_node(a, count_nonzero(a)).outputs
    if return_matrix:
        from theano_lite.ops.joining import stack

        return stack(list(parts), axis=0)
    return tuple(parts)


def flatnonzero(a):
    """The positions of the elements of the flattened tensor that are not zero."""
    a = as_tensor_variable(a)
    if a.ndim == 0:
        raise ValueError("Nonzero only supports non-scalar arrays.")
    return nonzero(shapes.flatten(a))[0]


def nonzero_values(a):
    """The elements that are not zero, as a vector."""
    a = as_tensor_variable(a)
    return getitem(shapes.flatten(a), flatnonzero(a))


def take(a, indices, axis=None, mode="raise"):
    """The elements of `a` at `indices` along `axis` (default: of the flattened tensor).

    mode 'raise' checks bounds, 'wrap' and 'clip' bring indices inside. Raises ValueError for another mode, TypeError for
    booleans.
    """
    a, indices = as_tensor_variable(a), as_tensor_variable(indices)
    if indices.dtype == "bool":
        raise TypeError("take: index must be integers, got booleans: a mask is an index, a[mask]")
    if axis is None:
        a, axis = shapes.flatten(a), 0
    axis = int(axis) % a.ndim
    if mode in ("clip", "wrap"):
        from theano_lite.ops.elementwise import clip, mod

        n = shapes.shape_i(a, i=axis)
        indices = clip(indices, 0, n - 1) if mode == "clip" else mod(indices, n)
    elif mode != "raise":
        raise ValueError(f"take: mode must be 'raise', 'wrap' or 'clip', got {mode!r}")
    return getitem(a, (slice(None),) * axis + (indices,))


def _diagonal_type(x, offset, axis1, axis2, view):
    if x.type.ndim < 2:
        raise ValueError(f"ExtractDiag needs an input with 2 or more dimensions, got {x.type}")
    return tensor_type(x.type.dtype, [False] * (x.type.ndim - 1))


@class_op(types=_diagonal_type)
def ExtractDiag(x, *, offset=0, axis1=0, axis2=1, view=False):
    """The elements x[i, i + offset] of the dimensions `axis1` and `axis2`, as the last dimension. `view` has no effect.

    Raises ValueError for less than 2 dimensions.
    """
    return jnp.diagonal(x, offset, axis1, axis2)


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The elements a[i, i + offset] of dimensions `axis1` and `axis2`, as the last dimension."""
    a = as_tensor_variable(a)
    if a.ndim < 2:
        raise ValueError("diagonal needs a tensor of at least 2 dimensions")
    return ExtractDiag(int(offset), int(axis1) % a.ndim, int(axis2) % a.ndim)(a)


def _alloc_diagonal_type(x, offset, axis1, axis2):
    if x.type.ndim < 1:
        raise ValueError(f"AllocDiag needs an input with 1 or more dimensions, got {x.type}")
    return tensor_type(x.type.dtype, [False] * (x.type.ndim + 1))


@class_op(types=_alloc_diagonal_type)
def AllocDiag(x, *, offset=0, axis1=0, axis2=1):
    """Zeros with the last dimension of `x` on the diagonal `offset` of two new dimensions, `axis1` and `axis2`:
    (..., n) -> (..., m, m) for m = n + |offset|. Raises ValueError for a scalar.
    """
    places = jnp.arange(x.shape[-1])
    size = x.shape[-1] + abs(offset)
    filled = jnp.zeros((*x.shape[:-1], size, size), x.dtype)
    filled = filled.at[..., places + max(0, -offset), places + max(0, offset)].set(x)
    return jnp.moveaxis(filled, (-2, -1), sorted((axis1, axis2)))


def diag(v, k=0):
    """The diagonal `k` of a matrix, or the matrix with the vector `v` on that diagonal. Raises ValueError."""
    v = as_tensor_variable(v)
    if v.ndim == 1:
        return AllocDiag(int(k))(v)
    if v.ndim >= 2:
        return diagonal(v, offset=k)
    raise ValueError("Input must has v.ndim >= 1.")


def trace(a, offset=0, axis1=0, axis2=1):
    """The sum of the diagonal of two dimensions."""
    from theano_lite.ops.reduction import sum

    return sum(diagonal(a, offset, axis1, axis2), axis=-1)


def choose(a, choices, out=None, mode="raise"):
    """For each element i of the integer (or bool) tensor `a` the element of choices[i] in its place.

    choices: a list of tensors, or one whose first dimension counts them; all are stretched to one shape, as NumPy does.
    mode 'raise', 'wrap' or 'clip'. Raises TypeError unless `a` holds integers, ValueError at run time out of range.
    """
    a = as_tensor_variable(a)
    if a.type.dtype not in discrete_dtypes:
        raise TypeError(f"choose first argument should have an [u]int* dtype, got {a.type.dtype}")
    if isinstance(choices, (list, tuple)):
        return _choose_among(a, *choices, mode=mode)
    return _choose(a, choices, mode=mode)


def _stretched(patterns):
    ndim = max(len(p) for p in patterns)
    return [all(flags) for flags in zip(*([True] * (ndim - len(p)) + list(p) for p in patterns))]


def _chosen(a, *choices, mode):
    pattern = _stretched([a.type.broadcastable, *(c.type.broadcastable for c in choices)])
    return tensor_type(upcast(*(c.type.dtype for c in choices)), pattern)


@op(types=_chosen, unconnected=(0,), name="choose_among", show=lambda mode: f"Choose{{{mode}}}")
def _choose_among(a, *choices, mode):
    """choices[a[...]][...], each in its place. (...), list of (...) -> (...). Raises ValueError for an a out of range."""
    a, n = jnp.asarray(a), len(choices)
    a = a.astype("int8") if a.dtype == bool else a
    if mode == "raise":
        checks.require((a >= 0) & (a < n), ValueError, "invalid entry {value} in choice array", a)
    return jnp.choose(a, list(choices), mode="clip" if mode == "raise" else mode)


def _chosen_of(a, choices, mode):
    pattern = _stretched([a.type.broadcastable, choices.type.broadcastable[1:]])
    return tensor_type(choices.type.dtype, pattern)


@op(types=_chosen_of, unconnected=(0,), name="choose", show=lambda mode: f"Choose{{{mode}}}")
def _choose(a, choices, *, mode):
    """choices[a[...], ...], each in its place. (...), (k, ...) -> (...). Raises ValueError for an a out of range."""
    return _choose_among.lowering(a, *choices, mode=mode)
