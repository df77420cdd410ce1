"""A multilayer perceptron on handwritten digits, in the style of the Theano tutorials.

Minibatches are chosen by index through `givens`; gradient descent with momentum; early stopping on the validation set.
Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/mlp.py
"""
from __future__ import print_function

import sys
import timeit

import numpy as np

import theano
import theano.tensor as T

import digits


class LogisticRegression(object):
    """The output layer: class probabilities by a softmax of a linear map."""

    def __init__(self, input, n_in, n_out):
        self.W = theano.shared(np.zeros((n_in, n_out), dtype=theano.config.floatX), name='W', borrow=True)
        self.b = theano.shared(np.zeros((n_out,), dtype=theano.config.floatX), name='b', borrow=True)
        self.p_y_given_x = T.nnet.softmax(T.dot(input, self.W) + self.b)
        self.y_pred = T.argmax(self.p_y_given_x, axis=1)
        self.params = [self.W, self.b]

    def negative_log_likelihood(self, y):
        return -T.mean(T.log(self.p_y_given_x)[T.arange(y.shape[0]), y])

    def errors(self, y):
        if y.ndim != self.y_pred.ndim:
            raise TypeError('y should have the same shape as self.y_pred', ('y', y.type, 'y_pred', self.y_pred.type))
        if not y.dtype.startswith('int'):
            raise NotImplementedError()
        return T.mean(T.neq(self.y_pred, y))


class HiddenLayer(object):
    """activation(input . W + b), with uniform initial weights."""

    def __init__(self, rng, input, n_in, n_out, activation=T.tanh):
        bound = np.sqrt(6. / (n_in + n_out))
        values = np.asarray(rng.uniform(low=-bound, high=bound, size=(n_in, n_out)), dtype=theano.config.floatX)
        if activation == T.nnet.sigmoid:
            values *= 4
        self.W = theano.shared(value=values, name='W', borrow=True)
        self.b = theano.shared(value=np.zeros((n_out,), dtype=theano.config.floatX), name='b', borrow=True)
        self.output = activation(T.dot(input, self.W) + self.b)
        self.params = [self.W, self.b]


class MLP(object):
    """One hidden layer and a logistic regression on top."""

    def __init__(self, rng, input, n_in, n_hidden, n_out):
        self.hidden = HiddenLayer(rng, input, n_in, n_hidden)
        self.output = LogisticRegression(self.hidden.output, n_hidden, n_out)
        self.L1 = abs(self.hidden.W).sum() + abs(self.output.W).sum()
        self.L2_sqr = (self.hidden.W ** 2).sum() + (self.output.W ** 2).sum()
        self.negative_log_likelihood = self.output.negative_log_likelihood
        self.errors = self.output.errors
        self.params = self.hidden.params + self.output.params


def shared_dataset(data):
    x, y = data
    shared_x = theano.shared(np.asarray(x, dtype=theano.config.floatX), borrow=True)
    shared_y = theano.shared(np.asarray(y, dtype=theano.config.floatX), borrow=True)
    return shared_x, T.cast(shared_y, 'int32')


def train(learning_rate=0.1, momentum=0.9, L1_reg=0.0, L2_reg=0.0001, n_epochs=60, batch_size=20, n_hidden=100):
    (train_x, train_y), (valid_x, valid_y), (test_x, test_y) = map(shared_dataset, digits.load(theano.config.floatX))
    n_train = train_x.get_value(borrow=True).shape[0] // batch_size
    n_valid = valid_x.get_value(borrow=True).shape[0] // batch_size
    n_test = test_x.get_value(borrow=True).shape[0] // batch_size

    index = T.lscalar('index')
    x = T.matrix('x')
    y = T.ivector('y')
    classifier = MLP(np.random.RandomState(1234), x, 64, n_hidden, 10)
    cost = classifier.negative_log_likelihood(y) + L1_reg * classifier.L1 + L2_reg * classifier.L2_sqr

    def batches_of(data_x, data_y):
        return {x: data_x[index * batch_size:(index + 1) * batch_size],
                y: data_y[index * batch_size:(index + 1) * batch_size]}

    test_model = theano.function([index], classifier.errors(y), givens=batches_of(test_x, test_y))
    validate_model = theano.function([index], classifier.errors(y), givens=batches_of(valid_x, valid_y))

    updates = []
    for param, gradient in zip(classifier.params, T.grad(cost, classifier.params)):
        velocity = theano.shared(param.get_value() * 0., broadcastable=param.broadcastable)
        step = momentum * velocity - learning_rate * gradient
        updates += [(velocity, step), (param, param + step)]
    train_model = theano.function([index], cost, updates=updates, givens=batches_of(train_x, train_y))

    patience, patience_increase, improvement_threshold = 20 * n_train, 2, 0.995
    best_validation, test_score, iteration = np.inf, 0., 0
    start_time = timeit.default_timer()
    for epoch in range(1, n_epochs + 1):
        costs = [train_model(i) for i in range(n_train)]
        validation = np.mean([validate_model(i) for i in range(n_valid)])
        test_error = np.mean([test_model(i) for i in range(n_test)])
        print('epoch %i, cost %.6f, validation error %.4f %%, test error %.4f %%'
              % (epoch, np.mean(costs), validation * 100., test_error * 100.))
        iteration = epoch * n_train
        if validation < best_validation:
            if validation < best_validation * improvement_threshold:
                patience = max(patience, iteration * patience_increase)
            best_validation, test_score = validation, test_error
        if patience <= iteration:
            break
    print('Optimization complete. Best validation error %.4f %% with test error %.4f %%'
          % (best_validation * 100., test_score * 100.))
    print('The code ran for %.2fs' % (timeit.default_timer() - start_time), file=sys.stderr)
    return test_score


if __name__ == '__main__':
    train(n_epochs=int(sys.argv[1]) if len(sys.argv) > 1 else 60)
