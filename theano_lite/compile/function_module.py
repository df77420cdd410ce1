"""theano.compile.function_module: the compiled function."""

from theano_lite.core.config import config
from theano_lite.core.errors import AliasedMemoryError, UnusedInputError
from theano_lite.ops.views import deep_copy_op
from theano_lite.program.comparing import is_same_graph
from theano_lite.program.function import Function
from theano_lite.program.inputs import In, SymbolicInput, SymbolicOutput
from theano_lite.program.maker import FunctionMaker, orig_function
from theano_lite.program.slots import DUPLICATE
from theano_lite.program.view_ops import view_op

__all__ = ["AliasedMemoryError", "DUPLICATE", "Function", "FunctionMaker", "In", "SymbolicInput", "SymbolicOutput",
           "UnusedInputError", "config", "deep_copy_op", "is_same_graph", "orig_function", "view_op"]
