"""Ops on typed lists. As in Theano they have no gradient.

The length of a list, the shapes of its elements and an index are compiled in: each has a program of its own.

Source: theano.typed_list.basic.
"""

from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.config import config
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.list_type import TypedListType, TypedListVariable
from theano_lite.core.op import Op
from theano_lite.core.op_class import op_class
from theano_lite.core.other_types import SliceType
from theano_lite.core.sparse_op import joined
from theano_lite.core.sparse_type import SparseType
from theano_lite.core.types import ArrayType, NullType, as_tensor_variable, constant, tensor_type
from theano_lite.ops.slices import as_slice


class ListOp(Op):
    """An op some of whose inputs or outputs are lists."""

    def as_input(self, x):
        # Elements may be sparse, which ops on tensors refuse.
        return x if isinstance(x, Variable) else as_tensor_variable(x)

    def run(self, node, values):
        return [self.lowering(*values, **node.params)]

    def connected(self, node):
        barred = {*self.host_inputs(node), *self.unconnected}
        return [k for k in range(len(node.inputs)) if k not in barred]

    def input_gradients(self, node, upstream):
        """None there are: whoever wants one gets NotImplementedError."""
        missing = NullType(f"{self.name} has no gradient", NotImplementedError(
            f"{self.name} has no gradient: typed lists cannot be differentiated"))
        return [missing() if k in self.connected(node) else None for k in range(len(node.inputs))]


def list_op(types, **options):
    """Make a ListOp of the decorated lowering."""
    return lambda lowering: ListOp(lowering, types, **options)


# --- reading arguments ----------------------------------------------------------------------------


def _as_list(x):
    """Raises AssertionError for what is no list variable."""
    if not isinstance(x, Variable) or not isinstance(x.type, TypedListType):
        raise AssertionError(f"a typed list is needed, got {x}")
    return x


def _as_value(x, type):
    """`x` as a variable of `type`. Raises AssertionError for a variable of another."""
    if not isinstance(x, Variable):
        return type.make_constant(x)
    if x.type != type:
        raise AssertionError(f"the list needs a value of type {type}, got {x} of type {x.type}")
    return x


def _as_index(index):
    """`index` as an int64 scalar. Raises AssertionError for another dtype, TypeError for what is no number."""
    if not isinstance(index, Variable):
        return constant(int(index), dtype="int64")
    index = as_tensor_variable(index)
    if index.type.ndim:
        raise TypeError(f"Expected scalar or slice as index, got {index.type}")
    if index.type.dtype != "int64":
        raise AssertionError(f"the index of a list must be int64, got {index.type}")
    return index


# --- elements -------------------------------------------------------------------------------------


@list_op(types=lambda x, index: x.type.ttype, name="GetItem")
def _get_item(x, index: int):
    """The element x[index], of the type of the elements. Raises IndexError out of bounds."""
    return x[int(index)]


@list_op(types=lambda x, *bounds, form: x.type, name="GetItem_slice", show=lambda form: "GetItem")
def _get_slice(x, start: int, stop: int, step: int, *, form):
    """The list of the elements x[start:stop:step]. form: which of the three are given."""
    return x[slice(*(int(v) if given else None for v, given in zip((start, stop, step), form)))]


@list_op(types=lambda x, index: x.type, name="GetItem_by_slice", show=lambda: "GetItem")
def _get_by_slice(x, index: int):
    """The list of the elements x[index] for a slice that is an argument of the program."""
    return x[index]


def getitem(x, index):
    """The element x[index] of a list or, for a slice, the list of some. Running it raises IndexError out of bounds."""
    x, index = _as_list(x), as_slice(index)
    if isinstance(index, Variable) and isinstance(index.type, SliceType):
        if not isinstance(index, Constant):
            return _get_by_slice(x, index)
        index = index.data
    if not isinstance(index, slice):
        return _get_item(x, _as_index(index))
    parts = (index.start, index.stop, index.step)
    return _get_slice(x, *(0 if v is None else v for v in parts), form=tuple(v is not None for v in parts))


# --- longer and shorter lists ---------------------------------------------------------------------


@list_op(types=lambda x, value: x.type, name="Append")
def _append(x, value):
    """x with `value` behind as its last element."""
    return [*x, value]


def append(x, toAppend):
    """The list `x` with the value `toAppend` behind. Raises AssertionError for a value of another type."""
    return _append(_as_list(x), _as_value(toAppend, x.type.ttype))


@list_op(types=lambda x, other: x.type, name="Extend")
def _extend(x, other):
    """The elements of both lists."""
    return [*x, *other]


def extend(x, toAppend):
    """The list `x` with the elements of the list `toAppend` behind. Raises AssertionError for one of another type."""
    return _extend(_as_list(x), _as_value(toAppend, x.type))


@list_op(types=lambda x, index, value: x.type, name="Insert")
def _insert(x, index: int, value):
    """x with `value` in front of element `index`."""
    out = list(x)
    out.insert(int(index), value)
    return out


def insert(x, index, toInsert):
    """The list `x` with the value `toInsert` in front of its element `index`; beyond the end it comes last."""
    return _insert(_as_list(x), _as_index(index), _as_value(toInsert, x.type.ttype))


