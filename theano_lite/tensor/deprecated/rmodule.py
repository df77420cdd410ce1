"""theano.tensor.deprecated.rmodule: making its class raises."""

from theano_lite.program.old_names import RModule

__all__ = ["RModule"]
