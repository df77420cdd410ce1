"""Programs with loops that need more than an expression: random draws, updates, user-written ops, sizes that vary.

Each takes the package and returns a list of arrays; record_loops.py writes down what the real Theano gives.
"""

import numpy as np


def call(theano, inputs, outputs, *arguments, **options):
    return theano.function(inputs, outputs, on_unused_input="ignore", **options)(*arguments)


def streams(theano, seed):
    module = __import__(theano.__name__ + ".tensor.shared_randomstreams", fromlist=["RandomStreams"])
    return module.RandomStreams(seed)


def gibbs_chain(theano):
    T, draw = theano.tensor, streams(theano, 5)
    W, v = theano.shared(np.linspace(-1, 1, 12).reshape(4, 3)), T.dmatrix()

    def sample(x, weights):
        mean = T.nnet.sigmoid(T.dot(x, weights))
        return mean, draw.binomial(size=mean.shape, n=1, p=mean, dtype="float64")

    def step(visible):
        h_mean, h = sample(visible, W)
        v_mean, v = sample(h, W.T)
        return [h_mean, h, v_mean, v]

    (_, _, means, chain), updates = theano.scan(step, outputs_info=[None, None, None, v], n_steps=3)
    end = chain[-1]
    cost = T.mean(T.dot(end, W)) - T.mean(T.dot(v, W))
    gradient = T.grad(cost, W, consider_constant=[end])
    f = theano.function([v], [means, chain, cost, gradient], updates=updates)
    return [*f(np.ones((2, 4))), *f(np.ones((2, 4)))]


def draws_of_two_streams(theano):
    draw, x = streams(theano, 7), theano.tensor.dvector()
    out, updates = theano.scan(lambda a: a + draw.uniform(size=(2,)) + draw.normal(size=(2,), avg=a, std=2.0), sequences=x)
    f = theano.function([x], out, updates=updates)
    return [f([1.0, 2.0, 3.0]), f([1.0, 2.0]), f([0.0, 0.0])]


def draws_that_depend_on_the_state(theano):
    T, draw = theano.tensor, streams(theano, 7)
    out, updates = theano.scan(lambda a: a * 0.5 + draw.poisson(size=(3,), lam=a + 1, dtype="float64"),
                               outputs_info=T.ones((3,), dtype="float64"), n_steps=3)
    f = theano.function([], out, updates=updates)
    return [f(), f()]


def draws_until(theano):
    T, draw = theano.tensor, streams(theano, 7)
    until = theano.scan_module.until
    out, updates = theano.scan(lambda a: (a + draw.uniform(size=()), until(a > 1.5)),
                               outputs_info=T.constant(0.0, dtype="float64"), n_steps=30)
    f = theano.function([], out, updates=updates)
    return [f(), f()]


def a_draw_outside_that_the_loop_reads(theano):
    draw, x = streams(theano, 3), theano.tensor.dmatrix()
    y = draw.binomial(size=x.shape, p=x)
    z, updates = theano.scan(lambda a: a, non_sequences=y, n_steps=2)
    f = theano.function([x], [y, z], updates=updates)
    return [*f(np.full((3, 4), 0.5)), *f(np.full((3, 4), 0.5))]


def updates_are_seen_by_the_next_step(theano):
    x, until = theano.tensor.dvector(), theano.scan_module.until
    found = []
    for returned in (lambda a, s: (a * s, {s: s + a}), lambda a, s: ([a * s], [(s, s + a)], until(s > 3))):
        s = theano.shared(1.0)
        out, updates = theano.scan(lambda a: returned(a, s), sequences=x)
        f = theano.function([x], out, updates=updates)
        found += [f([1.0, 2.0, 3.0, 4.0]), s.get_value(), f([0.5, 1.0]), s.get_value()]
    return found


def updates_of_an_inner_loop(theano):
    T, s = theano.tensor, theano.shared(2.0)
    x, rows = T.dvector(), T.dmatrix()

    def outer(a):
        inner, updates = theano.scan(lambda b: ([b * s], {s: s + 1}), sequences=rows)
        return inner.sum() * a, updates

    out, updates = theano.scan(outer, sequences=x)
    f = theano.function([x, rows], out, updates=updates)
    return [f([1.0, 2.0], np.ones((3, 1))), s.get_value()]