@list_op(types=lambda x, place: x.type, name="Remove")
def _remove(x, place: int):
    """x without element `place`; all of it for -1."""
    place = int(place)
    return [v for k, v in enumerate(x) if k != place]


def remove(x, toRemove):
    """The list `x` without the first element equal to `toRemove`; unchanged if there is none."""
    return _remove(x, _compared(_first_place, x, toRemove, "int64"))


@list_op(types=lambda x: x.type, name="Reverse")
def _reverse(x):
    """x from its last element to its first."""
    return x[::-1]


def reverse(x):
    """The list `x` from its last element to its first."""
    return _reverse(_as_list(x))


@list_op(types=lambda *values: TypedListType(values[0].type), name="MakeList")
def _make_list(*values):
    """The list of the elements `values`, which have one type."""
    return list(values)


def make_list(a):
    """The list of the values `a`, variables of one type or numbers.

    Raises AssertionError for an `a` that is no list or tuple, IndexError for an empty one, TypeError for several types.
    """
    if not isinstance(a, (list, tuple)):
        raise AssertionError(f"make_list takes a list or tuple of values, got {a}")
    if not a:
        raise IndexError("make_list: an empty list tells no type of elements")
    values = [v if isinstance(v, Variable) else as_tensor_variable(v) for v in a]
    if not all(v.type == values[0].type for v in values):
        raise TypeError("MakeList need all input variable to be of the same type.")
    return _make_list(*values)


# --- comparing ------------------------------------------------------------------------------------


def _equal(type, a, b):
    """Whether two values of `type` inside a program are equal; NaN equals NaN."""
    if isinstance(type, TypedListType):
        equal = [_equal(type.ttype, x, y) for x, y in zip(a, b)] if len(a) == len(b) else [False]
        return jnp.all(jnp.asarray([True, *equal]))
    if not isinstance(type, (ArrayType, SparseType)):
        raise NotImplementedError(f"values of type {type} in lists cannot be compared")
    if tuple(a.shape) != tuple(b.shape):
        return jnp.zeros((), bool)
    if isinstance(type, SparseType):
        _, a, b = joined(a, b, type.dtype)
    a, b = jnp.asarray(a), jnp.asarray(b)
    return jnp.all((a == b) | ((a != a) & (b != b)))


def _matches(x, value, type):
    return jnp.stack([jnp.zeros((), bool), *(_equal(type, v, value) for v in x)])[1:]


def _number(x, value, *, type, dtype):
    return tensor_type(dtype, [])


def _first(x, value, type):
    found = _matches(x, value, type)
    return jnp.where(found.any(), jnp.argmax(found), -1) if len(x) else jnp.int64(-1)


@list_op(types=_number, name="first_place")
def _first_place(x, value, *, type, dtype):
    """The place of the first element equal to `value`, or -1."""
    return _first(x, value, type).astype(dtype)


@list_op(types=_number, name="Index", show=lambda type, dtype: "Index")
def _index(x, value, *, type, dtype):
    """The place of the first element equal to `value`. Raises ValueError if there is none."""
    place = _first(x, value, type)
    require(place >= 0, ValueError, "Index: the value is not in the list")
    return place.astype(dtype)


@list_op(types=_number, name="Count", show=lambda type, dtype: "Count")
def _count(x, value, *, type, dtype):
    """How many elements equal `value`."""
    return jnp.sum(_matches(x, value, type)).astype(dtype)


def _compared(op, x, value, dtype):
    type = _as_list(x).type.ttype
    return op(x, _as_value(value, type), type=type, dtype=dtype)


def index_(x, elem):
    """The place of the first element of `x` equal to `elem`, in floatX. Running it raises ValueError if there is none."""
    return _compared(_index, x, elem, config.floatX)


def count(x, elem):
    """How many elements of `x` equal `elem`, in floatX."""
    return _compared(_count, x, elem, config.floatX)


@list_op(types=lambda x: tensor_type("int64", []), host=len, by_shape=(0,), unconnected=(0,), name="Length")
def _length(x):
    """How many elements `x` has, int64."""
    return jnp.int64(len(x))


def length(x):
    """How many elements the list `x` has, int64."""
    return _length(_as_list(x))


# --- names ----------------------------------------------------------------------------------------


for _name, _function in dict(__getitem__=getitem, __len__=length, append=append, extend=extend, insert=insert,
                             remove=remove, reverse=reverse, count=count, ind=index_).items():
    setattr(TypedListVariable, _name, _function)


def _maybe_inplace(function):
    """make() for a class that Theano can make work in place; what others hold is never changed here."""
    return lambda inplace=False: function


GetItem = op_class("GetItem", lambda: getitem, _get_item, _get_slice, _get_by_slice)
Append = op_class("Append", _maybe_inplace(append), _append)
Extend = op_class("Extend", _maybe_inplace(extend), _extend)
Insert = op_class("Insert", _maybe_inplace(insert), _insert)
Remove = op_class("Remove", _maybe_inplace(remove), _remove)
Reverse = op_class("Reverse", _maybe_inplace(reverse), _reverse)
Index = op_class("Index", lambda: index_, _index)
Count = op_class("Count", lambda: count, _count)
Length = op_class("Length", lambda: length, _length)
MakeList = op_class("MakeList", lambda: make_list, _make_list)
