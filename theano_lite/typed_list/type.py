"""theano.typed_list.type: the type of lists of values of one type."""

from theano_lite.core.list_type import TypedListType

__all__ = ["TypedListType"]
