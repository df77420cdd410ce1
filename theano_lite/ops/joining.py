"""Ops that join and split tensors, and vectors made of scalars.

Source: theano.tensor.basic and theano.tensor.opt.MakeVector.
"""

import operator
import warnings

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import types
from theano_lite.core.dtypes import discrete_dtypes, integer_dtypes, upcast
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import convert, op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import shapes

# --- vectors of scalars ---------------------------------------------------------------------------


def _vector_type(*xs, dtype):
    if any(x.type.ndim for x in xs):
        raise TypeError(f"make_vector takes scalars, got {', '.join(str(x.type) for x in xs)}")
    return tensor_type(dtype, [False])


@op(types=_vector_type, host=lambda *xs, dtype: np.array([np.asarray(x) for x in xs], dtype=dtype),
    show=lambda dtype: f"MakeVector{{dtype='{dtype}'}}")
def _make_vector(*xs, dtype):
    """Scalars as the elements of a vector, of their common dtype. (), () -> (2,)."""
    if not xs:
        return jnp.zeros((0,), dtype)
    return lax.concatenate([lax.reshape(convert(jnp.asarray(x), dtype), (1,)) for x in xs], 0)


def make_vector(*xs, dtype=None):
    """A vector of the scalars `xs`, of their common dtype."""
    xs = [as_tensor_variable(x) for x in xs]
    return _make_vector(*xs, dtype=dtype or upcast(*(x.type.dtype for x in xs)))


def vector_elements(size):
    """The elements (ints or scalar variables) of the vector `size` if their number is known, else None."""
    if isinstance(size, Constant):
        return [int(n) for n in np.atleast_1d(size.data)]
    node = size.owner
    if node is None:
        return [size[0]] if size.type.broadcastable[0] else None
    if node.op is _make_vector:
        return node.inputs
    if node.op is shapes.shape:
        (x,) = node.inputs
        return [1 if b else shapes.shape_i(x, i=d) for d, b in enumerate(x.type.broadcastable)]
    from theano_lite.ops.elementwise import cast

    if node.op is getattr(cast, "op", cast) and size.type.dtype in discrete_dtypes:
        return vector_elements(node.inputs[0])
    from theano_lite.ops import indexing

    if node.op is indexing.subtensor and len(node.params["index"]) == 1:
        entry = node.params["index"][0]
        if entry[0] == "new":
            return [node.inputs[0]]
        inner = vector_elements(node.inputs[0])
        if inner is not None and entry[0] == "slice" and len(node.inputs) == 1:
            return inner[slice(*entry[1:])]
    if node.op is _join:
        parts = [vector_elements(v) for v in node.inputs]
        if all(p is not None for p in parts):
            return [e for p in parts for e in p]
    value = known_value(size)
    if value is not None:
        return [int(n) for n in value]
    if size.type.broadcastable[0]:
        return [size[0]]
    return _elementwise_elements(size)


def _elementwise_elements(size):
    """Elements of an elementwise expression of vectors of known length, as elements of the expression."""
    from theano_lite.core.op import Elemwise

    node = size.owner
    if isinstance(node.op, Elemwise):
        for v in node.inputs:
            if not v.type.broadcastable[0]:
                inner = vector_elements(v)
                if inner is not None:
                    return [size[k] for k in range(len(inner))]
    return None


def stack_sequence(sequence):
    """A (nested) sequence that holds variables, as one tensor."""
    parts = [as_tensor_variable(item) for item in sequence]
    if all(p.type.ndim == 0 for p in parts):
        return make_vector(*parts)
    return stack(parts)


types.stack_sequence = stack_sequence

# --- join -----------------------------------------------------------------------------------------


def _joined(*xs, axis):
    pattern = [d != axis and any(x.type.broadcastable[d] for x in xs) for d in range(xs[0].type.ndim)]
    if len(xs) == 1:
        pattern[axis] = xs[0].type.broadcastable[axis]
    return tensor_type(upcast(*(x.type.dtype for x in xs)), pattern)


def _join_shapes(xs, axis):
    first = xs[0].shape
    for k, x in enumerate(xs):
        for d, (a, b) in enumerate(zip(first, x.shape)):
            if d != axis and a != b:
                raise ValueError(f"all the input array dimensions except for the concatenation axis must match exactly: "
                                 f"input 0 has shape {first}, input {k} has shape {x.shape}, axis {axis}")


