"""In-place ops work on mutable inputs; default() stands in for None."""

import copy
import pickle

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.tensor import inplace


def test_an_in_place_op_leaves_its_result_in_the_argument_where_that_is_accepted():
    x, y = T.matrices("xy")
    f = theano.function([x, y], inplace.exp_inplace(inplace.add_inplace(x, y)).sum(), accept_inplace=True)
    a, b = np.zeros((2, 2)), np.ones((2, 2))
    assert np.isclose(f(a, b), 4 * np.e)
    assert np.allclose(a, np.e) and (b == 1).all()


def test_a_mutable_input_is_overwritten_and_no_other():
    x, y = T.vectors("xy")
    f = theano.function([theano.In(x, mutable=True), y], [inplace.neg_inplace(x), inplace.neg_inplace(y)])
    a, b = np.ones(2), np.ones(2)
    f(a, b)
    assert (a == -1).all() and (b == 1).all()


def test_a_shared_variable_that_an_in_place_op_works_on_is_updated():
    s = theano.shared(np.ones(3))
    f = theano.function([], inplace.exp_inplace(s), accept_inplace=True)
    f()
    assert np.allclose(s.get_value(), np.e)
    copy.copy(f)()
    assert np.allclose(s.get_value(), np.exp(np.e))


def test_in_place_ops_have_gradients_and_pickle_by_identity():
    x = T.vector()
    y = inplace.sqr_inplace(x)
    assert str(y.owner.op) == "Elemwise{sqr,inplace}"
    assert pickle.loads(pickle.dumps(y.owner.op)) is y.owner.op
    assert np.allclose(T.grad(y.sum(), x).eval({x: [3.0]}), 6)


def test_elemwise_with_an_inplace_pattern_is_the_in_place_op():
    op = T.Elemwise(theano.scalar.add, inplace_pattern={0: 0})
    assert op is inplace.add_inplace and op is not T.add


def test_default_stands_in_for_none():
    x, y = T.scalars("xy")
    f = theano.function([x, y], T.default(x, y))
    assert f(1, 2) == 1 and f(None, 2) == 2 and f(1, None) == 1


def test_a_state_set_to_none_has_its_default():
    x, y = T.scalars("xy")
    new = y + T.default(x, 3.8)
    f = theano.function([y, theano.In(x, update=new, value=12.0)], new)
    assert f(3) == 15
    f["x"] = None
    assert np.allclose([f(1), f(2.2)], [4.8, 7])


def test_none_is_refused_for_an_input_that_is_used_elsewhere():
    x = T.scalar("x")
    f = theano.function([x], [T.default(x, 3.8), x + 1])
    with pytest.raises(TypeError, match="Bad input argument"):
        f(None)


def test_both_arguments_of_default_have_one_type():
    with pytest.raises(TypeError, match="same type"):
        T.default(T.dscalar(), T.fscalar())


def test_an_in_place_op_keeps_the_dtype_of_its_first_input():
    x, y = T.imatrix(), T.dmatrix()
    out = [inplace.add_inplace(x, y), inplace.true_div_inplace(x, y), inplace.gamma_inplace(abs(x))]
    f = theano.function([x, y], out)
    results = f(np.array([[-5, 7]], "int32"), np.array([[2.6, 2.5]]))
    assert [r.dtype for r in results] == ["int32"] * 3
    # As Theano's C code gives them.
    assert [r.tolist() for r in results] == [[[-2, 9]], [[-1, 2]], [[24, 720]]]
    assert T.add(x, y).dtype == "float64"
