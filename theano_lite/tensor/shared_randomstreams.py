"""theano.tensor.shared_randomstreams: random variables whose states are shared variables."""

from theano_lite.program.shared import RandomStateSharedVariable, SharedVariable, shared
from theano_lite.program.streams import RandomStreams, randomstate_constructor

__all__ = ["RandomStateSharedVariable", "RandomStreams", "SharedVariable", "randomstate_constructor", "shared"]
