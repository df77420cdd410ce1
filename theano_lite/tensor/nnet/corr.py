"""theano.tensor.nnet.corr: correlations of images."""

from theano_lite.ops.corr import BaseCorrMM, CorrMM, CorrMM_gradInputs, CorrMM_gradWeights

__all__ = ["BaseCorrMM", "CorrMM", "CorrMM_gradInputs", "CorrMM_gradWeights"]
