"""Bad input: Theano's exception type, a message that names what is wrong, shapes, and the user's own line."""

import inspect
import pickle

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.compile import UnusedInputError
from theano_lite.core.errors import DisconnectedInputError, MissingInputError


def here():
    """This file and the line of the caller, as messages show them."""
    return f'test_errors.py", line {inspect.currentframe().f_back.f_lineno}'


def failing(error, function, *arguments, **options):
    with pytest.raises(error) as caught:
        function(*arguments, **options)
    return str(caught.value)


def test_a_wrong_number_of_dimensions_names_the_argument_and_the_shape():
    x, line = T.dmatrix("x"), here()
    text = failing(TypeError, theano.function([x], x), [1.0, 2.0])
    assert '"x"' in text and "expected 2, got 1 with shape (2,)" in text and line in text and "index 0" in text


def test_a_wrong_dtype_says_how_to_allow_it():
    x = T.fvector("x")
    text = failing(TypeError, theano.function([x], x), np.ones(2))
    assert '"x"' in text and "float64" in text and "allow_input_downcast=True" in text


def test_a_missing_argument_names_the_function_and_the_line_of_its_variable():
    x, line = T.dvectors("x", "y"), here()
    text = failing(TypeError, theano.function(x, x[0] + x[1], name="adds"), [1.0])
    assert text.startswith("Missing required input: y\n") and '"adds" at index 1' in text and line in text


@pytest.mark.parametrize("arguments", [([[1.0]],), (), (1.0, 2.0)])
def test_the_traceback_of_a_bad_argument_ends_where_the_function_is_called(arguments):
    x = T.dvector("x")
    with pytest.raises(TypeError) as caught:
        theano.function([x], x)(*arguments)
    assert [entry.name for entry in caught.traceback][1:] == ["__call__"]


@pytest.mark.parametrize("compute", [lambda x, s: x + s, lambda x, s: s + x, lambda x, s: x > s, lambda x, s: T.exp(s),
                                     lambda x, s: T.switch(x, x, s), lambda x, s: T.dot(x, s)])
def test_a_shared_list_is_no_tensor_and_the_message_says_how_to_make_one(compute):
    text = failing(theano.tensor.AsTensorError, compute, T.dvector("x"), theano.shared([1.0, 2.0]))
    assert "must be a TensorType" in text and "holds a list" in text and "numpy.asarray" in text


def test_missing_extra_and_unknown_arguments():
    x = T.dscalar("x")
    f = theano.function([x], x)
    assert "x" in failing(TypeError, f)
    assert "2 given" in failing(TypeError, f, 1.0, 2.0)
    assert "nothing" in failing(TypeError, f, nothing=1.0)
    assert "twice" in failing(TypeError, theano.function([x, theano.In(T.dscalar("y"), value=1.0)], x,
                                                         on_unused_input="ignore"), 1.0, x=2.0)


def test_an_unused_input_is_named_with_its_line():
    x, line = T.dscalar("x"), here()
    text = failing(UnusedInputError, theano.function, [x], T.ones(1))
    assert "index 0" in text and ": x." in text and line in text


def test_a_missing_input_is_named_with_its_line():
    x, line = T.dscalar("x"), here()
    text = failing(MissingInputError, theano.function, [], x + 1)
    assert "x" in text and line in text


def test_a_disconnected_gradient_names_the_variable_and_its_line():
    x, line = T.dvector("x"), here()
    text = failing(DisconnectedInputError, T.grad, T.ones(3).sum(), x)
    assert "x" in text and line in text


def test_a_cost_that_is_no_scalar_tells_its_type():
    x = T.dvector("x")
    assert "vector" in failing(TypeError, T.grad, x * 2, x)


@pytest.mark.parametrize("index", [5, -6])
def test_a_constant_index_out_of_bounds(index):
    x = T.dvector("x")
    y, line = x[index], here()
    text = failing(IndexError, theano.function([x], y), [1.0, 2.0])
    assert f"index {index} is out of bounds for axis 0 with size 2" in text and "Subtensor" in text and line in text


def test_a_computed_index_out_of_bounds():
    x, i = T.dvector("x"), T.lvector("i")
    y, line = x[i], here()
    text = failing(IndexError, theano.function([x, i], y), [1.0, 2.0], [0, 7])
    assert "Inputs shapes: [(2,), (2,)]" in text
    assert "index 7 is out of bounds for axis 0 with size 2" in text and line in text


