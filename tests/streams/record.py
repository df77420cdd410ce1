"""Records what the programs give on the real Theano 1.0.5 (with its C compiler):

    cd tests/streams && PYTHON_WITH_THEANO record.py
"""
import numpy as np
import theano
import theano.tensor as T
from programs import Programs
from theano.sandbox import rng_mrg
from theano.tensor import raw_random, shared_randomstreams

arrays = {}
for floatX in ('float64', 'float32'):
    theano.config.floatX = floatX
    programs = Programs(theano, T, shared_randomstreams, rng_mrg, raw_random)
    for name in programs.names():
        for k, value in enumerate(getattr(programs, name)()):
            arrays['%s.%s.%d' % (floatX, name, k)] = np.asarray(value)
np.savez_compressed('recorded.npz', **arrays)
