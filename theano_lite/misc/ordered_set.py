"""theano.misc.ordered_set: sets that keep an order."""

from collections.abc import MutableSet

from theano_lite.program.ordered import OrderedSet, check_deterministic

__all__ = ["MutableSet", "OrderedSet", "check_deterministic"]
