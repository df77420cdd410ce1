"""theano.compile.pfunc: functions of variables and shared variables."""

from theano_lite.core.config import config
from theano_lite.core.errors import UnusedInputError
from theano_lite.core.graph import Constant, Variable
from theano_lite.program.inputs import In, Out, Param
from theano_lite.program.maker import orig_function
from theano_lite.program.profile import ProfileStats
from theano_lite.program.rebuilding import pfunc, rebuild_collect_shared
from theano_lite.program.shared import SharedVariable, shared

__all__ = ["Constant", "In", "Out", "Param", "ProfileStats", "SharedVariable", "UnusedInputError", "Variable", "config",
           "orig_function", "pfunc", "rebuild_collect_shared", "shared"]
