"""theano_lite: Theano's API on JAX. `import theano_lite as theano`, or `theano_lite.install()` and `import theano`."""

from theano_lite import compile, gof, gradient, tensor, updates, version
from theano_lite.compat.alias import install
from theano_lite.core.config import config
from theano_lite.core.errors import InconsistencyError, MissingInputError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.types import Generic, Type, generic
from theano_lite.ops.linalg import dot
from theano_lite.program.cloning import clone
from theano_lite.program.function import function
from theano_lite.program.gradient import Lop, Rop, grad, subgraph_grad
from theano_lite.program.inputs import In, Out, Param
from theano_lite.program.later import foldl, foldr, map, reduce, scan
from theano_lite.program.modes import Mode
from theano_lite.program.shared import shared
from theano_lite.program.updates import OrderedUpdates
from theano_lite.version import version as __version__

__all__ = [
    "Apply", "Constant", "Generic", "In", "InconsistencyError", "Lop", "MissingInputError", "Mode", "OrderedUpdates",
    "Out", "Param", "Rop", "Type", "Variable", "__version__", "clone", "compile", "config", "dot", "foldl", "foldr",
    "function", "generic", "gof", "grad", "gradient", "install", "map", "reduce", "scan", "shared", "subgraph_grad",
    "tensor", "updates", "version",
]
