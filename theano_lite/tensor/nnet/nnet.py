"""theano.tensor.nnet.nnet: classifiers and activations."""

from theano_lite import scalar
from theano_lite.core.graph import Apply
from theano_lite.ops.activations import elu, hard_sigmoid, relu, selu, sigmoid, softplus, softsign, ultra_fast_sigmoid
from theano_lite.ops.nnet import (
    binary_crossentropy,
    categorical_crossentropy,
    confusion_matrix,
    crossentropy_categorical_1hot,
    crossentropy_softmax_1hot,
    crossentropy_softmax_1hot_with_bias,
    crossentropy_softmax_argmax_1hot_with_bias,
    crossentropy_softmax_max_and_argmax_1hot,
    crossentropy_softmax_max_and_argmax_1hot_with_bias,
    h_softmax,
    logsoftmax,
    logsoftmax_op,
    prepend_scalar_to_each_row,
    sigmoid_binary_crossentropy,
    softmax,
    softmax_graph,
    softmax_op,
    softmax_with_bias,
)
from theano_lite.ops.nnet_classes import (
    CrossentropyCategorical1Hot,
    CrossentropyCategorical1HotGrad,
    CrossentropySoftmax1HotWithBiasDx,
    CrossentropySoftmaxArgmax1HotWithBias,
    LogSoftmax,
    Prepend_scalar_constant_to_each_row,
    Prepend_scalar_to_each_row,
    Softmax,
    SoftmaxGrad,
    SoftmaxWithBias,
    crossentropy_categorical_1hot_grad,
    crossentropy_softmax_1hot_with_bias_dx,
    prepend_0_to_each_row,
    prepend_1_to_each_row,
    softmax_grad,
    softmax_simplifier,
)
from theano_lite.ops.scalar_extra import ScalarSoftsign, scalar_softsign

__all__ = [
    "Apply", "binary_crossentropy", "categorical_crossentropy", "confusion_matrix", "crossentropy_categorical_1hot",
    "crossentropy_categorical_1hot_grad", "crossentropy_softmax_1hot", "crossentropy_softmax_1hot_with_bias",
    "crossentropy_softmax_1hot_with_bias_dx", "crossentropy_softmax_argmax_1hot_with_bias",
    "crossentropy_softmax_max_and_argmax_1hot", "crossentropy_softmax_max_and_argmax_1hot_with_bias",
    "CrossentropyCategorical1Hot", "CrossentropyCategorical1HotGrad", "CrossentropySoftmax1HotWithBiasDx",
    "CrossentropySoftmaxArgmax1HotWithBias", "elu", "h_softmax", "hard_sigmoid", "LogSoftmax", "logsoftmax",
    "logsoftmax_op", "prepend_0_to_each_row", "prepend_1_to_each_row", "Prepend_scalar_constant_to_each_row",
    "Prepend_scalar_to_each_row", "prepend_scalar_to_each_row", "relu", "scalar", "scalar_softsign", "ScalarSoftsign",
    "selu", "sigmoid", "sigmoid_binary_crossentropy", "Softmax", "softmax", "softmax_grad", "softmax_graph",
    "softmax_op", "softmax_simplifier", "softmax_with_bias", "SoftmaxGrad", "SoftmaxWithBias", "softplus", "softsign",
    "ultra_fast_sigmoid",
]
