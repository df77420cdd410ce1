"""theano.tests.unittest_tools and theano.misc."""

import pickle

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.misc.cpucount import cpuCount
from theano_lite.misc.doubleop import DoubleOp
from theano_lite.misc.frozendict import FrozenOrderedDict, frozendict
from theano_lite.misc.may_share_memory import may_share_memory
from theano_lite.misc.ordered_set import OrderedSet
from theano_lite.misc.safe_asarray import _asarray
from theano_lite.misc.strutil import pretty_format, render_string
from theano_lite.misc.windows import call_subprocess_Popen, output_subprocess_Popen
from theano_lite.tests import unittest_tools as utt


def test_the_seed_of_tests_is_that_of_the_configuration():
    assert utt.fetch_seed() == 666 and utt.fetch_seed(3) == 3
    with theano.change_flags(**{"unittests.rseed": "random"}):
        assert utt.fetch_seed() is None
    utt.seed_rng()
    first = np.random.rand()
    utt.seed_rng()
    assert first == np.random.rand()


def test_gradients_are_verified_without_a_generator():
    utt.verify_grad(T.sqr, [np.ones(2)])
    with pytest.raises(utt.verify_grad.E_grad):
        utt.verify_grad(lambda x: theano.gradient.zero_grad(x) * x, [np.ones(2)])
    assert T.verify_grad.E_grad is utt.verify_grad.E_grad


def test_values_are_compared_as_precisely_as_their_dtype():
    utt.assert_allclose(np.ones(2), np.ones(2) + 1e-6)
    with pytest.raises(utt.WrongValue) as caught:
        utt.assert_allclose(np.ones(2), np.ones(2) + 1e-4)
    assert "Max Abs Diff" in str(caught.value)
    utt.assert_allclose(np.ones(2), np.ones(2) + 1e-4, rtol=1e-3)


def test_a_flaky_test_is_tried_with_other_seeds():
    seeds = []

    @utt.AttemptManyTimes(n_attempts=3, n_req_successes=2)
    def flaky():
        seeds.append(theano.config.unittests.rseed)
        assert len(seeds) != 1

    flaky()
    assert seeds == ["666", "667", "668"] and theano.config.unittests.rseed == "666"

    @utt.AttemptManyTimes(n_attempts=2)
    def failing():
        raise ValueError("always")

    with pytest.raises(ValueError, match="always"):
        failing()


class TestShapes(utt.InferShapeTester):
    def test_lengths_are_those_of_the_values(self):
        x = T.dmatrix()
        self._compile_and_check([x], [T.nlinalg.svd(x)[0]], [np.ones((3, 2))], T.nlinalg.SVD)


class TestContract(utt.T_OpContractMixin):
    ops = [T.slinalg.Cholesky(), T.slinalg.Cholesky(lower=False)]

    def clone(self, op):
        return T.slinalg.Cholesky(op.lower)


def test_nodes_of_a_function_are_counted():
    x = T.dmatrix()
    f = theano.function([x], T.nlinalg.matrix_inverse(x))
    counting = utt.TestOptimizationMixin()
    counting.assertFunctionContains1(f, T.nlinalg.matrix_inverse)
    counting.assertFunctionContainsClassN(f, T.nlinalg.MatrixInverse, 1)
    counting.assertFunctionContains0(f, T.nlinalg.det)


def test_sets_keep_their_order():
    s = OrderedSet("abracadabra")
    assert list(s) == list("abrcd") and "c" in s and len(s) == 5
    s.update(["z"])
    s.difference_update(["a", "b"])
    assert list(s) == list("rcdz") and s.pop() == "z" and s.pop(last=False) == "r"
    assert list(s.union(["q", "c"])) == list("cdq") and s == OrderedSet("cd")
    assert repr(s) == "OrderedSet(['c', 'd'])"
    with pytest.raises(AssertionError, match="ordered"):
        OrderedSet({1, 2})
    with pytest.raises(TypeError, match="symmetric"):
        s == {"c", "d"}


def test_dictionaries_that_do_not_change_have_a_hash():
    d = frozendict(a=1, b=2)
    assert hash(d) == hash(frozendict(b=2, a=1)) and d == {"a": 1, "b": 2} and d.copy(a=3)["a"] == 3
    assert pickle.loads(pickle.dumps(d)) == d and list(FrozenOrderedDict([("z", 1), ("a", 2)])) == ["z", "a"]
    with pytest.raises(TypeError):
        d["a"] = 2


def test_memory_is_shared_by_views_and_sparse_matrices():
    sparse = pytest.importorskip("scipy.sparse")
    a, m = np.ones((2, 3)), sparse.csr_matrix(np.eye(3))
    assert may_share_memory(a, a[0]) and not may_share_memory(a, a.copy())
    assert may_share_memory(m, m.data) and may_share_memory(m.indices, m) and not may_share_memory(m, a)
    assert may_share_memory(a, 1, False) is False
    with pytest.raises(TypeError):
        may_share_memory(a, 1)


def test_small_tools():
    assert _asarray([1], "floatX").dtype == theano.config.floatX and cpuCount() > 0
    assert pretty_format("a {\n b\n}") == "a {\n    b\n}"
    assert render_string("%(a)s", {"a": 1}) == "1"
    with pytest.raises(Exception, match=r"%\(a\)s %\(b\)<<<< caused exception 'b'"):
        render_string("%(a)s %(b)s end", {"a": 1})
    assert call_subprocess_Popen(["true"]) == 0
    assert output_subprocess_Popen(["echo", "a"]) == (b"a\n", b"", 0)
    x = T.dvector()
    assert theano.function([x], [DoubleOp()(x), T.grad(DoubleOp()(x).sum(), x)])([1.0])[1].tolist() == [2]
