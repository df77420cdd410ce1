"""Windows over the last dimensions of an array: their maxima and sums, and the derivatives of those.

One dimension at a time where that gives the same; as strided slices, which XLA fuses, where the windows are small. On
CPU that is 3 to 10 times faster than reduce_window and select-and-scatter, which would give a tied maximum's gradient
to one element only.
"""

import itertools
import math
from functools import partial

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

# Up to so many slices per dimension, or terms of a sum, are written out; more of them become a loop.
_UNROLLED = 16
_UNROLLED_TERMS = 36
_TERMS_A_ROUND = 4  # of the loop: each reads and writes the whole sum
# Overlapping windows of up to so many terms are summed by XLA's own loop.
_FEW_TERMS = 9
# Maxima of so many numbers of float64 are not left to it.
_FEW_FLOAT64 = 64


class Windows:
    """Windows of sizes `ws`, `stride` apart, over the last len(ws) dimensions, which are padded by `pad` on each side.

    counts: how many there are along each dimension; apart: whether no two of them overlap.
    """

    def __init__(self, lengths, ws, stride, pad, ignore_border):
        self.lengths, self.ws, self.stride, self.pad = tuple(lengths), ws, stride, pad
        self.nd, self.ignore_border = len(ws), ignore_border
        self.apart = all(w <= s for w, s in zip(ws, stride))
        self.counts = tuple(count(n + 2 * p, w, s, ignore_border)
                            for n, w, s, p in zip(self.lengths, ws, stride, pad))

    def _key(self):
        return self.lengths, self.ws, self.stride, self.pad, self.ignore_border

    def __eq__(self, other):
        return isinstance(other, Windows) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def edges(self):
        """How many elements to add (or, if negative, to cut) before and after each dimension, for the windows to fit."""
        return [(p, (k - 1) * s + w - n - p) if k else (p, p)
                for n, w, s, p, k in zip(self.lengths, self.ws, self.stride, self.pad, self.counts)]

    def padded(self, x, filler):
        """`x` padded, and filled up or cut so that exactly the windows fit."""
        edges = [(0, 0, 0)] * (x.ndim - self.nd) + [(*pair, 0) for pair in self.edges()]
        return lax.pad(x, jnp.asarray(filler, x.dtype), edges)

    def sizes(self):
        """How many elements of the array each window covers, as a NumPy array of shape `counts`."""
        sizes = np.ones((), "int64")
        for n, w, s, p, k in zip(self.lengths, self.ws, self.stride, self.pad, self.counts):
            starts = np.arange(k) * s - p
            sizes = np.multiply.outer(sizes, np.minimum(starts + w, n) - np.maximum(starts, 0))
        return sizes


