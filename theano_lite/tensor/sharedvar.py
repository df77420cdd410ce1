"""theano.tensor.sharedvar: shared tensors."""

from theano_lite.program.shared import (
    ScalarSharedVariable,
    SharedVariable,
    TensorSharedVariable,
    scalar_constructor,
    shared,
    tensor_constructor,
)

__all__ = ["ScalarSharedVariable", "SharedVariable", "TensorSharedVariable", "scalar_constructor", "shared",
           "tensor_constructor"]
