"""MRG31k3p, the generator of MRG_RandomStreams: a state is six int32, a matrix of states is as many streams.

Source: P. L'Ecuyer and R. Touzin, "Fast combined multiple recursive generators with multipliers of the form
a = +/- 2^d +/- 2^e", Proceedings of the 2000 Winter Simulation Conference, 683-689; streams and substreams as in
P. L'Ecuyer et al., "An object-oriented random-number package with many long streams and substreams", Operations
Research 50 (2002), 1073-1075.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.host import known_value
from theano_lite.core.op import op
from theano_lite.core.types import NullType, TensorType, as_tensor_variable, tensor_type
from theano_lite.ops.joining import vector_elements

# The two moduli, masks and the multiplier of the recurrences.
M1 = np.asarray(np.int32(2147483647))
M2 = np.asarray(np.int32(2147462579))
MASK12, MASK13, MASK2, MULT2 = np.int32(511), np.int32(16777215), np.int32(65535), np.int32(21069)
NORM = 2.0 ** -31
np_int32_vals = [np.int32(i) for i in (0, 7, 9, 15, 16, 22, 24)]

# The transition matrices of 2 ** 72 and 2 ** 134 steps.
A1p72 = np.asarray([[1516919229, 758510237, 499121365], [1884998244, 1516919229, 335398200],
                    [601897748, 1884998244, 358115744]], dtype="int64")
A2p72 = np.asarray([[1228857673, 1496414766, 954677935], [1133297478, 1407477216, 1496414766],
                    [2002613992, 1639496704, 1407477216]], dtype="int64")
A1p134 = np.asarray([[1702500920, 1849582496, 1656874625], [828554832, 1702500920, 1512419905],
                     [1143731069, 828554832, 102237247]], dtype="int64")
A2p134 = np.asarray([[796789021, 1464208080, 607337906], [1241679051, 1431130166, 1464208080],
                     [1401213391, 1178684362, 1431130166]], dtype="int64")


# --- moving states, on the host -------------------------------------------------------------------


def matVecModM(A, s, m):
    """A s modulo m, int32; the product of each pair is reduced before they are added, so that nothing overflows."""
    if A.dtype != "int64":
        raise AssertionError(f"matVecModM: A must be int64, got {A.dtype}")
    return np.int32(np.sum((A * s) % m, 1) % m)


def multMatVect(v, A, m1, B, m2):
    """A times the first half of the state `v` modulo `m1`, and B times the second modulo `m2`, int32."""
    return np.concatenate((matVecModM(A, v[:3], m1), matVecModM(B, v[3:], m2)))


def ff_2p134(rstate):
    """The state 2 ** 134 steps later: the next stream."""
    return multMatVect(rstate, A1p134, M1, A2p134, M2)


def ff_2p72(rstate):
    """The state 2 ** 72 steps later: the next substream."""
    return multMatVect(rstate, A1p72, M1, A2p72, M2)


def substreams(rstate, n):
    """The states of `n` substreams from `rstate` on, int32 (n, 6)."""
    states = np.asarray(rstate, dtype="int64").reshape(1, 6)
    jumps = [(A1p72, int(M1)), (A2p72, int(M2))]
    while len(states) < n:
        # As many again, all moved by as many substreams as there are.
        moved = [_times(states[:, 3 * k:3 * k + 3], A, m) for k, (A, m) in enumerate(jumps)]
        states = np.concatenate([states, np.concatenate(moved, axis=1)])
        jumps = [(_times(A.T, A, m).T, m) for A, m in jumps]
    return states[:n].astype("int32")


def _times(rows, A, m):
    """Each row times A, modulo m."""
    return ((rows[:, None, :] * A[None]) % m).sum(axis=2) % m


def mrg_next_value(rstate, new_rstate, NORM, mask, offset):
    """The next number of the state `rstate`; the state after it is written to `new_rstate`."""
    with np.errstate(over="ignore"):
        state, difference = _next([np.asarray(x, dtype="int32") for x in rstate], np.where)
    new_rstate[...] = state
    return ((int(difference) & mask) + offset) * NORM


# --- drawing --------------------------------------------------------------------------------------


def _next(state, where):
    """(the next state, a number in [1, M1]) of six int32 arrays. Overflows are part of it."""
    x11, x12, x13, x21, x22, x23 = state
    m1, m2 = np.int32(M1), np.int32(M2)
    i7, i9, i15, i16, i22, i24 = np_int32_vals[1:]

    def reduced(y, m):
        return where((y < 0) | (y >= m), y - m, y)

    y = ((x12 & MASK12) << i22) + (x12 >> i9) + ((x13 & MASK13) << i7) + (x13 >> i24)
    first = reduced(reduced(y, m1) + x13, m1)
    y = reduced(((x21 & MASK2) << i15) + MULT2 * (x21 >> i16), m2)
    z = reduced(((x23 & MASK2) << i15) + MULT2 * (x23 >> i16), m2)
    second = reduced(reduced(z + x23, m2) + y, m2)
    difference = first - second
    return (first, x11, x12, second, x21, x22), where(first <= second, difference + m1, difference)


def _scaled(difference, dtype):
    """Numbers in (0, 1) of int32 ones, in the arithmetic of Theano's code for `dtype`."""
    if dtype == "float64":
        return difference.astype(dtype) * NORM
    if dtype == "float32":
        scaled = lax.bitcast_convert_type(difference.astype(dtype) * np.float32(4.6566126e-10), np.int32)
        # XLA would fuse the product with a sum that follows, and so not round it. The sign bit is never set, which the
        # compiler cannot know.
        return lax.bitcast_convert_type(scaled ^ (difference >> 31), np.float32)
    low = ((difference & 0x7FFF) + 1).astype("float64")
    return (low * np.float64(np.float16(3.0458e-05))).astype(dtype)


