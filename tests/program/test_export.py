"""to_jax gives the pure function of a compiled one; lower_text its program."""

import jax
import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.core.lower import x64


def trainer():
    x, i = T.dmatrix("x"), T.lscalar("i")
    w, b = theano.shared(np.ones((3, 2)), name="w"), theano.shared(np.zeros(2))
    cost = (T.tanh(T.dot(x[i:i + 2], w) + b) ** 2).mean()
    updates = [(w, w - 0.1 * T.grad(cost, w)), (b, b - 0.1 * T.grad(cost, b))]
    return theano.function([x, i], cost, updates=updates, name="step")


def test_the_pure_function_gives_outputs_and_new_parameters_and_changes_nothing():
    step, data = trainer(), np.arange(12.0).reshape(4, 3) / 10
    pure, parameters = step.to_jax()
    assert sorted(parameters) == ["shared1", "w"]
    (cost,), new = pure(parameters, data, 1)
    assert step.shared[0].get_value().tolist() == np.ones((3, 2)).tolist()
    assert np.allclose(step(data, 1), cost, rtol=1e-13)
    for v, name in zip(step.shared, ("w", "shared1")):
        assert np.allclose(v.get_value(), new[name], rtol=1e-13)


def test_the_pure_function_works_under_jit_and_grad():
    pure, parameters = trainer().to_jax()
    data = np.arange(12.0).reshape(4, 3) / 10
    with x64():
        slope = jax.jit(jax.grad(lambda p, x: pure(p, x, 0)[0][0]))(parameters, data)
    new = pure(parameters, data, 0)[1]
    assert np.allclose(np.asarray(parameters["w"]) - 0.1 * np.asarray(slope["w"]), new["w"], rtol=1e-12)


def test_what_runs_outside_jax_is_refused_by_name():
    x = T.dvector("x")
    f = theano.function([x], theano.printing.Print("p")(x))
    with pytest.raises(NotImplementedError, match="Print"):
        f.to_jax()
    with pytest.raises(TypeError, match="takes 2 inputs, got 1"):
        pure, parameters = trainer().to_jax()
        pure(parameters, np.ones((2, 3)))


def test_the_text_of_the_program_shows_its_operations():
    x = T.dvector("x")
    f = theano.function([x], T.tanh(x))
    assert "tanh" in f.lower_text([1.0]) and "tensor<1xf64>" in f.lower_text([1.0])
    assert "HloModule" in f.lower_text([1.0], compiled=True)
