"""Programs that draw random numbers; each gives lists of arrays. They run on the real Theano 1.0.5 and here.

`numpy_` programs draw with NumPy's generator: their numbers must agree to the last bit. So must those of `mrg_`
programs, but for `mrg_normal`, which passes through logarithms and cosines.
"""
import numpy as np

X = (np.arange(6).reshape(2, 3) / 3.0)


class Programs(object):
    """The programs, for one package and floatX. Methods that record names start with numpy_ and mrg_."""

    def __init__(self, theano, T, streams, mrg, raw):
        self.theano, self.T, self.streams, self.mrg, self.raw = theano, T, streams, mrg, raw

    def names(self):
        return sorted(name for name in dir(self) if name.startswith(('numpy_', 'mrg_')))

    def function(self, inputs, outputs, **options):
        return self.theano.function(inputs, outputs, on_unused_input='ignore', **options)

    def numpy_every_distribution_over_calls_and_reseeding(self):
        T, rng = self.T, self.streams.RandomStreams(234)
        x, s = T.matrix('x'), T.scalar('s')
        f = self.function([x, s], [
            rng.uniform((2,)), rng.normal((2, 3)), rng.binomial((3,), p=.3), rng.random_integers((4,), low=-3, high=10),
            rng.choice((3,), a=7), rng.choice((3,), a=7, replace=False), rng.choice((4,), a=3, p=[.2, .3, .5]),
            rng.poisson((3,), lam=3.5), rng.permutation((2,), n=4), rng.multinomial((2,), n=5, pvals=[.2, .3, .5]),
            rng.shuffle_row_elements(x), rng.permutation(n=5), rng.normal((2,), dtype='float32'), rng.uniform(),
            rng.uniform((2,), low=0, high=s, dtype='float32'), rng.random_integers((2, 2), low=5, high=5),
            rng.binomial((2, 2), n=1, p=[[.3, .6]], dtype=self.theano.config.floatX), rng.binomial((3,), n=40, p=.8),
            rng.uniform((2, 3), low=x, high=9), rng.choice((2,), a=[2, 3, 5, 7])])
        args = X.astype(self.theano.config.floatX), 2.5
        results = f(*args) + f(*args)
        rng.seed(5)
        results += f(*args)
        rng.seed()
        return results + f(*args)

    def numpy_parameters_computed_in_the_graph(self):
        T, rng = self.T, self.streams.RandomStreams(7)
        x, s = T.matrix('x'), T.scalar('s')
        third, half = x / 3 + 1, s * 0.5
        f = self.function([x, s], [
            rng.uniform(x.shape, low=x, high=third), rng.normal(x.shape, avg=x, std=third), rng.uniform(low=x, high=half),
            rng.normal((20, 10), avg=half, std=half / 3), rng.uniform((20, 10), low=-half / 3, high=half),
            rng.binomial((20, 10), p=half / 3), rng.binomial(x.shape, p=x / 2), rng.binomial((4, 3), n=T.cast(s, 'int64'), p=half / 3),
            rng.binomial((2,), n=10, p=half / 3), rng.poisson(x.shape, lam=third), rng.multinomial(n=3, pvals=x / x.sum(axis=1, keepdims=True)),
            rng.random_integers(low=T.cast(x, 'int64'), high=9), rng.binomial((1,), p=half / 3, ndim=1), rng.normal((3, 2), avg=half, dtype='float32')])
        args = X.astype(self.theano.config.floatX), 1.5
        return f(*args) + f(*args)

    def numpy_symbolic_sizes_of_inputs_and_intermediates(self):
        T, rng = self.T, self.streams.RandomStreams(99)
        x, n, v = T.matrix('x'), T.iscalar('n'), T.lvector('v')
        h = T.dot(x, x.T)
        f = self.function([x, n, v], [rng.uniform(h.shape), rng.normal((n, 2)), rng.binomial((n + 1, h.shape[1]), p=h.mean() / 10),
                                      rng.uniform(v, ndim=2), rng.normal(T.stack([n, n])), rng.uniform((1, n)), rng.permutation((n,), n=n)])
        x1 = X.astype(self.theano.config.floatX)
        return f(x1, 3, [2, 2]) + f(x1.T, 2, [1, 3]) + f(x1, 3, [2, 2])

    def numpy_interleaved_functions(self):
        rng = self.streams.RandomStreams(3)
        u, n = rng.uniform((2,)), rng.normal((3,))
        f, g, both = self.function([], u), self.function([], n), self.function([], [u, n, u + 1])
        still = self.function([], u, no_default_updates=True)
        some = self.function([], [u, n], no_default_updates=[u.rng])
        zeros = self.function([], u + u - 2 * u)
        results = [f(), g(), f()] + both() + [still(), still(), f()] + some() + some() + [g(), zeros(), f()]
        state = u.rng.get_value(borrow=True)
        state.seed(89234)
        u.rng.set_value(state, borrow=True)
        results += [f()]
        copied = n.rng.get_value()
        results += [g(), copied.normal(size=3)]
        u.rng.set_value(n.rng.get_value())
        return results + [f(), u.rng.get_value().uniform(size=2)]

    def numpy_one_state_through_several_draws(self):
        raw, theano = self.raw, self.theano
        r = raw.random_state_type()
        r1, u = raw.uniform(r, (2,))
        r2, n = raw.normal(r1, (3,))
        r3, b = raw.binomial(r2, (2, 2), p=u[0])
        _, again = raw.uniform(r, (4,))
        f = self.function([r], [u, n, b, again])
        state = np.random.RandomState(4)
        g = self.function([theano.compile.io.In(r, value=np.random.RandomState(8), update=r3, mutable=True)], [u, n, b])
        return f(state) + f(state) + g() + g()

    def numpy_updates_given_by_hand(self):
        T, rng = self.T, self.streams.RandomStreams(1)
        u = rng.uniform((2,))
        total = self.theano.shared(np.zeros(2, self.theano.config.floatX))
        f = self.function([], u, updates=[u.update, (total, total + T.cast(u, total.dtype))])
        return [f(), f(), total.get_value(), f(), total.get_value()]

    def mrg_every_distribution_over_calls_and_reseeding(self):
        T, rng, fx = self.T, self.mrg.MRG_RandomStreams(234), self.theano.config.floatX
        x, s = T.matrix('x'), T.scalar('s')
        p = np.array([[.2, .3, .5], [.1, .1, .8]], fx)
        f = self.function([x, s], [
            rng.uniform((2,)), rng.uniform((3, 7)), rng.uniform(x.shape), rng.uniform((50, 20)), rng.uniform(()),
            rng.binomial((3, 4), p=.3), rng.binomial((3,), p=s / 10, dtype=fx), rng.binomial((2, 3), p=x / 2),
            rng.uniform((40,), low=-1, high=3), rng.uniform((40,), low=s, high=3), rng.multinomial(pvals=x / 4),
            rng.multinomial(pvals=p, n=7), rng.choice(size=2, p=p, replace=False), rng.uniform((30,), dtype='float16'),
            rng.uniform((7, 11), nstreams=5), rng.uniform((7,), dtype='float32'), rng.choice(size=3, p=p, replace=False)])
        args = X.astype(fx), 2.5
        results = f(*args) + f(*args)
        rng.seed(5)
        results += f(*args)
        rng.seed()
        return results + f(*args)

    def mrg_sizes_that_vary(self):
        T, rng = self.T, self.mrg.MRG_RandomStreams([1, 2, 3, 4, 5, 6])
        n, v = T.lscalar('n'), T.ivector('v')
        f = self.function([n, v], [rng.uniform((n, 3)), rng.uniform(v, ndim=1, nstreams=3), rng.uniform(v, ndim=1)])
        return f(2, [4]) + f(3, [1]) + f(2, [8]) + [rng.rstate, rng.state_updates[0][0].get_value()[:4]]

    def mrg_normal(self):
        T, rng = self.T, self.mrg.MRG_RandomStreams(77)
        x, s = T.matrix('x'), T.scalar('s')
        f = self.function([x, s], [rng.normal((3, 4)), rng.normal((5,), avg=2, std=s), rng.normal(x.shape, avg=x), rng.normal((3,)),
                                   rng.truncated_normal((301,)), rng.normal((8,), truncate=True, nstreams=5), rng.normal(6)])
        args = X.astype(self.theano.config.floatX), 2.5
        results = f(*args) + f(*args)
        rng.seed(5)
        return results + f(*args)

    def mrg_states(self):
        rng = self.mrg.MRG_RandomStreams(1234)
        first = rng.get_substream_rstates(5, 'float32', inc_rstate=False)
        second = rng.get_substream_rstates(100, 'float64')
        u = rng.uniform((13,), nstreams=4)
        f = self.function([], u)
        f()
        return [first, second, rng.rstate, rng.state_updates[0][0].get_value(), self.mrg.ff_2p72(rng.rstate), self.mrg.ff_2p134(rng.rstate)]

    def gibbs_chain(self, rng):
        T, theano = self.T, self.theano
        fx = theano.config.floatX
        numbers = np.random.RandomState(0)
        W = theano.shared(numbers.normal(size=(6, 4)).astype(fx))
        x, n = T.matrix('x'), T.iscalar('n')

        def step(v):
            p = T.nnet.sigmoid(T.dot(v, W))
            h = rng.binomial(size=p.shape, n=1, p=p, dtype=fx)
            q = T.nnet.sigmoid(T.dot(h, W.T))
            return [h, rng.binomial(size=q.shape, n=1, p=q, dtype=fx)]

        (h, v), updates = theano.scan(step, outputs_info=[None, x], n_steps=n)
        f = self.function([x, n], [h, v[-1]], updates=updates)
        x0 = (numbers.uniform(size=(5, 6)) > .5).astype(fx)
        return f(x0, 3) + f(x0, 1) + f(x0, 3)

    def numpy_gibbs_chain_in_a_loop(self):
        return self.gibbs_chain(self.streams.RandomStreams(123))

    def mrg_gibbs_chain_in_a_loop(self):
        return self.gibbs_chain(self.mrg.MRG_RandomStreams(123))

    def numpy_loops_that_draw(self):
        T, theano, rng = self.T, self.theano, self.streams.RandomStreams(5)
        results = []

        def grow(s):
            s = s + rng.uniform((2,))
            return s, theano.scan_module.until(s.sum() > 4)

        for step, options in [
                (grow, dict(outputs_info=T.zeros(2) + 0., n_steps=50)),
                (lambda k: k + rng.random_integers((5,), low=0, high=9), dict(sequences=T.arange(4))),
                (lambda k: [rng.normal((2,)), rng.uniform(()), rng.binomial((3,), p=.3)], dict(sequences=T.arange(3)))]:
            out, updates = theano.scan(step, **options)
            f = self.function([], out, updates=updates)
            for _ in range(2):
                results += f() if isinstance(out, list) else [f()]
        return results

    def mrg_loops_that_draw(self):
        T, rng = self.T, self.mrg.MRG_RandomStreams(9)
        a = T.lvector('a')
        out, updates = self.theano.scan(lambda k: k + rng.binomial((3,), p=.5) + rng.multinomial(pvals=np.eye(3))[:, 0], sequences=a)
        f = self.function([a], out, updates=updates)
        return [f([1, 2, 3]), f([1]), f([0, 0])]
