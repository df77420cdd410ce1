"""theano.compile.mode: compilation modes."""

from theano_lite.program.modes import (
    FAST_COMPILE,
    FAST_RUN,
    Mode,
    get_default_mode,
    get_mode,
    predefined_modes,
    register_mode,
)

__all__ = ["FAST_COMPILE", "FAST_RUN", "Mode", "get_default_mode", "get_mode", "predefined_modes", "register_mode"]
