"""ifelse: what it gives, what it leaves out, its derivatives, and what it refuses."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.ifelse import IfElse, ifelse
from theano_lite.tensor.shared_randomstreams import RandomStreams


class Counted(theano.Op):
    """x + 1; counts how often it is performed."""

    __props__ = ("calls_id",)

    def __init__(self):
        self.calls, self.calls_id = [], id(self)

    def make_node(self, x):
        return theano.Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage):
        self.calls.append(1)
        output_storage[0][0] = inputs[0] + 1


@pytest.fixture
def c():
    return T.iscalar("c")


@pytest.fixture
def x():
    return T.vector("x")


@pytest.fixture
def y():
    return T.vector("y")


def test_the_condition_chooses_among_results_of_any_shape(c, x, y):
    f = theano.function([c, x, y], ifelse(c, x, y * 2))
    for chosen, expected in ((1, np.ones(3)), (0, 2 * np.ones(3)), (-2, np.ones(3))):
        np.testing.assert_array_equal(f(chosen, np.ones(3), np.ones(3)), expected)
    assert f(1, np.ones(3), np.ones(5)).shape == (3,)
    assert f(0, np.ones(3), np.ones(5)).shape == (5,)


def test_a_condition_that_is_computed_chooses_among_shapes_too(x, y):
    f = theano.function([x, y], ifelse(T.lt(T.exp(x).sum(), y.sum()), x, y))
    assert f(np.zeros(2), np.ones(3)).shape == (2,)
    assert f(np.ones(2), np.ones(3)).shape == (3,)


def test_an_op_in_the_branch_not_taken_is_not_performed(c, x):
    a, b = Counted(), Counted()
    f = theano.function([c, x], ifelse(c, a(x * 2).sum(), b(b(x)).sum()))
    assert f(1, np.ones(3)) == 9 and (len(a.calls), len(b.calls)) == (1, 0)
    assert f(0, np.ones(3)) == 9 and (len(a.calls), len(b.calls)) == (1, 2)


def test_what_both_need_is_computed_once(c, x):
    op = Counted()
    shared = op(x)
    f = theano.function([c, x], ifelse(c, shared.sum(), shared.prod()))
    assert (f(1, np.ones(3)), f(0, np.ones(3)), len(op.calls)) == (6, 8, 2)


def test_errors_of_the_branch_not_taken_do_not_matter(c, x):
    i = T.iscalar("i")
    for wrong in (x[5], x[i], T.dot(x, T.ones(7))):
        f = theano.function([c, x, i], ifelse(c, wrong, x[0]), on_unused_input="ignore")
        assert f(0, np.ones(2), 9) == 1
        with pytest.raises((IndexError, ValueError)):
            f(1, np.ones(2), 9)
        assert f(0, np.ones(2), 9) == 1


def test_several_outputs_come_in_the_form_of_the_first_branch(c, x, y):
    assert type(ifelse(c, [x, y], [y, x])) is list
    assert type(ifelse(c, (x,), (y,))) is tuple
    a, b = ifelse(c, (x, c), (y, c + 1), name="both")
    assert str(a.owner.op) == "if{both}"
    first, second = theano.function([x, y, c], [a, b])(np.ones(2), np.zeros(2), 7)
    assert (first.tolist(), second) == ([1, 1], 7)


def test_nested_conditions_and_updates(c):
    d, s = T.iscalar("d"), theano.shared(1.0)
    inner = ifelse(d, s * 2, s * 3)
    f = theano.function([c, d], ifelse(c, inner + 1, inner * 10), updates=[(s, ifelse(c, s + 1, s))])
    assert [f(1, 1), f(0, 1), f(0, 0), f(1, 0)] == [3, 40, 60, 7]
    assert s.get_value() == 3


def test_lengths_may_be_conditional_and_within_branches(c, x):
    assert theano.function([c], T.arange(ifelse(c, 3, 5)))(0).shape == (5,)
    f = theano.function([c, x], ifelse(c, T.arange(x.shape[0]), x[:c + 2].argsort()))
    assert (f(1, np.ones(4)).shape, f(0, np.ones(4)).shape) == ((4,), (2,))
    g = theano.function([c, x], ifelse(c, x.nonzero()[0], T.arange(3)))
    assert g(1, np.array([0.0, 2, 0, 3])).tolist() == [1, 3]


def test_the_gradient_flows_through_the_branch_taken(c, x, y):
    g = T.grad(ifelse(c, T.exp(x).sum(), (y ** 2).sum()), [x, y])
    f = theano.function([c, x, y], g)
    for got, expected in zip(f(1, np.zeros(2), np.ones(3)), ([1, 1], [0, 0, 0])):
        np.testing.assert_array_equal(got, expected)
    for got, expected in zip(f(0, np.zeros(2), np.ones(3)), ([0, 0], [2, 2, 2])):
        np.testing.assert_array_equal(got, expected)
    assert theano.function([c, x, y], T.grad(ifelse(c, x, y).sum(), c), on_unused_input="ignore")(1, np.ones(2), np.ones(2)) == 0


def test_the_gradient_exists_to_second_order_and_forward(c, x):
    z = ifelse(c, (x ** 3).sum(), (x ** 2).sum())
    second = theano.function([c, x], T.grad(T.grad(z, x).sum(), x))
    np.testing.assert_array_equal(second(1, np.ones(2)), [6, 6])
    np.testing.assert_array_equal(second(0, np.ones(2)), [2, 2])
    v = T.vector("v")
    forward = theano.function([c, x, v], T.Rop(ifelse(c, x ** 3, x ** 2), x, v))
    np.testing.assert_array_equal(forward(1, np.ones(2), np.ones(2)), [3, 3])


def test_values_that_are_no_arrays_pass_through(c):
    a, b = theano.generic(), theano.generic()
    f = theano.function([c, a, b], ifelse(c, a, b))
    assert f(1, "one", None) == "one" and f(0, "one", ["two"]) == ["two"]


def test_draws_advance_whether_taken_or_not(c):
    rng = RandomStreams(3)
    u, n = rng.uniform((2,)), rng.uniform((2,))
    expected = [u.rng.get_value().uniform(size=(2, 2)), n.rng.get_value().uniform(size=(2, 2))]
    f = theano.function([c], ifelse(c, u, n))
    np.testing.assert_array_equal(f(1), expected[0][0])
    np.testing.assert_array_equal(f(0), expected[1][1])


def test_checks_in_both_branches_are_heard(c, x):
    i = T.iscalar("i")
    f = theano.function([c, x, i], ifelse(c, x[i], x[T.constant(0)] + x[i + 1] + x[i + 2]))
    assert f(1, np.arange(3.0), 2) == 2
    for taken, index in ((1, 3), (0, 2), (0, 1)):
        with pytest.raises(IndexError):
            f(taken, np.arange(3.0), index)


@pytest.mark.parametrize(("arguments", "error"), [
    (lambda: (T.iscalar(), T.vector(), T.matrix()), TypeError),
    (lambda: (T.iscalar(), T.fvector(), T.dvector()), TypeError),
    (lambda: (T.ivector(), T.vector(), T.vector()), TypeError),
    (lambda: (T.iscalar(), [T.vector()], [T.vector()] * 2), ValueError),
    (lambda: (T.iscalar(), T.row(), T.matrix()), TypeError),
])
def test_what_does_not_fit_is_refused(arguments, error):
    with pytest.raises(error):
        ifelse(*arguments())


def test_ops_are_equal_by_their_number_of_outputs():
    assert IfElse(2, name="a") == IfElse(2) != IfElse(3)
    assert IfElse(1) != IfElse(1, as_view=True)


@pytest.mark.filterwarnings("ignore:the loop")
def test_in_a_loop_branches_may_differ_in_shape(x):
    out, _ = theano.scan(lambda s: s + ifelse(T.gt(s, 3), x[:2], x[:3]).sum(), outputs_info=T.constant(np.float64(0)),
                         n_steps=5)
    f = theano.function([x], [out, T.grad(out[-1], x)])
    values, gradient = f(np.ones(4))
    assert values.tolist() == [3, 6, 8, 10, 12] and gradient.tolist() == [5, 5, 2, 0]


def test_in_a_loop_only_the_branch_taken_counts(x):
    q = T.ivector("q")
    out, _ = theano.scan(lambda k, s: s + ifelse(T.eq(k, 1), x[k], x[0] * 2), sequences=q,
                         outputs_info=T.constant(np.float64(0)))
    values, gradient = theano.function([x, q], [out, T.grad(out[-1], x)])(np.array([1.0, 2, 3]), [0, 1, 7])
    assert values.tolist() == [2, 4, 6] and gradient.tolist() == [4, 1, 0]
