"""T.grad and its kin: arguments, exceptions, subgradients, second order. ORACLE_PACKAGE=theano runs it there."""

import importlib
import os

import numpy as np
import pytest

theano = importlib.import_module(os.environ.get("ORACLE_PACKAGE", "theano_lite"))
T = importlib.import_module(theano.__name__ + ".tensor")
gradient = importlib.import_module(theano.__name__ + ".gradient")
ours = pytest.mark.skipif(theano.__name__ == "theano", reason="a promise of ours alone")


def at(expression, values):
    return theano.function(list(values), expression, on_unused_input="ignore")(*values.values())


@ours
def test_the_gradients_of_a_cost_are_the_same_variables_every_time():
    a, b = T.dvector("a"), T.dvector("b")
    cost = (T.tanh(a) * b).sum()
    joint = T.grad(cost, [a, b])
    assert [T.grad(cost, a), T.grad(cost, b)] == joint
    assert T.grad(cost, (a, b)) == tuple(joint)


@pytest.mark.parametrize(("expression", "where", "expected"), [
    (lambda s: T.maximum(s, 0.0), 0.0, 1.0), (lambda s: T.maximum(0.0, s), 0.0, 0.0), (abs, 0.0, 0.0),
    (lambda s: T.nnet.relu(s), 0.0, 0.5), (lambda s: T.nnet.relu(s, 0.3), 0.0, 0.65),
    (lambda s: T.clip(s, 0.0, 1.0), 0.0, 1.0), (lambda s: T.clip(s, 0.0, 1.0), 1.0, 1.0),
    (lambda s: T.clip(s, 0.0, 1.0), 1.5, 0.0), (lambda s: T.floor(s), 2.5, 0.0), (lambda s: s % 2, 3.0, 1.0),
    (lambda s: T.sgn(s), 3.0, 0.0), (lambda s: s ** 2, -3.0, -6.0), (lambda s: T.switch(s > 0, s, 0), 1.0, 1.0),
    (lambda s: T.nnet.hard_sigmoid(s), 2.5, 0.2), (lambda s: T.minimum(s, 1.0), 1.0, 1.0)])
def test_subgradients_are_theanos(expression, where, expected):
    s = T.dscalar("s")
    assert T.grad(expression(s), s).eval({s: where}) == pytest.approx(expected)


def test_every_tied_maximum_gets_the_gradient():
    v = T.dvector("v")
    assert T.grad(T.max(v), v).eval({v: [1.0, 1.0, 0.0]}).tolist() == [1, 1, 0]


def test_known_gradients_start_the_walk():
    v, w = T.dvector("v"), T.dvector("w")
    doubled = v * 2
    assert at(T.grad(None, v, known_grads={doubled: w}), {v: [1.0], w: [5.0]}).tolist() == [10]


def test_constants_stop_the_walk():
    x, y = T.dscalar("x"), T.dscalar("y")
    square = x ** 2
    assert at(T.grad(square * y + x, x, consider_constant=[square]), {x: 3.0, y: 2.0}) == 1


def test_an_intermediate_variable_has_a_gradient_even_inside_a_rewrite():
    x = T.dmatrix("x")
    p = T.nnet.softmax(x)
    cost = T.log(p).sum()
    T.grad(cost, x)
    g = at(T.grad(cost, p), {x: [[0.0, 0.0]]})
    assert np.allclose(g, [[2.0, 2.0]])


def test_disconnected_inputs_raise_warn_or_give_zeros():
    v, w = T.dvector("v"), T.dvector("w")
    with pytest.raises(gradient.DisconnectedInputError):
        T.grad(v.sum(), w)
    with pytest.raises(gradient.DisconnectedInputError):
        T.grad((v * 2).sum(), v[0])
    with pytest.warns(UserWarning):
        T.grad(v.sum(), w, disconnected_inputs="warn")
    assert at(T.grad(v.sum(), w, disconnected_inputs="ignore"), {v: [1.0], w: [1.0, 2.0]}).tolist() == [0, 0]
    assert T.grad(v.sum(), w, disconnected_inputs="ignore", return_disconnected="None") is None
    assert isinstance(T.grad(v.sum(), w, disconnected_inputs="ignore", return_disconnected="Disconnected").type,
                      gradient.DisconnectedType)
    with pytest.raises(gradient.DisconnectedInputError):
        T.grad(gradient.disconnected_grad(v).sum(), v)


