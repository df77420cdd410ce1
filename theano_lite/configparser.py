"""theano.configparser: the configuration."""

from theano_lite.core.config import Config as TheanoConfigParser
from theano_lite.core.config import change_flags, config
from theano_lite.core.flag_params import (
    THEANO_FLAGS_DICT,
    AddConfigVar,
    BoolParam,
    ConfigParam,
    EnumStr,
    FloatParam,
    IntParam,
    StrParam,
    TypedParam,
    fetch_val_for_key,
)

__all__ = [
    "AddConfigVar", "BoolParam", "ConfigParam", "EnumStr", "FloatParam", "IntParam", "StrParam",
    "THEANO_FLAGS_DICT", "TheanoConfigParser", "TypedParam", "change_flags", "config", "fetch_val_for_key",
]