def nested_recurrence(theano):
    T = theano.tensor
    x, W = T.dtensor3(), theano.shared(np.linspace(-1, 1, 4).reshape(2, 2))

    def outer(block, h):
        inner, _ = theano.scan(lambda row, p: T.tanh(row + T.dot(p, W)), sequences=block, outputs_info=h)
        return inner[-1]

    out, _ = theano.scan(outer, sequences=x, outputs_info=T.zeros((2,), dtype="float64"))
    g = T.grad(out.sum(), W)
    return call(theano, [x], [out, g, T.grad((g ** 2).sum(), W)], np.linspace(0, 1, 12).reshape(2, 3, 2))


def inner_loops_that_stop_by_themselves(theano):
    T, x, until = theano.tensor, theano.tensor.dvector(), theano.scan_module.until

    def doubled(n):
        return theano.scan(lambda p: (p * 2, until(p > n)), outputs_info=T.constant(1.0, dtype="float64"), n_steps=50)[0]

    last, _ = theano.scan(lambda n: doubled(n)[-1], sequences=x)
    total, _ = theano.scan(lambda n: doubled(n).sum(), sequences=x)
    return call(theano, [x], [last, total], [3.0, 20.0, 100.0])


def slices_by_a_sequence_of_places(theano):
    T, places, rows = theano.tensor, theano.tensor.lvector(), theano.tensor.dmatrix()
    out, _ = theano.scan(lambda j: rows[j:j + 2].sum(axis=0), sequences=places)
    ragged, _ = theano.scan(lambda j: rows[:j + 1].prod(), sequences=places)
    outputs = [out, T.grad(out.sum(), rows), ragged, T.grad(ragged.sum(), rows)]
    return call(theano, [places, rows], outputs, [0, 2, 1], 1 + np.arange(10.0).reshape(5, 2) / 10)


def slices_by_a_state(theano):
    T, x = theano.tensor, theano.tensor.dvector()
    (_, out), _ = theano.scan(lambda j, p: [j + 1, x[:j].sum() * p],
                              outputs_info=[T.constant(1, dtype="int64"), T.constant(1.0, dtype="float64")], n_steps=3)
    return call(theano, [x], [out, T.grad(out.sum(), x)], [1.0, 2.0, 3.0, 4.0])


def descent_inside(theano):
    T, w = theano.tensor, theano.tensor.dvector()
    data, b = theano.shared(np.arange(24.0).reshape(12, 2) / 10), 4

    def step(i, p):
        x = data[i * b:(i + 1) * b]
        return p - 0.01 * T.grad((T.dot(x, p) ** 2).sum(), p)

    out, _ = theano.scan(step, sequences=T.arange(3), outputs_info=w)
    return call(theano, [w], [out, T.grad(out[-1].sum(), w)], [1.0, -1.0])


def user_op_inside(theano):
    T, rows = theano.tensor, theano.tensor.dmatrix()

    class Double(theano.Op):
        __props__ = ()

        def make_node(self, x):
            x = T.as_tensor_variable(x)
            return theano.Apply(self, [x], [x.type()])

        def perform(self, node, inputs, storage):
            storage[0][0] = inputs[0] * 2

        def grad(self, inputs, gradients):
            return [gradients[0] * 2]

    out, _ = theano.scan(lambda a, p: p * a + Double()(a) ** 2, sequences=rows, outputs_info=rows[0] * 0 + 1)
    return call(theano, [rows], [out, T.grad(out.sum(), rows)], np.arange(4.0).reshape(2, 2))


def checkpoints(theano):
    T, k, a = theano.tensor, theano.tensor.iscalar(), theano.tensor.dvector()
    out, _ = theano.scan_checkpoints(fn=lambda p, q: p * q, outputs_info=T.ones_like(a), non_sequences=a, n_steps=k,
                                     save_every_N=4)
    f = theano.function([k, a], [out, T.grad(out[-1].sum(), a)])
    return [*f(10, [1.0, 1.1, 0.9]), *f(8, [1.0, 1.1, 0.9])]


CASES = {f.__name__: f for f in (
    gibbs_chain, draws_of_two_streams, draws_that_depend_on_the_state, draws_until, a_draw_outside_that_the_loop_reads,
    updates_are_seen_by_the_next_step, updates_of_an_inner_loop, nested_recurrence, inner_loops_that_stop_by_themselves,
    slices_by_a_sequence_of_places, slices_by_a_state, descent_inside, user_op_inside, checkpoints)}
