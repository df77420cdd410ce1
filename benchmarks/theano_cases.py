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


def lenet_values(floatX):
    """The parameters of LeNet: filters and biases of two convolutions, weights and biases of two layers."""
    rng = np.random.RandomState(0)
    values = []
    for shape in ((20, 1, 5, 5), (50, 20, 5, 5), (800, 500), (500, 10)):
        n_in = int(np.prod(shape[1:])) if len(shape) == 4 else shape[0]
        values.append((rng.uniform(-1, 1, shape) / np.sqrt(n_in)).astype(floatX))
        values.append(np.zeros(shape[0] if len(shape) == 4 else shape[1], dtype=floatX))
    return values


def lenet_step(floatX, batch):
    pool = importlib.import_module(theano.__name__ + '.tensor.signal.pool')
    x, y = T.matrix('x', dtype=floatX), T.ivector('y')
    params = [theano.shared(v) for v in lenet_values(floatX)]
    layer = x.reshape((batch, 1, 28, 28))
    for k in (0, 2):
        layer = pool.pool_2d(T.nnet.conv2d(layer, params[k]), (2, 2), ignore_border=True)
        layer = T.tanh(layer + params[k + 1].dimshuffle('x', 0, 'x', 'x'))
    layer = T.tanh(T.dot(layer.flatten(2), params[4]) + params[5])
    loss = cross_entropy(softmax(T.dot(layer, params[6]) + params[7]), y).mean()
    f = trainer(x, y, loss, params, floatX)
    images, labels = data(batch, 784, 10, floatX)
    losses = [float(f(images, labels)) for _ in range(4)]
    return lambda: {'batch %d' % batch: timed(lambda: f(images, labels), 2)}, losses[-1]


def convolution_step(floatX, images, filters, border_mode, stride=1):
    """The convolution of a layer and both its gradients."""
    rng = np.random.RandomState(0)
    x, w = (theano.shared(rng.uniform(-1, 1, shape).astype(floatX)) for shape in (images, filters))
    out = T.nnet.conv2d(x, w, border_mode=border_mode, subsample=(stride, stride))
    f = theano.function([], [g.sum() for g in T.grad(T.sqr(out).mean(), [x, w])])
    check = float(f()[1])
    return lambda: {'%s * %s' % (images, filters): timed(f, 2)}, check


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


def dropout(n=1000):
    """A layer of n x n float32 numbers, half of them dropped by MRG_RandomStreams."""
    mrg = importlib.import_module(theano.__name__ + '.sandbox.rng_mrg')
    x = T.matrix('x', dtype='float32')
    f = theano.function([x], x * mrg.MRG_RandomStreams(3).binomial((n, n), p=0.5, dtype='float32'))
    value = np.ones((n, n), dtype='float32')
    check = float(f(value).sum(dtype='float64'))
    return lambda: {'': timed(lambda: f(value), 5)}, check


def numpy_streams(kind, n=1000):
    """n x n numbers of RandomStreams; NumPy's own draw of as many is measured beside it."""
    streams = importlib.import_module(theano.__name__ + '.tensor.shared_randomstreams')
    parameters = {'uniform': (0.0, 1.0), 'normal': (0.0, 1.0), 'binomial': (1, 0.5)}[kind]
    u = getattr(streams.RandomStreams(3), kind)((n, n), *parameters)
    f, draw = theano.function([], u), getattr(np.random.RandomState(3), kind)
    check = float(f().sum())
    return lambda: {kind: timed(f, 3), kind + ', NumPy alone': timed(lambda: draw(*parameters, size=(n, n)), 3)}, check


POOLS = {'2x2': ((32, 16, 28, 28), (2, 2), (2, 2), (0, 0)), '3x3 by 2': ((16, 32, 27, 27), (3, 3), (2, 2), (0, 0)),
         '3x3 padded': ((8, 32, 28, 28), (3, 3), (1, 1), (1, 1)), '8x8': ((8, 16, 32, 32), (8, 8), (8, 8), (0, 0)),
         '20x20 by 1': ((2, 4, 64, 64), (20, 20), (1, 1), (0, 0))}


def pool_data(window, floatX):
    shape = POOLS[window][0]
    return np.random.RandomState(0).permutation(np.arange(np.prod(shape))).reshape(shape).astype(floatX) / 1000


def pool(window, mode, floatX):
    """Pooling by windows, and the gradient of the sum of squares of what comes out."""
    pools = importlib.import_module(theano.__name__ + '.tensor.signal.pool')
    _, ws, stride, pad = POOLS[window]
    x = T.tensor4('x', dtype=floatX)
    out = pools.pool_2d(x, ws, True, stride, pad, mode)
    images = theano.shared(pool_data(window, floatX))
    # The largest of what comes out, not its sum: Theano adds up in float64, which costs more than some of the poolings.
    forward = theano.function([], out.max(), givens={x: images})
    backward = theano.function([], T.grad((out ** 2).sum(), x).max(), givens={x: images})
    name = '%s %s %s' % (window, mode, floatX)
    return lambda: {name: timed(forward, 5), name + ' gradient': timed(backward, 5)}, float(forward())