@pytest.mark.parametrize(("cost", "wrt"), [("vector", "v"), ("scalar", None), ("scalar", "text")])
def test_bad_arguments_are_type_errors(cost, wrt):
    v = T.dvector("v")
    with pytest.raises(TypeError):
        T.grad(v if cost == "vector" else v.sum(), v if wrt == "v" else wrt)


def test_wrong_numbers_and_kinds_of_arguments_have_theanos_errors():
    v, w, i = T.dvector("v"), T.dvector("w"), T.ivector("i")
    wrong = [lambda: T.grad(None, v), lambda: T.Rop(v * 2, [v, w], [v]), lambda: T.Lop([v * 2], v, [w, w]),
             lambda: gradient.jacobian(3, v), lambda: gradient.hessian(3, v), lambda: gradient.hessian((v ** 2).sum(), 3),
             lambda: gradient.subgraph_grad([v], [w])]
    for call in wrong:
        with pytest.raises(AssertionError):
            call()
    with pytest.raises(TypeError, match="consider_constant"):
        T.grad(v.sum(), v, consider_constant=[3])
    with pytest.raises(TypeError, match="continuous"):
        T.Lop(v * 2, v, i)
    with pytest.raises(ValueError, match="variable in wrt"):
        T.Rop(v * 2, 3, w)


def test_rop_of_what_does_not_depend_on_wrt_is_zero():
    v, w = T.dvector("v"), T.dvector("w")
    for f in (v * 2, v.shape[0] * 2.0, gradient.disconnected_grad(v)):
        assert not T.Rop(f, w, w).eval({v: [1.0, 2.0]}).any()
    with pytest.raises(gradient.DisconnectedInputError):
        T.Rop(v, w, w)
    assert T.Rop(v, w, w, disconnected_outputs="ignore", return_disconnected="None") is None


def test_rop_moves_an_extreme_as_its_first_element():
    """What Theano 1.0.5 gives where several elements are tied: not what its gradient, to all of them, would."""
    x, v = T.dmatrices("xv")
    given = {x: np.array([[1.0, 1, 0], [2, 0, 2], [0, 0, 0]]), v: np.arange(1.0, 10).reshape(3, 3)}
    for y, expected in ((x.max(0), [4, 2, 6]), (x.min(0), [7, 5, 3]), (x.max(1), [1, 4, 7]), (x.ptp(0), [-3, -3, 3])):
        assert T.Rop(y, x, v).eval(given).tolist() == expected


@pytest.mark.parametrize("of", [lambda z: T.argmax(z, axis=1), lambda z: z.argmin(1), lambda z: z.shape])
def test_rop_of_what_has_no_derivative_raises_although_it_does_not_depend_on_wrt(of):
    v, w, z = T.dvector("v"), T.dvector("w"), T.dmatrix("z")
    with pytest.raises(ValueError, match="does not depend"):
        T.Rop(of(z), v, w)


def test_names_are_added():
    v = T.dvector("v")
    cost = v.sum()
    cost.name = "cost"
    assert T.grad(cost, v).name == "(dcost/dv)"


def test_integers_have_float_gradients():
    i, s = T.iscalar("i"), T.dscalar("s")
    assert at(T.grad(i * s, i), {i: 1, s: 2.0}) == 2
    assert T.grad(T.cast(s, "int32"), s).eval({s: 1.0}) == 0
    fs = T.fscalar("fs")
    assert T.grad(fs * s, fs).dtype == "float64"


def test_second_order_through_everything_smooth():
    v = T.dvector("v")
    first = T.grad((v ** 3).sum() + T.exp(v).sum() + T.nnet.sigmoid(v).sum(), v)
    second = T.grad(first.sum(), v)
    x, eps = np.array([0.5, -1.0]), 1e-6
    f = theano.function([v], first)
    numeric = sum((f(x + eps * e) - f(x - eps * e)) / (2 * eps) for e in np.eye(2))
    assert np.allclose(at(second, {v: x}), numeric, atol=1e-6)


