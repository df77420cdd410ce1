"""theano.gof: the graph."""

from theano_lite.core.errors import (
    CachedConstantError,
    InconsistencyError,
    MethodNotDefined,
    MissingInputError,
    ReplacementDidntRemovedError,
)
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.types import Generic, Type, generic
from theano_lite.gof import compilelock, fg, graph, null_type, op, opt, optdb, toolbox, type, utils
from theano_lite.program.features import Bookkeeper, Feature, History, NodeFinder, PrintListener, ReplaceValidate, Validator
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.graph_tools import hashtype
from theano_lite.program.rewriting import (
    DB,
    EquilibriumDB,
    EquilibriumOptimizer,
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
    "EquilibriumOptimizer", "Feature", "FunctionGraph", "Generic", "History", "InconsistencyError", "LocalGroupDB",
    "LocalOptGroup", "LocalOptimizer", "MergeOptimizer", "MethodNotDefined", "MissingInputError", "NavigatorOptimizer",
    "NodeFinder", "Op", "OpRemove", "OpSub", "Optimizer", "PatternSub", "PrintListener", "ProxyDB", "PureOp", "Query",
    "ReplaceValidate", "ReplacementDidntRemovedError", "SeqOptimizer", "SequenceDB", "TopoOptimizer", "Type",
    "Validator", "Variable", "compilelock", "fg", "generic", "graph", "hashtype", "inplace_optimizer",
    "local_optimizer", "null_type", "op", "opt", "optdb", "optimizer", "toolbox", "type", "utils", "view_roots",
]
