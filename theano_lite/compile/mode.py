"""theano.compile.mode: compilation modes."""

from theano_lite.program.modes import (
    FAST_COMPILE,
    FAST_RUN,
    Mode,
    get_default_mode,
    get_mode,
    predefined_linkers,
    predefined_modes,
    predefined_optimizers,
    register_linker,
    register_mode,
    register_optimizer,
)
from theano_lite.program.old_names import check_equal
from theano_lite.program.rewriting import (
    OPT_FAST_COMPILE,
    OPT_FAST_RUN,
    OPT_FAST_RUN_STABLE,
    OPT_MERGE,
    OPT_NONE,
    OPT_O2,
    OPT_O3,
    OPT_STABILIZE,
    OPT_UNSAFE,
    optdb,
)

__all__ = [
    "FAST_COMPILE", "FAST_RUN", "Mode", "OPT_FAST_COMPILE", "OPT_FAST_RUN", "OPT_FAST_RUN_STABLE", "OPT_MERGE",
    "OPT_NONE", "OPT_O2", "OPT_O3", "OPT_STABILIZE", "OPT_UNSAFE", "check_equal", "get_default_mode", "get_mode",
    "optdb", "predefined_linkers", "predefined_modes", "predefined_optimizers", "register_linker", "register_mode",
    "register_optimizer",
]
