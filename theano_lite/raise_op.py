"""theano.raise_op: an op that raises."""

from theano_lite.ops.asserts import Raise

__all__ = ["Raise"]