def _axis(axis, message, cut=False):
    """`axis` as an int, or as a variable where only a run tells. Raises TypeError(message) for what is no integer.

    cut: of a float that is known the integer part will do.
    """
    axis = as_tensor_variable(axis)
    value = known_value(axis)
    whole = axis.dtype in integer_dtypes or (cut and value is not None)
    if not whole or (axis.ndim if value is None else value.size != 1):
        raise TypeError(message, axis.type)
    return axis if value is None else int(value.item())


@op(types=_joined, host=lambda *xs, axis: np.concatenate([np.asarray(x) for x in xs], axis), show=lambda axis: "Join")
def _join(*xs, axis):
    """Tensors of one rank put one after the other along `axis`, in their common dtype.

    (n, k), (m, k) -> (n + m, k). Raises TypeError for unlike ranks, ValueError at run time for lengths that do not fit.
    """
    _join_shapes(xs, axis)
    dtype = np.result_type(*(x.dtype for x in xs))
    return lax.concatenate([convert(jnp.asarray(x), dtype) for x in xs], axis)


def join(axis, *tensors):
    """`tensors` put one after the other along `axis`, of their common dtype; of a float `axis` the integer part counts.

    Raises TypeError for scalars, for tensors of different ranks, for an axis that is no integer; ValueError (IndexError
    for a negative one) for an axis out of range and, at run time, where another dimension differs.
    """
    xs = [as_tensor_variable(x) for x in tensors]
    if not xs:
        raise ValueError("Cannot join an empty list of tensors")
    if len(xs) == 1:
        return xs[0]
    axis = _axis(axis, "Axis could not be cast to an integer type", cut=True)
    if any(x.type.ndim == 0 for x in xs):
        raise TypeError("Join cannot handle arguments of dimension 0. For joining scalar values, see @stack")
    if len({x.type.ndim for x in xs}) > 1:
        raise TypeError(f"Join() can only join tensors with the same number of dimensions, got "
                        f"{[x.type.ndim for x in xs]}")
    if isinstance(axis, Variable):
        return _join_along(axis, *xs)
    ndim = xs[0].type.ndim
    if not -ndim <= axis < ndim:
        error = IndexError if axis < 0 else ValueError
        raise error(f"Join axis {axis} out of bounds [-{ndim}, {ndim})")
    return _join(*xs, axis=axis % ndim)


def _in_bounds(axis, ndim):
    """`axis` from 0 on. Raises AxisError, which is an IndexError and a ValueError: Theano raises one or the other."""
    if not -ndim <= axis < ndim:
        raise np.exceptions.AxisError(axis, ndim)
    return axis % ndim


@op(types=lambda axis, *xs: tensor_type(upcast(*(x.type.dtype for x in xs)), [False] * xs[0].type.ndim))
def _join_along(axis: int, *xs):
    """Join along an axis that a run decides. (n, k), (m, k) -> (n + m, k) or (n, k + m). Raises as `join`."""
    axis = _in_bounds(int(axis), xs[0].ndim)
    _join_shapes(xs, axis)
    dtype = np.result_type(*(x.dtype for x in xs))
    return lax.concatenate([convert(jnp.asarray(x), dtype) for x in xs], axis)


def concatenate(tensor_list, axis=0):
    """The tensors of `tensor_list` put one after the other along `axis`. Raises TypeError if it is no sequence."""
    if not isinstance(tensor_list, (tuple, list)):
        raise TypeError("The 'tensors' argument must be either a tuple or a list, make sure you did not forget () or "
                        "[] around arguments of concatenate.", tensor_list)
    return join(axis, *tensor_list)


def stack(*tensors, **kwargs):
    """Tensors of one shape along a new dimension `axis`: stack([a, b], axis=0) or, in the old form, stack(a, b).

    Raises Exception for no tensors, TypeError for something that is no sequence, IndexError for a bad axis.
    """
    axis = kwargs.pop("axis", None)
    if kwargs.get("tensors") is not None:
        tensors = (kwargs.pop("tensors"), *tensors)
    if kwargs:
        raise TypeError(f"stack() got an unexpected keyword argument '{next(iter(kwargs))}'")
    if not tensors:
        raise Exception("theano.tensor.stack(tensors, axis) must have at least one parameter")
    if isinstance(tensors[0], (list, tuple)):
        if len(tensors) > 1 and axis is None:
            axis = tensors[1]
        parts = tensors[0]
    else:
        warnings.warn("stack(*tensors) interface is deprecated, use stack(tensors, axis=0) instead.",
                      DeprecationWarning, stacklevel=2)
        parts = tensors
    axis = 0 if axis is None else operator.index(axis)
    if len(parts) == 0:
        raise Exception("tensors is empty. You should at least provide one tensor to theano.tensor.stack(tensors, axis).")
    parts = [as_tensor_variable(p) for p in parts]
    ndim = parts[0].type.ndim + 1
    if not -ndim <= axis < ndim:
        raise IndexError(f"'axis' parameter {axis} is out of bounds [-{ndim}, {ndim})")
    axis %= ndim
    if all(p.type.ndim == 0 for p in parts):
        return make_vector(*parts)
    return join(axis, *[shapes.shape_padaxis(p, axis) for p in parts])


