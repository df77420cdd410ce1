"""The whole system in sixty lines: variables, a graph, gradients, a compiled program, shared state, errors."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T


def test_the_tour():
    # Leaves have a dtype and a broadcast pattern, no value.
    x, y = T.dmatrix("x"), T.ivector("y")
    assert x.type == T.TensorType("float64", (False, False))
    assert (x + T.drow()).broadcastable == (False, False)

    # Operators build nodes; Theano's promotion decides dtypes.
    assert (T.iscalar() + T.fscalar()).dtype == "float64"
    assert str((x + 1).owner.op) == "Elemwise{add,no_inplace}"

    # Shared variables hold the parameters.
    W = theano.shared(np.zeros((3, 2)), name="W")
    b = theano.shared(np.zeros(2), name="b")
    p = T.nnet.softmax(T.dot(x, W) + b)
    cost = -T.mean(T.log(p)[T.arange(y.shape[0]), y])

    # Gradients of one cost are kept: asking twice gives the same variables.
    gW, gb = T.grad(cost, [W, b])
    assert T.grad(cost, W) is gW

    # A function is one compiled program; its updates replace shared values.
    step = theano.function([x, y], cost, updates=[(W, W - 0.5 * gW), (b, b - 0.5 * gb)])
    images, labels = np.eye(3), np.array([0, 1, 0], dtype="int32")
    first = step(images, labels)
    assert np.isclose(first, np.log(2)) and step(images, labels) < first
    assert step.compile_count == 1

    # Sizes may be computed: the host stage makes them static, per size and not per index.
    i = T.lscalar("i")
    data = theano.shared(np.arange(30.0).reshape(10, 3))
    batch = theano.function([i], x.sum(axis=1), givens={x: data[i * 4:(i + 1) * 4]})
    assert [batch(k).shape for k in range(3)] == [(4,), (4,), (2,)]
    assert batch.compile_count == 2

    # Bad labels are an error that names the line, and cost nothing.
    before = W.get_value()
    with pytest.raises((IndexError, ValueError), match="test_tour.py"):
        step(images, np.array([0, 1, 7], dtype="int32"))
    assert np.array_equal(W.get_value(), before)

    # Theano's subgradients, and its stable logarithms.
    s = T.dscalar("s")
    assert T.grad(T.nnet.relu(s), s).eval({s: 0.0}) == 0.5
    assert T.log(T.nnet.softmax([[1000.0, 0.0]])).eval().tolist() == [[0.0, -1000.0]]
