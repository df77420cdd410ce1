"""theano.tensor.blas: products with a sum, as BLAS names them."""

from theano_lite.core.config import config
from theano_lite.core.errors import InconsistencyError
from theano_lite.core.graph import Apply
from theano_lite.ops.blas import (
    BatchedDot,
    Dot22,
    Dot22Scalar,
    Gemm,
    GemmRelated,
    Gemv,
    Ger,
    batched_dot,
    gemm,
    gemm_inplace,
    gemm_no_inplace,
    gemv,
    gemv_inplace,
    gemv_no_inplace,
    ger,
    ger_destructive,
    res_is_a,
)
from theano_lite.program.user_op import Op
from theano_lite.program.walks import view_roots

__all__ = [
    "Apply", "BatchedDot", "Dot22", "Dot22Scalar", "Gemm", "GemmRelated", "Gemv", "Ger", "InconsistencyError", "Op",
    "batched_dot", "config", "gemm", "gemm_inplace", "gemm_no_inplace", "gemv", "gemv_inplace", "gemv_no_inplace",
    "ger", "ger_destructive", "res_is_a", "view_roots",
]
