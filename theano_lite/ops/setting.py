"""set_subtensor and inc_subtensor: a tensor with the place that an index names set or incremented.

Source: theano.tensor.subtensor.
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.op import convert, op
from theano_lite.core.types import as_tensor_variable, constant, tensor_type
from theano_lite.ops import elementwise, shapes
from theano_lite.ops.creation import alloc
from theano_lite.ops.indexing import (
    IndexOp,
    _agree,
    _arrays,
    _basic,
    _family,
    _get,
    _indexable,
    _show,
    _without_spans,
    is_subtensor,
    kind_of_index,
    resolve,
    subtensor_ops,
)


def _updated_type(x, y, *inputs, index, set):
    return x.type


def _lower_update(x, y, *inputs, index, set):
    """`x` with x[index] set to `y`, or `y` added (once for every time a place is named); the shape and dtype of `x`."""
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
    roomy = _indexable(x, full)
    _fits(y, jnp_shape(roomy, full))
    if roomy is not x:
        return x
    target = x.at[_arrays(x, full)]
    return target.set(y, mode="drop") if set else target.add(y, mode="drop")


def jnp_shape(x, items):
    """The shape of x[items]."""
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
        cut = _indexable(cut, rest)
        where = cut.at[_arrays(cut, rest)].get(mode="promise_in_bounds")
    _fits(y, where.shape)
    if x.size == 0:
        return x
    flat = lax.reshape(x, (x.size,)).at[lax.reshape(where, (where.size,))]
    y = lax.reshape(jnp.broadcast_to(y, where.shape), (where.size,))
    return lax.reshape(flat.set(y) if set else flat.add(y), x.shape)


@op(types=lambda g, y: tensor_type(g.type.dtype, y.type.broadcastable), by_shape=(1,))
def summed_to(g, y):
    """`g` summed over the dimensions along which `y` was stretched to its shape. (m, n), (n,) -> (n,)."""
    extra = g.ndim - y.ndim
    g = jnp.sum(g, axis=tuple(range(extra)))
    stretched = tuple(d for d, (a, b) in enumerate(zip(g.shape, y.shape)) if a != b)
    return jnp.sum(g, axis=stretched, keepdims=True) if stretched else g


class UpdateOp(IndexOp):
    offset = 2

    def input_gradients(self, node, upstream):
        """Where arrays name a place twice each of its values gets the gradient, as in Theano; JAX gives it to one."""
        index, (_, y, *inputs) = node.params["index"], node.inputs
        if not node.params["set"] or not any(e[0] == "array" for e in index):
            return None
        g = upstream[0]
        zero = constant(np.zeros((), g.type.dtype))
        return [self(g, zero, *inputs, index=index, set=True),
                summed_to(subtensor_ops[kind_of_index(index, inputs)](g, *inputs, index=index), y)]

    def describe(self, params):
        if self.name == "inc_subtensor":
            how = "{Set;" if params.get("set") else "{Inc;"
            return _show(params["index"], "IncSubtensor").replace("{", how, 1) if params else "IncSubtensor"
        kind = super().describe(params)
        if not params:
            return kind
        if kind.endswith("1"):
            return f"{kind}{{no_inplace,{'set' if params['set'] else 'inc'}}}"
        return f"{kind}{{inplace=False,  set_instead_of_inc={bool(params['set'])}}}"


inc_subtensor_ops = _family("inc_subtensor", lambda name: UpdateOp(_lower_update, types=_updated_type, name=name))


def _update(x, y, set, name):
    y = as_tensor_variable(y)
    node = x.owner
    while node is not None and node.op is shapes._dimshuffle:
        # x[:2].T and the like: the reordering is undone on y, and done again to the whole, as in Theano.
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
        reordered = "x" not in order and len(order) == inner.ndim == new.ndim
        return shapes.dimshuffle(new, *order) if reordered else new
    if node is not None and node.op is shapes._rebroadcast:
        return _update(node.inputs[0], y, set, name)
    if node is not None and node.op is shapes._reshape:
        inner = node.inputs[0]
        flat_y = shapes.reshape(_stretched_like(y, x), shapes.shape(inner), inner.ndim)
        return _update(inner, flat_y, set, name)
    if node is None or not is_subtensor(node.op):
        raise TypeError(f"x must be the result of a subtensor operation, got {x}")
    if y.ndim > x.ndim:
        raise TypeError(f"Trying to increment a {x.ndim}-dimensional subtensor with a {y.ndim}-dimensional value.")
    if y.dtype.startswith("complex") and not x.dtype.startswith("complex"):
        raise TypeError(f"Trying to {name} {x}, of dtype {x.dtype}, with complex values: they would lose their imaginary part")
    # Where the place has length 1 by its type, so must the value: that is checked when the function runs.
    unit = [d for d in range(y.ndim) if x.broadcastable[d - y.ndim] and not y.broadcastable[d]]
    y = shapes.addbroadcast(y, *unit) if unit else y
    whole, *inputs = node.inputs
    kind, index = kind_of_index(node.params["index"], inputs), node.params["index"]
    if kind == "basic":
        whole, index = _with_new_dimensions(whole, index)
    if y.dtype != whole.dtype and _takes(index):
        # There Theano reorders `y`, too, so that its gradient has its own dtype.
        y = elementwise.identity(y)
    return _without_flagged(inc_subtensor_ops[kind](whole, y, *inputs, index=index, set=set), index)


def _takes(index):
    """Whether the index is one array in place of a dimension after the first, as in x[:, v]."""
    others = [entry for entry in index if entry[0] != "array"]
    return index[0][0] != "array" and len(others) == len(index) - 1 and set(others) == {("slice", None, None, None)}


def _without_flagged(x, index):
    """`x` without the dimensions that it has for the 0-d masks of the index."""
    axes = [entry for entry in index if entry[0] != "new"]
    flagged = [axis for axis, entry in enumerate(axes) if entry[-1] == "flag"]
    return shapes.dimshuffle(x, *(d for d in range(x.ndim) if d not in flagged)) if flagged else x


def _with_new_dimensions(x, index):
    """`x` with the dimensions that the index adds, and the index of that: Theano's result has them, unless all is taken."""
    everything = ("slice", None, None, None)
    kept = [entry for entry in index if entry[0] != "new"]
    if len(kept) == len(index) or all(entry == everything for entry in kept):
        return x, index
    axes = iter(range(x.ndim))
    order = ["x" if entry[0] == "new" else next(axes) for entry in index]
    return shapes.dimshuffle(x, *order, *axes), tuple(everything if entry[0] == "new" else entry for entry in index)


def types_pad(y, ndim):
    return shapes.shape_padleft(y, ndim - y.ndim) if y.ndim < ndim else y


def _inverse(order, ndim):
    places = {d: k for k, d in enumerate(order) if d != "x"}
    return [places.get(d, "x") for d in range(ndim)]


def _stretched_like(y, x):
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