def test_jacobian_and_hessian():
    v = T.dvector("v")
    assert T.jacobian(v ** 2, v).eval({v: [1.0, 2.0]}).tolist() == [[2, 0], [0, 4]]
    assert T.hessian((v ** 3).sum(), v).eval({v: [1.0, 2.0]}).tolist() == [[6, 0], [0, 12]]
    x = T.dmatrix("x")
    with pytest.raises(AssertionError):
        T.jacobian(x, x)


def test_lop_and_rop_are_transposes():
    x, W, r, left = T.dvector("x"), T.dmatrix("W"), T.dvector("r"), T.dvector("left")
    y = T.tanh(T.dot(x, W))
    given = {x: np.array([1.0, 2.0]), W: np.array([[1.0, 0.5, 0.2], [0.1, 0.2, 0.3]])}
    forward = at(T.Rop(y, x, r), {**given, r: np.array([1.0, -1.0])})
    back = at(T.Lop(y, x, left), {**given, left: np.array([1.0, 2.0, 3.0])})
    assert np.allclose(forward @ [1, 2, 3], back @ [1, -1])


def test_gradients_can_be_stopped_clipped_and_scaled():
    s = T.dscalar("s")
    assert T.grad(gradient.zero_grad(s) * s, s).eval({s: 3.0}) == 3
    assert T.grad(gradient.consider_constant(s) * s, s).eval({s: 3.0}) == 3
    assert T.grad(gradient.grad_clip(s, -1, 1) ** 2, s).eval({s: 5.0}) == 1
    assert T.grad(gradient.grad_scale(s, 10) ** 2, s).eval({s: 5.0}) == 100


def test_verify_grad_accepts_right_and_refuses_wrong_gradients():
    rng = np.random.RandomState(0)
    gradient.verify_grad(lambda a, b: T.dot(T.tanh(a), b), [rng.rand(2, 3), rng.rand(3, 2)], rng=rng)
    with pytest.raises(gradient.GradientError):
        gradient.verify_grad(lambda a: gradient.grad_scale(a, 2.0), [rng.rand(3)], rng=rng)


def test_saturated_classifiers_have_finite_losses_and_gradients():
    x, y = T.dmatrix("x"), T.ivector("y")
    cost = -T.mean(T.log(T.nnet.softmax(x))[T.arange(y.shape[0]), y])
    loss, g = theano.function([x, y], [cost, T.grad(cost, x)])([[1000.0, 0.0]], np.array([1], "int32"))
    assert loss == 1000 and g.tolist() == [[1, -1]]
    v = T.dvector("v")
    cost = T.nnet.binary_crossentropy(T.nnet.sigmoid(v), 1.0).sum()
    loss, g = theano.function([v], [cost, T.grad(cost, v)])([-1000.0])
    assert loss == 1000 and g.tolist() == [-1]


POINTS = [-1.0, 0.0, 1.0, 2.0, 3.0]
# An expression of the vector x and the scalar s (2.0): its value and its gradient by x at POINTS, both as the real Theano 1.0.5
# gives them (FAST_RUN, without a C compiler).
CHOICES = {
    "T.switch(x > 0, T.log(x), 0)": ([0, 0, 0, 0.69314718, 1.09861229], [0, 0, 1, 0.5, 0.33333333]),
    "T.switch(x <= 0, 0, T.sqrt(x))": ([0, 0, 1, 1.41421356, 1.73205081], [0, 0, 0.5, 0.35355339, 0.28867513]),
    "T.switch(x > 0, x * T.log(x), x)": ([-1, 0, 0, 1.38629436, 3.29583687], [1, 1, 1, 1.69314718, 2.09861229]),
    "T.switch(x > 0, T.switch(x > 1, T.log(x - 1), T.log(x)), 0.)": ([0, 0, 0, 0, 0.69314718], [0, 0, 1, 1, 0.5]),
    "T.switch(x > 0, 1., 0.) / x": ([0, 0, 1, 0.5, 0.33333333], [0, 0, -1, -0.25, -0.11111111]),
    "T.switch(x > 0, 1., 0.) * T.log(x)": ([0, 0, 0, 0.69314718, 1.09861229], [0, 0, 1, 0.5, 0.33333333]),
    "T.switch(x > 0, T.log(x).dimshuffle('x', 0), 0.)": ([[0, 0, 0, 0.69314718, 1.09861229]], [0, 0, 1, 0.5, 0.33333333]),
    "T.switch(T.gt(T.log(x), -5), x ** 2, x)": ([-1, 0, 1, 4, 9], [1, 1, 2, 4, 6]),
    "theano.map(lambda a: T.switch(a > 0, T.log(a), 0.), x)[0]": ([0, 0, 0, 0.69314718, 1.09861229], [0, 0, 1, 0.5, 0.33333333]),
    "theano.map(lambda a: T.switch(a > 0, 1., 0.) * T.log(a), x)[0]": ([0, 0, 0, 0.69314718, 1.09861229],
                                                                        [0, 0, 1, 0.5, 0.33333333]),
}