def _round(state, _):
    return _next(state, jnp.where)


def _draw(rstate, n, used=None):
    """(rstate after `n` draws, the draws as int32): draw i is of stream i modulo the number of streams.

    used: an array, how many of the `n` draws count for the state; None for all of them.
    """
    streams = rstate.shape[0]
    rounds, left = divmod(n, streams)
    state, parts = tuple(rstate.T), []
    if used is not None:
        return _draw_some(state, n, used)
    if rounds:
        state, drawn = lax.scan(_round, state, None, length=rounds)
        parts.append(drawn.reshape(-1))
    if left:
        moved, drawn = _round(tuple(x[:left] for x in state), None)
        state = tuple(x.at[:left].set(y) for x, y in zip(state, moved))
        parts.append(drawn)
    return jnp.stack(state, axis=1), jnp.concatenate(parts) if parts else jnp.zeros(0, "int32")


def _draw_some(state, n, used):
    streams = state[0].shape[0]
    number = jnp.arange(streams)

    def one(state, turn):
        moved, drawn = _round(state, None)
        counts = turn * streams + number < used
        return tuple(jnp.where(counts, y, x) for x, y in zip(state, moved)), drawn

    state, drawn = lax.scan(one, state, jnp.arange(-(-n // streams)))
    return jnp.stack(state, axis=1), drawn.reshape(-1)[:n]


def _check_dtype(dtype):
    if dtype not in ("float16", "float32", "float64"):
        raise TypeError(f"mrg_uniform draws float16, float32 or float64, not {dtype}")


class mrg_uniform_base(ClassOp):
    """The base of the ops that draw from MRG31k3p."""

    ndim = property(lambda self: self.output_type.ndim)
    otypenum = property(lambda self: np.dtype(self.output_type.dtype).num)
    otype_is_float32 = property(lambda self: self.output_type.dtype == "float32")

    @classmethod
    def new(cls, rstate, ndim, dtype, size):
        """[the state after, the numbers] of `dtype` and shape `size`, a vector or tuple, with `ndim` dimensions."""
        size = as_tensor_variable(size)
        if ndim is None:
            elements = vector_elements(size)
            if elements is None:
                raise ValueError(f"length not known: {size}")
            ndim = len(elements)
        return cls(TensorType(dtype, (False,) * ndim))(rstate, size)

    def __str__(self):
        return f"{self.name}{{{self.output_type},{'inplace' if self.inplace else 'no_inplace'}}}"

    def input_gradients(self, node, upstream):
        return [NullType(f"This variable is Null because the grad method for input {k} ({v}) of the {self} op is "
                         "mathematically undefined. No gradient defined through random sampling op")()
                for k, v in enumerate(node.inputs)]


def _uniform_types(rstate, size, *, output_type, inplace):
    _check_dtype(output_type.dtype)
    known = known_value(size)
    lengths = list(known) if known is not None else vector_elements(size)
    if lengths is not None and len(lengths) < output_type.ndim:
        raise IndexError(f"mrg_uniform: a size of {len(lengths)} lengths for {output_type.ndim} dimensions")
    if lengths is None or len(lengths) != output_type.ndim:
        pattern = (False,) * output_type.ndim
    else:
        lengths = [n if isinstance(n, (int, np.integer)) else known_value(n) for n in lengths]
        pattern = [n is not None and int(n) == 1 for n in lengths]
    return [rstate.type, tensor_type(output_type.dtype, pattern)]


@class_op(types=_uniform_types, base=mrg_uniform_base, name="mrg_uniform")
def mrg_uniform(rstate, size: int, *, output_type, inplace=False):
    """(state after, numbers in (0, 1) of shape `size`) for a matrix of states, int32 (streams, 6). Raises ValueError."""
    shape = _shape_of(size, output_type.ndim, rstate)
    rstate, drawn = _draw(rstate, int(np.prod(shape, dtype=object)))
    return rstate, _scaled(drawn, output_type.dtype).reshape(shape)


def _shape_of(size, ndim, rstate):
    shape = tuple(int(n) for n in size)
    if len(shape) != ndim:
        raise ValueError(f"size must have length {ndim} (not {len(shape)})")
    if np.prod(shape, dtype=object) > M1:
        raise ValueError("rng_mrg does not support more than (2**31 -1) samples")
    if rstate.shape[1] != 6:
        raise ValueError("rstate must have 6 columns")
    return shape


@op(types=lambda rstate, most, count, *, dtype: [rstate.type, tensor_type(dtype, (False,))])
def mrg_uniform_some(rstate, most: int, count, *, dtype):
    """`most` numbers in (0, 1), of which only the first `count` are drawn as far as the state after is concerned."""
    rstate, drawn = _draw(rstate, int(most), count)
    return rstate, _scaled(drawn, dtype)


@op(types=lambda z0, z1, u, cos, sin: z0.type.clone(broadcastable=(False,)))
def truncated_pairs(z0, z1, u, cos, sin):
    """The numbers z0, then z1, with those beyond 2 replaced by others, which stand last in their half.

    u: numbers for the replacements; all vectors of one length except u, which has two of it.
    """
    used, halves = 0, []
    for z, direction in ((z0, cos), (z1, sin)):
        bad = (z < -2.0) | (z > 2.0)
        rank = jnp.cumsum(bad) - 1
        radius = jnp.sqrt(-2.0 * jnp.log(u[jnp.clip(used + rank, 0, u.shape[0] - 1)])).astype(z.dtype)
        place = jnp.where(bad, (~bad).sum() + rank, jnp.cumsum(~bad) - 1)
        halves.append(jnp.zeros_like(z).at[place].set(jnp.where(bad, radius * direction, z)))
        used = used + bad.sum()
    return jnp.concatenate(halves)
