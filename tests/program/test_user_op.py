"""Ops that users write, as the tutorial on extending Theano shows them."""

import pickle
import traceback

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite import gof
from theano_lite.compile.ops import as_op

X = np.arange(4.0).reshape(2, 2)


class Double(theano.Op):
    __props__ = ()
    itypes, otypes = [T.dmatrix], [T.dmatrix]

    def perform(self, node, inputs, output_storage):
        output_storage[0][0] = inputs[0] * 2

    def infer_shape(self, node, shapes):
        return shapes

    def grad(self, inputs, output_grads):
        return [output_grads[0] * 2]

    def R_op(self, inputs, eval_points):
        return [None if eval_points[0] is None else eval_points[0] * 2]


class AxPlusB(theano.Op):
    __props__ = ("a", "b")

    def __init__(self, a, b):
        self.a, self.b = a, b

    def make_node(self, x):
        x = T.as_tensor_variable(x)
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage):
        output_storage[0][0] = self.a * inputs[0] + self.b

    def grad(self, inputs, output_grads):
        return [self.a * output_grads[0]]


class WithMethod(theano.Op):
    """Calls a function given to it, to do something unusual."""

    def __init__(self, perform=None, grad=None, pattern=None, outputs=1):
        self.do, self.give, self.count = perform, grad, outputs
        if pattern is not None:
            self.connection_pattern = lambda node: pattern

    def make_node(self, *xs):
        return theano.Apply(self, [T.as_tensor_variable(x) for x in xs], [T.dmatrix() for _ in range(self.count)])

    def perform(self, node, inputs, output_storage):
        self.do(inputs, output_storage)

    def grad(self, inputs, output_grads):
        return self.give(self, inputs, output_grads)


def copied(inputs, storage):
    for cell in storage:
        cell[0] = inputs[0].copy()


@pytest.fixture
def x():
    return T.dmatrix("x")


def test_an_op_of_itypes_is_performed_between_other_ops(x):
    f = theano.function([x], T.exp(Double()(x + 1)).sum())
    np.testing.assert_allclose(f(X), np.exp(2 * (X + 1)).sum())


def test_inputs_of_other_types_and_numbers_are_refused(x):
    with pytest.raises(TypeError, match="expected inputs of types"):
        Double()(T.dvector())
    with pytest.raises(ValueError, match="expected 1 inputs"):
        Double()(x, x)


def test_props_make_ops_equal_and_name_them():
    assert Double() == Double() and hash(Double()) == hash(Double()) and str(Double()) == "Double"
    assert AxPlusB(1, 2) == AxPlusB(1, 2) != AxPlusB(1, 3)
    assert str(AxPlusB(1, 2)) == "AxPlusB{a=1, b=2}"
    assert pickle.loads(pickle.dumps(AxPlusB(4, 1))) == AxPlusB(4, 1)


def test_derivatives_are_those_of_the_op(x):
    np.testing.assert_array_equal(theano.function([x], T.grad((Double()(x) ** 2).sum(), x))(X), 8 * X)
    np.testing.assert_array_equal(theano.function([x], T.Rop(Double()(x), x, x * 3))(X), 6 * X)
    np.testing.assert_array_equal(theano.function([x], T.Lop(Double()(x), x, x))(X), 2 * X)
    T.verify_grad(AxPlusB(3.0, 1.0), [X], rng=np.random.RandomState(1))
    assert theano.function([x], T.jacobian(Double()(x).flatten(), x))(X).sum() == 8


def test_an_error_of_perform_keeps_its_type_and_tells_where_the_node_was_made(x):
    def fails(inputs, storage):
        raise KeyError("inside perform")

    f = theano.function([x], WithMethod(fails)(x))
    with pytest.raises(KeyError, match="inside perform") as found:
        f(X)
    assert "test_user_op.py" in "".join(traceback.format_exception(found.value)).split("when the node is created")[1]


