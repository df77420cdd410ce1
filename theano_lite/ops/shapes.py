"""Ops that move, add or drop dimensions, and the shape itself.

Source: theano.tensor.basic, elemwise.DimShuffle and theano.compile.ops.
"""

import numpy as np
from jax import lax

from theano_lite.core import types
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import op
from theano_lite.core.sparse_type import is_sparse_variable
from theano_lite.core.types import as_tensor_variable, tensor_type

# --- the shape of a variable ----------------------------------------------------------------------


@op(types=lambda x: tensor_type("int64", [False]), host=lambda x: np.array(x.shape, dtype="int64"), by_shape=(0,),
    show=lambda: "Shape")
def shape(x):
    """The lengths of all dimensions, as an int64 vector. () -> (n,)."""
    return np.array(x.shape, dtype="int64")


@op(types=lambda x, i: tensor_type("int64", []), host=lambda x, i: np.int64(x.shape[i]), by_shape=(0,),
    show=lambda i: f"Shape_i{{{i}}}")
def shape_i(x, *, i):
    """The length of dimension `i`, int64. (...) -> ()."""
    return np.int64(x.shape[i])


# --- dimshuffle -----------------------------------------------------------------------------------


def _shuffled(x, order):
    ndim = x.type.ndim
    for d in order:
        if d != "x" and not -ndim <= d < ndim:
            raise ValueError(f"new_order[..] is {d}, but the input has {ndim} dimensions")
    kept = [d for d in order if d != "x"]
    if len(set(kept)) != len(kept):
        raise ValueError("The same input dimension may not appear twice in the list of output dimensions", order)
    dropped = [d for d in range(ndim) if d not in kept]
    if not all(x.type.broadcastable[d] for d in dropped):
        raise ValueError("You cannot drop a non-broadcastable dimension.", (list(x.type.broadcastable), list(order)))
    return tensor_type(x.type.dtype, [d == "x" or x.type.broadcastable[d] for d in order])


def _dimshuffle_on_host(x, order):
    kept = [d for d in order if d != "x"]
    dropped = tuple(d for d in range(np.ndim(x)) if d not in kept)
    x = np.squeeze(np.transpose(x, kept + list(dropped)), tuple(range(len(kept), np.ndim(x))))
    return x.reshape([1 if d == "x" else x.shape[kept.index(d)] for d in order])


@op(types=_shuffled, host=_dimshuffle_on_host,
    show=lambda order: f"InplaceDimShuffle{{{','.join(map(str, order))}}}")
def _dimshuffle(x, *, order):
    """Reorder dimensions; 'x' adds a broadcastable one; what is left out must be broadcastable.

    (m, n) with the order (1, "x", 0) -> (n, 1, m), of the dtype of x. Raises ValueError for orders that do not fit.
    """
    kept = [d for d in order if d != "x"]
    dropped = tuple(d for d in range(x.ndim) if d not in kept)
    for d in dropped:
        if x.shape[d] != 1:
            raise ValueError(f"dimshuffle drops dimension {d}, which has length {x.shape[d]} and not 1")
    if dropped:
        x = lax.squeeze(x, dropped)
        ranks = {d: k for k, d in enumerate(sorted(kept))}
        kept = [ranks[d] for d in kept]
    if kept != sorted(kept):
        x = lax.transpose(x, kept)
    new = [k for k, d in enumerate(order) if d == "x"]
    return lax.expand_dims(x, new) if new else x


def dimshuffle(x, *pattern):
    """`x` with its dimensions in the order `pattern`, e.g. x.dimshuffle(1, 'x', 0) or x.dimshuffle((1, 0)).

    Raises ValueError for a dimension that is named twice, absent, or dropped though not broadcastable.
    """
    if len(pattern) == 1 and isinstance(pattern[0], (list, tuple, range)):
        pattern = pattern[0]
    x = as_tensor_variable(x)
    for d in pattern:
        if d != "x" and not isinstance(d, (int, np.integer)):
            raise TypeError(f"dimshuffle: a dimension must be an int or 'x', got {d!r}")
    order = tuple(d if d == "x" else int(d) for d in pattern)
    if any(d != "x" and d < 0 for d in order):
        raise ValueError(f"dimshuffle: the dimensions {order} of {x} must be counted from 0")
    if order == tuple(range(x.type.ndim)):
        return x
    return _dimshuffle(x, order=order)


types.dimshuffle = dimshuffle


def transpose(x, axes=None):
    """`x` with its dimensions in the order `axes` (default: reversed)."""
    x = as_tensor_variable(x)
    axes = tuple(range(x.ndim - 1, -1, -1)) if axes is None else tuple(axes)
    if len(axes) != x.ndim:
        raise ValueError(f"transpose: axes {axes} do not fit the {x.ndim} dimensions of {x}")
    if any(d != "x" and d < 0 for d in axes):
        raise ValueError(f"transpose: the dimensions {axes} of {x} must be counted from 0")
    out = _dimshuffle(x, order=tuple(int(d) for d in axes))
    if x.name:
        out.name = x.name + ".T"
    return out