@pytest.mark.parametrize("make", [lambda x, y: x + y, lambda x, y: T.switch(x > 0, x, y), lambda x, y: T.maximum(x, y)])
def test_a_length_of_one_is_not_stretched_unless_declared(make):
    x, y = T.dmatrix("x"), T.dmatrix("y")
    text = failing(ValueError, theano.function([x, y], make(x, y)), np.ones((1, 3)), np.ones((2, 3)))
    assert "Input dimension mis-match" in text and "shape[0] = 1" in text and "shape[0] = 2" in text
    row = T.drow("row")
    assert theano.function([row, y], make(row, y))(np.ones((1, 3)), np.ones((2, 3))).shape == (2, 3)


def test_a_product_that_does_not_fit_tells_both_shapes_and_the_line():
    x, y = T.dmatrix("x"), T.dmatrix("y")
    z, line = T.dot(x, y), here()
    text = failing(ValueError, theano.function([x, y], z), np.ones((2, 3)), np.ones((2, 3)))
    assert "shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)" in text and line in text and "dot(x, y)" in text


def test_a_reshape_that_does_not_fit():
    x = T.dvector("x")
    assert "size 5" in failing(ValueError, theano.function([x], x.reshape((2, 3))), np.ones(5))


def test_a_join_that_does_not_fit():
    x, y = T.dmatrix("x"), T.dmatrix("y")
    assert "(2, 3)" in failing(ValueError, theano.function([x, y], T.concatenate([x, y])), np.ones((2, 3)),
                               np.ones((2, 2)))


@pytest.mark.parametrize("labels", [[3], [-1]])
def test_bad_labels_of_a_cross_entropy(labels):
    x, y = T.dmatrix("x"), T.lvector("y")
    loss, line = T.nnet.categorical_crossentropy(x, y), here()
    f = theano.function([x, y], loss)
    if labels == [-1]:
        assert np.allclose(f([[0.25, 0.75]], labels), -np.log(0.75)), "negative labels count from the end, as in Theano"
    else:
        text = failing(IndexError, f, [[0.25, 0.75]], labels)
        assert "3" in text and line in text


def test_a_failed_assertion_carries_its_message():
    v = T.dvector("v")
    f = theano.function([v], T.opt.Assert("must be {positive}")(v, v.sum() > 0))
    assert f([1.0]).tolist() == [1.0]
    assert "must be {positive}" in failing(AssertionError, f, [-1.0])


def test_an_assertion_is_an_op_with_a_message():
    x = T.dvector("x")
    one = T.opt.Assert("one")
    made = one(x, x.sum() > 0).owner.op
    assert one == T.opt.Assert("one") == made != T.opt.Assert("two") and hash(one) == hash(made)
    assert str(made) == "Assert{msg='one'}" and isinstance(made, T.opt.Assert) and made.msg == "one"
    assert pickle.loads(pickle.dumps(one)) == one and str(T.opt.assert_) == "Assert{msg='Theano Assert failed!'}"


def test_a_dimension_declared_broadcastable_is_checked():
    x = T.dmatrix("x")
    text = failing(ValueError, theano.function([x], T.addbroadcast(x, 0)), np.ones((2, 3)))
    assert "Dimension 0" in text and "got 2" in text


def test_an_empty_maximum_is_an_error():
    v = T.dvector("v")
    failing(ValueError, theano.function([v], T.max(v)), [])


def test_the_traceback_shows_no_frames_of_jax():
    x = T.dvector("x")
    f = theano.function([x], x[5])
    with pytest.raises(IndexError) as caught:
        f([1.0])
    files = [str(entry.path) for entry in caught.traceback]
    assert not any("jax" in name for name in files) and len(files) <= 2


def test_shared_variables_keep_their_values_after_every_kind_of_failure():
    x, i, s = T.dvector("x"), T.lscalar("i"), theano.shared(np.zeros(2), "s")
    f = theano.function([x, i], x[i], updates=[(s, s + x)])
    for arguments, error in [(([1.0, 2.0], 9), IndexError), (([1.0, 2.0, 3.0], 0), ValueError),
                             ((np.ones((2, 2)), 0), TypeError), (([1.0, 2.0],), TypeError)]:
        failing(error, f, *arguments)
        assert s.get_value().tolist() == [0, 0]
    f([1.0, 2.0], 0)
    assert s.get_value().tolist() == [1, 2]


def test_an_unknown_mode_raises():
    with pytest.raises(Exception, match="No predefined mode"):
        theano.function([], T.ones(1), mode="NO_SUCH_MODE")


