"""The cost of connectionist temporal classification is that of all alignments added up one by one."""

import functools
import itertools

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.tensor.nnet.ctc import ConnectionistTemporalClassification, ctc, ctc_available


def collapsed(path):
    """The labels of an alignment: repeats merged, blanks left out."""
    return [symbol for symbol, _ in itertools.groupby(path) if symbol]


def cost_of_all_alignments(activations, labels):
    """-log of the summed probability of the alignments of one sequence: (steps, symbols), list -> number."""
    p = np.exp(activations - np.log(np.exp(activations).sum(axis=1, keepdims=True)))
    paths = itertools.product(range(p.shape[1]), repeat=len(p))
    return -np.log(sum(np.prod(p[np.arange(len(p)), path]) for path in paths if collapsed(path) == labels))


ACTIVATIONS = np.random.RandomState(0).normal(size=(5, 4, 3))
LABELS = np.array([[1, 2, -1], [1, 1, -1], [-1, 2, -1], [-1, -1, -1]], "int32")
LENGTHS = np.array([5, 4, 3, 2], "int32")


@functools.lru_cache(None)
def compiled(grad=False):
    x, labels, lengths = T.ftensor3("x"), T.imatrix("labels"), T.ivector("lengths")
    cost = ctc(x, labels, lengths)
    out = T.grad((cost * np.float32([1, 2, 3, 4])).sum(), x) if grad else cost
    return theano.function([x, labels, lengths], out)


def expected(activations):
    return [cost_of_all_alignments(activations[:n, k], [s for s in LABELS[k] if s > 0]) for k, n in enumerate(LENGTHS)]


def test_costs_are_those_of_all_alignments():
    out = compiled()(ACTIVATIONS.astype("float32"), LABELS, LENGTHS)
    assert out.dtype == "float32"
    np.testing.assert_allclose(out, expected(ACTIVATIONS), rtol=1e-5)


def test_the_gradient_is_the_numeric_one_and_zero_after_the_end():
    found = compiled(grad=True)(ACTIVATIONS.astype("float32"), LABELS, LENGTHS)
    numeric = np.zeros_like(ACTIVATIONS)
    for place in np.ndindex(*ACTIVATIONS.shape):
        step = np.zeros_like(ACTIVATIONS)
        step[place] = 1e-6
        k = place[1]
        if place[0] < LENGTHS[k]:
            labels, n = [s for s in LABELS[k] if s > 0], LENGTHS[k]
            high, low = (cost_of_all_alignments((ACTIVATIONS + s)[:n, k], labels) for s in (step, -step))
            numeric[place] = (k + 1) * (high - low) / 2e-6
    np.testing.assert_allclose(found, numeric, atol=1e-4)
    assert (found[4, 1] == 0).all() and (found[2:, 3] == 0).all()


def test_too_few_steps_for_the_labels_cost_nothing():
    lengths = np.array([1, 2, 3, 2], "int32")
    out, grad = (compiled(g)(ACTIVATIONS.astype("float32"), LABELS, lengths) for g in (False, True))
    assert out[0] == out[1] == 0 and (out[2:] > 0).all()
    assert (grad[:, :2] == 0).all()


@pytest.mark.parametrize("labels, lengths", [([[3, 1, 1]] * 4, LENGTHS), (LABELS, [6, 1, 1, 1]), (LABELS, [-1, 1, 1, 1])])
def test_labels_and_lengths_out_of_range_raise(labels, lengths):
    with pytest.raises(ValueError, match="ConnectionistTemporalClassification"):
        compiled()(ACTIVATIONS.astype("float32"), np.array(labels, "int32"), np.array(lengths, "int32"))


def test_other_types_raise_what_theano_raises():
    x, labels, lengths = T.ftensor3(), T.imatrix(), T.ivector()
    for wrong in ((T.dtensor3(), labels, lengths), (x, T.lmatrix(), lengths), (x, labels, T.lvector())):
        with pytest.raises(TypeError):
            ctc(*wrong)
    for wrong in ((T.fmatrix(), labels, lengths), (x, T.ivector(), lengths), (x, labels, T.imatrix())):
        with pytest.raises(ValueError):
            ctc(*wrong)


def test_it_is_always_available():
    assert ctc_available() and ctc_available.msg is None
    op = ConnectionistTemporalClassification(compute_grad=False)
    assert isinstance(op(T.ftensor3(), T.imatrix(), T.ivector()).owner.op, ConnectionistTemporalClassification)
