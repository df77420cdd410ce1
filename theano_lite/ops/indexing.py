"""Indexing. Bounds are checked, never clamped.

The index of a node is its parameter `index`: a tuple with one entry per item of x[...]:
    ("int", k)                  a constant integer
    ("at", j)                   the integer scalar in input j
    ("slice", a, b, c)          a constant slice
    ("span", a, b, c, j)        a slice some of whose bounds are inputs: a, b, c are ints, None or ("in", j'); input j
                                is its length, a host integer
    ("sliced", j)               the slice in input j, decided by each call
    ("new",)                    a new dimension of length 1
    ("array", j)                the integer array in input j
    ("array", j, "flag")        the same, of a 0-d mask: it indexes a dimension of length 1 that x got for it

Source: theano.tensor.subtensor; NumPy's indexing.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.op import Op, convert
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import shapes
from theano_lite.ops.index_reader import clip_bound, read_index
from theano_lite.ops.masks import mask_positions

# --- types ----------------------------------------------------------------------------------------


def _indexed_pattern(x, inputs, index):
    pattern, axis, arrays, places = [], 0, [], []
    for k, entry in enumerate(index):
        kind = entry[0]
        if kind == "new":
            pattern.append(True)
            continue
        if kind in ("slice", "span", "sliced"):
            full = kind == "sliced" or entry[1:4] == (None, None, None)
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
        # Only of one array that takes rows (or columns) does Theano keep which lengths are 1; of a matrix of indices at
        # the cost of the lengths of `x`.
        rest = [e for e in index if e[0] != "array"]
        rows = len(arrays) == 1 and all(e == ("slice", None, None, None) for e in rest)
        if rows and arrays[0].type.ndim > 1:
            pattern = [b if b == "arrays" else False for b in pattern]
        stretched = list(arrays[0].type.broadcastable) if rows else [False] * max(a.type.ndim for a in arrays)
        if all(e[-1] == "flag" for e in index if e[0] == "array"):
            stretched = [True]  # says Theano, though it is empty where the mask does not hold
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
    # As Theano counts it: x[-1:] and x[:-1] have a length of their own, even where x has one element.
    start, stop, _ = entry[1:4]
    return x.type.broadcastable[axis] and start in (None, 0) and (stop is None or stop > 0)


def _indexed(x, *inputs, index):
    return tensor_type(x.type.dtype, _indexed_pattern(x, inputs, index))


# --- lowering -------------------------------------------------------------------------------------


def _concrete(v):
    return isinstance(v, (np.ndarray, np.generic, int))


def require_in_bounds(i, n, axis):
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
            require_in_bounds(entry[1], n, axis)
            items.append(("pick", entry[1] % n if n else 0))
        elif entry[0] in ("at", "array"):
            i = inputs[entry[1]]
            if not _concrete(i):
                i = convert(i, "int64")
            require_in_bounds(i, n, axis)
            if _concrete(i) and np.ndim(i) == 0:
                items.append(("pick", int(i) % n if n else 0))
            else:
                i = i if n == 0 else (i % n if _concrete(i) else jnp.where(i < 0, i + n, i))
                items.append(("pick" if entry[0] == "at" else "array", i))
        elif entry[0] in ("slice", "sliced"):
            a, b, c = (slice(*entry[1:]) if entry[0] == "slice" else inputs[entry[1]]).indices(n)
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
    start = default if start is None else clip_bound(start, n, low, high)
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
        elif kind == "sliced":
            items.append(inputs[entry[1]])
        else:
            items.append(slice(*(None if v is None else int(inputs[v[1]] if isinstance(v, tuple) else v)
                                 for v in entry[1:4])))
    return np.asarray(x)[tuple(items)]


class IndexOp(Op):
    """An op whose inputs after the first `offset` are an index."""

    offset = 1

    def host_inputs(self, node):
        return tuple(self.offset + (e[4] if e[0] == "span" else e[1]) for e in node.params["index"]
                     if e[0] in ("span", "sliced"))

    def connected(self, node):
        return list(range(self.offset))

    def prepare(self, inputs, params):
        return inputs

    def describe(self, params):
        if self.name == "subtensor":
            return _show(params["index"]) if params else "Subtensor"
        return "".join(map(str.capitalize, self.name.split("_")))

    def __str__(self):
        return self.describe({})


def _show(index, kind="Subtensor"):
    def bound(b):
        return "" if b is None else "int64"

    parts = []
    for e in index:
        if e[0] in ("slice", "span"):
            parts.append(f"{bound(e[1])}:{bound(e[2])}:{bound(e[3])}")
        else:
            parts.append({"new": "None", "sliced": "slice"}.get(e[0], "int64"))
    return f"{kind}{{{', '.join(parts)}}}"


def _lower_get(x, *inputs, index):
    """x[index]: slices, integers, arrays and masks, in NumPy's shape and x's dtype. Raises IndexError out of bounds."""
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
    x = _indexable(x, items)
    return x.at[_arrays(x, items)].get(mode="promise_in_bounds")


def _indexable(x, items):
    """`x` with an element in empty dimensions that arrays index: JAX refuses those even to empty arrays.

    What is no empty array was refused before.
    """
    at = [i[0] for i in items if i[0] != "new"]
    wanting = [n == 0 and kind in ("array", "pick") for kind, n in zip(at, x.shape)]
    return jnp.pad(x, [(0, 1 if want else 0) for want in wanting]) if any(wanting) else x


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


def _family(kind, make):
    """One op per kind of index, as Theano has: they differ in name alone."""
    return {"basic": make(kind), "vector": make(f"advanced_{kind}1"), "arrays": make(f"advanced_{kind}"),
            "mask": make(f"advanced_boolean_{kind}")}


subtensor_ops = _family("subtensor", lambda name: IndexOp(_lower_get, types=_indexed, host=_index_types_host, name=name))
subtensor = subtensor_ops["basic"]
advanced_subtensor1, advanced_subtensor = subtensor_ops["vector"], subtensor_ops["arrays"]
advanced_boolean_subtensor = subtensor_ops["mask"]


def kind_of_index(entries, inputs):
    """'basic', 'vector' (one index vector for the first dimension), 'arrays' or 'mask'."""
    arrays = [inputs[e[1]] for e in entries if e[0] == "array"]
    if not arrays:
        return "basic"
    if any(a.owner is not None and a.owner.op is mask_positions for a in arrays):
        return "mask"
    return "vector" if entries[0][0] == "array" and len(entries) == 1 and arrays[0].type.ndim == 1 else "arrays"


def is_subtensor(op):
    """Whether `op` is one of those that index."""
    return isinstance(op, IndexOp) and op.offset == 1


def getitem(x, items):
    """x[items] as a variable."""
    x, entries, inputs = read_index(as_tensor_variable(x), items)
    kind = kind_of_index(entries, inputs)
    if kind == "basic":
        x = _without_dropped(x, entries)
    return subtensor_ops[kind](x, *inputs, index=entries)


def _without_dropped(x, entries):
    """x without the broadcastable dimensions that an index with a new axis leaves out: col[:, None] is a col in Theano."""
    used = sum(entry[0] != "new" for entry in entries)
    if used == len(entries) or used == x.type.ndim or not all(x.type.broadcastable[used:]):
        return x
    return shapes.dimshuffle(x, *range(used))