# --- broadcast patterns ---------------------------------------------------------------------------


@op(types=lambda x, pattern: tensor_type(x.type.dtype, pattern), host=lambda x, pattern: x,
    show=lambda pattern: f"Rebroadcast{{{','.join(str(int(p)) for p in pattern)}}}")
def _rebroadcast(x, *, pattern):
    """`x` with the broadcast pattern `pattern`. Raises ValueError if a dimension declared so is not of length 1."""
    for d, (stretched, n) in enumerate(zip(pattern, x.shape)):
        if stretched and n != 1:
            raise ValueError(f"Dimension {d} in Rebroadcast's input was supposed to be 1 (got {n} instead)")
    return x


def rebroadcast(x, pattern):
    """`x` declared to have the broadcast `pattern`; the lengths are checked at run time."""
    pattern = tuple(bool(p) for p in pattern)
    while x.owner is not None and x.owner.op is _rebroadcast:
        x = x.owner.inputs[0]
    return x if x.type.broadcastable == pattern else _rebroadcast(x, pattern=pattern)


types.rebroadcast = rebroadcast


def _set_pattern(x, axes, value, name):
    x = as_tensor_variable(x)
    axes = [int(a) for a in axes]
    if axes and max(axes) >= x.ndim:
        raise ValueError(f"Trying to {name} a dimension beyond the {x.ndim} of {x}")
    return rebroadcast(x, [value if d in axes else b for d, b in enumerate(x.broadcastable)])


def addbroadcast(x, *axes):
    """Declare that dimensions `axes` have length 1 and may stretch."""
    return _set_pattern(x, axes, True, "addbroadcast")


def unbroadcast(x, *axes):
    """Declare that dimensions `axes` do not stretch."""
    return _set_pattern(x, axes, False, "unbroadcast")


def patternbroadcast(x, broadcastable):
    """`x` with the broadcast pattern `broadcastable`; what that is too short for stays."""
    x = as_tensor_variable(x)
    return rebroadcast(x, [*broadcastable, *x.broadcastable[len(broadcastable):]])


# --- reshape --------------------------------------------------------------------------------------


def _reshaped(x, size, ndim):
    if size.type.ndim != 1 or size.type.dtype not in discrete_dtypes:
        raise TypeError(f"reshape: the new shape must be a vector of integers, got {size.type}")
    return tensor_type(x.type.dtype, _pattern_of(size, ndim))


def _pattern_of(size, ndim):
    """Which elements of the shape vector `size` are known to be 1."""
    from theano_lite.ops.joining import vector_elements

    elements = vector_elements(size)
    if elements is None or len(elements) != ndim:
        return [False] * ndim
    return [is_one(e) for e in elements]


def is_one(e):
    """Whether the integer or variable `e` is known to be 1."""
    if isinstance(e, Variable) and e.owner is not None and e.owner.inputs and _is_shape(e.owner.inputs[0]):
        # x.shape[k], of which one length may be known and not the others.
        index = e.owner.params.get("index", ())
        x = e.owner.inputs[0].owner.inputs[0]
        if len(index) == 1 and index[0][0] == "int" and -x.type.ndim <= index[0][1] < x.type.ndim:
            return x.type.broadcastable[index[0][1]]
    value = e if not isinstance(e, Variable) else known_value(e)
    return value is not None and int(value) == 1


def _is_shape(v):
    return v.owner is not None and v.owner.op is shape


def _new_lengths(count, size):
    size = [int(n) for n in size]
    if sum(n == -1 for n in size) > 1:
        raise ValueError(f"reshape: only one length may be -1, got {tuple(size)}")
    if -1 in size:
        rest = int(np.prod([n for n in size if n != -1], dtype="int64"))
        if rest == 0 or count % rest:
            raise ValueError(f"cannot reshape array of size {count} into shape {tuple(size)}")
        size[size.index(-1)] = count // rest
    if any(n < 0 for n in size) or int(np.prod(size, dtype="int64")) != count:
        raise ValueError(f"cannot reshape array of size {count} into shape {tuple(size)}")
    return tuple(size)


@op(types=_reshaped, host=lambda x, size, ndim: np.reshape(x, _new_lengths(np.size(x), size)),
    show=lambda ndim: f"Reshape{{{ndim}}}")
def _reshape(x, size: int, *, ndim):
    """The elements of `x`, row by row, in the shape `size`; one length may be -1.

    (...), (k,) -> k dimensions, of the dtype of x. Raises ValueError at run time for another number of elements.
    """
    if len(size) != ndim:
        raise ValueError(f"reshape: the new shape has {len(size)} elements, ndim is {ndim}")
    new = _new_lengths(int(np.prod(x.shape, dtype="int64")), size)
    return x if new == x.shape else lax.reshape(x, new)


