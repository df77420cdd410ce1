"""A restricted Boltzmann machine on handwritten digits, trained by contrastive divergence.

k steps of Gibbs sampling in a scan, with RandomStreams; reconstruction error of each epoch.
Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/rbm.py
"""
from __future__ import print_function

import numpy as np

import theano
import theano.tensor as T
from theano.tensor.shared_randomstreams import RandomStreams

import digits


class RBM(object):
    """Binary visible and hidden units; the free energy is -v.b - sum(log(1 + exp(c + v.W)))."""

    def __init__(self, input, n_visible, n_hidden, numpy_rng, theano_rng):
        floatX = theano.config.floatX
        bound = 4 * np.sqrt(6. / (n_visible + n_hidden))
        W = np.asarray(numpy_rng.uniform(low=-bound, high=bound, size=(n_visible, n_hidden)), dtype=floatX)
        self.W = theano.shared(W, name='W', borrow=True)
        self.hbias = theano.shared(np.zeros(n_hidden, dtype=floatX), name='hbias', borrow=True)
        self.vbias = theano.shared(np.zeros(n_visible, dtype=floatX), name='vbias', borrow=True)
        self.params = [self.W, self.hbias, self.vbias]
        self.input, self.theano_rng = input, theano_rng

    def free_energy(self, v):
        return -T.dot(v, self.vbias) - T.sum(T.log(1 + T.exp(T.dot(v, self.W) + self.hbias)), axis=1)

    def sample_h_given_v(self, v):
        mean = T.nnet.sigmoid(T.dot(v, self.W) + self.hbias)
        return mean, self.theano_rng.binomial(size=mean.shape, n=1, p=mean, dtype=theano.config.floatX)

    def sample_v_given_h(self, h):
        pre = T.dot(h, self.W.T) + self.vbias
        mean = T.nnet.sigmoid(pre)
        return pre, self.theano_rng.binomial(size=mean.shape, n=1, p=mean, dtype=theano.config.floatX)

    def gibbs_hvh(self, h):
        pre, v = self.sample_v_given_h(h)
        _, h = self.sample_h_given_v(v)
        return [pre, v, h]

    def get_cost_updates(self, lr, k):
        """The reconstruction cross-entropy, and the updates of one step of CD-k."""
        _, h = self.sample_h_given_v(self.input)
        (pres, vs, _), updates = theano.scan(self.gibbs_hvh, outputs_info=[None, None, h], n_steps=k)
        chain_end = vs[-1]
        cost = T.mean(self.free_energy(self.input)) - T.mean(self.free_energy(chain_end))
        for param, g in zip(self.params, T.grad(cost, self.params, consider_constant=[chain_end])):
            updates[param] = param - T.cast(lr, dtype=theano.config.floatX) * g
        p = T.nnet.sigmoid(pres[-1])
        return T.mean(T.sum(self.input * T.log(p) + (1 - self.input) * T.log(1 - p), axis=1)), updates


def train(learning_rate=0.1, n_epochs=8, batch_size=20, n_hidden=64, k=5):
    (train_x, _), _, _ = digits.load(theano.config.floatX)
    train_x = theano.shared((train_x > 0.5).astype(theano.config.floatX), borrow=True)
    n_batches = train_x.get_value(borrow=True).shape[0] // batch_size
    index, x = T.lscalar('index'), T.matrix('x')
    numpy_rng = np.random.RandomState(123)
    rbm = RBM(x, 64, n_hidden, numpy_rng, RandomStreams(numpy_rng.randint(2 ** 30)))
    cost, updates = rbm.get_cost_updates(learning_rate, k)
    train_rbm = theano.function([index], cost, updates=updates,
                                givens={x: train_x[index * batch_size:(index + 1) * batch_size]})
    for epoch in range(n_epochs):
        costs = [train_rbm(i) for i in range(n_batches)]
        print('epoch %d, cost %.6f' % (epoch, np.mean(costs)))


if __name__ == '__main__':
    train()
