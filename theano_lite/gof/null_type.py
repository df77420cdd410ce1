"""theano.gof.null_type: the type of gradients that are undefined."""

from theano_lite.core.types import NullType, Type

__all__ = ["NullType", "Type"]
