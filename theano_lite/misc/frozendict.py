"""theano.misc.frozendict: dictionaries that do not change."""

from theano_lite.program.ordered import FrozenOrderedDict, frozendict

__all__ = ["FrozenOrderedDict", "frozendict"]
