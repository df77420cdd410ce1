"""python -m benchmarks [names]: the same programs here, in hand-written JAX, in Theano and in PyTensor."""
