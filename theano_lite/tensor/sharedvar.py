"""theano.tensor.sharedvar: shared tensors."""

from theano_lite.core.types import TensorType
from theano_lite.program.shared import (
    ScalarSharedVariable,
    SharedVariable,
    TensorSharedVariable,
    load_shared_variable,
    scalar_constructor,
    shared,
    shared_constructor,
    tensor_constructor,
)

__all__ = [
    "ScalarSharedVariable", "SharedVariable", "TensorSharedVariable", "TensorType", "load_shared_variable",
    "scalar_constructor", "shared", "shared_constructor", "tensor_constructor",
]
