"""Logistic regression on handwritten digits by stochastic gradient descent, in the style of the Theano tutorials.

Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/logistic_regression.py
"""
from __future__ import print_function

import sys

import numpy as np

import theano
import theano.tensor as T

import digits


def train(learning_rate=0.5, n_epochs=30, batch_size=50):
    (train_x, train_y), _, (test_x, test_y) = digits.load(theano.config.floatX)
    x, y = T.matrix('x'), T.ivector('y')
    W = theano.shared(np.zeros((64, 10), dtype=theano.config.floatX), name='W')
    b = theano.shared(np.zeros(10, dtype=theano.config.floatX), name='b')
    p_y_given_x = T.nnet.softmax(T.dot(x, W) + b)
    cost = T.nnet.categorical_crossentropy(p_y_given_x, y).mean()
    error = T.mean(T.neq(T.argmax(p_y_given_x, axis=1), y))
    step = theano.function([x, y], cost, updates=[(p, p - learning_rate * g)
                                                  for p, g in zip([W, b], T.grad(cost, [W, b]))])
    test = theano.function([x, y], error)
    for epoch in range(1, n_epochs + 1):
        # The last minibatch is a short one.
        costs = [step(train_x[i:i + batch_size], train_y[i:i + batch_size])
                 for i in range(0, len(train_y), batch_size)]
        print('epoch %i, cost %.6f, test error %.4f %%' % (epoch, np.mean(costs), test(test_x, test_y) * 100.))


if __name__ == '__main__':
    train(n_epochs=int(sys.argv[1]) if len(sys.argv) > 1 else 30)
