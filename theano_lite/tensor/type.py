"""theano.tensor.type: TensorType."""

from theano_lite.core.comparisons import (
    values_eq_approx,
    values_eq_approx_always_true,
    values_eq_approx_remove_inf,
    values_eq_approx_remove_inf_nan,
    values_eq_approx_remove_nan,
)
from theano_lite.core.config import config
from theano_lite.core.graph import Variable
from theano_lite.core.types import TensorType, Type

__all__ = [
    "TensorType", "Type", "Variable", "config", "values_eq_approx", "values_eq_approx_always_true",
    "values_eq_approx_remove_inf", "values_eq_approx_remove_inf_nan", "values_eq_approx_remove_nan",
]