def count(length, window, stride, ignore_border):
    """How many windows there are in `length`; unless borders are ignored the last may stick out."""
    if ignore_border:
        return max(0, (length - window) // stride + 1)
    if stride >= window:
        return (length - 1) // stride + 1
    return max(0, (length - 1 - window + stride) // stride) + 1


def lowest(dtype):
    """What no element of `dtype` is below."""
    kind = np.dtype(dtype).kind
    return -np.inf if kind == "f" else False if kind == "b" else np.iinfo(dtype).min


# --- along one dimension --------------------------------------------------------------------------


def _along(x, axis, window, stride, windows, combine, reduce, neutral):
    """Windows along `axis` of `x`, whose length is just what they need, put together."""
    if window <= _UNROLLED:
        span = (windows - 1) * stride + 1
        parts = [lax.slice_in_dim(x, k, k + span, stride, axis=axis) for k in range(window)]
        out = parts[0]
        for part in parts[1:]:
            out = combine(out, part)
        return out
    if windows == 1:
        return reduce(x, axis=axis, keepdims=True)
    if window <= stride:
        edges = [(0, 0, 0)] * x.ndim
        edges[axis] = (0, stride - window, 0)
        x = lax.pad(x, jnp.asarray(neutral, x.dtype), edges)
        return reduce(x.reshape(x.shape[:axis] + (windows, stride) + x.shape[axis + 1:]), axis=axis + 1)
    shape, strides = [1] * x.ndim, [1] * x.ndim
    shape[axis], strides[axis] = window, stride
    return lax.reduce_window(x, jnp.asarray(neutral, x.dtype), combine, shape, strides, "VALID")


def _combined(x, windows, combine, reduce, neutral):
    if 0 in windows.counts or 0 in x.shape:
        return jnp.zeros(x.shape[:x.ndim - windows.nd] + windows.counts, x.dtype)
    if all(k == 1 for k in windows.counts):
        return reduce(windows.padded(x, neutral), axis=tuple(range(x.ndim - windows.nd, x.ndim)), keepdims=True)
    if _at_once(windows, combine):
        ones = (1,) * (x.ndim - windows.nd)
        # What no window reaches is left where it is: to cut it off would be a copy.
        edges = [(0, 0)] * len(ones) + [(before, max(after, 0)) for before, after in windows.edges()]
        return lax.reduce_window(x, jnp.asarray(neutral, x.dtype), combine, ones + windows.ws, ones + windows.stride, edges)
    x = windows.padded(x, neutral)
    for k in reversed(range(windows.nd)):
        axis = x.ndim - windows.nd + k
        x = _along(x, axis, windows.ws[k], windows.stride[k], windows.counts[k], combine, reduce, neutral)
    return x


def _at_once(windows, combine):
    """Whether XLA's own loop over windows is faster than one dimension after the other: for large maxima that do not
    overlap, and for sums of few numbers that overlap a little."""
    if combine is lax.max:
        return windows.apart
    few = math.prod(windows.ws) <= _FEW_TERMS and min(windows.stride) > 1
    return combine is lax.add and few and not windows.apart and not any(windows.pad)


def _first(x, windows):
    """The first element of each window."""
    lead = x.ndim - windows.nd
    for k, (s, p, c) in enumerate(zip(windows.stride, windows.pad, windows.counts)):
        x = x[(slice(None),) * (lead + k) + (np.maximum(np.arange(c) * s - p, 0),)] if p else \
            lax.slice_in_dim(x, 0, (c - 1) * s + 1, s, axis=lead + k)
    return x


# --- maxima ---------------------------------------------------------------------------------------


@partial(jax.custom_jvp, nondiff_argnums=(1,))
def maxima(x, windows):
    """The maximum of each window; NaN if its first element is, other NaNs are passed over (as in Theano's C code)."""
    if 0 in windows.counts or 0 in x.shape:
        return jnp.zeros(x.shape[:x.ndim - windows.nd] + windows.counts, x.dtype)
    if math.prod(windows.ws) <= _UNROLLED_TERMS:
        return _small_maxima(x, windows)
    if _by_stages(x, windows):
        return _staged_maxima(x, windows)
    low = lowest(x.dtype)
    if x.dtype == "bool":
        return _combined(x, windows, jnp.logical_or, jnp.any, low)
    out = _combined(x, windows, lax.max, jnp.max, low)
    if x.dtype.kind != "f":
        return out
    # Here a NaN anywhere makes its window NaN; with none about nothing is left to do.
    return lax.cond(jnp.isnan(out).any(), lambda: _maxima_among_nan(x, windows), lambda: out)


def _maxima_among_nan(x, windows):
    low = lowest(x.dtype)
    first = _first(x, windows)
    return jnp.where(jnp.isnan(first), first, _combined(jnp.where(jnp.isnan(x), low, x), windows, lax.max, jnp.max, low))


def _small_maxima(x, windows):
    """Element by element in the order of C code, for what a comparison with NaN leaves depends on it."""
    lead = x.ndim - windows.nd
    for k, (n, w, s, p, c) in enumerate(zip(windows.lengths, windows.ws, windows.stride, windows.pad, windows.counts)):
        if p or (c - 1) * s + w > n:
            # A window that sticks out meets its outermost elements again, which changes no maximum.
            x = jnp.take(x, np.clip(np.arange((c - 1) * s + w) - p, 0, n - 1), axis=lead + k, mode="clip")
    strides = (1,) * lead + windows.stride
    out = None
    for offset in itertools.product(*map(range, windows.ws)):
        end = [k + (c - 1) * s + 1 for k, c, s in zip(offset, windows.counts, windows.stride)]
        part = lax.slice(x, (0,) * lead + offset, [*x.shape[:lead], *end], strides)
        out = part if out is None else jnp.where(part > out, part, out)
    return out


def _by_stages(x, windows):
    """Whether one dimension after the other is faster than XLA's loop: float32 by vectors, float64 in small windows."""
    inside = windows.apart and all(before <= 0 and after <= 0 for before, after in windows.edges())
    return inside and max(windows.ws) <= _UNROLLED and max(windows.counts) > 1 and (
        x.dtype == "float32" or x.dtype == "float64" and math.prod(windows.ws) <= _FEW_FLOAT64)


def _staged_maxima(x, windows):
    lead, out = x.ndim - windows.nd, x
    for k in range(windows.nd):
        if k and x.dtype == "float32":
            out = _settled(out, x)  # whole rows at a time before what is inside a row
        # A NaN gives way to any number, until all of its window's elements have been met.
        out = _along(out, lead + k, windows.ws[k], windows.stride[k], windows.counts[k],
                     lambda a, b: jnp.where((b > a) | jnp.isnan(a), b, a), None, None)
    first = _first(x, windows)
    return jnp.where(jnp.isnan(first), first, out)


@maxima.defjvp
def _maxima_jvp(windows, primals, tangents):
    out = maxima(primals[0], windows)
    return out, at_maxima(primals[0], out, tangents[0], windows)


@partial(jax.custom_jvp, nondiff_argnums=(3,))
def spread(x, maxout, g, windows):
    """The gradient of `maxima`: each element gets the `g` of every window whose maximum it equals, ties too."""
    if maxout.size == 0:
        return jnp.zeros_like(x)
    lead, (ws, stride) = x.ndim - windows.nd, (windows.ws, windows.stride)
    if windows.apart:
        maxout = _settled(maxout, x)
    # Elements of equal remainder modulo the stride meet the same windows: the dimensions are split by it.
    reach = [-(-w // s) for w, s in zip(ws, stride)]
    blocks = [max(c + r - 1, -(-(n + p) // s))
              for c, r, n, p, s in zip(windows.counts, reach, windows.lengths, windows.pad, stride)]
    edges = [(p, b * s - n - p, 0) for p, b, s, n in zip(windows.pad, blocks, stride, windows.lengths)]
    whole = lax.pad(x, jnp.zeros((), x.dtype), [(0, 0, 0)] * lead + edges)
    split = whole.reshape(x.shape[:lead] + tuple(n for pair in zip(blocks, stride) for n in pair))
    edges = [(0, 0, 0)] * lead + [(r - 1, b - c, 0) for r, b, c in zip(reach, blocks, windows.counts)]
    filler = jnp.zeros((), x.dtype)
    tops, gains = lax.pad(maxout, filler, edges), lax.pad(g, filler, edges)
    apart = tuple(range(lead)) + tuple(lead + 2 * k for k in range(windows.nd))

    def term(back, inside):
        """What comes from the windows `back` positions before an element, if `inside` them."""
        start = [0] * lead + [r - 1 - b for r, b in zip(reach, back)]
        size = x.shape[:lead] + tuple(blocks)
        top, gain = (lax.broadcast_in_dim(_part(a, start, size), split.shape, apart) for a in (tops, gains))
        hit = split == top
        return jnp.where(hit if inside is None else hit & inside, gain, 0)

    total = _sum_of_terms(reach, term, partial(_inside, ws, stride, windows.nd), split)
    total = total.reshape(whole.shape)
    return total[(Ellipsis,) + tuple(slice(p, p + n) for p, n in zip(windows.pad, windows.lengths))]


def _settled(out, x):
    """`out`, made of `x`, behind a loop that never runs: or XLA on CPU makes it again wherever it is used."""
    if x.dtype.kind != "f" or jax.default_backend() != "cpu":
        return out
    start = x.reshape(-1)[0]
    return lax.while_loop(lambda state: state[0] > np.inf, lambda state: (-state[0], -state[1]), (start, out))[1]


def _inside(ws, stride, nd, back):
    """Whether each remainder lies in the window that starts `back` strides before, of shape (1, s0, 1, s1, ...)."""
    out = True
    for k, (w, s, b) in enumerate(zip(ws, stride, back)):
        shape = [1] * (2 * nd)
        shape[2 * k + 1] = s
        out = out & (np.arange(s) + b * s < w).reshape(shape)
    return out


def _sum_of_terms(extents, term, inside, like):
    """The sum of term(index, inside(index)) over all indices below `extents`, in their order."""
    indices, total, looped = list(itertools.product(*map(range, extents))), None, 0
    if len(indices) > _UNROLLED_TERMS:
        rounds = np.array(indices[:len(indices) // _TERMS_A_ROUND * _TERMS_A_ROUND], "int32")
        looped, rounds = len(rounds), rounds.reshape(-1, _TERMS_A_ROUND, len(extents))

        def add(i, total):
            for index in jnp.asarray(rounds)[i]:
                index = [index[k] for k in range(len(extents))]
                total = total + term(index, inside(index))
            return total

        total = lax.fori_loop(0, len(rounds), add, jnp.zeros(like.shape, like.dtype))
    for index in indices[looped:]:
        mask = inside(index)
        part = term(index, None if np.all(mask) else mask)
        total = part if total is None else total + part
    return total


@spread.defjvp
def _spread_jvp(windows, primals, tangents):
    x, maxout, g = primals
    return spread(x, maxout, g, windows), spread(x, maxout, tangents[2], windows)


@partial(jax.custom_jvp, nondiff_argnums=(3,))
def at_maxima(x, maxout, g, windows):
    """The sum over each window of `g`, of the shape of x, where x equals the window's maximum."""
    if maxout.size == 0:
        return jnp.zeros_like(maxout)
    lead = x.ndim - windows.nd
    x, g = windows.padded(x, 0), windows.padded(g, 0)
    span = x.shape[:lead] + tuple((c - 1) * s + 1 for c, s in zip(windows.counts, windows.stride))
    strides = (1,) * lead + windows.stride

    def term(offset, inside):
        # Padding adds nothing: g is 0 there.
        part, gain = (lax.slice(_part(a, [0] * lead + list(offset), span), [0] * a.ndim, span, strides)
                      for a in (x, g))
        return jnp.where(part == maxout, gain, 0)

    return _sum_of_terms(windows.ws, term, lambda offset: True, maxout)


def _part(x, start, size):
    """The part of `x` of shape `size` from `start`, whose numbers a loop may count."""
    if all(isinstance(k, int) for k in start):
        return lax.slice(x, start, [k + n for k, n in zip(start, size)])
    return lax.dynamic_slice(x, [jnp.asarray(k, "int32") for k in start], size)


@at_maxima.defjvp
def _at_maxima_jvp(windows, primals, tangents):
    x, maxout, g = primals
    return at_maxima(x, maxout, g, windows), at_maxima(x, maxout, tangents[2], windows)


# --- sums -----------------------------------------------------------------------------------------


@partial(jax.custom_jvp, nondiff_argnums=(1,))
def sums(x, windows):
    """The sum of each window."""
    out = _combined(x, windows, lax.add, jnp.sum, 0)
    # Into a sum or maximum of all windows XLA would pull the loops over their elements, which then take twice as long.
    large = windows.apart and math.prod(windows.ws) > _UNROLLED_TERMS and math.prod(windows.counts) > 1
    return _settled(out, x) if large and x.size else out


@sums.defjvp
def _sums_jvp(windows, primals, tangents):
    return sums(primals[0], windows), _combined(tangents[0], windows, lax.add, jnp.sum, 0)


def average_sizes(windows, mode):
    """What the sum of a window is divided by in `mode`: a number, or an array of shape `counts`."""
    if mode == "average_inc_pad" and windows.ignore_border:
        return math.prod(windows.ws)
    sizes = windows.sizes()
    return int(sizes.flat[0]) if sizes.size and (sizes == sizes.flat[0]).all() else sizes


def spread_sums(g, windows, dtype):
    """The gradient of `sums`: each element gets the `g` of every window it lies in."""
    lead = g.ndim - windows.nd
    if g.size == 0:
        return jnp.zeros(g.shape[:lead] + windows.lengths, dtype)
    for k in range(windows.nd):
        g = _spread_along(g, lead + k, windows.ws[k], windows.stride[k], windows.pad[k], windows.lengths[k])
    return g


def _spread_along(g, axis, window, stride, pad, length):
    windows, reach = g.shape[axis], -(-window // stride)
    blocks = max(windows + reach - 1, -(-(length + pad) // stride))
    edges = [(0, 0, 0)] * g.ndim
    edges[axis] = (reach - 1, blocks - windows, 0)
    g = lax.pad(g, jnp.zeros((), g.dtype), edges)
    shape = g.shape[:axis] + (blocks, stride) + g.shape[axis + 1:]
    apart = tuple(a for a in range(len(shape)) if a != axis + 1)
    low = window - (reach - 1) * stride  # remainders below it lie in all `reach` windows, others in one less
    inside = lax.broadcasted_iota("int32", shape, axis + 1) < low
    every = _along(lax.slice_in_dim(g, 1, None, axis=axis), axis, reach - 1, 1, blocks, lax.add, jnp.sum, 0) \
        if reach > 1 else jnp.zeros_like(lax.slice_in_dim(g, 0, blocks, axis=axis))
    last = lax.slice_in_dim(g, 0, blocks, axis=axis)
    every, last = (lax.broadcast_in_dim(a, shape, apart) for a in (every, last))
    out = every + (last if low == stride else jnp.where(inside, last, 0))
    return lax.slice_in_dim(out.reshape(shape[:axis] + (blocks * stride,) + shape[axis + 2:]),
                            pad, pad + length, axis=axis)
