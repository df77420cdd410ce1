"""Slices as variables.

Source: theano.tensor.type_other.
"""

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.op import Op
from theano_lite.core.other_types import NoneConst, slicetype
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import comparison, elementwise


def as_int_none_variable(x):
    """`x` as an integer variable, or the constant None. Raises TypeError for what is no integer."""
    if x is None or x is NoneConst:
        return NoneConst
    x = as_tensor_variable(x, ndim=0)
    if x.type.dtype not in discrete_dtypes:
        raise TypeError("index must be integers")
    return x


def _slice(start, stop, step):
    """The parts (start, stop, step), as a program holds a slice; indexing reads them from the node."""
    return [(start, stop, step)]


class MakeSlice(Op):
    """(start, stop, step) -> a slice for indexing; each may be None. Raises TypeError for what is no integer."""

    def __init__(self):
        super().__init__(_slice, None, name="make_slice")

    def make_node(self, slc, stop=None, step=None):
        if isinstance(slc, slice):
            if stop is not None or step is not None:
                raise TypeError("make_slice takes a slice or its parts, not both")
            slc, stop, step = slc.start, slc.stop, slc.step
        return Apply(self, [as_int_none_variable(part) for part in (slc, stop, step)], [slicetype])


make_slice = MakeSlice()


def as_slice(item):
    """The slice of variables that the slice variable `item` was made of; anything else as it is."""
    if isinstance(item, Variable) and item.owner is not None and item.owner.op is make_slice:
        return slice(*(None if v is NoneConst else v for v in item.owner.inputs))
    return item


def get_canonical_form_slice(theslice, length):
    """`theslice` of a dimension of `length` as (slice with 0 <= start <= stop <= length and step > 0, 1 or -1).

    -1: what the new slice takes is to be reversed. An integer index gives (the index from 0 on, 1).
    """
    if not isinstance(theslice, slice):
        index = as_tensor_variable(theslice)
        return elementwise.switch(comparison.lt(index, 0), index + length, index), 1
    parts = (theslice.start, theslice.stop, theslice.step)
    if not any(isinstance(v, Variable) for v in (*parts, length)):
        start, stop, step = theslice.indices(int(length))
        count = len(range(start, stop, step))
        if step > 0:
            return slice(start, max(start, stop), step), 1
        return slice(start + (count - 1) * step, start + 1, -step) if count else slice(0, 0, 1), -1
    start, stop, step = parts
    step = as_tensor_variable(1 if step is None else step)
    back = comparison.lt(step, 0)
    low, high = elementwise.switch(back, -1, 0), elementwise.switch(back, length - 1, length)

    def bound(v, default):
        if v is None:
            return default
        v = as_tensor_variable(v)
        return elementwise.clip(elementwise.switch(comparison.lt(v, 0), v + length, v), low, high)

    start, stop = bound(start, elementwise.switch(back, high, low)), bound(stop, elementwise.switch(back, low, high))
    sign = elementwise.switch(back, -1, 1)
    count = elementwise.maximum(elementwise.int_div(stop - start + step - sign, step), 0)
    last = start + (count - 1) * step
    empty = comparison.eq(count, 0)
    first = elementwise.switch(empty, 0, elementwise.switch(back, last, start))
    end = elementwise.switch(empty, 0, elementwise.switch(back, start + 1, stop))
    return slice(first, end, elementwise.abs_(step)), sign
