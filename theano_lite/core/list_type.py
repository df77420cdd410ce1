"""Typed lists: variables whose values are Python lists of values of one type. A program sees a list of arrays."""

from typing import Any

from theano_lite.core.graph import Constant, Variable
from theano_lite.core.types import Type


class TypedListType(Type):
    """Lists of values of the type `ttype`; with `depth` lists of such lists, so many deep.

    Raises ValueError for a negative depth, TypeError for a `ttype` that is no type.
    """

    computed = True

    def __init__(self, ttype, depth=0):
        if depth < 0:
            raise ValueError("Please specify a depth superior or equal to 0")
        if not isinstance(ttype, Type):
            raise TypeError("Expected a Theano Type")
        self.ttype: Any = ttype if depth == 0 else TypedListType(ttype, depth - 1)

    dtype = property(lambda self: self.ttype)
    ndim = property(lambda self: self.ttype.ndim + 1)

    def __eq__(self, other):
        return type(self) is type(other) and self.ttype == other.ttype

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((TypedListType, self.ttype))

    def __str__(self):
        return f"TypedList <{self.ttype}>"

    def get_depth(self):
        """How many lists an element of this list is, one in another."""
        return self.ttype.get_depth() + 1 if isinstance(self.ttype, TypedListType) else 0

    def filter(self, data, strict=False, allow_downcast=None):
        """`data`, any sequence, as a list of values of the elements' type. strict: only a list will do.

        Raises TypeError.
        """
        if strict and not isinstance(data, list):
            raise TypeError("Expected a python list")
        try:
            items = iter(data)
        except TypeError:
            raise TypeError(f"{self} expected a list, got {data!r}") from None
        return [self.ttype.filter(x, strict, allow_downcast) for x in items]

    def to_program(self, value):
        if not self.ttype.computed:
            raise NotImplementedError(f"{self}: lists of values that are neither arrays, sparse matrices nor lists of them "
                                      "cannot be computed with")
        return [self.ttype.to_program(x) for x in value]

    def from_program(self, value):
        return [self.ttype.from_program(x) for x in value]

    def values_eq(self, a, b):
        return len(a) == len(b) and all(self.ttype.values_eq(x, y) for x, y in zip(a, b))

    def values_eq_approx(self, a, b):
        return len(a) == len(b) and all(self.ttype.values_eq_approx(x, y) for x, y in zip(a, b))

    def may_share_memory(self, a, b):
        """Whether two lists, or a list and a value, may share memory."""
        if a is b:
            return True
        a, b = (x if isinstance(x, list) else [x] for x in (a, b))
        return any(self.ttype.may_share_memory(x, y) for x in a for y in b)


class TypedListVariable(Variable):
    """A symbolic list. Its methods are attached by `ops/lists.py`; `ind` is list.index."""

    ttype = property(lambda self: self.type.ttype)
    dtype = property(lambda self: self.type.ttype.dtype)
    ndim = property(lambda self: self.type.ttype.ndim + 1)

    __hash__ = object.__hash__


class TypedListConstant(TypedListVariable, Constant):
    """A list that is known while the graph is built."""

    def __init__(self, type, data, name=None):
        Constant.__init__(self, type, data, name)

    __hash__ = object.__hash__


TypedListType.variable_class = TypedListVariable
TypedListType.constant_class = TypedListConstant
