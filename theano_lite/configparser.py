"""theano.configparser: the configuration."""

from theano_lite.core.config import Config as TheanoConfigParser
from theano_lite.core.config import change_flags, config

__all__ = ["TheanoConfigParser", "change_flags", "config"]
