"""theano.gof.type: the base classes of types."""

from theano_lite.core.types import Generic, Type, generic

__all__ = ["Generic", "Type", "generic"]
