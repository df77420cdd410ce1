"""PdbBreakpoint opens the debugger where its condition holds, and lets everything through."""

import pdb

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.tests.breakpoint import PdbBreakpoint

# Printed by the real Theano 1.0.5 for a breakpoint named "large".
THEANOS_TEXT = """

-------------------------------------------------
Conditional breakpoint 'large' activated

The monitored variables are stored, in order,
in the list variable 'monitored' as NumPy arrays.

Their contents can be altered and, when execution
resumes, the updated values will be used.
-------------------------------------------------
"""


@pytest.fixture
def opened(monkeypatch):
    calls = []
    monkeypatch.setattr(pdb, "set_trace", lambda: calls.append(1))
    return calls


def test_the_debugger_opens_only_where_the_condition_holds_and_values_go_through(opened, capsys):
    x, y = T.dvector("x"), T.dscalar("y")
    a, b = PdbBreakpoint("large")(x.sum() > 3, x, y)
    f = theano.function([x, y], [a * 2, b])
    assert f([1.0], 5.0)[0].tolist() == [2.0] and not opened and capsys.readouterr().out == ""
    out = f([4.0], 5.0)
    assert out[0].tolist() == [8.0] and out[1] == 5 and len(opened) == 1 and capsys.readouterr().out == THEANOS_TEXT


def test_gradients_go_through_and_the_condition_is_disconnected(opened):
    x = T.dvector("x")
    a = PdbBreakpoint("p")(x.sum() > 100, x ** 2)
    assert theano.function([x], T.grad(a.sum(), x))([3.0]).tolist() == [6.0]
    with pytest.raises(AssertionError, match="must be a scalar"):
        PdbBreakpoint("p")(x, x)


def test_it_works_inside_a_loop(opened):
    x = T.dvector("x")
    out, _ = theano.scan(lambda v: PdbBreakpoint("p")(v > 1, v) * 2, sequences=x)
    assert theano.function([x], out)(np.array([1.0, 2.0])).tolist() == [2.0, 4.0] and len(opened) == 1
