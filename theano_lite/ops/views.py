"""What Theano has around memory and shapes of variables.

Source: theano.compile.ops.
"""

import numpy as np

from theano_lite.core.op import op
from theano_lite.core.op_class import op_class
from theano_lite.core.types import TensorType, as_tensor_variable


@op(types=lambda x: x.type, host=lambda x: np.array(x), show=lambda: "DeepCopyOp")
def deep_copy_op(x):
    """`x`, in memory of its own as every output of a function is. (...) -> (...)."""
    return x


def shape_i(var, i, fgraph=None):
    """The length of dimension `i` of `var`: an int64 scalar."""
    return as_tensor_variable(var).shape[i]


DeepCopyOp = op_class("DeepCopyOp", lambda: deep_copy_op, deep_copy_op)
expandable_types = (TensorType,)
