"""theano.compile.profiling: what functions measure of themselves."""

from theano_lite.core.config import config
from theano_lite.program.profile import ProfileStats

__all__ = ["ProfileStats", "config"]
