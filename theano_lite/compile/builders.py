"""theano.compile.builders: a graph as an op."""

from theano_lite.core.graph import Variable
from theano_lite.core.types import DisconnectedType, NullType
from theano_lite.program.maker import orig_function
from theano_lite.program.op_from_graph import OpFromGraph
from theano_lite.program.rebuilding import rebuild_collect_shared
from theano_lite.program.shared import SharedVariable
from theano_lite.program.walks import io_connection_pattern

__all__ = ["DisconnectedType", "NullType", "OpFromGraph", "SharedVariable", "Variable", "io_connection_pattern",
           "orig_function", "rebuild_collect_shared"]
