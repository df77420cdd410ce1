"""A network in the manner of libraries on top of Theano: layers, batch normalisation, dropout, recurrence, update rules."""
from collections import OrderedDict

import numpy as np
import theano
import theano.tensor as T
from theano.sandbox.rng_mrg import MRG_RandomStreams

rng, streams = np.random.RandomState(1), MRG_RandomStreams(7)


def as_expression(x):
    """Shared variables and constants are no TensorVariables, so libraries tell them apart by their class."""
    kind = "given" if isinstance(x, T.TensorVariable) else "made"
    print(kind, isinstance(x, theano.Variable), isinstance(x, theano.compile.SharedVariable), isinstance(x, theano.Constant))
    return x


def param(name, *shape):
    pattern = [n == 1 for n in shape]
    return theano.shared(rng.normal(0, 0.3, shape), name=name, broadcastable=pattern)


def shown(name, *values):
    print(name, " ".join("%.8g" % float(np.sum(np.abs(v) * np.arange(1.0, np.size(v) + 1).reshape(np.shape(v)))) for v in values))


x, t = T.tensor3("x"), T.ivector("t")
W, U, b, h0 = param("W", 3, 4), param("U", 4, 4), param("b", 4), param("h0", 1, 4)
mean, inv_std = theano.shared(np.zeros(4), "mean"), theano.shared(np.ones(4), "inv_std")
gamma, V = param("gamma", 4), param("V", 4, 5)
for v in (x, x + 1, W, h0, T.constant(2.0), theano.shared(1.5)):
    as_expression(v)


def recurrent(x, clip=None):
    """(batch, time, features) -> the last state; the first one is learned and the same for the whole batch."""
    first = T.dot(T.ones((x.shape[0], 1)), h0) if not isinstance(h0, T.TensorVariable) else h0
    inputs = T.dot(x.dimshuffle(1, 0, 2), W) + b

    def step(now, before, U):
        new = T.tanh(now + T.dot(before, U))
        return theano.gradient.grad_clip(new, -clip, clip) if clip else new
    return theano.scan(step, sequences=inputs, outputs_info=first, non_sequences=[U], strict=True)[0][-1]


def normalised(h, deterministic):
    """Batch normalisation that keeps running averages by default updates of clones of the shared variables."""
    m, s = h.mean(0), T.inv(T.sqrt(h.var(0) + 1e-4))
    if deterministic:
        m, s = mean, inv_std
    else:
        running_m, running_s = theano.clone(mean, share_inputs=False), theano.clone(inv_std, share_inputs=False)
        running_m.default_update = 0.9 * running_m + 0.1 * m
        running_s.default_update = 0.9 * running_s + 0.1 * s
        m, s = m + 0 * running_m, s + 0 * running_s
    return (h - m.dimshuffle("x", 0)) * (gamma * s).dimshuffle("x", 0)


def output(x, deterministic):
    h = T.nnet.relu(normalised(recurrent(x, 1.0), deterministic))
    if not deterministic:
        h = h * streams.binomial(h.shape, p=0.5, dtype=h.dtype) / 0.5
    return T.nnet.softmax(T.dot(h, V))


def adam(loss, params, rate=0.1, b1=0.9, b2=0.999):
    step, updates = theano.shared(np.asarray(0.0)), OrderedDict()
    now = step + 1
    a = rate * T.sqrt(1 - b2 ** now) / (1 - b1 ** now)
    for p, g in zip(params, theano.grad(loss, params)):
        value = p.get_value(borrow=True)
        m, v = (theano.shared(np.zeros(value.shape, value.dtype), broadcastable=p.broadcastable) for _ in "mv")
        updates[m], updates[v] = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g ** 2
        updates[p] = p - a * updates[m] / (T.sqrt(updates[v]) + 1e-8)
    updates[step] = now
    return updates


predicted = output(x, False)
loss = T.nnet.categorical_crossentropy(predicted, t).mean()
params = [v for v in theano.gof.graph.inputs([predicted]) if isinstance(v, theano.compile.SharedVariable) and v.name
          and v.name not in ("mean", "inv_std")]
print([v.name for v in params])
train = theano.function([x, t], loss, updates=adam(loss, params))
guess = output(x, True)
test = theano.function([x, t], [T.nnet.categorical_crossentropy(guess, t).mean(), T.eq(T.argmax(guess, 1), t).mean()])
data, labels = rng.normal(size=(6, 5, 3)), rng.randint(0, 5, 6).astype("int32")
for _ in range(4):
    shown("train", train(data, labels))
shown("test", *test(data, labels))
for v in params + [mean, inv_std]:
    shown(v.name, v.get_value())
shown("eval", guess.eval({x: data[:2]}))
