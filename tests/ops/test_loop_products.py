"""Loops whose products are made before or after them give what the same steps give, written out one by one."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.scan_module import until

rng = np.random.RandomState(0)
STEPS = 5
VALUES = {"x": rng.randn(STEPS, 3, 4), "v": rng.randn(STEPS, 4), "W": rng.randn(4, 4) / 3, "U": rng.randn(4, 4) / 3,
          "b": rng.randn(4), "h": rng.randn(3, 4), "k": rng.randn(4)}


def variables():
    kinds = {1: T.dvector, 2: T.dmatrix, 3: T.dtensor3}
    return {name: kinds[value.ndim](name) for name, value in VALUES.items()}


# name -> (step(element, state, variables), sequence, first value)
STEP = {
    "plain": (lambda e, h, v: T.tanh(T.dot(e, v["W"]) + T.dot(h, v["U"]) + v["b"]), "x", "h"),
    "vectors": (lambda e, h, v: T.tanh(T.dot(e, v["W"]) + T.dot(h, v["U"])), "v", "k"),
    "matrix_on_the_left": (lambda e, h, v: T.tanh(T.dot(v["W"], e) + T.dot(v["U"], h)), "v", "k"),
    "matrix_on_the_left_of_matrices": (lambda e, h, v: T.tanh(e.T + T.dot(v["W"], e.T) + T.dot(v["U"], h.T)).T, "x", "h"),
    "the_same_matrix_everywhere": (lambda e, h, v: T.tanh(T.dot(e, v["U"]) + T.dot(h, v["U"]) + v["U"].sum()), "x", "h"),
    "functions_of_sequences": (lambda e, h, v: T.tanh(T.dot(T.tanh(T.dot(e * 2, v["W"])), v["U"]) + h), "x", "h"),
    "a_product_of_a_product": (lambda e, h, v: T.tanh(e + T.dot(T.dot(h, v["U"]), v["W"])), "x", "h"),
    "sequence_used_twice": (lambda e, h, v: e * T.tanh(e + T.dot(h, v["U"])), "x", "h"),
    "product_used_twice": (lambda e, h, v: T.dot(h, v["U"]) * T.tanh(e + T.dot(h, v["U"])), "x", "h"),
    "two_products_in_a_sum": (lambda e, h, v: T.tanh(e + T.dot(h, v["U"]) + T.dot(h ** 2, v["W"])), "x", "h"),
    "a_transposed_matrix": (lambda e, h, v: T.tanh(T.dot(e, v["W"].T) + T.dot(h, v["U"].T)), "x", "h"),
    "gates": (lambda e, h, v: T.nnet.sigmoid(T.dot(h, v["U"])[:, :2]).sum(1, keepdims=True)
              * T.nnet.sigmoid(T.dot(h, v["U"])[:, 2:]).sum() + T.tanh(e), "x", "h"),
}


def states(step, v, sequence, first, n_steps=None, **options):
    out, _ = theano.scan(lambda e, h: step(e, h, v), v[sequence], v[first], n_steps=n_steps, **options)
    return out


def unrolled(step, v, sequence, first, steps=STEPS, kept=STEPS):
    h, found = v[first], []
    for t in range(steps):
        h = step(v[sequence][t], h, v)
        if t == steps - kept - 1:
            h = theano.gradient.disconnected_grad(h)
        found.append(h)
    return T.stack(found)


def cost(out):
    return (out ** 2).sum() + T.sin(out[-1]).sum()


def same(a, b, v):
    f = theano.function(list(v.values()), [*a, *b], on_unused_input="ignore")
    found = f(*VALUES.values())
    for x, y in zip(found[:len(a)], found[len(a):]):
        assert x.dtype == y.dtype
        np.testing.assert_allclose(x, y, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("name", STEP)
def test_values_and_gradients_are_those_of_the_steps_written_out(name):
    v = variables()
    outs = [make(STEP[name][0], v, *STEP[name][1:]) for make in (states, unrolled)]
    wrt = list(v.values())
    a, b = ([out, *T.grad(cost(out), wrt, disconnected_inputs="ignore")] for out in outs)
    same(a, b, v)


@pytest.mark.parametrize("name", ["plain", "matrix_on_the_left", "functions_of_sequences", "the_same_matrix_everywhere",
                                  "gates"])
def test_second_derivatives_and_pushforwards_agree(name):
    v = variables()
    found = []
    for make in (states, unrolled):
        out = make(STEP[name][0], v, *STEP[name][1:])
        grads = T.grad(cost(out), [v["U"], v["h"], v["W"]], disconnected_inputs="ignore")
        of_grads = T.grad(sum(T.sqr(g).sum() for g in grads), [v["U"], v["x"], v["W"]], disconnected_inputs="ignore")
        pushed = T.Rop(out, v["U"], v["W"])
        found.append([*of_grads, pushed, T.Rop(grads[0], v["U"], v["W"]), *T.grad(cost(pushed), [v["W"], v["U"]])])
    same(*found, v)


def test_gradients_that_flow_back_through_some_steps_only():
    v = variables()
    step = STEP["plain"][0]
    whole = states(step, v, "x", "h", truncate_gradient=2)
    cut = unrolled(step, v, "x", "h", kept=2)
    wrt = [v["U"], v["W"], v["b"]]
    same(*([*T.grad(T.sqr(out[-1]).sum(), wrt)] for out in (whole, cut)), v)


def test_fewer_steps_than_the_sequence_is_long_and_backwards():
    v = variables()
    step = STEP["plain"][0]
    few = states(step, v, "x", "h", n_steps=3)
    same([few, *T.grad(cost(few), [v["U"], v["W"], v["x"]])],
         [unrolled(step, v, "x", "h", 3), *T.grad(cost(unrolled(step, v, "x", "h", 3)), [v["U"], v["W"], v["x"]])], v)
    back = states(step, v, "x", "h", go_backwards=True)
    turned = unrolled(step, {**v, "x": v["x"][::-1]}, "x", "h")
    same([back, *T.grad(cost(back), [v["U"], v["x"]])], [turned, *T.grad(cost(turned), [v["U"], v["x"]])], v)


def test_a_loop_that_stops_by_itself():
    v = variables()
    step = STEP["plain"][0]

    def counted(e, h, t):
        return [step(e, h, v), t + 1], until(T.ge(t, 2))

    (out, _), _ = theano.scan(counted, v["x"], [v["h"], T.constant(0)])
    other = unrolled(step, v, "x", "h", 3)
    same([out, *T.grad(cost(out), [v["U"], v["W"]])], [other, *T.grad(cost(other), [v["U"], v["W"]])], v)


def test_several_taps():
    v = variables()
    first = T.stack([v["h"], v["h"] * 2])
    out, _ = theano.scan(lambda e, a, b: T.tanh(e + T.dot(a, v["U"]) + T.dot(b, v["W"])), v["x"],
                         {"initial": first, "taps": [-2, -1]})
    seen = [v["h"], v["h"] * 2]
    for t in range(STEPS):
        seen.append(T.tanh(v["x"][t] + T.dot(seen[-2], v["U"]) + T.dot(seen[-1], v["W"])))
    other = T.stack(seen[2:])
    same([out, *T.grad(cost(out), [v["U"], v["W"], v["h"]])], [other, *T.grad(cost(other), [v["U"], v["W"], v["h"]])], v)


def test_a_loop_in_a_loop():
    v = variables()

    def outer(e, h):
        inner, _ = theano.scan(lambda g: T.tanh(T.dot(g, v["U"]) + e), outputs_info=h, n_steps=2)
        return T.dot(inner[-1], v["W"])

    out, _ = theano.scan(outer, v["x"], v["h"])
    h, found = v["h"], []
    for t in range(STEPS):
        for _ in range(2):
            h = T.tanh(T.dot(h, v["U"]) + v["x"][t])
        h = T.dot(h, v["W"])
        found.append(h)
    other = T.stack(found)
    same([out, *T.grad(cost(out), [v["U"], v["W"], v["x"]])], [other, *T.grad(cost(other), [v["U"], v["W"], v["x"]])], v)


def test_no_product_with_a_sequence_is_left_in_the_loop_and_no_sum_of_gradients():
    from tests.program.test_loops import compiled_text

    x, W, U = T.ftensor3("x"), theano.shared(np.eye(8, dtype="float32")), theano.shared(np.eye(8, dtype="float32"))
    out, _ = theano.scan(lambda e, h: T.tanh(T.dot(e, W) + T.dot(h, U)), x, T.zeros_like(x[0]))
    loss = (out ** 2).sum()
    f = theano.function([x], loss, updates=[(p, p - T.grad(loss, p)) for p in (W, U)])
    text = compiled_text(f, np.ones((7, 5, 8), "float32"))
    inside = [line for line in text.splitlines() if "dot_general" in line and "while/body" in line and "ROOT" in line]
    assert len(inside) == 2 and all("f32[5,8]" in line for line in inside)


def test_lengths_that_do_not_fit_and_too_few_elements_are_errors():
    v = variables()
    out = states(STEP["plain"][0], v, "x", "h", n_steps=T.constant(9))
    f = theano.function(list(v.values()), T.grad(cost(out), v["U"]), on_unused_input="ignore")
    with pytest.raises(ValueError, match="shorter then the required"):
        f(*VALUES.values())
    out = states(STEP["plain"][0], v, "x", "h")
    f = theano.function(list(v.values()), T.grad(cost(out), v["U"]), on_unused_input="ignore")
    for name in ("W", "U"):
        with pytest.raises(ValueError, match="not aligned"):
            f(*{**VALUES, name: np.ones((7, 4))}.values())


@pytest.mark.parametrize("bounds", [[(0, 2), (2, 4)], [(0, 1), (1, 3), (3, None)], [(0, 1), (2, 3)], [(1, 2), (2, 9), (9, 12)],
                                    [(0, 3), (1, 4)], [(0, 4)]])
def test_slices_of_a_state_in_a_loop(bounds):
    def step(e, h, v):
        z = T.dot(h, v["U"]) + e
        found = [T.nnet.sigmoid(z[:, a:b]) for a, b in bounds] + [T.tanh(z[:, a:b]) for a, b in bounds[1:]]
        return T.tanh(z) + sum(p.sum(1, keepdims=True) for p in found) + z[:, bounds[0][0]:bounds[0][1]].sum()

    v = variables()
    outs = [make(step, v, "x", "h") for make in (states, unrolled)]
    a, b = ([out, *T.grad(cost(out), [v["U"], v["x"], v["h"]])] for out in outs)
    same(a, b, v)
