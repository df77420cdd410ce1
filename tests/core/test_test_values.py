"""compute_test_value: errors while the graph is built, as the real Theano 1.0.5 raises them."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.gof.op import (
    debug_assert,
    debug_error_message,
    get_debug_values,
    get_test_value,
    missing_test_message,
)


@pytest.fixture(params=["raise"])
def computing(request):
    with theano.change_flags(compute_test_value=request.param):
        yield


def matrix(value, dtype="float64"):
    x = T.matrix("x", dtype=dtype)
    x.tag.test_value = value
    return x


@pytest.mark.usefixtures("computing")
def test_values_follow_the_graph_through_ops_indexing_gradients_loops_and_draws():
    x = matrix(np.ones((2, 3)))
    assert (x + 1).tag.test_value.tolist() == [[2] * 3] * 2
    assert x[:, T.arange(2)].sum().tag.test_value == 4
    assert T.grad((x ** 2).sum(), x).tag.test_value.tolist() == [[2] * 3] * 2
    doubled, _ = theano.scan(lambda row, w: row * w, sequences=x, non_sequences=theano.shared(2.0))
    assert doubled.tag.test_value.tolist() == [[2] * 3] * 2
    total, _ = theano.scan(lambda row, s: row + s, sequences=x, outputs_info=T.zeros((3,)))
    assert total.tag.test_value.tolist() == [[1] * 3, [2] * 3]
    assert T.shared_randomstreams.RandomStreams(3).uniform((2,)).tag.test_value.shape == (2,)
    assert theano.function([x], x * 2)(np.ones((1, 1))).tolist() == [[2]]


@pytest.mark.usefixtures("computing")
def test_shapes_that_do_not_fit_raise_when_the_node_is_built_and_name_the_line():
    x, y = matrix(np.ones((2, 3))), matrix(np.ones((4, 5)))
    with pytest.raises(ValueError, match=r"(?s)shapes \(2,3\) and \(4,5\) not aligned.*test_test_values.py"):
        T.dot(x, y)
    with pytest.raises(IndexError, match="out of bounds"):
        x[5]


@pytest.mark.usefixtures("computing")
def test_a_missing_test_value_raises_and_tells_where_the_variable_was_made():
    x, z = matrix(np.ones((2, 3))), T.matrix("z")
    with pytest.raises(ValueError, match=r"(?s)input 1 \(z\) of Op .* missing default value.*test_test_values.py"):
        x + z
    with pytest.raises(AttributeError, match="z has no test value"):
        get_test_value(z)
    with pytest.raises(AttributeError, match="Argument 1.* has no test value"):
        get_debug_values(x, z)
    with pytest.raises(AttributeError, match="my words"):
        missing_test_message("my words")
    with pytest.raises(ValueError, match="my words"):
        debug_error_message("my words")


def test_a_missing_test_value_may_be_ignored_or_lead_to_a_warning():
    x, z = matrix(np.ones((2, 3))), T.matrix("z")
    with theano.change_flags(compute_test_value="ignore"):
        assert not hasattr((x + z).tag, "test_value") and get_debug_values(x, z) == []
        with pytest.raises(ValueError, match="not aligned"):
            T.dot(x, x)
    with theano.change_flags(compute_test_value="warn"):
        with pytest.warns(UserWarning, match="Cannot compute test value: input 1"):
            assert not hasattr((x + z).tag, "test_value")
    assert not hasattr((x + 1).tag, "test_value") and get_debug_values(x) == []


@pytest.mark.usefixtures("computing")
@pytest.mark.parametrize("dtype, value, error", [
    ("float32", np.ones((2, 3)), TypeError), ("float64", np.ones(2), TypeError), ("float64", "text", ValueError)])
def test_a_test_value_of_another_type_is_refused(dtype, value, error):
    with pytest.raises(error, match="does not have the requested type"):
        matrix(value, dtype) + 1


@pytest.mark.usefixtures("computing")
def test_test_values_of_constants_arrays_and_shared_variables_are_their_own():
    assert get_test_value(T.constant(3.0)) == 3 and get_test_value(np.ones(2)).tolist() == [1, 1]
    assert get_test_value(theano.shared(np.zeros(2))).tolist() == [0, 0]
    assert matrix(np.ones((1, 1), "float32")).tag.test_value.dtype == "float32"
    assert (matrix(np.ones((1, 1), "float32")) + 1).tag.test_value.dtype == "float64"
    debug_assert(True)
    with pytest.raises(AssertionError, match="no"):
        debug_assert(False, "no")


def test_print_test_value_shows_the_value_below_the_name():
    """As the real Theano prints them."""
    x, y = T.dscalar("x"), T.dvector("y")
    x.tag.test_value = 42
    with theano.change_flags(print_test_value=True):
        assert repr(x) == "x\narray(42.)" and repr(y) == "y"
        assert x.__repr__(firstPass=False) == str(x) == "x"
        assert repr(theano.shared(np.arange(3.0), "s")) == "s\narray([0., 1., 2.])"
        assert repr(T.constant(3.5)) == "TensorConstant{3.5}\narray(3.5, dtype=float32)"
        with theano.change_flags(compute_test_value="ignore"):
            assert repr(x * 2) == "Elemwise{mul,no_inplace}.0\narray(84.)"
            assert repr(y * 2) == "Elemwise{mul,no_inplace}.0"
    assert repr(x) == "x"


def test_a_missing_test_value_is_warned_of_in_theanos_words():
    with theano.change_flags(compute_test_value="warn"), pytest.warns(UserWarning) as caught:
        T.exp(T.dvector("q"))
    assert str(caught[0].message) == ("Warning, Cannot compute test value: input 0 (q) of Op "
                                      "Elemwise{exp,no_inplace}(q) missing default value")
