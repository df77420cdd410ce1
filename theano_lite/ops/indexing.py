"""Indexing, and setting or incrementing what an index names. Bounds are checked, never clamped.

The index of a node is its parameter `index`: a tuple with one entry per item of x[...]:
    ("int", k)                  a constant integer
    ("at", j)                   the integer scalar in input j
    ("slice", a, b, c)          a constant slice
    ("span", a, b, c, j)        a slice some of whose bounds are inputs: a, b, c are ints, None or ("in", j'); input j
                                is its length, a host integer
    ("new",)                    a new dimension of length 1
    ("array", j)                the integer array in input j
"""


import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import Op, convert, op
from theano_lite.core.types import TensorType, as_tensor_variable, tensor_type
from theano_lite.ops import shapes

# --- lengths of slices with symbolic bounds -------------------------------------------------------


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
    start = _clip_bound(start, n, low, high) if form[0] else jnp.where(step < 0, high, low)
    stop = _clip_bound(stop, n, low, high) if form[1] else jnp.where(step < 0, low, high)
    count = jnp.where(step < 0, (stop - start + step + 1) // step, (stop - start + step - 1) // step)
    return jnp.maximum(count, 0).astype("int64")


span_length.quick = None


def _clip_bound(v, n, low, high):
    v = jnp.asarray(v).astype("int64")
    return jnp.clip(jnp.where(v < 0, v + n, v), low, high)


# --- from x[...] to a node ------------------------------------------------------------------------


def _integer_bound(v):
    """A slice bound as None, an int, or an integer scalar variable. Raises TypeError."""
    if v is None:
        return None
    if isinstance(v, Variable):
        if not isinstance(v.type, TensorType) or v.type.ndim or v.type.dtype not in discrete_dtypes:
            raise TypeError(f"Expected an integer in a slice, got {v} of type {v.type}")
        value = known_value(v)
        return v if value is None else int(value)
    if isinstance(v, (bool, np.bool_)) or not isinstance(v, (int, np.integer)):
        if isinstance(v, np.ndarray) and v.ndim == 0 and v.dtype.kind in "iu":
            return int(v)
        raise TypeError(f"Expected an integer in a slice, got {v!r}")
    return int(v)


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
        elif isinstance(item, (bool, np.bool_)) or _holds_bool(item):
            raise TypeError("TensorType does not support Python bools for indexing, such as tensor[[True, False]]. To "
                            "use a boolean mask, convert the mask to a NumPy array first, e.g., "
                            "tensor[numpy.array([True, False])].")
        elif isinstance(item, (int, np.integer)):
            self.entries.append(("int", int(item)))
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
        if isinstance(item, Variable) and not isinstance(item.type, TensorType):
            raise TypeError(f"index must be integers or a boolean mask, got {item} of type {item.type}")
        if isinstance(item, (list, tuple)) and not item:
            item = np.zeros((0,), dtype="int64")
        v = item if isinstance(item, Variable) else _index_array(item)
        if v.type.dtype == "bool":
            if v.type.ndim == 0:
                raise TypeError("a boolean scalar is no index")
            _check_mask(self.x, v, self.axis)
            for part in mask_positions.make_node(v, self.x, count_nonzero(v), axis=self.axis).outputs:
                self.entries.append(("array", self.add(part)))
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
    """The entries and inputs of x[items]. Raises IndexError for too many, TypeError for a non-integer."""
    if not isinstance(items, tuple):
        items = (items,)
    if isinstance(items, tuple) and any(isinstance(i, (list, np.ndarray)) or _is_array(i) for i in items):
        items = tuple(items)
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
    return tuple(reader.entries), reader.inputs


def _is_array(i):
    return isinstance(i, Variable) and isinstance(i.type, TensorType) and i.type.ndim > 0


def _rank_used(item):
    """How many dimensions an item of an index takes."""
    if item is None or item is Ellipsis or (isinstance(item, str) and item == "x"):
        return 0
    dtype, ndim = getattr(item, "dtype", None), getattr(item, "ndim", 0)
    return ndim if ndim and dtype == "bool" else 1


# --- types ----------------------------------------------------------------------------------------


def _indexed_pattern(x, inputs, index):
    pattern, axis, arrays, places = [], 0, [], []
    for k, entry in enumerate(index):
        kind = entry[0]
        if kind == "new":
            pattern.append(True)
            continue
        if kind in ("slice", "span"):
            full = entry[1:4] == (None, None, None)
            one = kind == "slice" and _always_one(x, axis, entry)
            pattern.append(x.type.broadcastable[axis] if full or (one and x.type.broadcastable[axis]) else False)
        elif kind == "array":
            arrays.append(inputs[entry[1]])
            if not places:
                pattern.append("arrays")
            places.append(k)
        axis += 1
    pattern += x.type.broadcastable[axis:]
    if arrays:
        ndim = max(a.type.ndim for a in arrays)
        stretched = [all(a.type.broadcastable[d - ndim + a.type.ndim] for a in arrays if d - ndim + a.type.ndim >= 0)
                     for d in range(ndim)]
        at = pattern.index("arrays")
        pattern.pop(at)
        if not _adjacent(index):
            at = 0
        pattern[at:at] = stretched
    return pattern


def _adjacent(index):
    """Whether the arrays (and, beside arrays, integers) of the index stand together, as NumPy counts it."""
    places = [k for k, e in enumerate(index) if e[0] in ("array", "int", "at")]
    return places == list(range(places[0], places[-1] + 1))


def _always_one(x, axis, entry):
    return x.type.broadcastable[axis] and len(range(*slice(*entry[1:4]).indices(1))) == 1


def _indexed(x, *inputs, index):
    return tensor_type(x.type.dtype, _indexed_pattern(x, inputs, index))


# --- lowering -------------------------------------------------------------------------------------


def _concrete(v):
    return isinstance(v, (np.ndarray, np.generic, int))


def _in_bounds(i, n, axis):
    message = f"index {{value}} is out of bounds for axis {axis} with size {n}"
    if _concrete(i):
        checks.require(np.asarray((i >= -n) & (i < n)), IndexError, message, np.asarray(i))
    else:
        checks.require((i >= -n) & (i < n), IndexError, message, i)


def resolve(x, inputs, index):
    """The index as one item per dimension of `x`, and the entries of the result.

    Items: ("take", i) an integer (array); ("static", start, length, step); ("dynamic", start, length).
    """
    items, axis = [], 0
    for entry in index:
        if entry[0] == "new":
            items.append(entry)
            continue
        n = x.shape[axis]
        if entry[0] == "int":
            _in_bounds(entry[1], n, axis)
            items.append(("pick", entry[1] % n if n else 0))
        elif entry[0] in ("at", "array"):
            i = inputs[entry[1]]
            if not _concrete(i):
                i = convert(i, "int64")
            _in_bounds(i, n, axis)
            if _concrete(i) and np.ndim(i) == 0:
                items.append(("pick", int(i) % n if n else 0))
            else:
                i = i if n == 0 else (i % n if _concrete(i) else jnp.where(i < 0, i + n, i))
                items.append(("pick" if entry[0] == "at" else "array", i))
        elif entry[0] == "slice":
            a, b, c = slice(*entry[1:]).indices(n)
            items.append(("static", a, len(range(a, b, c)), c))
        else:
            items.append(_span(n, inputs, entry))
        axis += 1
    items += [("static", 0, n, 1) for n in x.shape[axis:]]
    return items


def _span(n, inputs, entry):
    given = [inputs[e[1]] if isinstance(e, tuple) else e for e in entry[1:4]]
    length = int(inputs[entry[4]])
    if all(v is None or _concrete(v) for v in given):
        a, b, c = slice(*(None if v is None else int(v) for v in given)).indices(n)
        return ("static", a, len(range(a, b, c)), c)
    start, _, step = given
    step = 1 if step is None else step
    negative = step < 0
    if _concrete(step):
        low, high = (-1, n - 1) if negative else (0, n)
        default = high if negative else low
    else:
        low, high = jnp.where(negative, -1, 0), jnp.where(negative, n - 1, n)
        default = jnp.where(negative, high, low)
    start = default if start is None else _clip_bound(start, n, low, high)
    if _concrete(step) and int(step) == 1:
        return ("dynamic", start, length)
    return ("array1", start + jnp.arange(length, dtype="int64") * convert(jnp.asarray(step), "int64"))


def _basic(items):
    return all(i[0] not in ("array",) for i in items)


def _get(x, items):
    """x[items] where no item is an array."""
    starts, lengths, strides, reverse = [], [], [], []
    dynamic, gathers, squeezed = False, [], []
    for item in items:
        if item[0] == "new":
            continue
        axis = len(starts)
        if item[0] == "pick":
            starts.append(item[1])
            lengths.append(1)
            strides.append(1)
            squeezed.append(axis)
            dynamic = dynamic or not _concrete(item[1])
        elif item[0] == "static":
            _, a, length, step = item
            if step < 0:
                reverse.append(axis)
                a, step = a + (length - 1) * step, -step
            starts.append(a if length else 0)
            lengths.append(length)
            strides.append(step)
        elif item[0] == "dynamic":
            starts.append(item[1])
            lengths.append(item[2])
            strides.append(1)
            dynamic = dynamic or not _concrete(item[1])
        else:
            gathers.append((axis, item[1]))
            starts.append(0)
            lengths.append(x.shape[axis])
            strides.append(1)
    if any(n == 0 for axis, n in enumerate(x.shape) if axis in squeezed):
        return lax.full([n for d, n in enumerate(lengths) if d not in squeezed], 0, x.dtype)
    x = _cut(x, starts, lengths, strides, dynamic)
    if reverse:
        x = lax.rev(x, reverse)
    for axis, i in gathers:
        x = jnp.take(x, i, axis=axis, mode="clip")
    if squeezed:
        x = lax.squeeze(x, squeezed)
    new = _new_places(items)
    return lax.expand_dims(x, new) if new else x


def _cut(x, starts, lengths, strides, dynamic):
    if not dynamic:
        starts = [int(a) for a in starts]
        limits = [a + (n - 1) * c + 1 if n else a for a, n, c in zip(starts, lengths, strides)]
        if starts == [0] * x.ndim and tuple(limits) == x.shape and set(strides) <= {1}:
            return x
        return lax.slice(x, starts, limits, strides)
    if any(c != 1 for c in strides):
        fixed = [(int(a), n, c) if c != 1 else (0, x.shape[d], 1)
                 for d, (a, n, c) in enumerate(zip(starts, lengths, strides))]
        x = _cut(x, *map(list, zip(*fixed)), False)
        starts = [0 if c != 1 else a for a, c in zip(starts, strides)]
    return lax.dynamic_slice(x, [jnp.asarray(a, "int64") for a in starts], lengths)


def _new_places(items):
    places, out = [], 0
    for item in items:
        if item[0] == "pick":
            continue
        if item[0] == "new":
            places.append(out)
        out += 1
    return places


def _arrays(x, items):
    """The items as arguments for NumPy-style advanced indexing."""
    full = []
    for item in items:
        kind = item[0]
        if kind == "new":
            full.append(None)
        elif kind in ("array", "array1", "pick"):
            full.append(item[1])
        elif kind == "static":
            _, a, length, step = item
            stop = a + length * step
            full.append(slice(a, stop if stop >= 0 else None, step) if length else slice(0, 0))
        else:
            raise AssertionError(kind)
    return tuple(full)


def _without_spans(x, items):
    """Cut dynamic slices first, so that only static ones stand beside arrays."""
    cut = [i if i[0] in ("dynamic", "array1") else ("static", 0, n, 1)
           for i, n in zip([i for i in items if i[0] != "new"], x.shape)]
    x = _get(x, cut)
    lengths = iter(x.shape)
    return x, [i if i[0] == "new" else
               (("static", 0, n, 1) if i[0] in ("dynamic", "array1") else i)
               for i, n in ((i, None if i[0] == "new" else next(lengths)) for i in items)]


def _index_types_host(x, *inputs, index):
    items = []
    for entry in index:
        kind = entry[0]
        if kind == "int":
            items.append(entry[1])
        elif kind in ("at", "array"):
            items.append(np.asarray(inputs[entry[1]]))
        elif kind == "new":
            items.append(None)
        else:
            items.append(slice(*(None if v is None else int(inputs[v[1]] if isinstance(v, tuple) else v)
                                 for v in entry[1:4])))
    return np.asarray(x)[tuple(items)]


class IndexOp(Op):
    """An op whose inputs after the first `offset` are an index."""

    offset = 1

    def host_inputs(self, node):
        return tuple(self.offset + e[4] for e in node.params["index"] if e[0] == "span")

    def connected(self, node):
        return list(range(self.offset))

    def prepare(self, inputs, params):
        return inputs


def _show(index, kind="Subtensor"):
    def bound(b):
        return "" if b is None else "int64"

    parts = []
    for e in index:
        if e[0] in ("slice", "span"):
            parts.append(f"{bound(e[1])}:{bound(e[2])}:{bound(e[3])}")
        else:
            parts.append("int64" if e[0] != "new" else "None")
    return f"{kind}{{{', '.join(parts)}}}"


def _lower_get(x, *inputs, index):
    """x[index]: views, integers, arrays and masks as in NumPy. Raises IndexError out of bounds."""
    x = jnp.asarray(x)
    items = resolve(x, inputs, index)
    if _basic(items):
        return _get(x, items)
    _agree(items)
    if any(i[0] in ("dynamic", "array1") for i in items):
        x, items = _without_spans(x, items)
    simple = _take_axis(items, x)
    if simple is not None:
        return _take_rows(x, *simple)
    if 0 in x.shape and any(n == 0 and i[0] in ("array", "pick") for i, n in zip(
            [i for i in items if i[0] != "new"], x.shape)):
        # Only empty arrays can index a dimension of length 0; everything else was refused above.
        x = jnp.pad(x, [(0, 1) if n == 0 else (0, 0) for n in x.shape])
    return x.at[_arrays(x, items)].get(mode="promise_in_bounds")


def _agree(items):
    """Raise IndexError unless the index arrays can be broadcast together."""
    shapes_ = [np.shape(i[1]) for i in items if i[0] == "array"]
    try:
        np.broadcast_shapes(*shapes_)
    except ValueError:
        raise IndexError(f"shape mismatch: indexing arrays could not be broadcast together with shapes "
                         f"{' '.join(map(str, shapes_))}") from None


def _take_axis(items, x):
    """(axis, array) if the index is one array among full slices."""
    arrays = [(k, i) for k, i in enumerate(items) if i[0] == "array"]
    if len(arrays) != 1 or len(items) != x.ndim or 0 in x.shape:
        return None
    axis, item = arrays[0]
    full = all(i == ("static", 0, n, 1) for k, (i, n) in enumerate(zip(items, x.shape)) if k != axis)
    return (axis, item[1]) if full else None


def _take_rows(x, axis, i):
    return jnp.take(x, jnp.asarray(i), axis=axis, mode="clip")


subtensor = IndexOp(_lower_get, types=_indexed, host=_index_types_host, name="subtensor", show=_show)


def getitem(x, items):
    """x[items] as a variable."""
    entries, inputs = read_index(x, items)
    return subtensor(x, *inputs, index=entries)


# --- set and increment ----------------------------------------------------------------------------


def _updated_type(x, y, *inputs, index, set):
    return x.type


def _lower_update(x, y, *inputs, index, set):
    """`x` with x[index] set to `y`, or `y` added (once for every time a place is named)."""
    x = jnp.asarray(x)
    items = resolve(x, inputs, index)
    _agree(items)
    y = jnp.asarray(convert(y, x.dtype))
    at = []
    for item in (i for i in items if i[0] != "new"):
        at.append(("array1", item[1] + jnp.arange(item[2], dtype="int64")) if item[0] == "dynamic" else item)
    simple = _whole_block(items, x)
    if simple is not None:
        return _update_block(x, y, items, simple, set)
    places = iter(at)
    full = [i if i[0] == "new" else next(places) for i in items]
    if any(i[0] == "array1" for i in full):
        return _update_outer(x, y, full, set)
    target = x.at[_arrays(x, full)]
    _fits(y, jnp_shape(x, full))
    return target.set(y, mode="drop") if set else target.add(y, mode="drop")


def jnp_shape(x, items):
    """The shape of x[items]."""
    import jax

    return jax.eval_shape(lambda a: a[_arrays(a, items)], jax.ShapeDtypeStruct(x.shape, x.dtype)).shape


def _fits(y, shape):
    if y.ndim > len(shape) or any(a not in (1, b) for a, b in zip(y.shape[::-1], shape[::-1])):
        raise ValueError(f"could not broadcast input array from shape {y.shape} into shape {tuple(shape)}")


def _whole_block(items, x):
    """(starts, lengths) if the index is a block of `x`: integers and slices of step 1."""
    starts, lengths = [], []
    for item in items:
        if item[0] == "new":
            return None
        if item[0] == "pick":
            starts.append(item[1])
            lengths.append(1)
        elif item[0] == "dynamic" or (item[0] == "static" and item[3] == 1):
            starts.append(item[1])
            lengths.append(item[2])
        else:
            return None
    return (starts, lengths) if 0 not in x.shape else None


def _update_block(x, y, items, block, set):
    starts, lengths = block
    kept = tuple(n for item, n in zip(items, lengths) if item[0] != "pick")
    _fits(y, kept)
    y = lax.reshape(jnp.broadcast_to(y, kept), lengths)
    if 0 in lengths:
        return x
    if y.shape == x.shape:
        return y if set else x + y
    starts = [jnp.asarray(a, "int64") for a in starts]
    if not set:
        y = lax.dynamic_slice(x, starts, lengths) + y
    return lax.dynamic_update_slice(x, y, starts)


def _update_outer(x, y, items, set):
    """Update where slices with a symbolic step or start stand beside others: by the positions of all elements."""
    numbers = lax.reshape(lax.iota(np.dtype("int64"), x.size), x.shape)
    expanded = [("array1", i[1]) if i[0] == "array1" else i for i in items]
    if _basic(expanded):
        where = _get(numbers, expanded)
    else:
        cut, rest = _without_spans(numbers, expanded)
        where = cut.at[_arrays(cut, rest)].get(mode="promise_in_bounds")
    _fits(y, where.shape)
    flat = lax.reshape(x, (x.size,)).at[lax.reshape(where, (where.size,))]
    y = lax.reshape(jnp.broadcast_to(y, where.shape), (where.size,))
    return lax.reshape(flat.set(y) if set else flat.add(y), x.shape)


class UpdateOp(IndexOp):
    offset = 2

    def describe(self, params):
        return _show(params["index"], "IncSubtensor").replace("{", "{Set;" if params["set"] else "{Inc;", 1)


inc_subtensor_op = UpdateOp(_lower_update, types=_updated_type, name="inc_subtensor")


def _update(x, y, set, name):
    y = as_tensor_variable(y)
    node = x.owner
    while node is not None and node.op is shapes._dimshuffle:
        # x[0].T and the like: undo the reordering on y, as long as that is possible.
        order = node.params["order"]
        inner = node.inputs[0]
        if y.ndim > len(order):
            raise TypeError(f"Trying to increment a {x.ndim}-dimensional subtensor with a {y.ndim}-dimensional value.")
        if "x" in order and any(d == "x" for d in order):
            padded = types_pad(y, len(order))
            y = shapes.dimshuffle(padded, *_inverse(order, inner.ndim))
        else:
            y = shapes.dimshuffle(types_pad(y, len(order)), *_inverse(order, inner.ndim))
        new = _update(inner, y, set, name)
        return shapes.dimshuffle(new, *order) if new.ndim == inner.ndim and inner.owner is None else new
    if node is not None and node.op is shapes._rebroadcast:
        return _update(node.inputs[0], y, set, name)
    if node is not None and node.op is shapes._reshape:
        inner = node.inputs[0]
        flat_y = shapes.reshape(_stretched_like(y, x), shapes.shape(inner), inner.ndim)
        return _update(inner, flat_y, set, name)
    if node is None or node.op is not subtensor:
        raise TypeError(f"x must be the result of a subtensor operation, got {x}")
    if y.ndim > x.ndim:
        raise TypeError(f"Trying to increment a {x.ndim}-dimensional subtensor with a {y.ndim}-dimensional value.")
    if y.dtype.startswith("complex") and not x.dtype.startswith("complex"):
        raise TypeError(f"Trying to {name} {x}, of dtype {x.dtype}, with complex values: they would lose their imaginary part")
    for d in range(y.ndim):
        if y.broadcastable[d - y.ndim] is False and x.broadcastable[d - y.ndim]:
            raise TypeError(f"Trying to {name} a broadcastable dimension {d} of {x} with {y}, which is not broadcastable")
    return inc_subtensor_op(node.inputs[0], y, *node.inputs[1:], index=node.params["index"], set=set)


def types_pad(y, ndim):
    return shapes.shape_padleft(y, ndim - y.ndim) if y.ndim < ndim else y


def _inverse(order, ndim):
    places = {d: k for k, d in enumerate(order) if d != "x"}
    return [places.get(d, "x") for d in range(ndim)]


def _stretched_like(y, x):
    from theano_lite.ops.creation import alloc

    return alloc(y, *(shapes.shape_i(x, i=d) for d in range(x.ndim))) if y.type.broadcastable != x.broadcastable else y


def set_subtensor(x, y, inplace=False, tolerate_inplace_aliasing=False):
    """The whole tensor that x = whole[index] was taken from, with `y` in that place.

    Raises TypeError if `x` is no result of indexing or `y` has more dimensions; ValueError at run time if `y` does
    not fit.
    """
    return _update(x, y, True, "set")


def inc_subtensor(x, y, inplace=False, set_instead_of_inc=False, tolerate_inplace_aliasing=False):
    """The whole tensor that x = whole[index] was taken from, with `y` added in that place, duplicates each time.

    Raises as `set_subtensor`.
    """
    return _update(x, y, set_instead_of_inc, "increment")


# --- masks ----------------------------------------------------------------------------------------


@op(types=lambda x: tensor_type("int64", []))
def count_nonzero(x):
    """How many elements of `x` are not zero, int64."""
    return jnp.sum(x != 0, dtype="int64")


def _nonzero_types(x, count):
    return [tensor_type("int64", [False]) for _ in range(x.type.ndim)]


@op(types=_nonzero_types, unconnected=(0,), name="nonzero", show=lambda: "Nonzero")
def _nonzero(x, count: int):
    """The positions of the elements of `x` that are not zero: one int64 vector per dimension."""
    return list(jnp.nonzero(x, size=int(count)))


def _mask_types(mask, x, count, axis):
    return [tensor_type("int64", [False]) for _ in range(mask.type.ndim)]


@op(types=_mask_types, by_shape=(1,), unconnected=(0,), show=lambda axis: "Nonzero")
def mask_positions(mask, x, count: int, *, axis):
    """Where the bool `mask`, an index of `x` from dimension `axis` on, holds: one int64 vector per dimension."""
    for d, n in enumerate(mask.shape):
        if n != x.shape[axis + d]:
            raise IndexError(f"boolean index did not match indexed array along dimension {axis + d}; dimension is "
                             f"{x.shape[axis + d]} but corresponding boolean dimension is {n}")
    return list(jnp.nonzero(mask, size=int(count)))


def nonzero(a, return_matrix=False):
    """The positions of the elements that are not zero: a tuple of int64 vectors, or a (ndim, n) matrix.

    Raises ValueError for a scalar.
    """
    a = as_tensor_variable(a)
    if a.ndim == 0:
        raise ValueError("Nonzero only supports non-scalar arrays.")
    parts = _nonzero.make_node(a, count_nonzero(a)).outputs
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


# --- take and diagonals ---------------------------------------------------------------------------


def take(a, indices, axis=None, mode="raise"):
    """The elements of `a` at `indices` along `axis` (default: of the flattened tensor).

    mode 'raise' checks bounds, 'wrap' and 'clip' bring indices inside. Raises ValueError for another mode.
    """
    a, indices = as_tensor_variable(a), as_tensor_variable(indices)
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


def _diagonal_type(x, offset, axis1, axis2):
    kept = [b for d, b in enumerate(x.type.broadcastable) if d not in (axis1, axis2)]
    return tensor_type(x.type.dtype, [*kept, False])


@op(types=_diagonal_type, name="ExtractDiag", show=lambda offset, axis1, axis2: "ExtractDiag")
def _diagonal(x, *, offset, axis1, axis2):
    """The elements x[i, i + offset] of two dimensions, as the last dimension."""
    return jnp.diagonal(x, offset, axis1, axis2)


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The elements a[i, i + offset] of dimensions `axis1` and `axis2`, as the last dimension."""
    a = as_tensor_variable(a)
    if a.ndim < 2:
        raise ValueError("diagonal needs a tensor of at least 2 dimensions")
    return _diagonal(a, offset=int(offset), axis1=int(axis1) % a.ndim, axis2=int(axis2) % a.ndim)


@op(types=lambda x, offset: tensor_type(x.type.dtype, [False, False]), name="AllocDiag", show=lambda offset: "AllocDiag")
def _alloc_diagonal(x, *, offset):
    """A matrix of zeros with the vector `x` on diagonal `offset`."""
    return jnp.diag(x, offset)


def diag(v, k=0):
    """The diagonal `k` of a matrix, or the matrix with the vector `v` on that diagonal. Raises ValueError."""
    v = as_tensor_variable(v)
    if v.ndim == 1:
        return _alloc_diagonal(v, offset=int(k))
    if v.ndim >= 2:
        return diagonal(v, offset=k)
    raise ValueError("Input must has v.ndim >= 1.")


def trace(a, offset=0, axis1=0, axis2=1):
    """The sum of the diagonal of two dimensions."""
    from theano_lite.ops.reduction import sum

    return sum(diagonal(a, offset, axis1, axis2), axis=-1)


def choose(a, choices, out=None, mode="raise"):
    """For each element i of the integer tensor `a` the element of choices[i] in its place.

    choices: a list of tensors, or one whose first dimension counts them. mode 'raise', 'wrap' or 'clip'.
    """
    from theano_lite.ops.joining import stack

    if isinstance(choices, (list, tuple)):
        choices = stack([as_tensor_variable(c) for c in choices])
    a, choices = as_tensor_variable(a), as_tensor_variable(choices)
    if a.type.dtype not in discrete_dtypes:
        raise TypeError(f"choose first argument should have an [u]int* dtype, got {a.type.dtype}")
    ndim = max(a.ndim, choices.ndim - 1)
    pattern = [False] * ndim
    return _choose(a, choices, mode=mode, pattern=tuple(pattern))


@op(types=lambda a, choices, mode, pattern: tensor_type(choices.type.dtype, pattern), unconnected=(0,), name="choose",
    show=lambda mode, pattern: f"Choose{{{mode}}}")
def _choose(a, choices, *, mode, pattern):
    """choices[a[...], ...], each in its place."""
    n = choices.shape[0]
    if mode == "raise":
        checks.require((jnp.asarray(a) >= 0) & (jnp.asarray(a) < n), ValueError, "invalid entry {value} in choice array",
                       a)
    return jnp.choose(jnp.asarray(a), list(choices), mode="clip" if mode == "raise" else mode)
