"""Random states as values: copies, pickles, failed calls, errors; the reference samples of MRG31k3p."""

import pickle
from pathlib import Path

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.sandbox import rng_mrg
from theano_lite.sandbox.multinomial import ChoiceFromUniform, MultinomialFromUniform
from theano_lite.tensor.raw_random import RandomFunction, random_state_type, uniform
from theano_lite.tensor.shared_randomstreams import RandomStateSharedVariable, RandomStreams

MRG = rng_mrg.MRG_RandomStreams


def test_a_failed_call_leaves_the_random_state_as_it_was():
    u = RandomStreams(1).uniform((3,))
    x = T.vector()
    f = theano.function([x], u + x)
    before = u.rng.get_value().uniform(size=3)
    with pytest.raises(ValueError, match="mis-match"):
        f(np.zeros(2))
    np.testing.assert_array_equal(f(np.zeros(3)), before)


def test_get_value_gives_a_copy_unless_borrowed():
    u = RandomStreams(1).uniform((3,))
    f = theano.function([], u)
    copied, own = u.rng.get_value(), u.rng.get_value(borrow=True)
    assert type(copied) is np.random.RandomState and copied is not own
    expected = copied.uniform(size=3)
    np.testing.assert_array_equal(f(), expected)
    assert own is u.rng.get_value(borrow=True)


def test_a_shared_random_state_is_copied_and_has_its_class():
    state = np.random.RandomState(4)
    shared = theano.shared(state)
    assert type(shared) is RandomStateSharedVariable and shared.type == random_state_type
    assert shared.get_value(borrow=True) is not state
    with pytest.raises(TypeError, match="RandomState"):
        shared.set_value(np.random.default_rng(1))


def test_streams_and_functions_with_draws_survive_pickling():
    rng = RandomStreams(5)
    f = theano.function([], rng.uniform((2,)))
    again = pickle.loads(pickle.dumps(f))
    np.testing.assert_array_equal(f(), again())
    copied = pickle.loads(pickle.dumps(rng))
    assert copied.gen_seedgen.randint(2 ** 30) == rng.gen_seedgen.randint(2 ** 30)
    mrg = MRG(5)
    mrg.uniform((2,))
    copied = pickle.loads(pickle.dumps(mrg))
    np.testing.assert_array_equal(copied.rstate, mrg.rstate)


def test_a_state_without_update_stays():
    r = random_state_type()
    after, u = uniform(r, (2,))
    f = theano.function([r], [u, after])
    state = np.random.RandomState(3)
    first, moved = f(state)
    np.testing.assert_array_equal(first, f(state)[0])
    np.testing.assert_array_equal(moved.uniform(size=2), np.random.RandomState(3).uniform(size=4)[2:])


def test_normal_numbers_of_computed_parameters_are_rounded_like_numpys():
    mean, std = np.random.RandomState(0).uniform(size=(2, 20000))
    x, y = T.vectors("x", "y")
    n = RandomStreams(9).normal(x.shape, avg=x + 1, std=y + 1)
    expected = n.rng.get_value().normal(mean + 1, std + 1)
    np.testing.assert_array_equal(theano.function([x, y], n)(mean, std), expected)


def test_binomial_numbers_of_computed_probabilities_are_numpys():
    p = np.concatenate([np.random.RandomState(0).uniform(size=20000), [0, 0.5, 1] * 50])
    x = T.vector("x")
    b = RandomStreams(9).binomial(x.shape, p=x * 1.0, dtype="int8")
    expected = b.rng.get_value().binomial(1, p)
    np.testing.assert_array_equal(theano.function([x], b)(p), expected)


@pytest.mark.parametrize(("draw", "error"), [
    (lambda rng, s: rng.binomial((2,), p=s), "p < 0, p > 1"),
    (lambda rng, s: rng.normal((2,), std=-s * 1), "scale < 0"),
    (lambda rng, s: rng.uniform((2,), low=s, high=s / 0), "(?i)range exceeds"),
    (lambda rng, s: rng.poisson((2,), lam=-s), "lam"),
])
def test_parameters_out_of_range_raise_and_change_nothing(draw, error):
    s = T.scalar()
    u = draw(RandomStreams(2), s)
    f = theano.function([s], u)
    before = u.rng.get_value()
    with pytest.raises((ValueError, OverflowError), match=error):
        f(1.5)
    assert random_state_type.values_eq(before, u.rng.get_value())


