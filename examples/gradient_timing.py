"""How long T.grad takes: once for all parameters of an MLP, and once for each parameter.

    theano-lite run examples/gradient_timing.py [--sizes 16384-5000-3000-512-40] [--batch 32] [--repeat 5]

In Theano 1.0.5 the separate calls take about 5 times as long as the joint one. Runs on both.
"""
from __future__ import print_function

import argparse
import timeit

import numpy as np

import theano
import theano.tensor as T


def build(sizes):
    rng = np.random.RandomState(0)
    x, y = T.matrix('x'), T.ivector('y')
    layer, params = x, []
    for k in range(len(sizes) - 1):
        values = rng.uniform(-0.01, 0.01, (sizes[k], sizes[k + 1])).astype(theano.config.floatX)
        W = theano.shared(values, name='w%d' % (2 * k + 1), borrow=True)
        b = theano.shared(np.zeros(sizes[k + 1], dtype=theano.config.floatX), name='w%d' % (2 * k + 2))
        params += [W, b]
        layer = T.dot(layer, W) + b
        if k < len(sizes) - 2:
            layer = T.nnet.sigmoid(layer)
    loss = T.nnet.categorical_crossentropy(T.nnet.softmax(layer), y).mean()
    return x, y, loss, params


def best(function, repeat):
    times = []
    for _ in range(repeat):
        start = timeit.default_timer()
        function()
        times.append(timeit.default_timer() - start)
    return min(times)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('--sizes', default='16384-5000-3000-512-40', help='units of each layer')
    parser.add_argument('--batch', type=int, default=32)
    parser.add_argument('--repeat', type=int, default=5)
    options = parser.parse_args()
    sizes = [int(n) for n in options.sizes.split('-')]

    # A fresh graph for every measurement: nothing is left over from the one before.
    def timed(differentiate):
        graphs = [build([2] * len(sizes)) for _ in range(options.repeat)]
        return best(lambda: differentiate(*graphs.pop()[2:]), options.repeat)

    joint = timed(lambda loss, params: T.grad(loss, params))
    separate = timed(lambda loss, params: [T.grad(loss, p) for p in params])
    print('T.grad of %d parameters: joint %.2f ms, separate %.2f ms, ratio %.2f'
          % (2 * (len(sizes) - 1), joint * 1e3, separate * 1e3, separate / joint))

    x, y, loss, params = build(sizes)
    rng = np.random.RandomState(1)
    images = rng.uniform(size=(options.batch, sizes[0])).astype(theano.config.floatX)
    labels = rng.randint(sizes[-1], size=options.batch).astype('int32')
    # The second goes on from the weights that the first has trained.
    for name, gradients in [('joint', T.grad(loss, params)), ('separate', [T.grad(loss, p) for p in params])]:
        start = timeit.default_timer()
        step = theano.function([x, y], loss, updates=[(p, p - 0.01 * g) for p, g in zip(params, gradients)])
        first = step(images, labels)
        compiled = timeit.default_timer() - start
        print('%s: compiled and first step in %.2f s, loss %.6f, then %.2f ms a step'
              % (name, compiled, first, best(lambda: step(images, labels), options.repeat) * 1e3))


if __name__ == '__main__':
    main()
