"""An LSTM that reads handwritten digits row by row, in the style of the Theano tutorials.

The images have different numbers of rows: some of their last ones are cut off. A batch is padded to its longest image,
and a mask tells which rows are there: where it is 0 the state stays as it was.
Runs on Theano 1.0.5 and on theano_lite:  theano-lite run examples/lstm.py
"""
from __future__ import print_function

import numpy as np

import theano
import theano.tensor as T

import digits

floatX = theano.config.floatX


def random_matrix(rng, n_in, n_out):
    return rng.uniform(-0.5, 0.5, (n_in, n_out)).astype(floatX) / np.asarray(np.sqrt(n_in), dtype=floatX)


class LSTM(object):
    """The mean of the states of an LSTM layer (Hochreiter and Schmidhuber, 1997), with forget gates, over time."""

    def __init__(self, rng, x, mask, n_in, n_hidden):
        self.n_hidden = n_hidden
        self.W = theano.shared(np.hstack([random_matrix(rng, n_in, n_hidden) for _ in range(4)]), name='W')
        self.U = theano.shared(np.hstack([random_matrix(rng, n_hidden, n_hidden) for _ in range(4)]), name='U')
        self.b = theano.shared(np.zeros(4 * n_hidden, dtype=floatX), name='b')
        self.params = [self.W, self.U, self.b]
        start = T.alloc(np.asarray(0., dtype=floatX), x.shape[1], n_hidden)
        (h, c), _ = theano.scan(self.step, sequences=[T.dot(x, self.W) + self.b, mask], outputs_info=[start, start],
                                name='lstm')
        self.output = (h * mask[:, :, None]).sum(axis=0) / mask.sum(axis=0)[:, None]

    def part(self, x, k):
        return x[:, k * self.n_hidden:(k + 1) * self.n_hidden]

    def step(self, x, m, h, c):
        z = x + T.dot(h, self.U)
        i, f, o = [T.nnet.sigmoid(self.part(z, k)) for k in range(3)]
        new_c = f * c + i * T.tanh(self.part(z, 3))
        new_h = o * T.tanh(new_c)
        m = m[:, None]
        return m * new_h + (1. - m) * h, m * new_c + (1. - m) * c


def rmsprop(cost, params, rate=0.01, decay=0.9):
    updates = []
    for p, g in zip(params, T.grad(cost, params)):
        mean = theano.shared(np.zeros_like(p.get_value()))
        new = decay * mean + (1. - decay) * g ** 2
        updates += [(mean, new), (p, p - rate * g / T.sqrt(new + 1e-6))]
    return updates


def padded(images, lengths):
    """Rows first: (longest length, images, 8), and the mask (longest length, images)."""
    n = lengths.max()
    mask = (np.arange(n)[:, None] < lengths[None, :]).astype(floatX)
    rows = images.reshape(len(images), 8, 8).transpose(1, 0, 2)[:n]
    return rows * mask[:, :, None], mask


def main(epochs=6, batch=57):
    rng = np.random.RandomState(1)
    parts = [(x, rng.randint(5, 9, len(x)), y) for x, y in digits.load(floatX)]
    x, mask, y = T.tensor3('x'), T.matrix('mask'), T.ivector('y')
    layer = LSTM(rng, x, mask, 8, 32)
    V = theano.shared(random_matrix(rng, 32, 10), name='V')
    d = theano.shared(np.zeros(10, dtype=floatX), name='d')
    p = T.nnet.softmax(T.dot(layer.output, V) + d)
    cost = -T.mean(T.log(p)[T.arange(y.shape[0]), y])
    train = theano.function([x, mask, y], cost, updates=rmsprop(cost, layer.params + [V, d]))
    errors = theano.function([x, mask, y], T.mean(T.neq(T.argmax(p, axis=1), y)))

    images, lengths, labels = parts[0]
    for epoch in range(epochs):
        costs = []
        for k in range(0, len(images), batch):
            rows, m = padded(images[k:k + batch], lengths[k:k + batch])
            costs.append(train(rows, m, labels[k:k + batch]))
        rows, m = padded(*parts[1][:2])
        print('epoch %d, mean cost %.6f, validation error %.2f %%' % (
            epoch + 1, np.mean(costs), 100. * errors(rows, m, parts[1][2])))
    rows, m = padded(*parts[2][:2])
    print('test error %.2f %%' % (100. * errors(rows, m, parts[2][2])))


if __name__ == '__main__':
    main()
