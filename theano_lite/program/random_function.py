"""RandomFunction: an op that draws from a numpy.random.RandomState, and the functions that make nodes of it.

Every function takes the random state (a variable) first and returns two variables: the state after the draw and the
numbers. Draws are made by NumPy, outside the compiled program: see `draws.py` for what is left to the program.
"""

import sys
from functools import reduce

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import integer_dtypes, upcast
from theano_lite.core.graph import Apply
from theano_lite.core.other_types import RandomStateType
from theano_lite.core.types import TensorType, as_tensor_variable, constant, tensor_type
from theano_lite.ops.elementwise import cast
from theano_lite.ops.joining import stack
from theano_lite.program.constants import get_vector_length
from theano_lite.program.null_gradients import grad_undefined
from theano_lite.program.user_op import Op


class RandomFunction(Op):
    """Draws by `fn`: a method of RandomState, by name, or a function(random_state, *parameters, shape).

    outtype: the type of the numbers. ndim_added: dimensions that `fn` adds to those of the shape. inplace: only an
    attribute here; a state that nobody else sees is advanced in place anyway.
    """

    __props__ = ("fn", "outtype", "inplace", "ndim_added")
    def __init__(self, fn, outtype, inplace=False, ndim_added=0):
        self.fn, self.outtype, self.inplace, self.ndim_added = fn, outtype, inplace, ndim_added
        if inplace:
            self.destroy_map = {0: [0]}

    @property
    def exec_fn(self):
        return getattr(np.random.RandomState, self.fn) if isinstance(self.fn, str) else self.fn

    @property
    def fresh(self):
        """Whether each draw is surely in memory of its own."""
        return isinstance(self.fn, str) or self.fn.__module__ == __name__

    def __str__(self):
        return f"RandomFunction{{{self.exec_fn.__name__}}}"

    def make_node(self, r, shape, *args):
        """The node for the state `r`, the int vector `shape` (empty: as the parameters `args` have it)."""
        given = shape
        shape = as_tensor_variable(shape, ndim=1)
        if isinstance(given, tuple) and given == ():
            shape = cast(shape, "int64")
        if shape.type.ndim != 1 or shape.type.dtype not in ("int64", "int32"):
            raise AssertionError(f"{self}: the shape must be a vector of int64 or int32, got {shape.type}")
        if not isinstance(r.type, RandomStateType):
            print("WARNING: RandomState instances should be in RandomStateType", file=sys.stderr)
        return Apply(self, [r, shape, *map(as_tensor_variable, args)], [r.type(), self.outtype()])

    def host_inputs(self, node):
        return (1,)

    def may_destroy(self, node):
        """The random state may be advanced in place where nobody else uses it."""
        return 0

    def undo(self, inputs):
        """A function that brings the state back to where it is now."""
        r = inputs[0]
        before = r.get_state(legacy=False)
        return lambda: r.set_state(before)

    def run_outside(self, node, inputs, in_place=False):
        r, shape, *parameters = inputs
        if type(r) is not np.random.RandomState:
            raise AssertionError(f"{self}: expected a numpy.random.RandomState, got {r!r}")
        r = r if in_place else _copied(r)
        return [r, self._draw(node, r, shape, parameters)]

    def _draw(self, node, r, shape, parameters):
        shape = tuple(int(n) for n in shape) or None
        ndim, added = self.outtype.ndim, self.ndim_added
        if shape is not None and ndim != len(shape) + added:
            raise ValueError(f"Shape mismatch: self.outtype.ndim ({ndim}) != len(shape) ({len(shape)}) + "
                             f"self.ndim_added ({added})")
        found = np.asarray(self.exec_fn(r, *parameters, shape), dtype=node.outputs[1].type.dtype)
        if shape is None and found.ndim == 0 and ndim > 0:
            found = found.reshape([1] * ndim)
        if found.ndim != ndim:
            raise ValueError(f'Shape mismatch: "out" should have dimension {ndim}, but the value produced by "perform" '
                             f"has dimension {found.ndim}")
        if shape is not None and shape != found.shape[: found.ndim - added]:
            raise ValueError(f'Shape mismatch: "out" should have shape starting with {shape}, but the value produced by '
                             f'"perform" has shape {found.shape}')
        return found

    def perform(self, node, inputs, out_, params=None):
        for cell, value in zip(out_, self.run_outside(node, inputs, in_place=self.inplace)):
            cell[0] = value

    def infer_shape(self, node, i_shapes):
        """[None, the shape asked for]. Raises ShapeError where the parameters decide it."""
        from theano_lite.core.errors import ShapeError

        shape = node.inputs[1]
        if self.ndim_added or len(getattr(shape, "data", [0])) == 0:
            raise ShapeError()
        return [None, [shape[k] for k in range(node.outputs[1].ndim)]]

    def grad(self, inputs, output_grads):
        return [grad_undefined(self, k, v, "No gradient defined through raw random numbers op")
                for k, v in enumerate(inputs)]

    def R_op(self, inputs, eval_points):
        return [None for _ in eval_points]


