"""theano.tensor.type: TensorType."""

from theano_lite.core.types import TensorType

__all__ = ["TensorType"]