def horizontal_stack(*args):
    """Matrices side by side."""
    return concatenate(args, axis=1)


def vertical_stack(*args):
    """Matrices one above the other."""
    return concatenate(args, axis=0)


def stacklists(arg):
    """Nested lists of variables as one tensor."""
    return stack([stacklists(item) for item in arg]) if isinstance(arg, (tuple, list)) else as_tensor_variable(arg)


# --- split ----------------------------------------------------------------------------------------


def _split_types(x, sizes, n_splits, axis):
    if sizes.type.ndim != 1 or sizes.type.dtype not in discrete_dtypes:
        raise TypeError("`splits` must have type lvector", sizes.type)
    return [x.type for _ in range(n_splits)]


@op(types=_split_types, show=lambda n_splits, axis: f"Split{{{n_splits}}}")
def _split(x, sizes: int, *, n_splits, axis):
    """`x` cut along `axis` into pieces of the given sizes. (n + m, k) -> (n, k), (m, k), of the dtype of x.

    Raises ValueError at run time for sizes that do not add up to the length or are negative.
    """
    return _cut(x, sizes, n_splits, axis)


@op(types=lambda x, axis, sizes, n_splits: _split_types(x, sizes, n_splits, axis),
    show=lambda n_splits: f"Split{{{n_splits}}}")
def _split_along(x, axis: int, sizes: int, *, n_splits):
    """`x` cut along an axis that a run decides. (n + m, k) -> (n, k), (m, k) or (k, n + m) -> (k, n), (k, m).

    Raises as `_split`, and np.exceptions.AxisError at run time for an axis out of range.
    """
    return _cut(x, sizes, n_splits, _in_bounds(int(axis), x.ndim))


def _cut(x, sizes, n_splits, axis):
    sizes = [int(n) for n in sizes]
    if len(sizes) != n_splits:
        raise ValueError(f"Length of splits is not equal to n_splits: {len(sizes)} and {n_splits}")
    if sum(sizes) != x.shape[axis]:
        raise ValueError(f"The splits sum to {sum(sizes)}, expected {x.shape[axis]}")
    if any(n < 0 for n in sizes):
        raise ValueError(f"Split: you tried to make an ndarray with a negative number of elements: {sizes}")
    starts = np.cumsum([0, *sizes])
    return [lax.slice_in_dim(x, int(a), int(a) + n, axis=axis) for a, n in zip(starts, sizes)]


def split(x, splits_size, n_splits, axis=0):
    """`x` cut along `axis` into `n_splits` pieces of the sizes `splits_size`: a list of variables, or the only one.

    Raises TypeError for sizes or an axis that are no integers, IndexError for an axis out of range.
    """
    x, sizes, axis = as_tensor_variable(x), as_tensor_variable(splits_size), _axis(axis, "axis must have type lscalar")
    if isinstance(axis, Variable):
        return _split_along(x, axis, sizes, n_splits=int(n_splits))
    if not -x.ndim <= axis < x.ndim:
        raise IndexError(f"split: axis {axis} is out of bounds for {x.ndim} dimensions")
    return _split(x, sizes, n_splits=int(n_splits), axis=axis % x.ndim)


def roll(x, shift, axis=None):
    """`x` with its elements moved by `shift` places along `axis` (default: of the flattened tensor), round the end.

    Raises IndexError for an axis out of range.
    """
    from theano_lite.ops.elementwise import mod
    from theano_lite.ops.indexing import getitem

    x = as_tensor_variable(x)
    if axis is not None and not -x.ndim <= axis < x.ndim:
        raise IndexError(f"roll: axis {axis} is out of bounds for {x.ndim} dimensions")
    if axis is None:
        flat = shapes.flatten(x)
        return shapes.reshape(roll(flat, shift, 0), shapes.shape(x), x.ndim) if x.ndim > 1 else roll(flat, shift, 0)
    axis = axis % x.ndim
    n = shapes.shape_i(x, i=axis)
    cut = n - mod(shift, n)
    before = (slice(None),) * axis
    return join(axis, getitem(x, (*before, slice(cut, None))), getitem(x, (*before, slice(None, cut))))
