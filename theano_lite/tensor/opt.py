"""theano.tensor.opt: what its rewrites insert into graphs (the rewrites themselves are XLA's)."""

from theano_lite.core.errors import NotScalarConstantError
from theano_lite.ops.asserts import Assert, assert_, assert_op
from theano_lite.ops.classes import MakeVector, Shape_i
from theano_lite.ops.joining import make_vector
from theano_lite.program.constants import get_scalar_constant_value
from theano_lite.program.rewriting import (
    in2out,
    local_optimizer,
    out2in,
    register_canonicalize,
    register_specialize,
    register_specialize_device,
    register_stabilize,
    register_uncanonicalize,
    register_useless,
)

__all__ = [
    "Assert", "MakeVector", "NotScalarConstantError", "Shape_i", "assert_", "assert_op", "get_scalar_constant_value",
    "in2out", "local_optimizer", "make_vector", "out2in", "register_canonicalize", "register_specialize",
    "register_specialize_device", "register_stabilize", "register_uncanonicalize", "register_useless",
]