def reshape(x, newshape, ndim=None):
    """`x` in the shape `newshape`: a tuple of ints and variables, or an integer vector (then `ndim` may be needed).

    Raises ValueError where the number of dimensions cannot be told; at run time where the sizes differ.
    """
    from theano_lite.ops.joining import vector_elements

    x = as_tensor_variable(x)
    if isinstance(newshape, (int, np.integer)):
        newshape = [newshape]
    if isinstance(newshape, Variable) and newshape.type.ndim == 0:
        newshape = [newshape]
    size = as_tensor_variable(np.array([], "int64") if isinstance(newshape, (list, tuple)) and not newshape else newshape)
    if size.type.ndim != 1:
        raise TypeError(f"New shape in reshape must be a vector or a list/tuple of scalar. Got {newshape} after "
                        "conversion to a vector.", size)
    if size.type.dtype not in discrete_dtypes:
        error = TypeError if ndim is not None or known_value(size) is not None else ValueError
        raise error(f"reshape: the new shape must consist of integers, got {newshape}")
    if ndim is None:
        elements = vector_elements(size)
        if elements is None:
            raise ValueError(f"The length of the provided shape ({newshape}) cannot be automatically determined, so "
                             "Theano is not able to know what the number of dimensions of the reshaped variable will "
                             "be. You can provide the 'ndim' keyword argument to 'reshape' to avoid this problem.")
        ndim = len(elements)
    return _reshape(x, size, ndim=int(ndim))


def flatten(x, ndim=None, outdim=None):
    """`x` with its last dimensions merged so that `ndim` (default 1) are left. Raises ValueError out of range."""
    ndim = ndim if ndim is not None else (outdim if outdim is not None else 1)
    x = as_tensor_variable(x)
    if ndim < 1 or (ndim > x.ndim and not (x.ndim == 0 and ndim == 1)):
        raise ValueError(f"ndim {ndim} out of bound [1, {x.ndim + 1})")
    pattern = [*x.broadcastable[: ndim - 1], all(x.broadcastable[ndim - 1:])]
    size = [shape_i(x, i=d) for d in range(ndim - 1)] + [-1]
    return rebroadcast(reshape(x, size if ndim > 1 else (-1,), ndim), pattern)


def squeeze(x):
    """`x` without its broadcastable dimensions."""
    x = as_tensor_variable(x)
    return dimshuffle(x, *[d for d, b in enumerate(x.broadcastable) if not b])


def shape_padleft(x, n_ones=1):
    """`x` with `n_ones` broadcastable dimensions in front."""
    x = as_tensor_variable(x)
    return dimshuffle(x, *["x"] * n_ones, *range(x.ndim))


def shape_padright(x, n_ones=1):
    """`x` with `n_ones` broadcastable dimensions at the end."""
    x = as_tensor_variable(x)
    return dimshuffle(x, *range(x.ndim), *["x"] * n_ones)


def shape_padaxis(x, axis):
    """`x` with one broadcastable dimension at `axis`. Raises IndexError out of range."""
    x = as_tensor_variable(x)
    if not -x.ndim - 1 <= axis <= x.ndim:
        raise IndexError(f"axis {axis} is out of bounds [-{x.ndim + 1}, {x.ndim + 1})")
    axis = axis + x.ndim + 1 if axis < 0 else axis
    order = list(range(x.ndim))
    order.insert(axis, "x")
    return dimshuffle(x, *order)


def swapaxes(x, axis1, axis2):
    """`x` with two dimensions exchanged."""
    x = as_tensor_variable(x)
    order = list(range(x.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return dimshuffle(x, *order)


def specify_shape(x, shape):
    """`x`, a tensor or a sparse matrix, checked at run time to have `shape`. Raises AssertionError if it has another."""
    from theano_lite.ops.joining import vector_elements
    from theano_lite.ops.sparse_checks import specify_shape as of_sparse

    sparse = is_sparse_variable(x)
    x = x if sparse else as_tensor_variable(x)
    empty = isinstance(shape, (list, tuple)) and not shape
    shape = as_tensor_variable(np.array([], "int64") if empty else shape)
    if shape.type.ndim != 1 or shape.type.dtype not in discrete_dtypes:
        raise AssertionError(f"specify_shape: the shape must be a vector of integers, got {shape.type}")
    elements = vector_elements(shape)
    if elements is not None and len(elements) != x.ndim:
        raise AssertionError(f"SpecifyShape: {len(elements)} lengths for an input of {x.ndim} dimensions")
    return of_sparse(x, shape) if sparse else _specify_shape(x, shape)


def _specified(x, shape):
    known = _pattern_of(shape, x.type.ndim)
    return tensor_type(x.type.dtype, [a or b for a, b in zip(x.type.broadcastable, known)])


@op(types=_specified, show=lambda: "SpecifyShape")
def _specify_shape(x, shape: int):
    """`x`; its shape must equal `shape`. (...), (k,) -> (...). Raises AssertionError at run time otherwise."""
    if len(shape) != x.ndim:
        raise AssertionError(f"SpecifyShape: vector of shape has {len(shape)} elements, but the input has {x.ndim} "
                             "dimensions.")
    if tuple(int(n) for n in shape) != x.shape:
        raise AssertionError(f"SpecifyShape: got shape {x.shape}, expected {tuple(int(n) for n in shape)}")
    return x
