"""Large graphs: no recursion limit, and compilation that stays possible."""

import sys

import numpy as np

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
