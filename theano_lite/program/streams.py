"""RandomStreams: random variables for graphs, each with a random state of its own as a shared variable."""

from collections.abc import Callable

import numpy as np

from theano_lite.core.shown_class import ShownAs
from theano_lite.ops.grids import permute_row_elements
from theano_lite.program import random_function as draws
from theano_lite.program.shared import randomstate_constructor


class RandomStreamsBase:
    """The distributions. Subclasses give `gen(function, *args, **kwargs)`.

    size: a tuple of integers and variables, an int vector, or None: as the parameters have it; ndim: the number of
    dimensions where `size` does not tell.
    """

    gen: Callable

    def binomial(self, size=None, n=1, p=0.5, ndim=None, dtype="int64", prob=None):
        """The number of successes in `n` trials of probability `p` each. prob: the old name of p."""
        if prob is not None:
            draws.warn_of_prob()
            p = prob
        return self.gen(draws.binomial, size, n, p, ndim=ndim, dtype=dtype)

    def uniform(self, size=None, low=0.0, high=1.0, ndim=None, dtype=None):
        """Numbers evenly between `low` and `high`."""
        return self.gen(draws.uniform, size, low, high, ndim=ndim, dtype=dtype)

    def normal(self, size=None, avg=0.0, std=1.0, ndim=None, dtype=None):
        """Normal numbers of mean `avg` and standard deviation `std`."""
        return self.gen(draws.normal, size, avg, std, ndim=ndim, dtype=dtype)

    def random_integers(self, size=None, low=0, high=1, ndim=None, dtype="int64"):
        """Integers from `low` to `high`, both included."""
        return self.gen(draws.random_integers, size, low, high, ndim=ndim, dtype=dtype)

    def choice(self, size=None, a=2, replace=True, p=None, ndim=None, dtype="int64"):
        """Values out of the vector `a`, or below the number `a`, with or without replacement."""
        return self.gen(draws.choice, size, a, replace, p, ndim=ndim, dtype=dtype)

    def poisson(self, size=None, lam=None, ndim=None, dtype="int64"):
        """Poisson numbers of mean `lam`."""
        return self.gen(draws.poisson, size, lam, ndim=ndim, dtype=dtype)

    def permutation(self, size=None, n=1, ndim=None, dtype="int64"):
        """Permutations of 0 ... n - 1, of shape (*size, n)."""
        return self.gen(draws.permutation, size, n, ndim=ndim, dtype=dtype)

    def multinomial(self, size=None, n=1, pvals=(0.5, 0.5), ndim=None, dtype="int64"):
        """Counts of `n` draws from each row of `pvals`, of shape (*size, pvals.shape[-1])."""
        return self.gen(draws.multinomial, size, n, pvals, ndim=ndim, dtype=dtype)

    def shuffle_row_elements(self, input):
        """`input` with every row (the last dimension) shuffled; the result's `permutation` tells how."""
        order = self.permutation(size=input.shape[:-1], n=input.shape[-1], ndim=input.ndim - 1)
        shuffled = permute_row_elements(input, order)
        shuffled.permutation = order
        return shuffled


class RandomStreams(RandomStreamsBase, metaclass=ShownAs):
    """Random variables whose numbers follow from `seed` (an int; None takes one from the system).

    A draw `u` has its random state as `u.rng` and (u.rng, state after the draw) as `u.update`; functions apply that by
    themselves. Source: doc/library/tensor/shared_randomstreams.txt.
    """

    shown_as = "theano.tensor.shared_randomstreams.RandomStreams"

    def __init__(self, seed=None):
        self.state_updates = []
        self.default_instance_seed = seed
        self.gen_seedgen = np.random.RandomState(seed)

    def updates(self):
        """The updates of all random states, as pairs."""
        return list(self.state_updates)

    def seed(self, seed=None):
        """Give every random state a new value that follows from `seed` (None: the one given first)."""
        seeds = np.random.RandomState(self.default_instance_seed if seed is None else seed)
        for state, _ in self.state_updates:
            state.set_value(np.random.RandomState(int(seeds.randint(2 ** 30))), borrow=True)

    def __getitem__(self, item):
        """The RandomState of the shared variable `item` itself."""
        return item.get_value(borrow=True)

    def __setitem__(self, item, val):
        item.set_value(val, borrow=True)

    def gen(self, op, *args, **kwargs):
        """The numbers of `op(random state, *args, **kwargs)`, which gives the new state and the numbers."""
        state = randomstate_constructor(np.random.RandomState(int(self.gen_seedgen.randint(2 ** 30))), borrow=True)
        state.tag.is_rng = True
        new, out = op(state, *args, **kwargs)
        out.rng = state
        out.update = (state, new)
        self.state_updates.append(out.update)
        state.default_update = new
        return out