def _copied(r):
    """A RandomState that goes on as `r` does; copy.copy would share the generator with it."""
    new = np.random.RandomState(0)
    new.set_state(r.get_state(legacy=False))
    return new


# --- sizes ----------------------------------------------------------------------------------------


def _infer_ndim_bcast(ndim, shape, *args):
    """(number of dimensions, shape as an int64 vector, broadcast pattern) of a draw.

    shape: a tuple or list of integers, variables and -1 (as the parameters `args` have it), a vector, or None: as the
    parameters have it. Raises TypeError, ValueError.
    """
    args_ndim = max((a.ndim for a in args), default=0)
    if isinstance(shape, (tuple, list)):
        if ndim is None:
            ndim = len(shape)
        elif len(shape) != ndim:
            raise ValueError("ndim should be equal to len(shape), but\n",
                             f"ndim = {ndim}, len(shape) = {len(shape)}, shape = {shape}")
        lengths = [_length(k, n, ndim, args) for k, n in enumerate(shape)]
        vector = stack([n for n, _ in lengths]) if lengths else constant(np.zeros(0, "int64"))
        pattern = [one for _, one in lengths]
    elif shape is None:
        if not args:
            raise TypeError("_infer_ndim_bcast cannot infer shape without either shape or args")
        template = reduce(lambda a, b: a + b, args)
        vector, pattern, ndim = template.shape, template.broadcastable, template.ndim
    else:
        vector = as_tensor_variable(shape)
        if vector.ndim == 1 and ndim is None:
            ndim = get_vector_length(vector)
        pattern = [False] * (ndim or 0)
    if vector.ndim != 1:
        raise TypeError(f"shape must be a vector or list of scalar, got '{vector}'")
    if vector.dtype not in integer_dtypes:
        raise TypeError("shape must be an integer vector or list", vector.dtype)
    if args_ndim > ndim:
        raise ValueError("ndim should be at least as big as required by args value", (ndim, args_ndim), args)
    return ndim, cast(vector, "int64"), tuple(pattern)


def _length(k, n, ndim, args):
    """(entry `n` of a shape as a variable, whether it is surely 1); -1 is looked up in the parameters."""
    if hasattr(n, "type"):
        return n, False
    if n >= 0:
        return as_tensor_variable(n), n == 1
    if n != -1:
        raise ValueError("negative shape", n)
    overlapping = [a for a in args if k >= ndim - a.ndim]
    if not overlapping:
        raise ValueError("Auto-shape of -1 must overlap with the shape of one of the broadcastable inputs")
    for a in overlapping:
        axis = k + a.ndim - ndim
        if not a.broadcastable[axis]:
            return a.shape[axis], False
    return as_tensor_variable(1), True


def _generate_broadcasting_indices(out_shape, *shapes):
    """All indices of `out_shape`, and for each of `shapes` those that broadcast it to `out_shape`. Raises ValueError."""
    for shape in shapes:
        for axis, (n, wanted) in enumerate(zip(shape, out_shape)):
            if n not in (1, wanted):
                raise ValueError(f"shape[{axis}] ({n}) should be equal to out_shape[{axis}] ({wanted}) or to 1", shape,
                                 out_shape, shapes)
    indices = list(np.ndindex(*out_shape))
    stretched = [[tuple(0 if n == 1 else k for k, n in zip(index, shape)) for index in indices] for shape in shapes]
    return [indices, *stretched]


