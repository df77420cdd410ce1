"""theano.gradient: derivatives of graphs."""

from theano_lite.core.errors import DisconnectedInputError, GradientError, NullTypeGradError
from theano_lite.core.graph import Variable
from theano_lite.core.types import DisconnectedType, NullType
from theano_lite.ops.barriers import (
    ConsiderConstant,
    DisconnectedGrad,
    GradClip,
    GradScale,
    UndefinedGrad,
    ZeroGrad,
    consider_constant,
    disconnected_grad,
    grad_clip,
    grad_scale,
    undefined_grad,
    zero_grad,
)
from theano_lite.ops.barriers import consider_constant as consider_constant_
from theano_lite.ops.barriers import disconnected_grad as disconnected_grad_
from theano_lite.ops.barriers import undefined_grad as undefined_grad_
from theano_lite.ops.barriers import zero_grad as zero_grad_
from theano_lite.program.gradient import Lop, Rop, grad, hessian, jacobian, subgraph_grad
from theano_lite.program.gradient import live_names as __getattr__
from theano_lite.program.null_gradients import disconnected_type, format_as, grad_not_implemented, grad_undefined
from theano_lite.program.verify import numeric_grad, verify_grad
from theano_lite.program.view_ops import ViewOp

__all__ = [
    "ConsiderConstant", "DisconnectedGrad", "GradClip", "GradScale", "UndefinedGrad", "ZeroGrad",
    "DisconnectedInputError", "DisconnectedType", "GradientError", "Lop", "NullType", "NullTypeGradError", "Rop",
    "Variable", "ViewOp", "__getattr__", "consider_constant", "consider_constant_", "disconnected_grad", "disconnected_grad_",
    "disconnected_type", "format_as", "grad", "grad_clip", "grad_not_implemented", "grad_scale",
    "grad_undefined", "hessian", "jacobian", "numeric_grad", "subgraph_grad", "undefined_grad", "undefined_grad_",
    "verify_grad", "zero_grad", "zero_grad_",
]
