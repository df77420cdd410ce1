"""theano.updates: ordered dictionaries of updates."""

from theano_lite.program.shared import SharedVariable
from theano_lite.program.updates import OrderedUpdates
from theano_lite.program.updates import OrderedUpdates as Updates

__all__ = ["OrderedUpdates", "SharedVariable", "Updates"]
