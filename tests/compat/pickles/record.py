"""Write pickles with the real Theano, as old programs did: (python2.7- or python3.7-with-theano record.py NAME).

NAME is the beginning of the files' names, such as py27; Theano 0.8 only writes a network. Next to each pickle the values that it stands for are written,
as NAME.json.
"""

from __future__ import print_function

import json
import os
import pickle
import sys
import zipfile

import numpy as np
import theano
import theano.tensor as T
from theano.sandbox.rng_mrg import MRG_RandomStreams
from theano.tensor.shared_randomstreams import RandomStreams

HERE = os.path.dirname(os.path.abspath(__file__))


class Layer(object):
    """A model as programs have it: parameters, symbolic inputs and outputs."""

    def __init__(self, x):
        rng = np.random.RandomState(1)
        self.W = theano.shared(rng.uniform(-1, 1, (3, 2)), name="W", borrow=True)
        self.b = theano.shared(np.zeros(2), name="b")
        self.x = x
        self.output = T.nnet.sigmoid(T.dot(x, self.W) + self.b)
        self.params = [self.W, self.b]


class OldLayer:
    """The same as a class of the old kind, which Python 2 pickles in another way."""

    def __init__(self):
        self.W = theano.shared(np.arange(6.0).reshape(2, 3), name="W")
        self.size = 3


def graphs():
    """{name: (inputs, outputs)} of graphs with many kinds of ops."""
    x, y, i = T.dmatrix("x"), T.dvector("y"), T.lvector("i")
    softmax = T.nnet.softmax(T.dot(x, x.T))
    return {
        "elementwise": ([x], [T.tanh(x) * 2 + abs(x) - x / 3, T.switch(x > 0.5, x, -x), T.sqr(x) ** 1.5, T.clip(x, 0, 1),
                              T.cast(x, "float32"), T.maximum(x, 0.3), T.exp(x), T.log1p(x), T.eq(x, 0.5), x // 0.3, x % 0.3]),
        "reductions": ([x], [x.sum(), x.mean(axis=1), x.max(axis=0), T.argmax(x, axis=1), x.prod(axis=0),
                             x.std(), T.any(x > 0.8), x.min(), x.sum(axis=0, keepdims=True)]),
        "shapes": ([x, y], [x.T, x.flatten(), x.reshape((2, -1)), y.dimshuffle("x", 0), T.concatenate([x, x], axis=1),
                            T.stack([y, y]), x.shape, x.shape[0], T.zeros((y.shape[0], 2)), T.zeros_like(x),
                            T.arange(y.shape[0]), T.eye(3), T.alloc(1.5, 2, 3), T.unbroadcast(y.dimshuffle("x", 0), 0)]),
        "indexing": ([x, y, i], [x[0], x[1:, 0], x[:, ::-1], x[i], x[i, i], y[i[0]:], x[T.arange(2), i[:2]],
                                 T.set_subtensor(y[1:], 0.5), T.inc_subtensor(x[0], 1), T.inc_subtensor(x[i], 1.0)]),
        "nnet": ([x], [softmax, T.nnet.softplus(x), T.nnet.relu(x), -T.mean(T.log(softmax)[T.arange(2), [0, 1]]),
                       T.nnet.categorical_crossentropy(softmax, np.array([0, 1])), T.nnet.binary_crossentropy(x, x)]),
        "gradients": ([x], [T.grad((T.tanh(x) ** 2).sum(), x)]),
    }


def network():
    """(inputs, outputs) of layers of a convolutional network with their gradients."""
    from theano.tensor.signal import pool

    x = T.dmatrix("x")
    images, filters = x.dimshuffle("x", "x", 0, 1), np.arange(4.0).reshape(1, 1, 2, 2)
    layers = [T.nnet.conv2d(images, filters, border_mode="half"), T.nnet.conv.conv2d(images, filters, border_mode="full"),
              pool.pool_2d(images, (1, 2), ignore_border=False), pool.pool_2d(images, (2, 2), True, mode="average_exc_pad")]
    loss = T.nnet.categorical_crossentropy(T.nnet.softmax(x), np.array([0, 1])).sum()
    return [x], layers + [T.grad((y ** 2).sum(), x) for y in layers + [loss]]


def values():
    return [np.linspace(0.1, 0.9, 6).reshape(2, 3), np.array([0.2, 0.4, 0.6]), np.array([1, 0, 1])]


def arrays(results):
    return [np.asarray(r).astype("float64").tolist() for r in results]


def write(prefix, name, value, protocol):
    with open(os.path.join(HERE, "%s_%s.pkl" % (prefix, name)), "wb") as f:
        pickle.dump(value, f, protocol=protocol)


def main(prefix):
    sys.setrecursionlimit(10000)
    inputs, outputs = network()
    write(prefix, "network", (inputs, outputs), 2)
    f = theano.function(inputs, outputs)
    known = {"network": arrays(f(values()[0]))}
    write(prefix, "network_function", theano.function(inputs, outputs[3]), 2)
    if theano.__version__ < "0.9":
        return finish(prefix, known)
    W, b = np.arange(6.0).reshape(3, 2), np.ones(2, dtype="float32")
    write(prefix, "arrays", [W, b, np.float64(2), "text", {"k": np.arange(3)}], 0)
    write(prefix, "shared", [theano.shared(W, name="W"), theano.shared(b), theano.shared(3), theano.shared(np.float32(1.5))], 2)
    layer = Layer(T.dmatrix("x"))
    write(prefix, "model", layer, 2)
    write(prefix, "model0", layer, 0)
    known["model"] = arrays([layer.output.eval({layer.x: np.ones((1, 3))})])
    write(prefix, "old_class", OldLayer(), 0)
    for name, (inputs, outputs) in graphs().items():
        write(prefix, "graph_" + name, (inputs, outputs), 2)
        f = theano.function(inputs, outputs, on_unused_input="ignore")
        known["graph_" + name] = arrays(f(*values()[: len(inputs)]))
    streams, mrg = RandomStreams(5), MRG_RandomStreams(7)
    draws = [streams.uniform((3,)), streams.normal((2, 2)), mrg.uniform((3,))]
    f = theano.function([], draws)
    f()
    write(prefix, "streams", (streams, mrg, draws), 2)
    known["streams"] = arrays(f())
    x, w = T.dvector("x"), theano.shared(np.ones(3), name="w")
    step = theano.function([x], T.dot(x, w), updates=[(w, w - 0.1 * x)], name="step")
    known["function"] = arrays([step(np.array([1.0, 2.0, 3.0]))])
    write(prefix, "function", step, 2)
    known["function"] += arrays([step(np.array([1.0, 2.0, 3.0]))])
    from theano.misc import pkl_utils

    with open(os.path.join(HERE, prefix + "_dump.zip"), "wb") as f:
        pkl_utils.dump((theano.shared(W, name="weights"), [theano.shared(b)]), f)
    with zipfile.ZipFile(os.path.join(HERE, prefix + "_dump.zip")) as z:
        known["dump"] = sorted(z.namelist())
    finish(prefix, known)


def finish(prefix, known):
    with open(os.path.join(HERE, prefix + ".json"), "w") as f:
        json.dump(known, f, indent=0, sort_keys=True)


if __name__ == "__main__":
    main(sys.argv[1])