# --- what NumPy has no single method for ----------------------------------------------------------


def _stretched(what, value, ndim, size):
    if value.ndim > ndim:
        raise ValueError(f"{what}.ndim ({value.ndim}) should not be larger than len(size) ({ndim})", value, size)
    return value.reshape((1,) * (ndim - value.ndim) + value.shape)


def random_integers_helper(random_state, low, high, size):
    """Integers from `low` to `high`, both included, as floats; arrays broadcast to `size` (None: to each other)."""
    if size is not None and low.ndim == high.ndim == 0:
        # The same numbers as one by one, at once.
        return random_state.randint(low, int(high) + 1, size=size).astype("float64")
    ndim = len(size) if size is not None else max(low.ndim, high.ndim)
    low, high = _stretched("low", low, ndim, size), _stretched("high", high, ndim, size)
    shape = tuple(size) if size is not None else tuple(map(max, low.shape, high.shape))
    out = np.empty(shape)
    for o, k, m in zip(*_generate_broadcasting_indices(shape, low.shape, high.shape)):
        out[o] = random_state.randint(low=low[k], high=int(high[m]) + 1)
    return out


def choice_helper(random_state, a, replace, p, size):
    """`size` values out of `a`, or below the number `a`; an empty `p` makes all equally likely. Raises ValueError."""
    if a.ndim > 1:
        raise ValueError(f"a.ndim ({a.ndim}) must be 0 or 1")
    if p.ndim != 1:
        raise ValueError(f"p.ndim ({p.ndim}) must be 1")
    return random_state.choice(a, size, bool(replace), p if p.size else None)


def permutation_helper(random_state, n, shape):
    """Permutations of 0 ... n - 1, one for each place of `shape` (None: one)."""
    if np.shape(n) != ():
        raise AssertionError("permutation: n must be a number")
    n = int(n)
    shape = () if shape is None else tuple(shape)
    out = np.empty((*shape, n), int)
    for k in np.ndindex(*shape):
        out[k] = random_state.permutation(n)
    return out


def multinomial_helper(random_state, n, pvals, size):
    """Counts of `n` draws from each row of `pvals`; both broadcast to `size` (None: to each other). Raises ValueError."""
    ndim = len(size) if size is not None else max(n.ndim, pvals.ndim - 1)
    n = _stretched("n", n, ndim, size)
    if pvals.ndim - 1 > ndim:
        raise ValueError(f"pvals.ndim-1 ({pvals.ndim - 1}) should not be larger than len(size) ({ndim})", pvals, size)
    pvals = pvals.reshape((1,) * (ndim - pvals.ndim + 1) + pvals.shape)
    shape = tuple(size) if size is not None else tuple(map(max, n.shape, pvals.shape[:-1]))
    out = np.empty((*shape, pvals.shape[-1]))
    places = _generate_broadcasting_indices(shape, n.shape, pvals.shape[:-1])
    if pvals.size and not pvals.min() >= 0:
        raise AssertionError("multinomial: pvals must not be negative")
    for o, k, row in zip(*places):
        p = _below_one(pvals[row]).astype("float64")
        # NumPy 2.5 draws for outcomes of probability 0 too; before that it did not.
        drawn = np.flatnonzero(p[:-1])
        out[o] = 0
        out[o][[*drawn, -1]] = random_state.multinomial(n=n[k], pvals=p[[*drawn, -1]])
    return out


def _below_one(p):
    """`p`, scaled where its rounded sum is a little above 1, which NumPy refuses. Raises AssertionError beyond that."""
    total = np.sum(p)
    if 1.0 < total < 1.0 + 1e-5 or p[-1] < 5e-5:
        p = p * (1.0 - 5e-5)
        total = np.sum(p)
    if not total <= 1.0:
        raise AssertionError(f"multinomial: pvals add up to {total}")
    return p


# --- distributions --------------------------------------------------------------------------------


def _as_precise(dtype, *parameters):
    return dtype if dtype is not None else upcast(config.floatX, *(v.dtype for v in parameters))


