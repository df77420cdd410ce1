"""theano.gof.op: the base classes of user-written ops."""

from theano_lite.core.errors import MethodNotDefined
from theano_lite.core.test_values import (
    debug_assert,
    debug_error_message,
    get_debug_values,
    get_test_value,
    missing_test_message,
)
from theano_lite.gof import utils
from theano_lite.program.user_op import COp, Op, PureOp

__all__ = [
    "COp", "MethodNotDefined", "Op", "PureOp", "debug_assert", "debug_error_message", "get_debug_values",
    "get_test_value", "missing_test_message", "utils",
]
