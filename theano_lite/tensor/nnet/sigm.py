"""theano.tensor.nnet.sigm: sigmoids and softplus."""

from theano_lite import printing, scalar
from theano_lite.ops.activations import hard_sigmoid, sigmoid, softplus, ultra_fast_sigmoid
from theano_lite.ops.mul_trees import (
    compute_mul,
    is_1pexp,
    is_exp,
    is_mul,
    is_neg,
    parse_mul_tree,
    partition_num_or_denom,
    perform_sigm_times_exp,
    register_local_1msigmoid,
    replace_leaf,
    simplify_mul,
)
from theano_lite.ops.nnet_classes import sigmoid_inplace, ultra_fast_sigmoid_inplace
from theano_lite.ops.scalar_extra import (
    ScalarSigmoid,
    ScalarSoftplus,
    UltraFastScalarSigmoid,
    scalar_sigmoid,
    scalar_softplus,
    ultra_fast_scalar_sigmoid,
)

__all__ = [
    "ScalarSigmoid", "ScalarSoftplus", "UltraFastScalarSigmoid", "compute_mul", "hard_sigmoid", "is_1pexp", "is_exp",
    "is_mul", "is_neg", "parse_mul_tree", "partition_num_or_denom", "perform_sigm_times_exp", "printing",
    "register_local_1msigmoid", "replace_leaf", "scalar", "scalar_sigmoid", "scalar_softplus", "sigmoid",
    "sigmoid_inplace", "simplify_mul", "softplus", "ultra_fast_scalar_sigmoid", "ultra_fast_sigmoid",
    "ultra_fast_sigmoid_inplace",
]
