"""theano.compile.pfunc: functions of variables and shared variables."""

from theano_lite.program.function import function as pfunc
from theano_lite.program.inputs import Param

__all__ = ["Param", "pfunc"]
