"""A convolutional network (LeNet) on handwritten digits, in the style of the Theano tutorials.

Two layers of convolution, max pooling and tanh, a hidden layer and a logistic regression; minibatches are chosen by
index through `givens`. Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/convolutional_mlp.py
"""
from __future__ import print_function

import sys
import timeit

import numpy as np

import theano
import theano.tensor as T
from theano.tensor.nnet import conv2d
from theano.tensor.signal import pool

import digits
from mlp import HiddenLayer, LogisticRegression, shared_dataset


class LeNetConvPoolLayer(object):
    """tanh(max pooling(input * W) + b), with uniform initial weights.

    filter_shape: (filters, input channels, rows, columns); image_shape: (batch size, channels, rows, columns).
    """

    def __init__(self, rng, input, filter_shape, image_shape, poolsize=(2, 2)):
        assert image_shape[1] == filter_shape[1]
        fan_in = np.prod(filter_shape[1:])
        fan_out = filter_shape[0] * np.prod(filter_shape[2:]) // np.prod(poolsize)
        bound = np.sqrt(6. / (fan_in + fan_out))
        values = np.asarray(rng.uniform(low=-bound, high=bound, size=filter_shape), dtype=theano.config.floatX)
        self.W = theano.shared(values, name='W', borrow=True)
        self.b = theano.shared(np.zeros((filter_shape[0],), dtype=theano.config.floatX), name='b', borrow=True)
        convolved = conv2d(input=input, filters=self.W, filter_shape=filter_shape, input_shape=image_shape)
        pooled = pool.pool_2d(input=convolved, ws=poolsize, ignore_border=True)
        self.output = T.tanh(pooled + self.b.dimshuffle('x', 0, 'x', 'x'))
        self.params = [self.W, self.b]


def train(learning_rate=0.2, n_epochs=30, nkerns=(20, 50), batch_size=50):
    (train_x, train_y), (valid_x, valid_y), (test_x, test_y) = map(shared_dataset, digits.load(theano.config.floatX))
    n_train = train_x.get_value(borrow=True).shape[0] // batch_size
    n_valid = valid_x.get_value(borrow=True).shape[0] // batch_size
    n_test = test_x.get_value(borrow=True).shape[0] // batch_size

    rng = np.random.RandomState(23455)
    index = T.lscalar('index')
    x = T.matrix('x')
    y = T.ivector('y')

    # 8 x 8 pixels -> 6 x 6 -> 3 x 3 -> 2 x 2 -> 1 x 1
    layer0 = LeNetConvPoolLayer(rng, x.reshape((batch_size, 1, 8, 8)), (nkerns[0], 1, 3, 3), (batch_size, 1, 8, 8))
    layer1 = LeNetConvPoolLayer(rng, layer0.output, (nkerns[1], nkerns[0], 2, 2), (batch_size, nkerns[0], 3, 3))
    layer2 = HiddenLayer(rng, layer1.output.flatten(2), nkerns[1], 100, activation=T.tanh)
    layer3 = LogisticRegression(layer2.output, 100, 10)
    cost = layer3.negative_log_likelihood(y)

    def batches_of(data_x, data_y):
        return {x: data_x[index * batch_size:(index + 1) * batch_size],
                y: data_y[index * batch_size:(index + 1) * batch_size]}

    test_model = theano.function([index], layer3.errors(y), givens=batches_of(test_x, test_y))
    validate_model = theano.function([index], layer3.errors(y), givens=batches_of(valid_x, valid_y))
    params = layer3.params + layer2.params + layer1.params + layer0.params
    updates = [(param, param - learning_rate * gradient) for param, gradient in zip(params, T.grad(cost, params))]
    train_model = theano.function([index], cost, updates=updates, givens=batches_of(train_x, train_y))

    best_validation, test_score = np.inf, 0.
    start_time = timeit.default_timer()
    for epoch in range(1, n_epochs + 1):
        costs = [train_model(i) for i in range(n_train)]
        validation = np.mean([validate_model(i) for i in range(n_valid)])
        print('epoch %i, cost %.6f, validation error %.4f %%' % (epoch, np.mean(costs), validation * 100.))
        if validation < best_validation:
            best_validation = validation
            test_score = np.mean([test_model(i) for i in range(n_test)])
            print('    test error of the best model %.4f %%' % (test_score * 100.))
    print('Optimization complete. Best validation error %.4f %% with test error %.4f %%'
          % (best_validation * 100., test_score * 100.))
    print('The code ran for %.2fs' % (timeit.default_timer() - start_time), file=sys.stderr)
    return test_score


if __name__ == '__main__':
    train(n_epochs=int(sys.argv[1]) if len(sys.argv) > 1 else 30)
