"""theano.gof.graph: variables, nodes and walks."""

from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.program.inspection import ancestors, inputs, io_toposort, variables

__all__ = ["Apply", "Constant", "Variable", "ancestors", "inputs", "io_toposort", "variables"]
