"""theano.typed_list.basic: lists of values of one type, and what can be done with them."""

from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.list_type import TypedListConstant, TypedListType, TypedListVariable
from theano_lite.core.other_types import SliceType
from theano_lite.ops.lists import (
    Append,
    Count,
    Extend,
    GetItem,
    Index,
    Insert,
    Length,
    MakeList,
    Remove,
    Reverse,
    append,
    count,
    extend,
    getitem,
    index_,
    insert,
    length,
    make_list,
    remove,
    reverse,
)
from theano_lite.program.user_op import Op

__all__ = [
    "Append", "Apply", "Constant", "Count", "Extend", "GetItem", "Index", "Insert", "Length", "MakeList", "Op",
    "Remove", "Reverse", "SliceType", "TypedListConstant", "TypedListType", "TypedListVariable", "Variable",
    "append", "count", "extend", "getitem", "index_", "insert", "length", "make_list", "remove", "reverse",
]
