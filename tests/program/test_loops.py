"""Loops give what the real Theano gives, and are compiled as promised."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.core.lower import x64
from theano_lite.program.until_loop import UntilLoop
from theano_lite.scan_module import until

from .loop_cases import CASES

RECORDED = json.loads((Path(__file__).parent / "recorded_loops.json").read_text())
STEP_BY_STEP = {"draws_that_depend_on_the_state", "draws_until", "inner_loops_that_stop_by_themselves",
                "slices_by_a_state", "user_op_inside"}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.filterwarnings("ignore:the loop scan_fn runs step by step")
def test_the_program_gives_what_theano_gave(name):
    found = [np.asarray(x) for x in CASES[name](theano)]
    assert len(found) == len(RECORDED[name])
    for x, expected in zip(found, RECORDED[name]):
        assert (str(x.dtype), list(x.shape)) == (expected["dtype"], expected["shape"])
        np.testing.assert_allclose(x.ravel(), expected["values"], rtol=1e-9, atol=1e-12)


def compiled_text(f, *values):
    """The program of a function, as XLA runs it."""
    with x64():
        read = [c.argument() for c in f.read_containers]
        donated = [c.argument() for c in f.donated_containers]
        host = f.program.host_values((*values, *read, *donated))
        lowered = f.jitted.lower(host, list(values), read, donated, f.program.device_constants())
        return lowered.compile().as_text()


def loops_in(text):
    return len(re.findall(r" while\(", text))


def recurrence(n_steps=None):
    x, W = T.dmatrix("x"), theano.shared(np.eye(3) / 2)
    out, _ = theano.scan(lambda row, h: T.tanh(row + T.dot(h, W)), sequences=x, outputs_info=T.zeros_like(x[0]))
    return x, W, out


def test_a_training_step_runs_its_loop_once_forward_and_once_backward():
    x, W, out = recurrence()
    cost = (out ** 2).sum()
    f = theano.function([x], cost, updates=[(W, W - 0.1 * T.grad(cost, W))])
    assert loops_in(compiled_text(f, np.ones((50, 3)))) == 2


def test_memory_does_not_grow_with_the_steps_if_only_the_last_value_is_read():
    s = T.dvector("s")
    out, _ = theano.scan(lambda p: p * 2, outputs_info=s, n_steps=1000)
    text = compiled_text(theano.function([s], out[-1]), np.ones(7))
    assert "1000,7" not in text and "1001,7" not in text


def test_a_number_of_steps_that_varies_compiles_once_if_only_the_last_value_is_read():
    n, a = T.iscalar("n"), T.dvector("a")
    out, _ = theano.scan(lambda p, q: p * q, outputs_info=T.ones_like(a), non_sequences=a, n_steps=n)
    f = theano.function([n, a], out[-1])
    assert [f(k, [2.0])[0] for k in (1, 5, 3)] == [2.0, 32.0, 8.0]
    assert f.compile_count == 1
    with pytest.raises(NotImplementedError, match="0 iteration"):
        f(0, [2.0])
    with pytest.raises(IndexError, match="negative"):
        f(-1, [2.0])


def test_a_sequence_that_is_too_short_is_an_error_whatever_is_read():
    n, x = T.iscalar("n"), T.dvector("x")
    out, _ = theano.scan(lambda a, p: p + a, sequences=x, outputs_info=T.zeros((), "float64"), n_steps=n)
    for f in (theano.function([n, x], out), theano.function([n, x], out[-1])):
        assert f(2, [1.0, 2.0]).ravel()[-1] == 3
        with pytest.raises(ValueError, match="shorter"):
            f(3, [1.0, 2.0])


def test_slices_of_one_length_compile_once_wherever_they_start():
    places, x = T.lvector("places"), T.dvector("x")
    out, _ = theano.scan(lambda j: x[j:j + 2], sequences=places)
    f = theano.function([places, x], out)
    assert f([0, 2, 1], np.arange(5.0)).tolist() == [[0, 1], [2, 3], [1, 2]]
    assert f([1, 1, 3], np.arange(5.0)).tolist() == [[1, 2], [1, 2], [3, 4]]
    assert f.compile_count == 1
    assert loops_in(compiled_text(f, np.array([0, 2, 1]), np.arange(5.0))) == 1


def test_what_does_not_depend_on_the_loop_is_computed_outside():
    x, W = T.dmatrix("x"), T.dmatrix("W")
    out, _ = theano.scan(lambda row: T.dot(row, T.dot(W, W)), sequences=x)
    assert T.dot in [v.owner.op for v in out.owner.inputs if v.owner is not None] or any(
        "dot" in str(v.owner).lower() for v in out.owner.inputs if v.owner is not None)


def test_an_index_out_of_bounds_inside_is_an_error():
    x, i = T.dvector("x"), T.lvector("i")
    f = theano.function([x, i], theano.scan(lambda j: x[j], sequences=i)[0])
    assert f([1.0, 2.0], [1, 0]).tolist() == [2, 1]
    with pytest.raises(IndexError, match="index 7 is out of bounds"):
        f([1.0, 2.0], [0, 7])


def test_a_failed_check_inside_leaves_shared_variables_as_they_were():
    x, i, s = T.dvector("x"), T.lvector("i"), theano.shared(np.zeros(()))
    out, updates = theano.scan(lambda j: (x[j], {s: s + x[j]}), sequences=i)
    f = theano.function([x, i], out, updates=updates)
    with pytest.raises(IndexError):
        f([1.0, 2.0], [0, 7])
    assert s.get_value() == 0


def test_the_gradient_of_a_sequence_is_right_where_a_condition_stops_the_loop():
    x, s = T.dvector("x"), T.dscalar("s")
    out, _ = theano.scan(lambda a, p: (p * a, until(p > 20)), sequences=x, outputs_info=s)
    f = theano.function([x, s], [out, T.grad(out.sum(), x), T.grad(out[-1], x)])
    values, total, last = f([2.0] * 10, 1.0)
    assert values.tolist() == [2, 4, 8, 16, 32, 64]
    assert total.tolist() == [63, 62, 60, 56, 48, 32, 0, 0, 0, 0]
    assert last.tolist() == [32] * 6 + [0] * 4


def _two_states_and_an_output(stop, cut, n_steps=None):
    """A loop that looks one step ahead and three back, and stops after 4 steps if it may; see the test below."""
    x, s = T.dvector("x"), T.dscalar("s")

    def step(a, ahead, p3, p1, count):
        out = [p1 * a + T.sin(p3) + ahead * p1, count + 1, p1 * 2]
        return (out, until(T.ge(count, 3))) if stop else out

    first = dict(initial=T.stack([s, s * 2, s ** 2]), taps=[-3, -1])
    (out, count, twice), _ = theano.scan(step, dict(input=x, taps=[-1, 1]), [first, T.constant(0, dtype="int64"), None],
                                         n_steps=n_steps, truncate_gradient=cut)
    return x, s, out, count, twice


@pytest.fixture
def ran(monkeypatch):
    """The loops that stop by themselves that ran."""
    found, run = [], UntilLoop.run_outside
    monkeypatch.setattr(UntilLoop, "run_outside", lambda self, *given: found.append(self) or run(self, *given))
    return found


@pytest.mark.parametrize("cut", [-1, 1, 2, 3, 9])
def test_a_loop_that_stops_by_itself_runs_once_with_all_derivatives_of_one_of_that_length(ran, cut):
    found = []
    for stop in (True, False):
        x, s, out, count, twice = _two_states_and_an_output(stop, cut, None if stop else 4)
        cost = (out ** 2).sum() + T.cos(twice).sum() + out[-1] * count[-1]
        by_x, by_s = T.grad(cost, [x, s])
        results = [out, count, twice, by_x, by_s, T.grad(twice[-1], s), T.Rop(out, x, x * 2)]
        if cut in (-1, 2):
            results += [T.hessian(cost, x), *T.grad((by_x ** 2).sum() * by_s, [x, s]), T.Rop(by_x, [x, s], [x, s])]
        found.append(theano.function([x, s], results)(np.linspace(0.5, 1.5, 8), 0.7))
    for mine, expected in zip(*found):
        assert mine.dtype == expected.dtype
        np.testing.assert_allclose(mine, expected, rtol=1e-10, atol=1e-13)
    assert len(found[0][0]) == 4 and len(ran) == 1


@pytest.mark.parametrize("cut", [-1, 2])
def test_gradients_by_matrices_of_a_loop_that_stops_by_itself(cut):
    W, U, V, x, h0 = T.dmatrices("W", "U", "V", "x", "h0")
    found, given = [], np.random.RandomState(3).rand(5, 3, 3)
    for stop in (True, False):
        def step(row, h):
            h = T.tanh(row + T.dot(h, W) + T.dot(U, h) + T.dot(T.sin(T.dot(h, W)), V))
            return (h, until(row[0, 0] > 3)) if stop else h  # noqa: B023

        rows = T.stack([x, 2 * x, x + 4, x])
        out, _ = theano.scan(step, rows, h0, n_steps=None if stop else 3, truncate_gradient=cut)
        first = T.grad((out ** 2).sum(), [x, h0, W, U, V])
        second = T.grad((first[2] ** 2).sum() + first[4].sum(), [h0, W])
        results = [out, *first, *second, T.Rop(out, [U, h0], [V, W]), T.Rop(first[2], V, U)]
        found.append(theano.function([x, h0, W, U, V], results)(*given))
    for mine, expected in zip(*found):
        np.testing.assert_allclose(mine, expected, rtol=1e-10, atol=1e-13)


def test_a_loop_that_stops_by_itself_runs_once_with_its_gradient(ran):
    x, W = T.dvector("x"), theano.shared(np.eye(3) / 2)
    out, _ = theano.scan(lambda h: (T.tanh(T.dot(W, h)), until(abs(h).sum() < 0.1)), outputs_info=x, n_steps=100)
    cost = (out ** 2).sum()
    f = theano.function([x], [cost, out.shape[0]], updates=[(W, W - 0.1 * T.grad(cost, W))])
    taken = f(np.ones(3))[1]
    assert 1 < taken < 100 and len(ran) == 1


def test_a_loop_that_stops_by_itself_in_a_branch_runs_only_if_that_is_taken(ran):
    c, x = T.dscalar("c"), T.dvector("x")
    out, _ = theano.scan(lambda a, p: (p * a, until(p > 3)), sequences=x, outputs_info=T.ones((), "float64"))
    y = theano.ifelse.ifelse(c > 0, out.sum() * c, x.sum())
    f, g = theano.function([c, x], y), theano.function([c, x], T.grad(y, [c, x]))
    assert f(2, [2, 3, 5, 7]) == 2 * (2 + 6 + 30) and len(ran) == 1
    assert f(-1, [2, 3, 5, 7]) == 17 and len(ran) == 1
    assert [a.tolist() for a in g(2, [2, 3, 5, 7])] == [38, [2 * 19, 2 * 12, 2 * 6, 0]]
    assert [a.tolist() for a in g(-1, [2, 3, 5, 7])] == [0, [1, 1, 1, 1]]


def test_bad_lengths_of_a_loop_that_stops_by_itself_name_the_line_and_change_nothing():
    x, n, s = T.dvector("x"), T.lscalar("n"), theano.shared(5.0)
    out, _ = theano.scan(lambda a, p: (p * a, until(p > 50)), x, T.ones((), "float64"), n_steps=n)
    f = theano.function([x, n], out, updates=[(s, s + 1)])
    for length, error in ((5, ValueError), (0, NotImplementedError), (-1, IndexError)):
        with pytest.raises(error, match="test_loops.py") as found:
            f([1.0, 2.0], length)
        assert "do_while" in str(found.value) and "(2,)" in str(found.value) and s.get_value() == 5


def test_a_loop_that_takes_long_to_stop_goes_on_where_it_was():
    n, a = T.lscalar("n"), T.dvector("a")
    (count, sums, past), _ = theano.scan(
        lambda x, k, s, t3, t1: ([k + 1, s + x, t3 + 1], until(T.ge(k, n))),
        sequences=a, outputs_info=[T.constant(0, dtype="int64"), T.zeros((), "float64"),
                                   dict(initial=T.constant([0.0, 1.0, 2.0]), taps=[-3, -1])])
    f = theano.function([a, n], [count, sums, past, T.grad(sums[-1], a)])
    values = np.random.RandomState(0).rand(3000)
    for length in (3, 1023, 1024, 1025, 2500):
        found = f(values, length - 1)
        assert len(found[0]) == length and found[0].tolist() == list(range(1, length + 1))
        np.testing.assert_allclose(found[1], np.cumsum(values[:length]))
        assert found[2].tolist() == [k % 3 + k // 3 + 1 for k in range(length)]
        assert found[3].tolist() == [1] * length + [0] * (3000 - length)


@pytest.mark.filterwarnings("ignore:the loop scan_fn runs step by step")
def test_the_gradient_by_the_first_value_of_a_loop_that_stops_by_itself_in_another_loop():
    x, s = T.dvector("x"), T.dscalar("s")
    out, _ = theano.map(lambda a: theano.scan(lambda p: (p * a + 1, until(p > 20)), outputs_info=s, n_steps=5)[0].sum(), x)
    values, gradient = theano.function([x, s], [out, T.grad(out.sum(), s)])([1.0, 2.0], 0.7)
    np.testing.assert_allclose([*values, gradient], [18.5, 100.4, 67])  # Theano's


def test_a_loop_that_runs_step_by_step_says_so_once():
    x = T.dvector("x")
    (_, out), _ = theano.scan(lambda j: [j + 1, x[:j].sum()], outputs_info=[T.constant(1, dtype="int64"), None], n_steps=3,
                              name="slow")
    f = theano.function([x], out)
    with pytest.warns(UserWarning, match="the loop slow runs step by step"):
        f([1.0, 2.0, 3.0])
    f([1.0, 2.0, 3.0])


def test_a_loop_pickles():
    import pickle

    x, W, out = recurrence()
    f = theano.function([x], [out, T.grad(out.sum(), W)])
    g = pickle.loads(pickle.dumps(f))
    for a, b in zip(f(np.ones((4, 3))), g(np.ones((4, 3)))):
        np.testing.assert_array_equal(a, b)


def test_loops_are_equal_that_do_the_same():
    x, y = T.dvector(), T.dvector()
    a, b, c = (theano.scan(f, v)[0].owner.op for f, v in ((lambda e: e + 1, x), (lambda e: e + 1, y), (lambda e: e + 2, y)))
    assert a == b and hash(a) == hash(b) and a != c


def test_a_float64_sequence_and_a_float32_state_do_not_mix():
    x, s = T.dvector(), T.fscalar()
    with pytest.raises(ValueError, match="has dtype float32, while the result .* has dtype float64"):
        theano.scan(lambda a, p: a + p, sequences=x, outputs_info=s)


def test_a_strict_loop_takes_what_was_computed_from_a_shared_variable_outside():
    w = theano.shared(np.full(2, 3.0), name="w")
    x = T.dmatrix()
    out, _ = theano.scan(lambda row, weight: row * weight, sequences=x * w, non_sequences=[w * 2], strict=True)
    assert np.array_equal(out.eval({x: np.ones((2, 2))}), np.full((2, 2), 18.0))
    with pytest.raises(theano.gof.fg.MissingInputError, match="missing an input"):
        theano.scan(lambda row: row * w, sequences=x, strict=True)


def test_what_a_loop_gave_may_be_an_input_of_another_function():
    x = T.dmatrix()
    states, _ = theano.scan(lambda row, state: state + row, sequences=x, outputs_info=T.zeros((3,), "float64"))
    last = states[-1]
    assert np.array_equal(theano.function([x], last)(np.ones((2, 3))), [2, 2, 2])
    assert np.array_equal(theano.function([last], last * 2)(np.ones(3)), [2, 2, 2])
    assert np.array_equal(theano.function([states], states.sum(axis=0))(np.ones((4, 3))), [4, 4, 4])


def test_an_input_is_not_replaced_by_a_rewrite_of_what_it_was_computed_from():
    logarithm = T.log(T.nnet.softmax(T.dmatrix()))
    cost = T.grad((logarithm ** 2).sum(), logarithm)
    assert np.array_equal(theano.function([logarithm], cost)(np.ones((1, 2))), [[2, 2]])


def test_a_truncated_gradient_goes_through_sizes_that_differ_from_step_to_step():
    x, s = T.dvector("x"), T.dscalar("s")
    out, _ = theano.scan(lambda j, p: p * x[:j + 1].sum(), sequences=T.arange(4), outputs_info=s, truncate_gradient=2)
    f = theano.function([x, s], [out, T.grad(out[-1], x)])
    values, gradient = f([1.0, 2.0, 3.0, 4.0], 1.0)
    assert values.tolist() == [1, 3, 18, 180]
    # The last two factors are 6 and 10, what comes before is the constant 3.
    assert gradient.tolist() == [48, 48, 48, 18]


def test_the_last_value_of_an_output_that_no_step_reads():
    n, x = T.iscalar("n"), T.dvector("x")
    (_, out), _ = theano.scan(lambda a, p: [p + a, p * a], sequences=x, outputs_info=[T.zeros((), "float64"), None], n_steps=n)
    f = theano.function([n, x], out[-1])
    assert f(3, [1.0, 2.0, 3.0]) == 9 and f(2, [1.0, 2.0, 3.0]) == 2 and f.compile_count == 1
    with pytest.raises((ValueError, NotImplementedError)):
        f(1, [])


def test_the_jacobian_of_a_loop_that_stops_by_itself():
    x = T.dvector("x")
    out, _ = theano.scan(lambda a, p: (p * a, until(p > 3)), sequences=x, outputs_info=T.ones((), "float64"))
    jacobian = theano.function([x], T.jacobian(out, x))([2.0, 3.0, 5.0, 7.0])
    assert jacobian.tolist() == [[1, 0, 0, 0], [3, 2, 0, 0], [15, 10, 6, 0]]
