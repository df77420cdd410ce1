"""theano.updates: ordered dictionaries of updates."""

from theano_lite.program.updates import OrderedUpdates

__all__ = ["OrderedUpdates"]
