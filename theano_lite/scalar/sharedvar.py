"""theano.scalar.sharedvar: shared variables that hold a number."""

from theano_lite.program.scalar_shared import ScalarSharedVariable, shared
from theano_lite.program.shared import SharedVariable

__all__ = ["ScalarSharedVariable", "SharedVariable", "shared"]