def test_a_gradient_through_the_parameters_is_undefined():
    x = T.vector()
    for rng in (RandomStreams(2), MRG(2)):
        for u in (rng.uniform(x.shape, low=x), rng.normal(x.shape, avg=x)):
            with pytest.raises(theano.gradient.NullTypeGradError):
                T.grad(u.sum(), x)
        mask = rng.binomial(x.shape, p=0.5, dtype="floatX")
        g = theano.function([x], [T.grad((x * mask).sum(), x), mask])
        np.testing.assert_array_equal(*g(np.ones(5)))


def test_sizes_are_checked():
    rng = RandomStreams(1)
    with pytest.raises(ValueError, match="ndim"):
        rng.uniform((2, 3), ndim=3)
    with pytest.raises(TypeError):
        rng.choice(a=3)
    with pytest.raises(ValueError, match="overlap"):
        rng.uniform((-1, 3))
    with pytest.raises(TypeError, match="integer"):
        rng.uniform([T.dscalar(), 3])
    f = theano.function([], RandomFunction("uniform", T.dmatrix)(theano.shared(np.random.RandomState(1)), (2,), 0, 1)[1])
    with pytest.raises(ValueError, match="Shape mismatch"):
        f()


def test_mrg_gives_the_samples_of_the_reference_implementation():
    expected = np.loadtxt(Path(rng_mrg.__file__).with_name("samples_MRG31k3p_12_7_5.txt")).reshape(12, 7, 5)
    rng = MRG(12345)
    for stream in expected:
        f = theano.function([], rng.uniform((7,), nstreams=7))
        np.testing.assert_allclose(np.transpose([f() for _ in range(5)]), stream, rtol=1e-9)


def test_the_scalar_form_of_mrg_agrees():
    state = np.array([7, 8, 9, 10, 11, 12], dtype="int32")
    rng = MRG(state.tolist())
    drawn = theano.function([], rng.uniform((5,), nstreams=1))()
    one_by_one = [rng_mrg.mrg_next_value(state, state, rng_mrg.NORM, 0xFFFFFFFF, 0) for _ in range(5)]
    np.testing.assert_array_equal(drawn, one_by_one)
    np.testing.assert_array_equal(state, rng.state_updates[0][0].get_value()[0])


@pytest.mark.parametrize(("size", "streams"), [((2,), 2), ((10,), 1), ((100, 100), 1666), ((1000, 1000), 15360), ((), 1)])
def test_the_number_of_streams(size, streams):
    assert rng_mrg.guess_n_streams(size) == streams


@pytest.mark.parametrize("seed", [0, 2147462579, [0, 0, 0, 1, 1, 1], [1, 1, 1, 0, 0, 0], [2147483647, 1, 1, 1, 1, 1]])
def test_bad_seeds_raise(seed):
    with pytest.raises(ValueError, match="seed"):
        MRG(seed)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_choices_follow_from_the_uniform_numbers(dtype):
    p, u = T.matrix(dtype=dtype), T.vector(dtype=dtype)
    counts = theano.function([p, u], MultinomialFromUniform("auto")(p, u, 2))
    pvals = np.array([[0.25, 0.5, 0.25], [0.5, 0.25, 0.1]], dtype)
    unis = np.array([0.25, 0.9, 0.1, 0.2], dtype)
    np.testing.assert_array_equal(counts(pvals, unis), [[1, 1, 0], [1, 0, 0]])
    with pytest.raises(ValueError, match="unis.shape"):
        counts(pvals, unis[:3])
    chosen = theano.function([p, u], ChoiceFromUniform("int64")(p, u, 2))
    np.testing.assert_array_equal(chosen(pvals, unis), [[1, 0], [-1, 0]])
    with pytest.raises(ValueError, match="without replacement"):
        theano.function([p, u], ChoiceFromUniform("int64")(p, u, 4))(pvals, unis)
