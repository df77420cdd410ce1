"""theano_lite: Theano's API on JAX. `import theano_lite as theano`, or `theano_lite.install()` and `import theano`."""

import theano_lite as theano
from theano_lite import (
    compile,
    configdefaults,
    configparser,
    gof,
    gradient,
    printing,
    raise_op,
    scalar,
    scan_module,
    tensor,
    updates,
    version,
)
from theano_lite.compat.alias import install
from theano_lite.compat.ipython import load_ipython_extension, unload_ipython_extension
from theano_lite.compat.submodules import lazy_submodule as __getattr__
from theano_lite.compat.unpickle import load
from theano_lite.core.config import change_flags, config
from theano_lite.core.dtypes import _asarray
from theano_lite.core.errors import InconsistencyError, MissingInputError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.types import Generic, Type, generic
from theano_lite.ops.any_product import dot
from theano_lite.ops.sparse_rows import sparse_grad
from theano_lite.program.cloning import clone
from theano_lite.program.constants import get_scalar_constant_value
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.function import function
from theano_lite.program.function_op import as_op
from theano_lite.program.gradient import Lop, Rop, grad, subgraph_grad
from theano_lite.program.graph_tools import object2
from theano_lite.program.inputs import In, Out, Param, SymbolicInput, SymbolicOutput
from theano_lite.program.maker import FunctionMaker
from theano_lite.program.modes import Mode, predefined_modes
from theano_lite.program.op_from_graph import OpFromGraph
from theano_lite.program.pretty import pp, pprint
from theano_lite.program.profile import ProfileStats
from theano_lite.program.rebuilding import function_dump
from theano_lite.program.scan import scan
from theano_lite.program.scan_checkpoints import scan_checkpoints
from theano_lite.program.scan_views import foldl, foldr, map, reduce
from theano_lite.program.shared import Container, shared
from theano_lite.program.updates import OrderedUpdates
from theano_lite.program.user_op import Op
from theano_lite.version import version as __version__

__all__ = [
    "Apply", "Constant", "Container", "FunctionGraph", "FunctionMaker", "Generic", "In", "InconsistencyError",
    "Lop", "MissingInputError", "Mode", "Op", "OpFromGraph", "OrderedUpdates", "Out", "Param", "ProfileStats",
    "Rop", "SymbolicInput", "SymbolicOutput", "Type", "Variable", "__getattr__", "__version__", "_asarray", "as_op",
    "change_flags", "clone", "compile", "config", "configdefaults", "configparser", "dot", "foldl", "foldr",
    "function", "function_dump", "generic", "get_scalar_constant_value", "gof", "grad", "gradient", "install",
    "load", "load_ipython_extension", "map", "object2", "pp", "pprint", "predefined_modes", "printing", "raise_op", "reduce",
    "scalar", "scan", "scan_checkpoints", "scan_module", "shared", "sparse_grad", "subgraph_grad", "tensor", "theano",
    "unload_ipython_extension", "updates", "version",
]