def test_the_checks_of_one_shape_are_not_those_of_another():
    x, i = T.dvector("x"), T.lvector("i")
    f = theano.function([x, i], x[i])
    assert f([1.0, 2.0], [0, 1]).tolist() == [1, 2]
    # No index, no check: a program of its own, compiled after the first one.
    assert f([1.0, 2.0], np.zeros(0, "int64")).tolist() == []
    with pytest.raises(IndexError, match="out of bounds"):
        f([1.0, 2.0], [0, 5])


def test_a_lack_of_memory_is_a_memory_error_that_names_the_function_and_its_inputs():
    n = T.lscalar("n")
    f = theano.function([n], T.zeros((n, n)), name="much")
    with pytest.raises(MemoryError, match=r"(?s)Out of memory.*caused the error: much.*Inputs: n: int64\[\].*HINT"):
        f(10 ** 7)


def test_large_arrays_of_one_value_are_not_constants_of_the_program():
    n = T.lscalar("n")
    f = theano.function([n], T.zeros((n, 3)) + 1)
    assert f(2).tolist() == [[1] * 3] * 2
    assert len(f.lower_text(100000)) < len(f.lower_text(5)) + 100


class Bad(theano.Op):
    """Fails in the way it is told."""

    __props__ = ("how",)

    def __init__(self, how):
        self.how = how

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, outputs):
        if self.how == "raises":
            raise KeyError("mine")
        outputs[0][0] = inputs[0][None]


def test_of_an_error_in_an_op_of_the_users_the_traceback_shows_the_users_frames_alone():
    x = T.dvector("x")
    f = theano.function([x], Bad("raises")(x) * 2)
    with pytest.raises(KeyError) as caught:
        f([1.0])
    assert [entry.name for entry in caught.traceback][1:] == ["__call__", "perform"]
    assert "Apply node that caused the error: Bad{how='raises'}(x)" in caught.value.__notes__[0]


def test_an_output_of_the_wrong_kind_names_the_op_and_its_line():
    x = T.dvector("x")
    y, line = Bad("wrong")(x), here()
    text = failing(TypeError, theano.function([x], y), [1.0])
    assert "expected 1, got 2 with shape (1, 1)" in text and "Bad{how='wrong'}(x)" in text and line in text


def test_verbose_errors_print_the_node():
    x, y = T.dvector("x"), T.dvector("y")
    f = theano.function([x, y], x + y)
    assert "exception_verbosity=high" in failing(ValueError, f, [1.0], [1.0, 2.0])
    with theano.change_flags(exception_verbosity="high"):
        text = failing(ValueError, f, [1.0], [1.0, 2.0])
    assert "Debugprint of the apply node:\nElemwise{add,no_inplace} [id A] <TensorType(float64, vector)> ''" in text
    assert "|y [id C] <TensorType(float64, vector)>" in text


@pytest.mark.parametrize("value, named", [
    ([-1.0], "log(x)"), ([np.nan], "an input of the graph: x, a TensorType(float64, vector)")])
def test_a_nan_is_explained_as_other_errors_are(value, named):
    x, line = T.dvector("x"), here()
    y = T.log(x)
    with pytest.raises(AssertionError) as caught:
        theano.function([x], y, mode="NanGuardMode")(value)
    text = str(caught.value)
    assert text.startswith("NaN detected") and named in text.replace("Elemwise{log,no_inplace}", "log") and "HINT" in text
    assert "test_errors.py" in text and [entry.name for entry in caught.traceback][1:] == ["__call__"]
    assert line in text if value != [-1.0] else "Inputs values: [[-1.]]" in text


def test_an_error_in_an_op_inside_a_loop_shows_the_users_frames_once(caplog, capfd):
    class Refuses(theano.Op):
        __props__ = ()

        def make_node(self, x):
            return theano.Apply(self, [x], [x.type()])

        def infer_shape(self, node, shapes):
            return shapes

        def perform(self, node, inputs, outputs):
            raise KeyError("mine")

    x = T.dvector("x")
    out, _ = theano.scan(lambda v: Refuses()(v), sequences=x)
    f = theano.function([x], out)
    for _ in range(2):
        with pytest.raises(KeyError) as caught:
            f([1.0, 2.0])
        assert [entry.name for entry in caught.traceback][1:] == ["__call__", "perform"]
        assert "Refuses" in caught.value.__notes__[0]
    assert not caplog.records and "pure_callback" not in capfd.readouterr().err
