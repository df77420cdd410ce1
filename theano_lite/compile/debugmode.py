"""theano.compile.debugmode: op by op against the whole program."""

from theano_lite.core.errors import (
    BadDestroyMap,
    BadOptimization,
    BadThunkOutput,
    BadViewMap,
    DebugModeError,
    InvalidValueError,
    StochasticOrder,
)
from theano_lite.program.debugprint import char_from_number, debugprint
from theano_lite.program.watching import DebugMode

__all__ = [
    "BadDestroyMap", "BadOptimization", "BadThunkOutput", "BadViewMap", "DebugMode", "DebugModeError",
    "InvalidValueError", "StochasticOrder", "char_from_number", "debugprint",
]
