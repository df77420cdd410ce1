"""theano.compile: functions, their inputs and shared variables."""

from theano_lite.compile import function_module, io, mode, pfunc, sharedvalue
from theano_lite.core.errors import UnusedInputError
from theano_lite.program.function import Function, function
from theano_lite.program.inputs import In, Out, Param, SymbolicInput, SymbolicOutput
from theano_lite.program.modes import (
    FAST_COMPILE,
    FAST_RUN,
    Mode,
    get_default_mode,
    get_mode,
    predefined_modes,
    register_mode,
)
from theano_lite.program.profile import ProfileStats
from theano_lite.program.shared import SharedVariable, shared

__all__ = [
    "FAST_COMPILE", "FAST_RUN", "Function", "In", "Mode", "Out", "Param", "ProfileStats", "SharedVariable",
    "SymbolicInput", "SymbolicOutput", "UnusedInputError", "function", "function_module", "get_default_mode", "get_mode",
    "io", "mode", "pfunc", "predefined_modes", "register_mode", "shared", "sharedvalue",
]
