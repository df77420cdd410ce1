"""From x[...] to the entries of an index and its inputs; see `indexing` for what an entry is.

Source: theano.tensor.subtensor; NumPy's indexing.
"""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import op
from theano_lite.core.other_types import SliceType
from theano_lite.core.types import TensorType, as_tensor_variable, tensor_type
from theano_lite.ops import shapes
from theano_lite.ops.masks import count_nonzero, mask_positions
from theano_lite.ops.slices import as_slice


def _bounds(n, start, stop, step, form):
    """start, stop, step as slice.indices gives them; `form` tells which are given."""
    return slice(*(int(v) if given else None for v, given in zip((start, stop, step), form))).indices(n)


def _span_length_on_host(x, start, stop, step, axis, form):
    return np.int64(len(range(*_bounds(x.shape[axis], start, stop, step, form))))


@op(types=lambda x, start, stop, step, axis, form: tensor_type("int64", []), host=_span_length_on_host, by_shape=(0,))
def span_length(x, start, stop, step, *, axis, form):
    """The number of elements of x[start:stop:step] along `axis`; `form`: which of the three are given."""
    n = x.shape[axis]
    step = step if form[2] else 1
    low, high = jnp.where(step < 0, -1, 0), jnp.where(step < 0, n - 1, n)
    start = clip_bound(start, n, low, high) if form[0] else jnp.where(step < 0, high, low)
    stop = clip_bound(stop, n, low, high) if form[1] else jnp.where(step < 0, low, high)
    count = jnp.where(step < 0, (stop - start + step + 1) // step, (stop - start + step - 1) // step)
    return jnp.maximum(count, 0).astype("int64")


span_length.quick = None


def clip_bound(v, n, low, high):
    v = jnp.asarray(v).astype("int64")
    return jnp.clip(jnp.where(v < 0, v + n, v), low, high)


def _integer_bound(v):
    """A slice bound as None, an int, or an integer scalar variable. Raises TypeError."""
    if v is None:
        return None
    if isinstance(v, Variable):
        v = v if v.type.as_tensor is None else v.type.as_tensor(v)
        if not isinstance(v.type, TensorType) or v.type.ndim or v.type.dtype not in discrete_dtypes or v.dtype == "bool":
            raise TypeError(f"Expected an integer in a slice, got {v} of type {v.type}")
        value = known_value(v)
        return v if value is None else int(value)
    if isinstance(v, (bool, np.bool_)) or not isinstance(v, (int, np.integer)):
        if isinstance(v, np.ndarray) and v.ndim == 0 and v.dtype.kind in "iu":
            return int(v)
        raise TypeError(f"Expected an integer in a slice, got {v!r}")
    return _fitting(v)


def _fitting(k):
    """`k` as an int. Raises OverflowError if 64 bits do not hold it."""
    if not -2 ** 63 <= int(k) < 2 ** 63:
        raise OverflowError(f"the index {k} does not fit into 64 bits")
    return int(k)


class _Reader:
    """Turns the items of an index into entries and inputs."""

    def __init__(self, x):
        self.x, self.inputs, self.entries = x, [], []
        self.axis = 0

    def add(self, variable):
        self.inputs.append(variable)
        return len(self.inputs) - 1

    def item(self, item):
        if item is None or (isinstance(item, str) and item == "x"):
            self.entries.append(("new",))
        elif isinstance(item, slice):
            self._slice(item)
            self.axis += 1
        elif isinstance(item, (int, np.integer)):
            self.entries.append(("int", _fitting(item)))
            self.axis += 1
        else:
            self._tensor(item)

    def _slice(self, item):
        start, stop, step = map(_integer_bound, (item.start, item.stop, item.step))
        if not any(isinstance(v, Variable) for v in (start, stop, step)):
            self.entries.append(("slice", start, stop, step))
            return
        form = tuple(v is not None for v in (start, stop, step))
        length = span_length(self.x, *(0 if v is None else v for v in (start, stop, step)), axis=self.axis, form=form)
        bounds = [("in", self.add(v)) if isinstance(v, Variable) else v for v in (start, stop, step)]
        self.entries.append(("span", *bounds, self.add(length)))

    def _tensor(self, item):
        if isinstance(item, Variable) and item.type.as_tensor is not None:
            item = item.type.as_tensor(item)
        if isinstance(item, Variable) and isinstance(item.type, SliceType):
            self.entries.append(("sliced", self.add(item)))
            self.axis += 1
            return
        if isinstance(item, Variable) and not isinstance(item.type, TensorType):
            raise TypeError(f"index must be integers or a boolean mask, got {item} of type {item.type}")
        if isinstance(item, (list, tuple)) and not item:
            item = np.zeros((0,), dtype="int64")
        v = item if isinstance(item, Variable) else _index_array(item)
        if v.type.dtype == "bool":
            flag = ("flag",) if v.type.ndim == 0 else ()
            if flag:
                # It takes all of `x` or nothing: a mask of a new dimension of length 1.
                self.x = shapes.dimshuffle(self.x, *range(self.axis), "x", *range(self.axis, self.x.type.ndim))
                v = shapes.dimshuffle(v, "x")
            _check_mask(self.x, v, self.axis)
            for part in mask_positions.make_node(v, self.x, count_nonzero(v), axis=self.axis).outputs:
                self.entries.append(("array", self.add(part), *flag))
            self.axis += v.type.ndim
            return
        if v.type.dtype not in discrete_dtypes:
            raise TypeError(f"index must be integers or a boolean mask, got {item} of type {v.type}")
        if v.type.ndim == 0:
            value = known_value(v)
            self.entries.append(("int", int(value)) if value is not None else ("at", self.add(v)))
        else:
            self.entries.append(("array", self.add(v)))
        self.axis += 1


def _check_mask(x, mask, axis):
    if axis + mask.type.ndim > x.type.ndim:
        raise IndexError(f"too many indices for array: a mask of {mask.type.ndim} dimensions at dimension {axis} of {x}")


def _holds_bool(item):
    if isinstance(item, (list, tuple)):
        return any(isinstance(i, (bool, np.bool_)) or _holds_bool(i) for i in item)
    return False


def _index_array(item):
    array = item
    if not isinstance(item, (list, tuple)) or not any(isinstance(i, Variable) for i in item):
        array = np.asarray(item)
        if array.dtype.kind not in "iub":
            raise TypeError(f"index must be integers or a boolean mask, got {item!r}")
    return as_tensor_variable(array)


def read_index(x, items):
    """x, with a dimension for each 0-d mask, and the entries and inputs of x[items].

    Raises IndexError for too many, TypeError for a non-integer.
    """
    if not isinstance(items, tuple):
        # As in the NumPy of old a list that holds slices stands for a tuple.
        items = tuple(items) if isinstance(items, list) and any(isinstance(i, slice) for i in items) else (items,)
    items = tuple(map(as_slice, items))
    if isinstance(items, tuple) and any(isinstance(i, (list, np.ndarray)) or _is_array(i) for i in items):
        items = tuple(items)
    if any(isinstance(i, (bool, np.bool_)) or _holds_bool(i) for i in items):
        raise TypeError("TensorType does not support Python bools for indexing, such as tensor[[True, False]]. To use a "
                        "boolean mask, convert the mask to a NumPy array first, e.g., tensor[numpy.array([True, False])].")
    used = sum(_rank_used(i) for i in items)
    dots = [k for k, i in enumerate(items) if i is Ellipsis]
    if len(dots) > 1:
        raise IndexError("an index can only have a single ellipsis (`...`)")
    if used > x.type.ndim:
        raise IndexError(f"too many indices for array: {x} has {x.type.ndim} dimensions, {used} are indexed")
    if dots:
        at = dots[0]
        items = items[:at] + (slice(None),) * (x.type.ndim - used) + items[at + 1:]
    reader = _Reader(x)
    for item in items:
        reader.item(item)
    return reader.x, tuple(reader.entries), reader.inputs


def _is_array(i):
    return isinstance(i, Variable) and isinstance(i.type, TensorType) and i.type.ndim > 0


def _rank_used(item):
    """How many dimensions an item of an index takes."""
    if item is None or item is Ellipsis or (isinstance(item, str) and item == "x"):
        return 0
    dtype, ndim = getattr(item, "dtype", None), getattr(item, "ndim", 0)
    return ndim if dtype == "bool" else 1
