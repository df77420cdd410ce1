"""theano.gof: the graph."""

from theano_lite.core.errors import InconsistencyError, MissingInputError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.types import Generic, Type, generic
from theano_lite.gof import graph
from theano_lite.program.shared import Container

__all__ = ["Apply", "Constant", "Container", "Generic", "InconsistencyError", "MissingInputError", "Type", "Variable",
           "generic", "graph"]
