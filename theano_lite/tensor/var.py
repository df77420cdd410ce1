"""theano.tensor.var: the classes of variables."""

from theano_lite.core.comparisons import TensorConstantSignature
from theano_lite.core.config import config
from theano_lite.core.errors import AsTensorError
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.scalar_type import ComplexError, IntegerDivisionError
from theano_lite.core.types import TensorConstant, TensorType, TensorVariable, _tensor_py_operators
from theano_lite.ops.arguments import equal_slices

__all__ = [
    "AsTensorError", "ComplexError", "Constant", "IntegerDivisionError", "TensorConstant",
    "TensorConstantSignature", "TensorType", "TensorVariable", "Variable", "_tensor_py_operators", "config", "equal_slices",
]
