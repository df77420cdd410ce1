"""theano.gradient: derivatives of graphs."""

from theano_lite.core.errors import DisconnectedInputError, GradientError, NullTypeGradError
from theano_lite.core.types import DisconnectedType, NullType
from theano_lite.ops.barriers import consider_constant, disconnected_grad, grad_clip, grad_scale, zero_grad
from theano_lite.program.gradient import Lop, Rop, grad, hessian, jacobian, subgraph_grad
from theano_lite.program.verify import numeric_grad, verify_grad

__all__ = [
    "DisconnectedInputError", "DisconnectedType", "GradientError", "Lop", "NullType", "NullTypeGradError", "Rop",
    "consider_constant", "disconnected_grad", "grad", "grad_clip", "grad_scale", "hessian", "jacobian", "numeric_grad",
    "subgraph_grad", "verify_grad", "zero_grad",
]
