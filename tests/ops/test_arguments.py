"""Axes, shapes and items of an index, as Theano's small functions bring them into one form."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.core.errors import EmptyConstantError
from theano_lite.tensor.basic import (
    alloc_validate_shape,
    check_and_normalize_axes,
    check_equal_numpy,
    div_proxy,
    makeKeepDims,
    numpy_scalar,
)
from theano_lite.tensor.type import values_eq_approx_remove_inf, values_eq_approx_remove_nan


def test_axes_become_a_list():
    x = T.tensor3()
    assert check_and_normalize_axes(x, -1) == [2] and check_and_normalize_axes(x, (0, 1)) == [0, 1]
    assert check_and_normalize_axes(x, None) == [] and check_and_normalize_axes(x, T.NoneConst) == []
    with pytest.raises(TypeError):
        check_and_normalize_axes(x, T.iscalar())


def test_dimensions_are_kept():
    x = T.tensor3()
    assert makeKeepDims(x, x.sum(axis=(0, 2)), (0, 2)).broadcastable == (True, False, True)


def test_shapes_of_alloc_are_integer_scalars():
    lengths, pattern = alloc_validate_shape([1, T.iscalar()])
    assert pattern == [True, False] and lengths[0].data == 1
    with pytest.raises(TypeError, match="integers"):
        alloc_validate_shape([1.5])
    with pytest.raises(TypeError, match="scalar"):
        alloc_validate_shape([T.ivector()])


def test_one_number_in_an_array():
    assert numpy_scalar(np.array([[2.0]])) == 2
    with pytest.raises(EmptyConstantError):
        numpy_scalar(np.zeros((0,)))
    with pytest.raises(T.NotScalarConstantError):
        numpy_scalar(np.arange(2))


def test_division_of_integers_is_whole():
    assert div_proxy(T.iscalar(), 2).dtype == "int32" and div_proxy(T.dscalar(), 2).dtype == "float64"


def test_a_transfer_goes_to_the_cpu_or_where_a_program_says():
    x = T.vector()
    assert T.transfer(x, "cpu") is x
    with pytest.raises(ValueError, match="dev0"):
        T.transfer(x, "dev0")


def test_values_are_equal_up_to_what_is_left_out():
    a, b = np.array([1.0, np.inf]), np.array([1.0, 5.0])
    assert values_eq_approx_remove_inf(a, b) and not values_eq_approx_remove_nan(a, b)
    assert check_equal_numpy(b, b.copy()) and not check_equal_numpy(b, b[:1])
    assert check_equal_numpy(np.random.RandomState(1), np.random.RandomState(1))


def test_signatures_of_constants_know_nan():
    one, two = (T.TensorConstantSignature((T.dscalar, np.array(value))) for value in (np.nan, np.nan))
    assert one == two and one.has_nan and hash(one) == hash(two)
    assert one != T.TensorConstantSignature((T.dscalar, np.array(1.0)))


def test_items_of_an_index_are_checked():
    with pytest.raises(TypeError, match="boolean"):
        T.check_and_reject_bool([[True]])
    with pytest.raises(IndexError, match="dimension is 3"):
        T.check_advanced_indexing_dimensions(np.zeros((3, 2)), [np.ones(2, bool)])
    with pytest.raises(TypeError, match="integers"):
        T.as_int_none_variable(1.5)
    assert T.as_int_none_variable(None) is T.NoneConst


@pytest.mark.parametrize("sorter", [[1, 0], [0, 1, 2, 0]])
def test_a_sorter_of_another_length_raises(sorter):
    x, order = T.dvector(), T.lvector()
    f = theano.function([x, order], T.extra_ops.searchsorted(x, [1.5], sorter=order))
    assert f([3.0, 2.0, 1.0], [2, 1, 0]) == [1]
    with pytest.raises(ValueError, match="sorter.size must"):
        f([3.0, 2.0, 1.0], sorter)
