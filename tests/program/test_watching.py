"""The modes that look at every op: MonitorMode, NanGuardMode, DebugMode."""

import logging

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.compile.debugmode import BadDestroyMap, BadThunkOutput, InvalidValueError
from theano_lite.compile.monitormode import detect_nan
from theano_lite.compile.nanguardmode import contains_inf, contains_nan, flatten

MODES = ["DebugMode", theano.compile.MonitorMode(), "NanGuardMode", theano.Mode("py", None), "FAST_COMPILE", "FAST_RUN"]


@pytest.mark.parametrize("mode", MODES, ids=str)
def test_every_mode_gives_the_same_results_and_updates(mode):
    x, w = T.dmatrix("x"), theano.shared(np.full((2, 2), 0.5))
    cost = T.tanh(T.dot(x, w))[T.arange(x.shape[0]), 0].sum()
    f = theano.function([x], cost, updates=[(w, w - 0.1 * T.grad(cost, w))], mode=mode)
    value = np.array([[1.0, 2.0], [3.0, 4.0]])
    expected = np.tanh(value @ np.full((2, 2), 0.5))[:, 0].sum()
    assert np.allclose([f(value)], [expected], rtol=1e-12) and f(value) < expected
    assert w.get_value()[0, 0] < 0.5 == w.get_value()[0, 1]


def test_monitor_mode_sees_each_op_before_and_after(capsys):
    x, before, after = T.dvector("x"), [], []

    def pre(i, node, thunk):
        before.append((i, thunk.outputs[0][0]))

    def post(i, node, thunk):
        after.append((str(node.op), [c[0].tolist() for c in thunk.inputs], thunk.outputs[0][0].tolist()))
    f = theano.function([x], T.exp(x).sum(), mode=theano.compile.MonitorMode(pre, post))
    f([0.0]), f([0.0])
    assert before == [(0, None), (1, None)] * 2
    assert after[:2] == [("Elemwise{exp,no_inplace}", [[0.0]], [1.0]), ("Sum{acc_dtype=float64}", [[1.0]], 1.0)]


def test_detect_nan_prints_the_first_op_with_a_nan(capsys):
    x = T.dscalar("x")
    f = theano.function([x], [T.log(x) * x], mode=theano.compile.MonitorMode(post_func=detect_nan))
    f(1.0)
    assert capsys.readouterr().out == ""
    f(0.0)
    out = capsys.readouterr().out
    assert out.startswith("*** NaN detected ***\nElemwise{mul,no_inplace} [id A]")
    assert "Outputs: [array(nan)]" in out and "-inf" in out


def test_monitor_mode_refuses_another_linker():
    with pytest.raises(Exception, match="only use its own linker"):
        theano.compile.MonitorMode(linker="py")


@pytest.mark.parametrize("value, message", [(np.nan, "NaN detected"), (np.inf, "Inf detected"), (1e20, "Big value")])
def test_nan_guard_raises_for_inputs_and_names_them(value, message):
    x = T.dvector("x")
    f = theano.function([x], x * 2, mode=theano.compile.NanGuardMode())
    assert f([1.0]).tolist() == [2.0]
    with pytest.raises(AssertionError, match=f"(?s){message}.*error in an input of the graph: x.*test_watching.py"):
        f([value])


def test_nan_guard_names_the_node_and_its_line_and_keeps_shared_values():
    x, s = T.dvector("x"), theano.shared(1.0)
    f = theano.function([x], T.log(x), updates=[(s, s + 1)], mode="NanGuardMode")
    with pytest.raises(AssertionError, match=r"(?s)NaN detected.*Elemwise\{log,no_inplace\} \[id A\].*test_watching.py"):
        f([-1.0])
    assert s.get_value() == 1.0


def test_nan_guard_looks_only_for_what_it_is_told_and_where():
    x = T.dvector("x")
    f = theano.function([x], T.log(x), mode=theano.compile.NanGuardMode(True, False, False))
    assert f([0.0]).tolist() == [-np.inf]
    x.tag.nan_guard_mode_check = False
    assert theano.function([x], T.zeros_like(x), mode="NanGuardMode")([np.nan]).tolist() == [0.0]
    with pytest.raises(AssertionError):
        theano.compile.NanGuardMode(False, False, False)


def test_the_action_of_nan_guard_may_be_a_line_in_the_log(caplog):
    x = T.dvector("x")
    f = theano.function([x], x + 1, mode="NanGuardMode")
    with theano.change_flags(**{"NanGuardMode.action": "warn"}), caplog.at_level(logging.ERROR):
        assert np.isnan(f([np.nan])[0])
    assert "NaN detected" in caplog.text


def test_the_helpers_of_nan_guard_look_at_arrays_only():
    assert contains_nan(np.array([1.0, np.nan])) and not contains_nan(np.array([1, 2])) and not contains_nan(None)
    assert contains_inf(np.array([np.nan, -np.inf])) and not contains_inf(np.zeros(0)) and not contains_inf(slice(1))
    assert flatten([1, [2, (3,)]]) == [1, 2, 3] and flatten(4) == [4]


class Perform(theano.Op):
    __props__ = ()

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])


class ChangesItsInput(Perform):
    def perform(self, node, inputs, storage):
        inputs[0][:] = 0
        storage[0][0] = inputs[0].copy()


class WrongDtype(Perform):
    def perform(self, node, inputs, storage):
        storage[0][0] = inputs[0].astype("float32")


def test_debug_mode_finds_a_perform_that_changes_its_input():
    x = T.dvector("x")
    f = theano.function([x], ChangesItsInput()(x), mode="DebugMode")
    with pytest.raises(BadDestroyMap, match="changed input 0"):
        f([1.0, 2.0])
    said = ChangesItsInput()
    said.destroy_map = {0: [0]}
    assert theano.function([x], said(x), mode="DebugMode")([1.0]).tolist() == [0.0]


def test_debug_mode_finds_values_of_another_type_and_values_that_are_not_finite():
    x = T.dvector("x")
    with pytest.raises(InvalidValueError, match="its dtype is float32"):
        theano.function([x], WrongDtype()(x), mode="DebugMode")([1.0])
    f = theano.function([x], T.log(x), mode="DebugMode")
    with pytest.raises(InvalidValueError, match=r"(?s)non-finite elements not allowed.*Elemwise\{log"):
        f([0.0])
    assert theano.function([x], T.log(x), mode=theano.compile.DebugMode(check_isfinite=False))([0.0]).tolist() == [-np.inf]


def test_debug_mode_names_the_node_whose_value_differs_in_the_whole_program(monkeypatch):
    from theano_lite.ops import transcendental

    right = transcendental.exp.lowering
    monkeypatch.setattr(transcendental.exp, "lowering", lambda x: right(x) if isinstance(x, np.ndarray) or not hasattr(
        x, "_trace") else right(x) + 1)
    x = T.dvector("x")
    f = theano.function([x], T.exp(x) * 2, mode="DebugMode")
    with pytest.raises(BadThunkOutput, match=r"Elemwise\{exp,no_inplace\}"):
        f([0.0])


def test_debug_mode_works_with_random_streams_loops_and_user_ops():
    x = T.dvector("x")
    draws = T.shared_randomstreams.RandomStreams(3).uniform((2,))
    total, _ = theano.scan(lambda a, b: a + b, sequences=x, outputs_info=np.float64(0))
    f = theano.function([x], [draws, total[-1], theano.printing.Print("p", global_fn=lambda op, v: None)(x)], mode="DebugMode")
    assert f([1.0, 2.0])[1] == 3.0
