"""theano.gof: the graph."""

from theano_lite.core.errors import CachedConstantError, InconsistencyError, MethodNotDefined, MissingInputError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.types import Generic, Type, generic
from theano_lite.gof import compilelock, fg, graph, null_type, op, opt, optdb, toolbox, type, utils
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.graph_tools import hashtype
from theano_lite.program.rewriting import (
    DB,
    Bookkeeper,
    EquilibriumDB,
    EquilibriumOptimizer,
    Feature,
    LocalGroupDB,
    LocalOptGroup,
    LocalOptimizer,
    MergeOptimizer,
    NavigatorOptimizer,
    OpRemove,
    OpSub,
    Optimizer,
    PatternSub,
    ProxyDB,
    Query,
    ReplaceValidate,
    SeqOptimizer,
    SequenceDB,
    TopoOptimizer,
    inplace_optimizer,
    local_optimizer,
    optimizer,
)
from theano_lite.program.shared import Container
from theano_lite.program.user_op import COp, Op, PureOp
from theano_lite.program.walks import view_roots

__all__ = [
    "Apply", "Bookkeeper", "COp", "CachedConstantError", "Constant", "Container", "DB", "EquilibriumDB",
    "EquilibriumOptimizer", "Feature", "FunctionGraph", "Generic", "InconsistencyError", "LocalGroupDB",
    "LocalOptGroup", "LocalOptimizer", "MergeOptimizer", "MethodNotDefined", "MissingInputError",
    "NavigatorOptimizer", "Op", "OpRemove", "OpSub", "Optimizer", "PatternSub", "ProxyDB", "PureOp", "Query",
    "ReplaceValidate", "SeqOptimizer", "SequenceDB", "TopoOptimizer", "Type", "Variable", "fg", "generic", "graph",
    "compilelock", "hashtype", "inplace_optimizer", "local_optimizer", "null_type", "op", "opt", "optdb", "optimizer", "toolbox",
    "type", "utils", "view_roots",
]
