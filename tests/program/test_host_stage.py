"""Sizes that a program computes: right for every value, and compiled once per size."""

import importlib
import os

import numpy as np
import pytest

theano = importlib.import_module(os.environ.get("ORACLE_PACKAGE", "theano_lite"))
T = importlib.import_module(theano.__name__ + ".tensor")
ours = theano.__name__ != "theano"


def compiled(f):
    return f.compile_count if ours else None


def test_minibatches_by_index_compile_once_plus_once_for_a_short_one():
    data, i, x = theano.shared(np.arange(22.0).reshape(11, 2)), T.lscalar("i"), T.dmatrix("x")
    f = theano.function([i], x, givens={x: data[i * 3:(i + 1) * 3]})
    for k in range(4):
        assert np.array_equal(f(k), np.arange(22.0).reshape(11, 2)[k * 3:(k + 1) * 3])
    assert compiled(f) in (2, None)
    assert f(4).shape == (0, 2) and f(-1).shape == (0, 2)


CASES = [
    (lambda v, n: T.arange(n), lambda v, n: np.arange(n)),
    (lambda v, n: T.arange(n, 10, 2), lambda v, n: np.arange(n, 10, 2)),
    (lambda v, n: T.zeros((n, 3)), lambda v, n: np.zeros((n, 3))),
    (lambda v, n: T.alloc(v[0], n, 2), lambda v, n: np.full((n, 2), v[0])),
    (lambda v, n: v[:n], lambda v, n: v[:n]),
    (lambda v, n: v[n:], lambda v, n: v[n:]),
    (lambda v, n: v[n:n + 2], lambda v, n: v[n:n + 2]),
    (lambda v, n: v[-n:], lambda v, n: v[-n:]),
    (lambda v, n: v[::-1][:n], lambda v, n: v[::-1][:n]),
    (lambda v, n: v[n::-1], lambda v, n: v[n::-1]),
    (lambda v, n: v[::n], lambda v, n: v[::n]),
    (lambda v, n: T.eye(n), lambda v, n: np.eye(n)),
    (lambda v, n: v[:n * 2].reshape((n, -1)), lambda v, n: v[:n * 2].reshape((n, -1))),
    (lambda v, n: v[:T.tanh(v).shape[0] - n], lambda v, n: v[:v.shape[0] - n]),
    (lambda v, n: T.zeros(v[v > n].shape), lambda v, n: np.zeros(v[v > n].shape)),
    (lambda v, n: v[v > n], lambda v, n: v[v > n]),
    (lambda v, n: v[(v > n).nonzero()], lambda v, n: v[(v > n).nonzero()]),
    (lambda v, n: T.arange(T.cast(T.max(v), "int32")), lambda v, n: np.arange(int(v.max()))),
    (lambda v, n: T.concatenate([v[:n], T.ones((n,))]), lambda v, n: np.concatenate([v[:n], np.ones(n)])),
    (lambda v, n: T.tile(v[:n], 2), lambda v, n: np.tile(v[:n], 2)),
    (lambda v, n: T.repeat(v, n), lambda v, n: np.repeat(v, n)),
]


@pytest.mark.parametrize("k", range(len(CASES)))
def test_the_size_follows_the_value(k):
    symbolic, numeric = CASES[k]
    v, n = T.dvector("v"), T.iscalar("n")
    f = theano.function([v, n], symbolic(v, n), on_unused_input="ignore")
    values = np.array([3.0, 1.0, 2.0, 5.0, 4.0, 0.0])
    for size in (2, 3, 2, 1):
        expected = numeric(values, size)
        got = f(values, size)
        assert got.shape == expected.shape and np.array_equal(got, expected)
    assert compiled(f) is None or compiled(f) <= 3


def test_the_gradient_of_a_slice_goes_to_its_place():
    v, n = T.dvector("v"), T.iscalar("n")
    f = theano.function([v, n], T.grad((v[n:n + 2] ** 2).sum(), v))
    assert f([1.0, 2.0, 3.0, 4.0], 1).tolist() == [0, 4, 6, 0]
    assert f([1.0, 2.0, 3.0, 4.0], 3).tolist() == [0, 0, 0, 8]


def test_sizes_may_come_from_shared_integers():
    n = theano.shared(2)
    f = theano.function([], T.zeros(n))
    assert f().shape == (2,)
    n.set_value(5)
    assert f().shape == (5,)


def test_nothing_recompiles_while_only_values_change():
    x, i = T.dmatrix("x"), T.lscalar("i")
    f = theano.function([x, i], x[i] * i)
    for k in range(3):
        f(np.ones((3, 2)), k)
    assert compiled(f) in (1, None)
