"""theano.tensor.nnet.bn: batch normalisation."""

from theano_lite.core.graph import Apply
from theano_lite.ops.batch_norm import (
    AbstractBatchNormInference,
    AbstractBatchNormTrain,
    AbstractBatchNormTrainGrad,
    batch_normalization,
    batch_normalization_test,
    batch_normalization_train,
)

__all__ = [
    "AbstractBatchNormInference", "AbstractBatchNormTrain", "AbstractBatchNormTrainGrad", "Apply", "batch_normalization",
    "batch_normalization_test", "batch_normalization_train",
]
