"""theano.tensor.var: the classes of variables."""

from theano_lite.core.errors import AsTensorError
from theano_lite.core.types import TensorConstant, TensorVariable

__all__ = ["AsTensorError", "TensorConstant", "TensorVariable"]
