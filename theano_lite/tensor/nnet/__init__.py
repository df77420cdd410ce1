"""theano.tensor.nnet: functions of neural networks."""

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
    prepend_0_to_each_row,
    prepend_1_to_each_row,
    prepend_scalar_to_each_row,
    sigmoid_binary_crossentropy,
    softmax,
    softmax_graph,
    softmax_with_bias,
)
from theano_lite.tensor.nnet import nnet, sigm

__all__ = [
    "binary_crossentropy", "categorical_crossentropy", "confusion_matrix", "crossentropy_categorical_1hot",
    "crossentropy_softmax_1hot", "crossentropy_softmax_1hot_with_bias", "crossentropy_softmax_argmax_1hot_with_bias",
    "crossentropy_softmax_max_and_argmax_1hot", "crossentropy_softmax_max_and_argmax_1hot_with_bias", "elu", "h_softmax",
    "hard_sigmoid", "logsoftmax", "nnet", "prepend_0_to_each_row", "prepend_1_to_each_row", "prepend_scalar_to_each_row",
    "relu", "selu", "sigm", "sigmoid", "sigmoid_binary_crossentropy", "softmax", "softmax_graph", "softmax_with_bias",
    "softplus", "softsign", "ultra_fast_sigmoid",
]
