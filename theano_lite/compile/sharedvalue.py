"""theano.compile.sharedvalue: shared variables."""

from theano_lite.core.types import generic
from theano_lite.program.shared import Container, SharedVariable, shared

__all__ = ["Container", "SharedVariable", "generic", "shared"]