def lstm_values(n_in, n_hidden, floatX):
    rng = np.random.RandomState(0)
    shapes = [(n_in, 4 * n_hidden), (n_hidden, 4 * n_hidden), (4 * n_hidden,), (n_hidden, 1)]
    return [rng.uniform(-0.1, 0.1, shape).astype(floatX) for shape in shapes]


def lstm_data(steps, batch, n_in, floatX):
    rng = np.random.RandomState(1)
    return rng.uniform(-1, 1, (steps, batch, n_in)).astype(floatX), rng.uniform(-1, 1, (batch, 1)).astype(floatX)


def lstm(n_in, n_hidden, batch, floatX):
    x, y = T.tensor3('x', dtype=floatX), T.matrix('y', dtype=floatX)
    W, U, b, V = params = [theano.shared(v) for v in lstm_values(n_in, n_hidden, floatX)]

    def step(row, h, c):
        z = row + T.dot(h, U)
        i, f, o = [sigmoid(z[:, k * n_hidden:(k + 1) * n_hidden]) for k in range(3)]
        c = f * c + i * T.tanh(z[:, 3 * n_hidden:])
        return o * T.tanh(c), c

    start = T.zeros((batch, n_hidden), dtype=floatX)
    (h, _), _ = theano.scan(step, sequences=T.dot(x, W) + b, outputs_info=[start, start])
    return x, y, ((T.dot(h[-1], V) - y) ** 2).mean() + (h ** 2).mean(), params


def lstm_step(floatX, steps=100, batch=16, n_in=64, n_hidden=64):
    """A training step of an LSTM: forward, gradient and update."""
    f = trainer(*lstm(n_in, n_hidden, batch, floatX), floatX=floatX)
    rows, targets = lstm_data(steps, batch, n_in, floatX)
    losses = [float(f(rows, targets)) for _ in range(4)]
    return lambda: {'': timed(lambda: f(rows, targets), 4)}, losses[-1]


def lstm_cold_compile(floatX='float32', steps=100, batch=16, n_in=64, n_hidden=64):
    """One sample in a process of its own: from the cost of an LSTM to the result of the first step."""
    x, y, loss, params = lstm(n_in, n_hidden, batch, floatX)
    rows, targets = lstm_data(steps, batch, n_in, floatX)
    start = clock()
    check = float(trainer(x, y, loss, params, floatX)(rows, targets))
    seconds = clock() - start
    return lambda: {'': seconds}, check


def rbm_epoch(floatX, k=15, batch=20, batches=20, n_visible=784, n_hidden=500):
    """Steps of contrastive divergence with k rounds of Gibbs sampling in a scan, by NumPy's own random numbers."""
    rng, streams = np.random.RandomState(0), T.shared_randomstreams.RandomStreams(1)
    images = theano.shared((rng.rand(batches * batch, n_visible) > 0.5).astype(floatX))
    W = theano.shared(rng.uniform(-0.1, 0.1, (n_visible, n_hidden)).astype(floatX))
    b, c = theano.shared(np.zeros(n_visible, floatX)), theano.shared(np.zeros(n_hidden, floatX))
    x, index = T.matrix('x', dtype=floatX), T.lscalar('index')

    def sample(mean):
        return streams.binomial(size=mean.shape, n=1, p=mean, dtype=floatX)

    def round_trip(h):
        v = sample(sigmoid(T.dot(h, W.T) + b))
        return [v, sample(sigmoid(T.dot(v, W) + c))]

    def free_energy(v):
        return -T.dot(v, b) - T.log(1 + T.exp(T.dot(v, W) + c)).sum(axis=1)

    first = sample(sigmoid(T.dot(x, W) + c))
    (vs, _), updates = theano.scan(round_trip, outputs_info=[None, first], n_steps=k)
    end = vs[-1]
    cost = (free_energy(x) - free_energy(end)).mean()
    for p, g in zip((W, b, c), T.grad(cost, [W, b, c], consider_constant=[end])):
        updates[p] = p - T.cast(0.01, floatX) * g
    f = theano.function([index], cost, updates=updates, givens={x: images[index * batch:(index + 1) * batch]})

    def epoch():
        return [float(f(i)) for i in range(batches)]

    check = epoch()[0]  # a rounding in float32 may turn a sample, and all that follow
    return lambda: {'': timed(epoch, 1)}, check


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
