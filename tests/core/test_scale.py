"""Large graphs: no recursion limit, and compilation that stays possible."""

import copy
import pickle
import sys

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.program.modes import compiler_options, get_mode


def chain(v, length):
    for _ in range(length):
        v = v + 1.0
    return v


def test_a_chain_of_20000_nodes_builds_and_differentiates():
    assert sys.getrecursionlimit() < 10000
    v = T.dvector("v")
    cost = chain(v, 20000).sum()
    assert T.grad(cost, v).type == v.type


def test_a_chain_of_5000_nodes_runs():
    v = T.dvector("v")
    assert theano.function([v], chain(v, 5000))([0.0]).tolist() == [5000]


@pytest.mark.parametrize("copied", [lambda thing: pickle.loads(pickle.dumps(thing)), copy.deepcopy])
def test_deep_graphs_are_pickled_and_copied(copied):
    x = T.dscalar("x")
    y = x
    for k in range(700):  # both ways round: the deeper input may be the first one or the last
        y = T.sin(y) + y if k % 2 else y + T.sin(y * 0.5)
    cost, gradient = copied([y, T.grad(y, x)])
    assert theano.printing.debugprint(cost, file="str") == theano.printing.debugprint(y, file="str")
    assert [v for v in theano.gof.graph.inputs([gradient]) if v.name == "x"] == [
        v for v in theano.gof.graph.inputs([cost]) if v.name == "x"]
    assert "_below" not in vars(cost)
    graph = copied(theano.gof.FunctionGraph([x], [y]))
    assert len(graph.toposort()) == len(theano.gof.graph.ops([x], [y]))
    inner = y.owner.inputs[0]
    assert str(copied(inner)) == str(inner), "what was found before is found anew"


def test_what_was_pickled_of_a_deep_graph_is_not_forgotten_after_an_error():
    class Unwilling:
        def __reduce__(self):
            raise ValueError("no")

    x = T.dscalar("x")
    x.tag.unwilling = Unwilling()
    y = chain(x, 500)
    for _ in range(2):
        with pytest.raises(ValueError, match="no"):
            pickle.dumps(y)
    del x.tag.unwilling
    assert pickle.dumps(y)


def test_a_thousand_operations_with_reductions_compile_without_fusion():
    x = T.dmatrix("x")
    y = x
    for _ in range(250):
        y = y - y.sum(axis=0, keepdims=True) * 0.1
    f = theano.function([x], y)
    assert compiler_options(get_mode(None), f.program.plan) == {"xla_disable_hlo_passes": "fusion"}
    expected = np.ones((3, 4))
    for _ in range(250):
        expected = expected - expected.sum(axis=0, keepdims=True) * 0.1
    assert np.allclose(f(np.ones((3, 4))), expected)


def test_ordinary_programs_keep_fusion():
    x = T.dmatrix("x")
    f = theano.function([x], T.nnet.softmax(T.tanh(x) * 2).sum())
    assert compiler_options(get_mode(None), f.program.plan) is None
