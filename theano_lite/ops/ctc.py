"""Connectionist temporal classification (Graves et al. 2006), where Theano calls Baidu's warp-ctc library.

Source: theano.tensor.nnet.ctc.
"""

from typing import Any

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.op import convert, op
from theano_lite.core.op_class import op_class
from theano_lite.core.types import tensor_type

# Stands for log(0): finite, so that derivatives of log(exp(a) + exp(b)) are.
_NEVER = -1e30


def _ctc_type(activations, labels, input_lengths):
    for name, v, dtype in (("activations", activations, "float32"), ("labels", labels, "int32"),
                           ("input_lengths", input_lengths, "int32")):
        if v.type.dtype != dtype:
            raise TypeError(f"{name} must use the {dtype} type! Got {v.type}")
    for name, v, ndim in (("activations", activations, 3), ("labels", labels, 2), ("input_lengths", input_lengths, 1)):
        if v.type.ndim != ndim:
            raise ValueError(f"{name} must have {ndim} dimensions. Got {v.type}")
    return tensor_type("float32", [False])


@op(types=_ctc_type, unconnected=(1, 2), name="ConnectionistTemporalClassification",
    show=lambda: "ConnectionistTemporalClassification")
def ctc_cost(activations, labels, input_lengths):
    """-log of the probability of each sequence of labels: (t, m, p), (m, l), (m,) -> (m,) float32.

    The probabilities of the p symbols are the softmax of `activations`; symbol 0 is the blank; negative labels are
    padding. Only the first input_lengths[k] steps of sequence k count. Where they are too few for the labels, cost
    and gradient are 0, as warp-ctc has it. Raises ValueError at run time for labels and lengths out of range.
    """
    steps, batch, symbols = activations.shape
    if labels.shape[0] != batch or input_lengths.shape[0] != batch:
        raise ValueError(f"activations are for {batch} sequences, labels for {labels.shape[0]}, input_lengths for "
                         f"{input_lengths.shape[0]}")
    labels, lengths = convert(jnp.asarray(labels), "int32"), convert(jnp.asarray(input_lengths), "int32")
    require((labels < symbols), ValueError, f"a label is {{value}}, there are {symbols} symbols", labels)
    require((lengths >= 0) & (lengths <= steps), ValueError, f"a length is {{value}}, there are {steps} steps", lengths)
    given = jnp.sum(labels >= 0, axis=1)
    labels = jnp.take_along_axis(labels, jnp.argsort(labels < 0, axis=1, stable=True), axis=1)
    labels = jnp.where(np.arange(labels.shape[1]) < given[:, None], labels, 0)
    costs = -_log_likelihood(jax.nn.log_softmax(activations, axis=2), labels, given, lengths)
    repeats = jnp.sum((labels[:, 1:] == labels[:, :-1]) & (np.arange(1, labels.shape[1]) < given[:, None]), axis=1)
    return jnp.where(given + repeats > lengths, 0, costs)


def _log_likelihood(log_p, labels, given, lengths):
    """By the forward variables of Graves et al. (7.3), for the labels with a blank before, between and after them."""
    steps, batch, _ = log_p.shape
    count = 2 * labels.shape[1] + 1
    path = jnp.zeros((batch, count), "int32").at[:, 1::2].set(labels)
    # A blank may be left out between labels that differ.
    skips = jnp.pad((path[:, 2:] != 0) & (path[:, 2:] != path[:, :-2]), ((0, 0), (2, 0)))
    places = np.arange(count)
    start = jnp.broadcast_to(jnp.where(places == 0, jnp.float32(0), jnp.float32(_NEVER)), (batch, count))

    def step(alpha, now):
        t, p = now
        one = jnp.pad(alpha, ((0, 0), (1, 0)), constant_values=_NEVER)[:, :-1]
        two = jnp.pad(alpha, ((0, 0), (2, 0)), constant_values=_NEVER)[:, :-2]
        # Before the first step there is one virtual state, from which a path enters its first blank or label.
        before = jnp.logaddexp(jnp.logaddexp(alpha, one), jnp.where(skips, two, _NEVER))
        entered = jnp.where(places < 2, jnp.float32(0), jnp.float32(_NEVER))
        new = jnp.where(t == 0, entered, before) + jnp.take_along_axis(p, path, axis=1)
        return jnp.where((t < lengths)[:, None], jnp.maximum(new, _NEVER), alpha), None

    alpha, _ = lax.scan(step, start, (jnp.arange(steps), log_p))
    last = jnp.take_along_axis(alpha, 2 * given[:, None], axis=1)[:, 0]
    before = jnp.take_along_axis(alpha, jnp.maximum(2 * given - 1, 0)[:, None], axis=1)[:, 0]
    return jnp.where(given > 0, jnp.logaddexp(last, before), last)


def _make_ctc(compute_grad=True, openmp=None):
    return ctc_cost


ConnectionistTemporalClassification = op_class("ConnectionistTemporalClassification", _make_ctc, ctc_cost)


def ctc(activations, labels, input_lengths):
    """The CTC cost of each sequence of a batch: see `ctc_cost`. Raises TypeError and ValueError for other types."""
    return ctc_cost(activations, labels, input_lengths)


def _available():
    """Whether `ctc` can be used: always, for no library is needed."""
    return True


ctc_available: Any = _available
ctc_available.msg = ctc_available.path = None
ctc_present = ctc_available
