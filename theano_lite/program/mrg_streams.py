"""MRG_RandomStreams: random variables drawn by MRG31k3p inside the compiled program."""

import warnings

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import upcast
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.types import as_tensor_variable, constant
from theano_lite.ops import joining, mrg, shapes, transcendental
from theano_lite.ops.barriers import undefined_grad
from theano_lite.ops.elementwise import cast
from theano_lite.ops.mrg import M1, M2, A1p134, A2p134, mrg_uniform, mrg_uniform_some, multMatVect, truncated_pairs
from theano_lite.ops.multinomial import ChoiceFromUniform, MultinomialFromUniform
from theano_lite.ops.reduction import prod
from theano_lite.program.shared import shared
from theano_lite.program.user_op import Op

_INTEGERS = (int, np.integer)
_MOST_STREAMS = 60 * 256


class DotModulo(Op):
    """multMatVect as an op: (A, s, m, A2, s2, m2) -> A s modulo m, then A2 s2 modulo m2."""

    __props__ = ()

    def make_node(self, A, s, m, A2, s2, m2):
        return Apply(self, [A, s, m, A2, s2, m2], [s.type()])

    def perform(self, node, inputs, outputs, params=None):
        A, s, m, A2, s2, m2 = inputs
        outputs[0][0] = np.concatenate((mrg.matVecModM(A, s, m), mrg.matVecModM(A2, s2, m2)))