@pytest.mark.parametrize("text", CHOICES)
def test_no_gradient_comes_of_what_was_not_chosen(text):
    x = T.dvector("x")
    out = eval(text, {"theano": theano, "T": T, "x": x})
    value, gradient = theano.function([x], [out, T.grad(out.sum(), x)])(POINTS)
    np.testing.assert_allclose(value, CHOICES[text][0], atol=1e-8)
    np.testing.assert_allclose(gradient, CHOICES[text][1], atol=1e-8)


def test_no_gradient_of_a_factor_comes_of_what_was_not_chosen():
    x, s = T.dvector("x"), T.dscalar("s")
    g = T.grad(T.switch(x > 0, s * T.log(x), 0.0).sum(), s)
    np.testing.assert_allclose(theano.function([x, s], g)(POINTS, 2.0), np.log(6))


def test_barriers_hold_inside_of_loops():
    x, s = T.dvector("x"), T.dscalar("s")
    for held in (theano.gradient.disconnected_grad, theano.gradient.zero_grad):
        out, _ = theano.scan(lambda a, p: p * held(a) + a, x, s)
        # As without the loop: only the second `a` counts.
        assert theano.function([x, s], T.grad(out[-1], x))([1.0, 2.0, 3.0], 2.0).tolist() == [6, 3, 1]
    for out in (theano.map(lambda a: theano.gradient.undefined_grad(a) * 2, x)[0],
                theano.map(lambda a: theano.map(lambda b: theano.gradient.undefined_grad(a) * b, x)[0], x)[0]):
        with pytest.raises(theano.gradient.NullTypeGradError):
            T.grad(out.sum(), x)


def test_rop_has_no_rule_for_clipped_and_scaled_gradients():
    x = T.dvector("x")
    for out in (theano.gradient.grad_clip(x, -1, 1), theano.gradient.grad_scale(x, 2.0)):
        with pytest.raises(NotImplementedError):
            T.Rop(out, x, x)


@ours
def test_rop_of_logsoftmax_is_that_of_the_logarithm_of_softmax():
    # Theano has this answer for log(softmax(x)) only; for logsoftmax its Lop, [1, 0, -1].
    x, v = T.dmatrix("x"), T.dmatrix("v")
    given = {x: np.array([[0.0, 1.0, 2.0]]), v: np.array([[1.0, 0.0, -1.0]])}
    for out in (T.log(T.nnet.softmax(x)), T.nnet.logsoftmax(x)):
        np.testing.assert_allclose(at(T.Rop(out, x, v), given), [[1.5752103826, 0.5752103826, -0.4247896174]])


def test_rop_of_a_loop_by_what_moves_nothing_in_it_is_zero():
    x, s = T.dvector("x"), T.dscalar("s")
    out, _ = theano.scan(lambda a, p: [p, p * 2], x, [s, None])
    assert [float(v) for v in theano.function([x, s], T.Rop([v.sum() for v in out], x, x))([1.0, 2.0], 3.0)] == [0, 0]


def test_a_long_chain_of_choices_is_differentiated_in_time_that_grows_with_its_length():
    x, c = T.dvector("x"), T.dvector("c")
    sizes = []
    for count in (20, 40):
        y = x
        for k in range(count):
            y = T.switch(c > k, T.tanh(y * 1.1), y)
        order = theano.gof.graph.io_toposort([x, c], [T.grad(y.sum(), x)])
        sizes.append(len(order))
    assert sizes[1] < 2.5 * sizes[0]