def uniform(random_state, size=None, low=0.0, high=1.0, ndim=None, dtype=None):
    """(new state, numbers evenly between `low` and `high`); dtype: floatX or wider where the bounds are."""
    low, high = as_tensor_variable(low), as_tensor_variable(high)
    dtype = _as_precise(dtype, low, high)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size, low, high)
    return RandomFunction("uniform", TensorType(dtype, pattern))(random_state, size, low, high)


def normal(random_state, size=None, avg=0.0, std=1.0, ndim=None, dtype=None):
    """(new state, normal numbers of mean `avg` and deviation `std`); dtype: floatX or wider where those are."""
    avg, std = as_tensor_variable(avg), as_tensor_variable(std)
    dtype = _as_precise(dtype, avg, std)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size, avg, std)
    return RandomFunction("normal", TensorType(dtype, pattern))(random_state, size, avg, std)


def warn_of_prob():
    """Tell that the parameter `prob` has another name."""
    print("DEPRECATION WARNING: the parameter prob to the binomal fct have been renamed to p to have the same name as "
          "numpy.", file=sys.stderr)


def binomial(random_state, size=None, n=1, p=0.5, ndim=None, dtype="int64", prob=None):
    """(new state, the number of successes in `n` trials of probability `p`). prob: the old name of p."""
    if prob is not None:
        warn_of_prob()
        p = prob
    n, p = as_tensor_variable(n), as_tensor_variable(p)
    ndim, size, _ = _infer_ndim_bcast(ndim, size, n, p)
    return RandomFunction("binomial", tensor_type(dtype, (False,) * ndim))(random_state, size, n, p)


def random_integers(random_state, size=None, low=0, high=1, ndim=None, dtype="int64"):
    """(new state, integers from `low` to `high`, both included)."""
    low, high = as_tensor_variable(low), as_tensor_variable(high)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size, low, high)
    return RandomFunction(random_integers_helper, TensorType(dtype, pattern))(random_state, size, low, high)


def choice(random_state, size=None, a=2, replace=True, p=None, ndim=None, dtype="int64"):
    """(new state, values out of the vector `a`, or below the number `a`). p: the probability of each."""
    a = as_tensor_variable(a)
    replace = constant(replace, dtype="int8") if isinstance(replace, bool) else as_tensor_variable(replace)
    # As in Theano a p of None, 0 or [] is none; the op takes an empty vector for it.
    p = as_tensor_variable([] if p is None or isinstance(p, (int, float, list, tuple)) and not p else p)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size)
    return RandomFunction(choice_helper, TensorType(dtype, pattern))(random_state, size, a, replace, p)


def poisson(random_state, size=None, lam=1.0, ndim=None, dtype="int64"):
    """(new state, Poisson numbers of mean `lam`)."""
    lam = as_tensor_variable(lam)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size)
    return RandomFunction("poisson", TensorType(dtype, pattern))(random_state, size, lam)


def permutation(random_state, size=None, n=1, ndim=None, dtype="int64"):
    """(new state, permutations of 0 ... n - 1, of shape (*size, n)). Raises TypeError."""
    if size is None or (isinstance(size, tuple) and size == ()):
        if ndim not in (None, 1):
            raise TypeError("You asked for just one permutation but asked for more then 1 dimensions.")
        size, pattern = (), ()
    else:
        ndim, size, pattern = _infer_ndim_bcast(ndim, size)
    op = RandomFunction(permutation_helper, TensorType(dtype, (*pattern, False)), ndim_added=1)
    return op(random_state, size, n)


def multinomial(random_state, size=None, n=1, pvals=(0.5, 0.5), ndim=None, dtype="int64"):
    """(new state, counts of `n` draws from each row of `pvals`, of shape (*size, pvals.shape[-1]))."""
    n, pvals = as_tensor_variable(n), as_tensor_variable(pvals)
    ndim, size, pattern = _infer_ndim_bcast(ndim, size, n, pvals.T[0].T)
    op = RandomFunction(multinomial_helper, TensorType(dtype, (*pattern, pvals.type.broadcastable[-1])), ndim_added=1)
    return op(random_state, size, n, pvals)
