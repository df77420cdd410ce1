"""A denoising autoencoder on handwritten digits: tied weights, inputs corrupted by RandomStreams.

Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/denoising_autoencoder.py
"""
from __future__ import print_function

import numpy as np

import theano
import theano.tensor as T
from theano.tensor.shared_randomstreams import RandomStreams

import digits


class DenoisingAutoencoder(object):
    """Reconstructs its input from a corrupted copy of it."""

    def __init__(self, input, n_visible, n_hidden, numpy_rng, theano_rng):
        floatX = theano.config.floatX
        bound = 4 * np.sqrt(6. / (n_visible + n_hidden))
        W = np.asarray(numpy_rng.uniform(low=-bound, high=bound, size=(n_visible, n_hidden)), dtype=floatX)
        self.W = theano.shared(W, name='W', borrow=True)
        self.b = theano.shared(np.zeros(n_hidden, dtype=floatX), name='b', borrow=True)
        self.b_prime = theano.shared(np.zeros(n_visible, dtype=floatX), name='b_prime', borrow=True)
        self.params = [self.W, self.b, self.b_prime]
        self.input, self.theano_rng = input, theano_rng

    def corrupted(self, level):
        kept = self.theano_rng.binomial(size=self.input.shape, n=1, p=1 - level, dtype=theano.config.floatX)
        return kept * self.input

    def get_cost_updates(self, corruption_level, learning_rate):
        hidden = T.nnet.sigmoid(T.dot(self.corrupted(corruption_level), self.W) + self.b)
        z = T.nnet.sigmoid(T.dot(hidden, self.W.T) + self.b_prime)
        cost = T.mean(-T.sum(self.input * T.log(z) + (1 - self.input) * T.log(1 - z), axis=1))
        gradients = T.grad(cost, self.params)
        return cost, [(param, param - learning_rate * g) for param, g in zip(self.params, gradients)]


def train(corruption_level, learning_rate=0.1, n_epochs=8, batch_size=20, n_hidden=100):
    (train_x, _), _, _ = digits.load(theano.config.floatX)
    train_x = theano.shared(np.asarray(train_x, dtype=theano.config.floatX), borrow=True)
    n_batches = train_x.get_value(borrow=True).shape[0] // batch_size
    index, x = T.lscalar('index'), T.matrix('x')
    numpy_rng = np.random.RandomState(123)
    da = DenoisingAutoencoder(x, 64, n_hidden, numpy_rng, RandomStreams(numpy_rng.randint(2 ** 30)))
    cost, updates = da.get_cost_updates(corruption_level, learning_rate)
    train_da = theano.function([index], cost, updates=updates,
                               givens={x: train_x[index * batch_size:(index + 1) * batch_size]})
    for epoch in range(n_epochs):
        print('corruption %.1f, epoch %d, cost %.6f' % (
            corruption_level, epoch, np.mean([train_da(i) for i in range(n_batches)])))


if __name__ == '__main__':
    for level in (0.0, 0.3):
        train(level)