def test_a_perform_that_works_in_place_changes_no_argument(x):
    def spoils(inputs, storage):
        inputs[0][:] = 7
        storage[0][0] = inputs[0]

    given = X.copy()
    result, same = theano.function([x], [WithMethod(spoils)(x), x + 0])(given)
    assert (result == 7).all()
    np.testing.assert_array_equal(given, X)
    np.testing.assert_array_equal(same, X)


@pytest.mark.parametrize(("grad", "error"), [
    (lambda op, i, g: [None], TypeError),
    (lambda op, i, g: None, TypeError),
    (lambda op, i, g: [i[0], i[0]], ValueError),
    (lambda op, i, g: [T.zeros_like(i[0], dtype="int64")], TypeError),
    (lambda op, i, g: [theano.gradient.grad_undefined(op, 0, i[0], "why")], theano.gradient.NullTypeGradError),
    (lambda op, i, g: [theano.gradient.grad_not_implemented(op, 0, i[0])], theano.gradient.NullTypeGradError),
    (lambda op, i, g: [theano.gradient.DisconnectedType()()], theano.gradient.DisconnectedInputError),
])
def test_a_wrong_gradient_is_refused(x, grad, error):
    with pytest.raises(error):
        T.grad(WithMethod(copied, grad)(x).sum(), x)


def test_what_the_connection_pattern_leaves_out_is_disconnected(x):
    y = T.dmatrix("y")
    out = WithMethod(copied, lambda op, i, g: [g[0], g[0]], [[True], [False]])(x, y).sum()
    gx, gy = T.grad(out, [x, y], disconnected_inputs="ignore")
    f = theano.function([x, y], [gx, gy], on_unused_input="ignore")
    np.testing.assert_array_equal(f(X, X), [np.ones((2, 2)), np.zeros((2, 2))])
    with pytest.raises(theano.gradient.DisconnectedInputError):
        T.grad(out, y)


def test_outputs_without_gradient_come_as_disconnected(x):
    seen = []

    def grad(op, inputs, grads):
        seen.append([isinstance(g.type, theano.gradient.DisconnectedType) for g in grads])
        return [3 * grads[1]]

    first, second = WithMethod(copied, grad, outputs=2)(x)
    np.testing.assert_array_equal(theano.function([x], T.grad(second.sum(), x))(X), np.full((2, 2), 3.0))
    assert seen == [[True, False]]


def test_default_output_and_return_list(x):
    class Chosen(WithMethod):
        default_output = 1

    op = Chosen(copied, outputs=2)
    assert op(x).index == 1 and len(op.make_node(x).outputs) == 2


def test_shared_variables_and_updates_around_an_op():
    s = theano.shared(X)
    f = theano.function([], Double()(s), updates=[(s, Double()(s) + 1)])
    f()
    np.testing.assert_array_equal(f(), 2 * (2 * X + 1))
    np.testing.assert_array_equal(s.get_value(), 2 * (2 * X + 1) + 1)


def test_c_code_is_left_out_with_one_notice(x):
    class InC(Double):
        def c_code(self, node, name, inputs, outputs, sub):
            return "none"

    class OnlyInC(theano.Op):
        def make_node(self, a):
            return theano.Apply(self, [a], [a.type()])

        def c_code(self, node, name, inputs, outputs, sub):
            return "none"

    f = theano.function([x], InC()(x))
    with pytest.warns(UserWarning, match="C code of InC") as found:
        f(X)
        f(X)
    assert len(found) == 1
    with pytest.raises(NotImplementedError, match="C code only"):
        theano.function([x], OnlyInC()(x))(X)


def test_as_op_makes_an_op_of_a_function(x):
    @as_op(itypes=[T.dmatrix, T.dmatrix], otypes=[T.dmatrix], infer_shape=lambda node, shapes: [shapes[0]])
    def total(a, b):
        return a + b

    np.testing.assert_array_equal(theano.function([x], total(x, x))(X), 2 * X)
    with pytest.raises(TypeError):
        as_op(itypes=[1], otypes=[T.dmatrix])


