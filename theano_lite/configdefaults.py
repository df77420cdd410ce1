"""theano.configdefaults: the flags."""

from theano_lite.core.config import config, local_bitwidth, python_int_bitwidth
from theano_lite.core.flag_params import AddConfigVar, BoolParam, ConfigParam, EnumStr, FloatParam, IntParam, StrParam

__all__ = [
    "AddConfigVar", "BoolParam", "ConfigParam", "EnumStr", "FloatParam", "IntParam", "StrParam", "config",
    "local_bitwidth", "python_int_bitwidth",
]
