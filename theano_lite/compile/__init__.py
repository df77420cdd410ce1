"""theano.compile: functions, their inputs and shared variables."""

import theano_lite.compile.function  # noqa: F401  first: the function then takes the name of the module
import theano_lite.compile.pfunc  # noqa: F401  likewise
from theano_lite.compile import (
    builders,
    debugmode,
    function_module,
    io,
    mode,
    monitormode,
    nanguardmode,
    ops,
    profilemode,
    profiling,
    sharedvalue,
)
from theano_lite.core.config import config
from theano_lite.core.errors import AliasedMemoryError, UnusedInputError
from theano_lite.core.graph import Variable
from theano_lite.core.types import DisconnectedType, NullType
from theano_lite.ops.classes import Rebroadcast, Shape, Shape_i, SpecifyShape
from theano_lite.ops.shapes import shape, specify_shape
from theano_lite.ops.views import DeepCopyOp, deep_copy_op
from theano_lite.program.comparing import is_same_graph
from theano_lite.program.function import Function, function
from theano_lite.program.function_op import FromFunctionOp, as_op
from theano_lite.program.inputs import In, Out, Param, SymbolicInput, SymbolicOutput
from theano_lite.program.maker import FunctionMaker, orig_function
from theano_lite.program.modes import (
    FAST_COMPILE,
    FAST_RUN,
    Mode,
    ProfileMode,
    get_default_mode,
    get_mode,
    predefined_modes,
    register_linker,
    register_mode,
    register_optimizer,
)
from theano_lite.program.op_from_graph import OpFromGraph
from theano_lite.program.profile import ProfileStats
from theano_lite.program.rebuilding import function_dump, pfunc, rebuild_collect_shared
from theano_lite.program.rewriting import optdb
from theano_lite.program.shared import SharedVariable, shared, shared_constructor
from theano_lite.program.slots import DUPLICATE
from theano_lite.program.view_ops import ViewOp, view_op
from theano_lite.program.walks import io_connection_pattern
from theano_lite.program.watching import DebugMode, MonitorMode, NanGuardMode

__all__ = [
    "AliasedMemoryError", "DUPLICATE", "DebugMode", "DeepCopyOp", "DisconnectedType", "FAST_COMPILE", "FAST_RUN",
    "FromFunctionOp", "Function", "FunctionMaker", "In", "Mode", "MonitorMode", "NanGuardMode", "NullType",
    "OpFromGraph", "Out", "Param", "ProfileMode", "ProfileStats", "Rebroadcast", "Shape", "Shape_i", "SharedVariable",
    "SpecifyShape", "SymbolicInput", "SymbolicOutput", "UnusedInputError", "Variable", "ViewOp", "as_op", "builders",
    "config", "debugmode", "deep_copy_op", "function", "function_dump", "function_module", "get_default_mode",
    "get_mode", "io", "io_connection_pattern", "is_same_graph", "mode", "monitormode", "nanguardmode", "ops", "optdb",
    "orig_function", "pfunc", "predefined_modes", "profilemode", "profiling", "rebuild_collect_shared",
    "register_linker", "register_mode", "register_optimizer", "shape", "shared", "shared_constructor", "sharedvalue",
    "specify_shape", "view_op",
]