def test_a_type_of_ones_own_carries_values_between_ops():
    class Text(gof.Type):
        def filter(self, value, strict=False, allow_downcast=None):
            if not isinstance(value, str):
                raise TypeError("expected text")
            return value

        def __eq__(self, other):
            return type(self) is type(other)

        def __hash__(self):
            return hash(type(self))

    class Join(gof.Op):
        __props__ = ()

        def make_node(self, a, b):
            return gof.Apply(self, [a, b], [a.type()])

        def perform(self, node, inputs, output_storage):
            output_storage[0][0] = inputs[0] + inputs[1]

    text = Text()
    a, b = text("a"), text("b")
    f = theano.function([a, b], Join()(a, Join()(b, text.make_constant("!"))))
    assert f("one", "two") == "onetwo!"
    with pytest.raises(TypeError, match="expected text"):
        f(1, "two")


def test_the_checker_of_the_tutorial_compares_rop_and_lop():
    from theano_lite.tests.test_rop import RopLop_checker

    class Wrong(Double):
        itypes, otypes = [T.dvector], [T.dvector]

        def R_op(self, inputs, eval_points):
            return [eval_points[0] * 3]

    class Right(Double):
        itypes, otypes = [T.dvector], [T.dvector]

    checker = RopLop_checker()
    checker.setUp()
    checker.check_rop_lop(T.tanh(checker.x)[:4], (4,))
    checker.check_mat_rop_lop(checker.mx.max(axis=0), (checker.mat_in_shape[1],))
    checker.check_rop_lop(Right()(checker.x), checker.in_shape)
    with pytest.raises(AssertionError, match="ROP mismatch"):
        checker.check_rop_lop(Wrong()(checker.x), checker.in_shape)


def test_a_gradient_of_the_wrong_rank_is_refused_where_it_is_used():
    class Summed(Double):
        def grad(self, inputs, output_grads):
            return [output_grads[0].sum()]

    x = T.dmatrix()
    with pytest.raises(ValueError, match="returned a term with 0 dimensions for input 0, but 2 are required"):
        T.grad(Summed()(x).sum(), x)
    T.grad(Summed()(T.ones((2, 2))).sum() + x.sum(), x)


def test_large_arrays_of_an_op_in_a_loop_keep_their_64_bits():
    x, big = T.dmatrix(), np.full((1500, 1500), 1 + 2.0 ** -40)
    last = theano.scan(lambda p: Double()(p) / 2, outputs_info=x, n_steps=2)[0][-1]
    assert (theano.function([x], last)(big) == big).all()


def test_an_error_of_an_op_in_a_loop_reaches_the_caller_as_it_is():
    class Fails(Double):
        def perform(self, node, inputs, output_storage):
            raise ZeroDivisionError("no result")

    x = T.dmatrix()
    f = theano.function([x], theano.scan(lambda p: Fails()(p), outputs_info=x, n_steps=2)[0])
    for _ in range(2):
        with pytest.raises(ZeroDivisionError, match="no result") as caught:
            f(X)
        assert any("test_user_op.py" in note for note in caught.value.__notes__)
    count = theano.shared(1.0)
    g = theano.function([x], theano.scan(lambda p: Fails()(p), outputs_info=x, n_steps=2)[0][-1].sum(),
                        updates=[(count, count + 1)])
    with pytest.raises(ZeroDivisionError, match="no result"):
        g(X)


def test_an_error_inside_a_loop_leaves_every_shared_variable_as_it_was():
    class Refuses(theano.Op):
        __props__ = ()

        def make_node(self, x):
            return theano.Apply(self, [x], [x.type()])

        def perform(self, node, inputs, storage):
            if inputs[0].sum() > 100:
                raise ZeroDivisionError("boom")
            storage[0][0] = inputs[0]

        def infer_shape(self, node, shapes):
            return shapes

    x, s, t = theano.tensor.dvector("x"), theano.shared(np.zeros(3)), theano.shared(1.0)
    out, _ = theano.scan(lambda p: Refuses()(p) + 1, outputs_info=x, n_steps=3)
    f = theano.function([x], out[-1].sum(), updates=[(s, s + out[-1]), (t, t + 1)])
    f(np.ones(3))
    with pytest.raises(ZeroDivisionError, match="boom"):
        f(np.full(3, 100.0))
    assert s.get_value().tolist() == [4, 4, 4] and t.get_value() == 2
    f(np.ones(3))
    assert t.get_value() == 3 and f.compile_count == 1


