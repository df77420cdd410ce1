"""theano.gof.fg: graphs that own their nodes."""

from theano_lite.core.errors import CachedConstantError, InconsistencyError, MissingInputError
from theano_lite.program.fgraph import FunctionGraph

__all__ = ["CachedConstantError", "FunctionGraph", "InconsistencyError", "MissingInputError"]
