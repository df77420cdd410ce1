"""Choices by given uniform numbers: the ops of theano.sandbox.multinomial.

Source: theano.sandbox.multinomial.
"""

import warnings

import jax.numpy as jnp
from jax import lax

from theano_lite.core.checks import require
from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops.elementwise import zeros_like


def _check_ranks(pvals, unis):
    if pvals.type.ndim != 2:
        raise NotImplementedError("pvals ndim should be 2", pvals.type.ndim)
    if unis.type.ndim != 1:
        raise NotImplementedError("unis ndim should be 1", unis.type.ndim)


def _typed(pvals, unis, n, odtype):
    _check_ranks(pvals, unis)
    return tensor_type(odtype, pvals.type.broadcastable)


class FromUniform(ClassOp):
    """The base: inputs are a matrix of probabilities, a vector of uniform numbers and the number of samples, 1 if left out."""

    def make_node(self, pvals, unis, n=1):
        """Raises TypeError for an `n` that is no scalar."""
        n = as_tensor_variable(n)
        if n.type.ndim:
            raise TypeError(f"{self}: the number of samples must be a scalar, got {n.type}")
        return super().make_node(pvals, unis, n)

    def __str__(self):
        return f"{type(self).__name__}{{{self.odtype}}}"

    def input_gradients(self, node, upstream):
        return [zeros_like(v) for v in node.inputs]


def _hits(cumulative, u):
    """(whether some sum exceeds `u`, the first that does) in each row."""
    above = cumulative > u[:, None]
    return above.any(axis=1), jnp.argmax(above, axis=1)


@class_op(types=lambda pvals, unis, n, *, odtype: _typed(pvals, unis, n, pvals.dtype if odtype == "auto" else odtype),
          base=FromUniform)
def MultinomialFromUniform(pvals, unis, n, *, odtype):
    """Counts (rows, outcomes) of `n` samples of each row of `pvals`; unis holds the rows' numbers for each in turn.

    A number that the probabilities do not reach counts nowhere. Raises ValueError unless there are rows times n numbers.
    """
    rows = pvals.shape[0]
    require(unis.shape[0] == jnp.asarray(n, "int64") * rows, ValueError, "unis.shape[0] != pvals.shape[0] * n_samples")
    # In double precision, as Theano's C code adds them up.
    cumulative = jnp.cumsum(pvals.astype("float64"), axis=1)

    def one(counts, u):
        found, first = _hits(cumulative, u)
        return counts.at[jnp.arange(rows), first].add(found.astype(counts.dtype)), None

    dtype = pvals.dtype if odtype == "auto" else odtype
    samples = unis.shape[0] // rows if rows else 0
    counts, _ = lax.scan(one, jnp.zeros(pvals.shape, dtype), unis[: samples * rows].reshape(samples, rows))
    return counts


@class_op(types=lambda pvals, unis, n, *, odtype, replace: _typed(pvals, unis, n, "int64" if odtype == "auto" else odtype),
          base=FromUniform)
def ChoiceFromUniform(pvals, unis, n: int, *, odtype, replace=False):
    """Outcomes (rows, n) chosen in each row of `pvals`, each once unless `replace`; -1 where no probability is left.

    Raises ValueError for more samples than outcomes, and unless there are rows times n numbers.
    """
    n, (rows, outcomes) = int(n), pvals.shape
    if n > outcomes:
        raise ValueError("Cannot sample without replacement n samples bigger than the size of the distribution.")
    if unis.shape[0] != rows * n:
        raise ValueError("unis.shape[0] != pvals.shape[0] * n_samples", unis.shape[0], rows, n)

    def one(p, u):
        found, first, before = _walk(p, u)
        if not replace:
            p = jnp.where(found[:, None], _without(p, first, before), p)
        return p, jnp.where(found, first, -1)

    _, chosen = lax.scan(one, pvals, unis.reshape(n, rows))
    return chosen.T.astype("int64" if odtype == "auto" else odtype)


def _walk(p, u):
    """(whether, where) the sums of each row first exceed `u`, and the sum before that, added one by one in float64."""
    def step(carry, column):
        total, before, first, k = carry
        new = total + column.astype("float64")
        hit = (new > u) & (first < 0)
        return (new, jnp.where(hit, new - column, before), jnp.where(hit, k, first), k + 1), None

    start = jnp.zeros(p.shape[:1], "float64")
    (_, before, first, _), _ = lax.scan(step, (start, start, jnp.full(p.shape[:1], -1), 0), p.T)
    return first >= 0, first, before


def _without(p, first, before):
    """Each row without outcome `first`, scaled to add up to 1; sums are made one by one in the dtype of p, as in C."""
    columns = jnp.arange(p.shape[1])
    p = jnp.where(columns == first[:, None], 0, p).astype(p.dtype)

    def step(total, pair):
        k, column = pair
        return jnp.where(k >= first, total + column, total), None

    total, _ = lax.scan(step, before.astype(p.dtype), (columns, p.T))
    return p / total[:, None]


class MultinomialWOReplacementFromUniform(ChoiceFromUniform):
    """The old name of ChoiceFromUniform; warns."""

    def __init__(self, *args, **kwargs):
        warnings.warn("MultinomialWOReplacementFromUniform is deprecated, use ChoiceFromUniform instead.",
                      DeprecationWarning, stacklevel=2)
        super().__init__(*args, **kwargs)