class Counted(theano.Op):
    """Twice its input; counts how often it is performed."""

    __props__ = ()
    calls = 0

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage):
        Counted.calls += 1
        output_storage[0][0] = inputs[0] * 2

    def infer_shape(self, node, shapes):
        return shapes


def performed(f, *arguments):
    Counted.calls = 0
    return f(*arguments), Counted.calls


def test_an_op_of_whose_result_only_the_shape_is_read_is_not_performed():
    x, value = T.dmatrix("x"), np.ones((2, 3))
    once, twice = Counted()(x), Counted()(Counted()(x))
    for out in (once.shape, twice.shape, (once + 1).shape):
        found, calls = performed(theano.function([x], out), value)
        assert list(found) == [2, 3] and calls == 0
    found, calls = performed(theano.function([x], T.zeros_like(once)), value)
    assert found.shape == (2, 3) and not found.any() and calls == 0
    (shape, _), calls = performed(theano.function([x], [once.shape, once]), value)
    assert list(shape) == [2, 3] and calls == 1


@pytest.mark.parametrize("answer", [None, [None], [(2.5, 3)], [(2,)], [(2, 3), (2, 3)], 1 / 2])
def test_an_op_whose_infer_shape_has_no_answer_is_performed(answer):
    class Silent(Counted):
        def infer_shape(self, node, shapes):
            return answer

    x = T.dmatrix("x")
    found, calls = performed(theano.function([x], Silent()(x).shape), np.ones((2, 3)))
    assert list(found) == [2, 3] and calls == 1


def test_an_op_may_make_its_own_thunk_and_prepare_its_node():
    class Thunk(Counted):
        def make_py_thunk(self, node, storage_map, compute_map, no_recycling, debug=False):
            inner = super().make_py_thunk(node, storage_map, compute_map, no_recycling)
            out = storage_map[node.outputs[0]]

            def thunk():
                inner()
                out[0] = out[0] + 20

            return thunk

    class Prepared(Counted):
        def prepare_node(self, node, storage_map, compute_map, impl):
            node.tag.factor = 100.0

        def perform(self, node, inputs, output_storage):
            output_storage[0][0] = inputs[0] * node.tag.factor

    x = T.dvector("x")
    assert list(theano.function([x], Thunk()(x) * 2)([1.0, 2.0])) == [44.0, 48.0]
    assert list(theano.function([x], Prepared()(x))([1.0, 2.0])) == [100.0, 200.0]


def test_an_op_without_derivatives_raises_what_theano_raises():
    x = T.dvector("x")
    assert not hasattr(Counted(), "grad")
    with pytest.raises(AttributeError, match="'Counted' object has no attribute 'grad'"):
        T.grad(Counted()(x).sum(), x)
    with pytest.raises(NotImplementedError, match="does not implement R_op"):
        T.Rop(Counted()(x), x, x)


def test_a_pushforward_through_an_op_whose_r_op_gives_none_is_an_error():
    class Broken(Counted):
        def R_op(self, inputs, eval_points):
            return [None]

    x, v = T.dvector("x"), T.dvector("v")
    for out in (Broken()(x), Broken()(x).sum(), T.exp(Broken()(x * 2))):
        with pytest.raises(theano.gradient.DisconnectedInputError, match="not differentiable"):
            T.Rop(out, x, v)
    assert T.Rop(Broken()(x), x, v, disconnected_outputs="ignore", return_disconnected="None") is None
    # As in Theano, an elementwise op takes the branch that has a derivative.
    assert list(theano.function([x, v], T.Rop(Broken()(x) * x, x, v))([1.0, 2.0], [1.0, 1.0])) == [2.0, 4.0]
