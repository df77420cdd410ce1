"""theano.misc: what fits nowhere else."""
