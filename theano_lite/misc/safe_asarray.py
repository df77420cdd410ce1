"""theano.misc.safe_asarray: arrays of a dtype."""

from theano_lite.program.memory import _asarray

__all__ = ["_asarray"]
