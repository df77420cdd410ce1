"""What is timed, in Theano's API. Runs on theano_lite, Theano 1.0.5 and PyTensor: Python 3.7 and later.

Each case is a function of (theano, T, seconds) that prepares and returns a function to time; `once` cases are timed by
themselves and return seconds.
"""

import time

import numpy as np

SIZES = [784, 500, 500, 10]
BATCH = 500


def mlp(theano, T, dtype, sizes=SIZES):
    rng = np.random.RandomState(0)
    x, y = T.matrix('x', dtype=dtype), T.ivector('y')
    layer, params = x, []
    for k, (n, m) in enumerate(zip(sizes, sizes[1:])):
        W = theano.shared(rng.uniform(-.05, .05, (n, m)).astype(dtype))
        b = theano.shared(np.zeros(m, dtype))
        params += [W, b]
        layer = T.dot(layer, W) + b
        if k < len(sizes) - 2:
            layer = T.tanh(layer)
    nnet = getattr(T, 'nnet', None)
    softmax = nnet.softmax if hasattr(nnet, 'softmax') else T.special.softmax
    p = softmax(layer) if theano.__name__ != 'pytensor' else softmax(layer, axis=1)
    return x, y, -T.mean(T.log(p)[T.arange(y.shape[0]), y]), params


def data(dtype, n=BATCH):
    rng = np.random.RandomState(1)
    return rng.rand(n, SIZES[0]).astype(dtype), rng.randint(SIZES[-1], size=n).astype('int32')


def step_of(theano, T, dtype):
    x, y, cost, params = mlp(theano, T, dtype)
    rate = np.asarray(.01, dtype)
    return theano.function([x, y], cost, updates=[(p, p - rate * g) for p, g in zip(params, T.grad(cost, params))])


def mlp_step(dtype):
    def case(theano, T):
        f, (images, labels) = step_of(theano, T, dtype), data(dtype)
        return lambda: f(images, labels)
    return case


def minibatch_epoch(theano, T):
    x, y, cost, params = mlp(theano, T, 'float32')
    images, labels = data('float32', 2000)
    X, Y, i = theano.shared(images), theano.shared(labels), T.lscalar('i')
    b = 100
    f = theano.function([i], cost, updates=[(p, p - np.float32(.01) * g) for p, g in zip(params, T.grad(cost, params))],
                        givens={x: X[i * b:(i + 1) * b], y: Y[i * b:(i + 1) * b]})
    return lambda: [f(k) for k in range(20)]


def grads(separate):
    def case(theano, T):
        def run():
            _, _, cost, params = mlp(theano, T, 'float32', [2, 2, 2, 2, 2])
            start = time.perf_counter()
            if separate:
                [T.grad(cost, p) for p in params]
            else:
                T.grad(cost, params)
            return time.perf_counter() - start
        return run
    return case


def call_overhead(n_shared):
    def case(theano, T):
        s = T.scalar('s', dtype='float64')
        shared = [theano.shared(np.zeros(3)) for _ in range(n_shared)]
        f = theano.function([s], s + 1, updates=[(v, v + s) for v in shared])
        value = np.asarray(1.)
        return lambda: f(value)
    return case


def compile_time(n):
    def case(theano, T):
        def run():
            v = T.vector('v', dtype='float64')
            out = v
            for _ in range(n):
                out = out + 1.
            start = time.perf_counter()
            theano.function([v], out)(np.zeros(3))
            return time.perf_counter() - start
        return run
    return case


def cold_compile(theano, T):
    def run():
        start = time.perf_counter()
        f, (images, labels) = step_of(theano, T, 'float32'), data('float32')
        f(images, labels)
        return time.perf_counter() - start
    return run


# name: (case, whether the function returns its own seconds, rounds)
CASES = {
    'cold_compile': (cold_compile, True, 1),  # first: afterwards Theano's compilation cache is warm
    'joint_grad': (grads(False), True, 15), 'separate_grad': (grads(True), True, 15),
    'mlp_step_float32': (mlp_step('float32'), False, 40), 'mlp_step_float64': (mlp_step('float64'), False, 40),
    'minibatch_epoch': (minibatch_epoch, False, 15),
    'call_overhead_0': (call_overhead(0), False, 300), 'call_overhead_1': (call_overhead(1), False, 300),
    'call_overhead_50': (call_overhead(50), False, 300),
    'compile_100': (compile_time(100), True, 1), 'compile_1000': (compile_time(1000), True, 1),
    'compile_10000': (compile_time(10000), True, 1),
}
