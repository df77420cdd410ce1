"""theano.scan_module.scan_utils: copies and comparison of graphs, and what a step function returns."""

from theano_lite import scalar
from theano_lite.program.cloning import clone
from theano_lite.program.comparing import equal_computations
from theano_lite.program.constants import get_scalar_constant_value
from theano_lite.program.map_variables import map_variables
from theano_lite.program.scan_returns import get_updates_and_outputs, isNaN_or_Inf_or_None, until
from theano_lite.program.scan_tools import (
    expand_empty,
    forced_replace,
    hash_listsDictsTuples,
    infer_shape,
    reconstruct_graph,
    safe_new,
    traverse,
)

__all__ = [
    "clone", "equal_computations", "expand_empty", "forced_replace", "get_scalar_constant_value",
    "get_updates_and_outputs", "hash_listsDictsTuples", "infer_shape", "isNaN_or_Inf_or_None", "map_variables",
    "reconstruct_graph", "safe_new", "scalar", "traverse", "until",
]
