"""theano.tensor.nnet.ctc: connectionist temporal classification."""

from theano_lite.ops.ctc import ConnectionistTemporalClassification, ctc, ctc_available, ctc_present

__all__ = ["ConnectionistTemporalClassification", "ctc", "ctc_available", "ctc_present"]
