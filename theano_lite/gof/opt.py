"""theano.gof.opt: rewrites of graphs."""

from theano_lite.program.graph_tools import copy_stack_trace, inherit_stack_trace
from theano_lite.program.rewriting import (
    EquilibriumOptimizer,
    FromFunctionLocalOptimizer,
    FromFunctionOptimizer,
    LocalOptGroup,
    LocalOptimizer,
    MergeOptimizer,
    NavigatorOptimizer,
    OpRemove,
    OpSub,
    Optimizer,
    PatternSub,
    SeqOptimizer,
    TopoOptimizer,
    check_stack_trace,
    in2out,
    inplace_optimizer,
    local_optimizer,
    optimizer,
    out2in,
)

__all__ = [
    "EquilibriumOptimizer", "FromFunctionLocalOptimizer", "FromFunctionOptimizer", "LocalOptGroup", "LocalOptimizer",
    "MergeOptimizer", "NavigatorOptimizer", "OpRemove", "OpSub", "Optimizer", "PatternSub", "SeqOptimizer",
    "TopoOptimizer", "check_stack_trace", "copy_stack_trace", "in2out", "inherit_stack_trace", "inplace_optimizer",
    "local_optimizer", "optimizer", "out2in",
]
