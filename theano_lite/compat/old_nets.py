"""Ops of networks in Theano's own pickles (convolutions, pooling, cross-entropies) as what this package has of them."""

from theano_lite.ops.conv_op import ConvOp
from theano_lite.ops.pool import AveragePoolGrad, DownsampleFactorMaxGradGrad, MaxPoolGrad, Pool
from theano_lite.tensor import nnet
from theano_lite.tensor.nnet import abstract_conv, bn, corr, corr3d, neighbours


def _with(kind, *names):
    """The rule that makes a `kind` with those of the attributes `names` that the old op has."""
    def rule(op, inputs):
        return kind(**{name: getattr(op, name) for name in names if hasattr(op, name)})(*inputs)
    return rule


def _classes(module, names, *attributes):
    return {name: _with(getattr(module, name), *attributes) for name in names}


def _conv_op(op, inputs):
    return ConvOp(op.imshp, op.kshp, op.nkern, op.bsize, op.dx, op.dy, op.out_mode, imshp_logical=op.imshp_logical,
                  kshp_logical=op.kshp_logical, kshp_logical_top_aligned=op.kshp_logical_top_aligned)(*inputs)


def _pooling(kind, arrays):
    """Pooling: its windows were attributes of the op before Theano 0.9, then inputs of the node."""
    def rule(op, inputs):
        ndim, mode = getattr(op, "ndim", 2), getattr(op, "mode", "max")
        numbers = inputs[arrays:] if len(inputs) > 3 else [op.ds, getattr(op, "st", op.ds), getattr(op, "padding", (0,) * ndim)]
        if kind is MaxPoolGrad and mode != "max":
            return AveragePoolGrad(op.ignore_border, mode, ndim)(inputs[0], inputs[2], *numbers)
        options = (op.ignore_border, ndim) if kind is MaxPoolGrad else (op.ignore_border, mode, ndim)
        return kind(*options)(*inputs[:arrays], *numbers)
    return rule


_DIRECTIONS = ("", "_gradWeights", "_gradInputs")
_GEOMETRY = ("border_mode", "subsample", "filter_dilation", "num_groups")
RULES = {
    **_classes(abstract_conv, [f"AbstractConv2d{d}" for d in _DIRECTIONS], *_GEOMETRY, "unshared", "imshp", "kshp",
               "filter_flip"),
    **_classes(abstract_conv, [f"AbstractConv3d{d}" for d in _DIRECTIONS], *_GEOMETRY, "imshp", "kshp", "filter_flip"),
    **_classes(corr, [f"CorrMM{d}" for d in _DIRECTIONS], *_GEOMETRY, "unshared"),
    **_classes(corr3d, [f"Corr3dMM{d}" for d in _DIRECTIONS], *_GEOMETRY),
    **_classes(bn, ["AbstractBatchNormTrain", "AbstractBatchNormInference", "AbstractBatchNormTrainGrad"], "axes"),
    "ConvOp": _conv_op, "Images2Neibs": _with(neighbours.Images2Neibs, "mode"),
    "DownsampleFactorMax": _pooling(Pool, 1), "Pool": _pooling(Pool, 1), "MaxPoolGrad": _pooling(MaxPoolGrad, 3),
    "DownsampleFactorMaxGrad": _pooling(MaxPoolGrad, 3), "AveragePoolGrad": _pooling(AveragePoolGrad, 2),
    "DownsampleFactorMaxGradGrad": _pooling(DownsampleFactorMaxGradGrad, 3),
    "Softmax": lambda op, xs: nnet.softmax(*xs), "LogSoftmax": lambda op, xs: nnet.logsoftmax(*xs),
    "SoftmaxWithBias": lambda op, xs: nnet.softmax_with_bias(*xs), "SoftmaxGrad": lambda op, xs: nnet.softmax_grad(*xs),
    "CrossentropyCategorical1Hot": lambda op, xs: nnet.crossentropy_categorical_1hot(*xs),
    "CrossentropyCategorical1HotGrad": lambda op, xs: nnet.CrossentropyCategorical1HotGrad()(*xs),
    "CrossentropySoftmaxArgmax1HotWithBias": lambda op, xs: nnet.crossentropy_softmax_argmax_1hot_with_bias(*xs),
    "CrossentropySoftmax1HotWithBiasDx": lambda op, xs: nnet.crossentropy_softmax_1hot_with_bias_dx(*xs),
}
