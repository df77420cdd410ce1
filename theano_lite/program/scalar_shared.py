"""Shared variables that hold a number, for theano.scalar.sharedvar."""

import numpy as np

from theano_lite.core.scalar_type import ScalarVariable, get_scalar_type
from theano_lite.program.shared import SharedVariable


class ScalarSharedVariable(ScalarVariable, SharedVariable):
    """A shared number."""

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        SharedVariable.__init__(self, name, type, value, strict, allow_downcast, container)


def shared(value, name=None, strict=False, allow_downcast=None):
    """A shared scalar of the number `value`: Python ints are int64, floats float64. Raises TypeError for others."""
    if not isinstance(value, (np.number, float, int, complex)):
        raise TypeError(f"scalar.sharedvar.shared takes a number, got {value!r}")
    number = np.asarray(value)[()]
    return ScalarSharedVariable(name, get_scalar_type(str(number.dtype)), number, strict, allow_downcast)
