"""The cases as Theano programs: this file runs on theano_lite, on Theano 1.0.5 and on PyTensor (Python 3.7 on).

A case returns (sample, check): sample() measures once and gives {variant: number}; check is a number that must
be the same on every side, so that no side is fast by computing something else.
"""
import importlib
import timeit

import numpy as np

clock = timeit.default_timer
theano = T = softmax = cross_entropy = sigmoid = None


def use(package):
    """Make `package` (theano, theano_lite or pytensor) the one that the cases run on."""
    global theano, T, softmax, cross_entropy, sigmoid
    theano = importlib.import_module(package)
    T = importlib.import_module(package + '.tensor')
    if package == 'pytensor':
        special = importlib.import_module('pytensor.tensor.special')

        def softmax(x):
            return special.softmax(x, axis=-1)

        def cross_entropy(p, y):
            return -T.log(p)[T.arange(y.shape[0]), y]

        sigmoid = T.sigmoid
        return 'pytensor ' + theano.__version__
    softmax, cross_entropy, sigmoid = T.nnet.softmax, T.nnet.categorical_crossentropy, T.nnet.sigmoid
    return 'Theano ' + theano.__version__ if package == 'theano' else 'theano_lite'


def layer_values(sizes, floatX):
    rng = np.random.RandomState(0)
    values = []
    for n_in, n_out in zip(sizes, sizes[1:]):
        values.append(rng.uniform(-1, 1, (n_in, n_out)).astype(floatX) / np.sqrt(n_in).astype(floatX))
        values.append(np.zeros(n_out, dtype=floatX))
    return values


def data(n, n_in, n_out, floatX):
    rng = np.random.RandomState(1)
    return rng.uniform(size=(n, n_in)).astype(floatX), rng.randint(n_out, size=n).astype('int32')


def network(sizes, floatX):
    x, y = T.matrix('x', dtype=floatX), T.ivector('y')
    params = [theano.shared(v) for v in layer_values(sizes, floatX)]
    layer = x
    for k in range(0, len(params), 2):
        layer = T.dot(layer, params[k]) + params[k + 1]
        if k + 2 < len(params):
            layer = sigmoid(layer)
    return x, y, cross_entropy(softmax(layer), y).mean(), params


def descent(loss, params, floatX):
    rate = np.asarray(0.1, dtype=floatX)
    return [(p, p - rate * g) for p, g in zip(params, T.grad(loss, params))]


def trainer(x, y, loss, params, floatX):
    return theano.function([x, y], loss, updates=descent(loss, params, floatX))


def timed(function, times):
    start = clock()
    for _ in range(times):
        function()
    return (clock() - start) / times


def joint_vs_separate_grad():
    sizes = [8, 7, 6, 5, 4]

    def sample():
        _, _, loss, params = network(sizes, 'float64')
        joint = timed(lambda: T.grad(loss, params), 1)
        _, _, loss, params = network(sizes, 'float64')
        return {'joint': joint, 'separate': timed(lambda: [T.grad(loss, p) for p in params], 1)}

    x, y, loss, params = network(sizes, 'float64')
    gradients = theano.function([x, y], [abs(T.grad(loss, p)).sum() for p in params])
    return sample, float(sum(gradients(*data(20, 8, 4, 'float64'))))


def mlp_step(floatX, sizes=(784, 500, 500, 10), batch=500):
    step = trainer(*network(sizes, floatX), floatX=floatX)
    images, labels = data(batch, sizes[0], sizes[-1], floatX)
    losses = [float(step(images, labels)) for _ in range(4)]
    return lambda: {'': timed(lambda: step(images, labels), 4)}, losses[-1]


def minibatch_epoch(floatX, n=5000, batch=100, sizes=(784, 100, 10)):
    images, labels = data(n, sizes[0], sizes[-1], floatX)
    all_x, all_y = theano.shared(images), theano.shared(labels)
    x, y, loss, params = network(sizes, floatX)
    i = T.lscalar('i')
    step = theano.function([i], loss, updates=descent(loss, params, floatX),
                           givens={x: all_x[i * batch:(i + 1) * batch], y: all_y[i * batch:(i + 1) * batch]})

    def epoch():
        return [step(k) for k in range(n // batch)]

    return lambda: {'': timed(epoch, 1)}, float(epoch()[-1])


def call_overhead(shared):
    x = T.vector('x', dtype='float64')
    total = x + 1
    for k in range(shared):
        total = total + theano.shared(np.full(3, k / 7.0))
    f, value = theano.function([x], total), np.zeros(3)
    return lambda: {'%d shared' % shared: timed(lambda: f(value), 1000)}, float(f(value).sum())


def cold_compile(sizes=(784, 500, 500, 10)):
    """One sample in a process of its own: from the cost to the result of the first step."""
    x, y, loss, params = network(sizes, 'float64')
    images, labels = data(20, sizes[0], sizes[-1], 'float64')
    start = clock()
    check = float(trainer(x, y, loss, params, 'float64')(images, labels))
    seconds = clock() - start
    return lambda: {'': seconds}, check


def compile_time(nodes, reductions):
    """One sample in a process of its own: function() and first call of a chain of `nodes` nodes."""
    x = T.vector('x', dtype='float64')
    y, made = x, 0
    while made < nodes:
        y, made = (y - y.sum() * 0.01, made + 4) if reductions else (T.tanh(y) * 1.1, made + 3)
    value = np.linspace(0, 1, 10)
    start = clock()
    check = float(theano.function([x], y)(value).sum())
    seconds = clock() - start
    return lambda: {'%d nodes%s' % (nodes, ', reductions' if reductions else ''): seconds}, check


def memory(megabytes=400):
    """One sample in a process of its own: how many copies of the weights a step allocates at its peak."""
    W = theano.shared(np.ones((megabytes, 131072), dtype='float64'), borrow=True)
    step = theano.function([], W.mean(), updates=[(W, W - 0.5 * T.grad((W ** 2).sum() / 2, W))])
    check = [float(step()) for _ in range(2)][-1]
    return lambda: {'copies of the weights': peak(step) / (megabytes * 131072 * 8)}, check


def peak(function):
    """The bytes by which `function` raised this process's resident memory at its peak (Linux)."""
    with open('/proc/self/clear_refs', 'w') as file:
        file.write('5')
    before = status('VmRSS')
    function()
    return status('VmHWM') - before


def status(field):
    with open('/proc/self/status') as file:
        return [int(line.split()[1]) * 1024 for line in file if line.startswith(field + ':')][0]
