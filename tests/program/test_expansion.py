"""Gradients whose formula does not need an input can be computed without it, as in the tutorial on Lop."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T


def test_lop_of_a_product_needs_no_value_of_the_factor_it_is_for():
    w, v, x = T.dmatrix("W"), T.dvector("v"), T.dvector("x")
    f = theano.function([v, x], T.Lop(T.dot(x, w), w, v))
    assert f([2, 2], [0, 1]).tolist() == [[0, 0], [2, 2]]


def test_lop_of_sums_and_products_needs_no_values_it_does_not_use():
    a, b, g = T.dmatrix("a"), T.dmatrix("b"), T.dmatrix("g")
    up = np.arange(6.0).reshape(2, 3)
    by_a, by_b = theano.function([g], T.Lop(3 * a - b.T, [a, b], g))(up)
    assert np.array_equal(by_a, 3 * up) and np.array_equal(by_b, -up.T)
    assert np.array_equal(theano.function([a, g], T.Lop(a * b, b, g))(up, up), up * up)


def test_an_input_that_the_formula_needs_is_still_asked_for():
    s, t = T.dscalar("s"), T.dscalar("t")
    with pytest.raises(theano.gof.MissingInputError, match="s"):
        theano.function([t], T.grad(T.exp(s) * t, s))


def test_debugprint_of_a_function_numbers_the_nodes_of_a_mean_and_of_a_gradient():
    x = T.dmatrix("x")
    f = theano.function([x], [x.mean(), T.grad((x ** 2).mean(), x)])
    text = theano.printing.debugprint(f, file="str")
    assert "Pullback" not in text and "Elemwise{true_div,no_inplace} [id A] 'mean'" in text


def test_the_gradient_of_a_part_with_a_new_dimension_or_a_mask_without_one_is_written_out():
    x, s = T.dmatrix("x"), T.dscalar("s")
    for part, op in ((x[:, None, 0], "IncSubtensor{Inc;::, None, int64}"), (x[s > 1], "AdvancedBooleanIncSubtensor")):
        f = theano.function([x, s], T.grad((part ** 2).sum(), x), on_unused_input="ignore")
        assert op in theano.printing.debugprint(f, file="str")