def guess_n_streams(size, warn=False):
    """How many streams a draw of shape `size` uses: a sixth of the numbers, at most 15360, which also stands for a
    shape that is not known yet (then `warn` tells so)."""
    if isinstance(size, (tuple, list)) and all(isinstance(n, int) for n in size):
        count = 1
        for n in size:
            count *= n
        return min(count // 6 if count > 6 else count, _MOST_STREAMS)
    if warn:
        warnings.warn(f"MRG_RandomStreams Can't determine #streams from size ({size}), guessing 60*256", stacklevel=3)
    return _MOST_STREAMS


class MRG_RandomStreams(metaclass=ShownAs):
    """Random variables whose numbers follow from `seed`: an int, or six.

    The first three of six must be less than 2147483647 and not all 0, the others less than 2147462579 and not all 0.
    `state_updates` lists (states, states after, size, number of streams) of every draw. use_cuda: accepted, the numbers
    are the same everywhere. Raises ValueError, TypeError.
    """

    shown_as = "theano.sandbox.rng_mrg.MRG_RandomStreams"

    def __init__(self, seed=12345, use_cuda=None):
        self.state_updates = []
        self.default_instance_seed = seed
        self.set_rstate(seed)

    def updates(self):
        """(states, states after, size, number of streams) of every draw."""
        return list(self.state_updates)

    def set_rstate(self, seed):
        """Start the streams made from now on at `seed`."""
        if isinstance(seed, int):
            if seed == 0:
                raise ValueError("seed should not be 0", seed)
            if seed >= M2:
                raise ValueError(f"seed should be less than {M2}", seed)
            seed = [seed] * 6
        elif len(seed) != 6:
            raise TypeError("seed should be 1 integer or 6 integers")
        for which, part, limit in (("first", seed[:3], M1), ("last", seed[3:], M2)):
            if all(n == 0 for n in part):
                raise ValueError(f"The {which} 3 values of seed should not be all 0", seed)
            if any(n >= limit for n in part):
                raise ValueError(f"The {which} 3 values of seed should be less than {limit}", seed)
        self.rstate = np.asarray(seed, dtype="int32")

    def seed(self, seed=None):
        """Give every draw new states that follow from `seed` (None: the one given first)."""
        self.set_rstate(self.default_instance_seed if seed is None else seed)
        for states, after, size, nstreams in self.state_updates:
            new = self.get_substream_rstates(self.n_streams(size) if nstreams is None else nstreams,
                                             after.owner.outputs[1].dtype)
            states.set_value(new, borrow=True)

    def inc_rstate(self):
        """Go on to the next stream, 2 ** 134 steps ahead."""
        self.rstate = multMatVect(self.rstate, A1p134, M1, A2p134, M2)

    def get_substream_rstates(self, n_streams, dtype, inc_rstate=True):
        """The states of `n_streams` substreams, 2 ** 72 steps apart, as int32 (n_streams, 6)."""
        if not isinstance(dtype, str) or not 0 < n_streams < 2 ** 72:
            raise AssertionError(f"expected a dtype and a number of streams, got {dtype!r} and {n_streams!r}")
        states = mrg.substreams(self.rstate, n_streams)
        if inc_rstate:
            self.inc_rstate()
        return states

    def n_streams(self, size):
        return guess_n_streams(size)

    def pretty_return(self, node_rstate, new_rstate, sample, size, nstreams):
        """`sample`, with its states noted on it, and here."""
        sample.rstate = node_rstate
        sample.update = (node_rstate, new_rstate)
        self.state_updates.append((node_rstate, new_rstate, size, nstreams))
        node_rstate.default_update = new_rstate
        return sample

    def _states(self, size, dtype, nstreams, options):
        """The states of a new draw as a shared variable."""
        options.pop("target", None)
        if options:
            raise TypeError(f"uniform() got unexpected keyword arguments {options.keys()}")
        states = shared(self.get_substream_rstates(self.n_streams(size) if nstreams is None else nstreams, dtype))
        states.tag.is_rng = True
        return states

    # --- distributions ----------------------------------------------------------------------------

    def uniform(self, size, low=0.0, high=1.0, ndim=None, dtype=None, nstreams=None, **kwargs):
        """Numbers between `low` and `high`, both excluded.

        size: a tuple of integers and variables, or an int vector; ndim: its length where that is not known. dtype: of
        the result, by default floatX or wider where the bounds are. Raises ValueError for a size with a length <= 0.
        """
        low, high = as_tensor_variable(low), as_tensor_variable(high)
        if dtype is None:
            dtype = upcast(config.floatX, low.dtype, high.dtype)
        low, high = undefined_grad(cast(low, dtype)), undefined_grad(cast(high, dtype))
        _check_uniform_size(size)
        states = self._states(size, dtype, nstreams, kwargs)
        u = self.pretty_return(states, *mrg_uniform.new(states, ndim, dtype, size), size=size, nstreams=nstreams)
        r = u * (high - low) + low
        if u.type.broadcastable != r.type.broadcastable:
            raise NotImplementedError("Increase the size to match the broadcasting pattern of `low` and `high` arguments")
        return r

    def binomial(self, size=None, n=1, p=0.5, ndim=None, dtype="int64", nstreams=None, **kwargs):
        """1 with probability `p`, else 0. Raises NotImplementedError for n > 1."""
        if n != 1:
            raise NotImplementedError("MRG_RandomStreams.binomial with n > 1")
        p = undefined_grad(as_tensor_variable(p))
        return cast(self.uniform(size=size, nstreams=nstreams, **kwargs) < p, dtype)

    def multinomial(self, size=None, n=1, pvals=None, ndim=None, dtype="int64", nstreams=None, **kwargs):
        """Counts of `n` samples of each row of the matrix `pvals`, whose values are not checked.

        size and ndim must be left out (ValueError). Raises NotImplementedError for `pvals` that is no matrix.
        """
        if pvals is None:
            raise TypeError("You have to specify pvals")
        pvals = undefined_grad(as_tensor_variable(pvals))
        if size is not None:
            if any(isinstance(k, int) and k <= 0 for k in size):
                raise ValueError("The specified size contains a dimension with value <= 0", size)
            raise ValueError("Provided a size argument to MRG_RandomStreams.multinomial, which does not use the size "
                             "argument.")
        if ndim is not None:
            raise ValueError("Provided an ndim argument to MRG_RandomStreams.multinomial, which does not use the ndim "
                             "argument.")
        if pvals.ndim != 2:
            raise NotImplementedError("MRG_RandomStreams.multinomial only implemented for pvals.ndim = 2")
        unis = self.uniform(size=pvals[:, 0].shape * n, ndim=1, nstreams=nstreams, **kwargs)
        return MultinomialFromUniform(dtype)(pvals, unis, as_tensor_variable(n))

    def choice(self, size=1, a=None, replace=True, p=None, ndim=None, dtype="int64", nstreams=None, **kwargs):
        """`size` outcomes of each row of the matrix `p`, each once: pass replace=False.

        Raises NotImplementedError for replace=True, TypeError for an `a` or no `p`, ValueError for an `ndim`.
        """
        if replace:
            raise NotImplementedError("MRG_RandomStreams.choice only works without replacement for now.")
        if a is not None:
            raise TypeError("For now, a has to be None in MRG_RandomStreams.choice. Sampled values are between 0 and "
                            "p.shape[1]-1")
        if p is None:
            raise TypeError("For now, p has to be specified in MRG_RandomStreams.choice.")
        p = undefined_grad(as_tensor_variable(p))
        if ndim is not None:
            raise ValueError("ndim argument to MRG_RandomStreams.choice is not used.")
        if p.ndim != 2:
            raise NotImplementedError("MRG_RandomStreams.choice is only implemented for p.ndim = 2")
        unis = self.uniform(size=p[:, 0].shape * size, ndim=1, nstreams=nstreams, **kwargs)
        return ChoiceFromUniform(odtype=dtype)(p, unis, as_tensor_variable(size))

    def multinomial_wo_replacement(self, size=None, n=1, pvals=None, ndim=None, dtype="int64", nstreams=None, **kwargs):
        """The old name of `choice`; warns."""
        warnings.warn("MRG_RandomStreams.multinomial_wo_replacement() is deprecated and will be removed in the next "
                      "release of Theano. Please use MRG_RandomStreams.choice() instead.", stacklevel=2)
        if size is not None:
            raise AssertionError("multinomial_wo_replacement takes no size")
        return self.choice(size=n, a=None, replace=False, p=pvals, dtype=dtype, nstreams=nstreams, ndim=ndim, **kwargs)

    def normal(self, size, avg=0.0, std=1.0, ndim=None, dtype=None, nstreams=None, truncate=False, **kwargs):
        """Normal numbers of mean `avg` and deviation `std`, by the transform of Box and Muller.

        truncate: numbers beyond two deviations are drawn again. size, ndim, dtype: as for `uniform`; size may be an int.
        """
        size = _check_size(size)
        avg, std = undefined_grad(as_tensor_variable(avg)), undefined_grad(as_tensor_variable(std))
        if dtype is None:
            dtype = upcast(config.floatX, avg.dtype, std.dtype)
        avg, std = cast(avg, dtype), cast(std, dtype)
        count = prod(size, dtype="int64")
        even = count + count % 2
        u = self.uniform((even,), low=0.0, high=1.0, ndim=1, dtype=dtype, nstreams=nstreams, **kwargs)
        u1, u2 = u[:even // 2], u[even // 2:]
        r = transcendental.sqrt(-2.0 * transcendental.log(u1))
        theta = np.array(2.0 * np.pi, dtype=dtype) * u2
        cos, sin = transcendental.cos(theta), transcendental.sin(theta)
        z0, z1 = r * cos, r * sin
        if truncate:
            both = self._truncated(z0, z1, cos, sin, even, dtype, nstreams, kwargs)
        else:
            both = joining.join(0, z0, z1)
        return shapes.reshape(both[:count], size, ndim) * std + avg

    def _truncated(self, z0, z1, cos, sin, even, dtype, nstreams, options):
        count = sum(((z < -2.0) | (z > 2.0)).sum() for z in (z0, z1))
        states = self._states((count,), dtype, nstreams, options)
        after, u = mrg_uniform_some(states, even, count, dtype=dtype)
        self.pretty_return(states, after, u, (count,), nstreams)
        lower = constant(1.0 / np.e ** 2, dtype=dtype)
        return truncated_pairs(z0, z1, u * (1.0 - lower) + lower, cos, sin)

    def truncated_normal(self, size, avg=0.0, std=1.0, ndim=None, dtype=None, nstreams=None, **kwargs):
        """Normal numbers cut off symmetrically, of mean `avg` and deviation `std`: see `normal`."""
        # The deviation of a standard normal variable that is cut off at two deviations.
        std = std / constant(0.87962566103423978)
        return self.normal(size=size, avg=avg, std=std, truncate=True, ndim=ndim, dtype=dtype, nstreams=nstreams, **kwargs)


MRG_RandomStreams2 = MRG_RandomStreams


def _check_uniform_size(size):
    if isinstance(size, tuple):
        if not all(isinstance(n, (*_INTEGERS, Variable)) for n in size):
            raise AssertionError("size must be a tuple of int or a Theano variable")
        if any(isinstance(n, _INTEGERS) and n <= 0 for n in size):
            raise ValueError("The specified size contains a dimension with value <= 0", size)
    elif not (isinstance(size, Variable) and size.ndim == 1):
        raise TypeError("size must be a tuple of int or a Theano Variable with 1 dimension, got " + str(size) +
                        " of type " + str(type(size)))


def _check_size(size):
    """`size` (int, tuple, list or variable) as an int vector. Raises ValueError."""
    if isinstance(size, Variable):
        if size.ndim > 1:
            raise ValueError("Theano variable must have 1 dimension to be a valid size.", size)
        return size if size.ndim == 1 else joining.stack([size])
    if isinstance(size, _INTEGERS):
        return constant([size], ndim=1)
    if not isinstance(size, (tuple, list)):
        raise ValueError("Size must be a int, tuple, list or Theano variable.", size)
    for n in size:
        if isinstance(n, Variable):
            if n.ndim != 0:
                raise ValueError("Non-scalar Theano variable in size", size, n)
        elif not isinstance(n, _INTEGERS):
            raise ValueError("Only Theano variables and integers are allowed in a size-tuple.", size, n)
        elif n <= 0:
            raise ValueError("Non-positive dimensions not allowed in size.", size, n)
    return as_tensor_variable(size, ndim=1) if size else constant(np.zeros(0, "int64"))
