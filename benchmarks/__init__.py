"""Side by side: this package, hand-written JAX, the real Theano and PyTensor, interleaved in one run."""
