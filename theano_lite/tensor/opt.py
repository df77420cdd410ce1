"""theano.tensor.opt: run-time assertions (rewrites are XLA's own)."""

from theano_lite.ops.asserts import Assert, assert_, assert_op

__all__ = ["Assert", "assert_", "assert_op"]
