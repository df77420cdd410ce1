"""profile=True: calls, compilations and their reasons, ops, memory; and the warning about endless compilation."""

import io
import subprocess
import sys

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.program.profile import MANY_COMPILATIONS


def profiled(**options):
    x, w = T.dmatrix("x"), theano.shared(np.ones((3, 3)), name="w")
    p = theano.compile.ProfileStats(False, gpu_checks=False)
    return theano.function([x], T.tanh(T.dot(x, w)).sum(), profile=p, name="f", **options), p


def summary(stats):
    out = io.StringIO()
    stats.summary(out)
    return out.getvalue()


def test_calls_and_compilations_are_counted_and_explained():
    f, p = profiled()
    for n in (4, 4, 5):
        f(np.ones((n, 3)))
    assert (p.fct_callcount, p.compile_count, f.compile_count) == (3, 2, 2) and 0 < p.compile_time <= p.fct_call_time
    text = summary(p)
    assert "Message: f" in text and "Time in 3 calls to Function.__call__" in text
    assert "compiled: first call" in text and "compiled: the shape of x became (5, 3), was (4, 3)" in text


def test_ops_are_timed_one_by_one():
    f, p = profiled()
    f(np.ones((4, 3)))
    assert sorted(p.op_time()) == ["Elemwise{tanh,no_inplace}", "Sum{acc_dtype=float64}", "dot"]
    assert all(t > 0 for t in p.apply_time.values()) and set(p.class_time()) == {"Elemwise", "Reduction", "dot"}
    text = summary(p)
    assert "Class\n---" in text and "Apply\n---" in text and "dot(x, w)" in text
    assert "-->" in theano.printing.debugprint(f, file="str") or "Timing Info" in theano.printing.debugprint(f, file="str")


def test_ops_are_not_timed_where_nobody_asks_for_it():
    with theano.change_flags(**{"profiling.time_thunks": False}):
        f, p = profiled()
    f(np.ones((4, 3)))
    assert not p.apply_time and "Class" not in summary(p)


def test_memory_is_told_with_the_flag():
    f, p = profiled()
    with theano.change_flags(profile_memory=True):
        f(np.ones((4, 3)))
    assert "Memory of the program: arguments 168 bytes" in summary(p)


def test_profiling_changes_no_result():
    f, _ = profiled()
    g, _ = profiled(mode="DebugMode")
    assert f(np.ones((4, 3))) == g(np.ones((4, 3)))


def test_profile_mode_and_the_flag_profile_every_function():
    x = T.dscalar("x")
    assert theano.function([x], x + 1, mode=theano.compile.ProfileMode()).profile is not None
    assert theano.function([x], x + 1, mode="ProfileMode").profile is not None
    with theano.change_flags(profile=True):
        f = theano.function([x], x + 1)
    f.profile.atexit_print = False
    assert f.profile is not None and theano.function([x], x + 1).profile is None


def test_the_summaries_are_printed_when_the_process_ends(tmp_path):
    code = ("import theano_lite as theano; x = theano.tensor.dscalar('x')\n"
            "f = theano.function([x], x + 1, profile=True, name='mine'); f(1)")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "Message: mine" in done.stderr and done.stdout == "" and done.returncode == 0


def test_a_function_that_compiles_again_and_again_warns_once_and_says_what_varies():
    x = T.dvector("x")
    f = theano.function([x], x * 2)
    for n in range(1, MANY_COMPILATIONS):
        f(np.ones(n))
    with pytest.warns(UserWarning, match=r"compiled 16 times.*the shape of x was \[.*\(16,\)"):
        f(np.ones(MANY_COMPILATIONS))
    f(np.ones(MANY_COMPILATIONS + 1))
