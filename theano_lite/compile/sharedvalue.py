"""theano.compile.sharedvalue: shared variables."""

from theano_lite.core.graph import Variable
from theano_lite.core.types import generic
from theano_lite.program.shared import Container, SharedVariable, generic_constructor, shared, shared_constructor

__all__ = ["Container", "SharedVariable", "Variable", "generic", "generic_constructor", "shared", "shared_constructor"]
