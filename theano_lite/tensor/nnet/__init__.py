"""theano.tensor.nnet: functions of neural networks."""

from theano_lite.ops.activations import elu, hard_sigmoid, relu, selu, sigmoid, softplus, softsign, ultra_fast_sigmoid
from theano_lite.ops.batch_norm import batch_normalization
from theano_lite.ops.conv_film import conv3D, convGrad3D, convTransp3D
from theano_lite.ops.conv_functions import (
    abstract_conv2d,
    conv2d,
    conv2d_grad_wrt_inputs,
    conv2d_transpose,
    conv3d,
    separable_conv2d,
)
from theano_lite.ops.conv_op import ConvOp
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
    sigmoid_inplace,
    softmax_grad,
    softmax_simplifier,
)
from theano_lite.ops.scalar_extra import scalar_sigmoid
from theano_lite.tensor.nnet import abstract_conv, blocksparse, bn, conv, conv3d2d, corr, corr3d, ctc, neighbours, nnet, sigm

__all__ = [
    "abstract_conv", "abstract_conv2d", "batch_normalization", "binary_crossentropy", "blocksparse", "bn",
    "categorical_crossentropy", "confusion_matrix", "conv", "conv2d", "conv2d_grad_wrt_inputs", "conv2d_transpose",
    "conv3D", "conv3d", "conv3d2d", "convGrad3D", "ConvOp", "convTransp3D", "corr", "corr3d",
    "crossentropy_categorical_1hot", "crossentropy_categorical_1hot_grad", "crossentropy_softmax_1hot",
    "crossentropy_softmax_1hot_with_bias", "crossentropy_softmax_1hot_with_bias_dx",
    "crossentropy_softmax_argmax_1hot_with_bias", "crossentropy_softmax_max_and_argmax_1hot",
    "crossentropy_softmax_max_and_argmax_1hot_with_bias", "CrossentropyCategorical1Hot",
    "CrossentropyCategorical1HotGrad", "CrossentropySoftmax1HotWithBiasDx", "CrossentropySoftmaxArgmax1HotWithBias",
    "ctc", "elu", "h_softmax", "hard_sigmoid", "LogSoftmax", "logsoftmax", "logsoftmax_op", "neighbours", "nnet",
    "prepend_0_to_each_row", "prepend_1_to_each_row", "Prepend_scalar_constant_to_each_row",
    "Prepend_scalar_to_each_row", "prepend_scalar_to_each_row", "relu", "scalar_sigmoid", "selu", "separable_conv2d",
    "sigm", "sigmoid", "sigmoid_binary_crossentropy", "sigmoid_inplace", "Softmax", "softmax", "softmax_grad",
    "softmax_graph", "softmax_op", "softmax_simplifier", "softmax_with_bias", "SoftmaxGrad", "SoftmaxWithBias",
    "softplus", "softsign", "ultra_fast_sigmoid",
]
