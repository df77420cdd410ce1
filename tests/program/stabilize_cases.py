"""Expressions whose saturated values Theano's rewrites decide; run by the real Theano and by theano_lite."""

import numpy as np

EXTREMES = {
    "float64": [-1000.0, -800.0, -50.0, -1.0, -1e-20, 0.0, 1e-20, 1e-9, 1.0, 30.0, 50.0, 800.0, 1000.0],
    "float32": [-1000.0, -150.0, -20.0, -1.0, -1e-20, 0.0, 1e-20, 1e-5, 1.0, 15.0, 50.0, 150.0, 1000.0],
}

# Of the vector x, elementwise; sig, exp, log are the ops of those names.
ELEMENTWISE = """
log(sig(x))
-log(sig(-x))
log(1 - sig(x))
log(1.0 - sig(x))
log(-sig(x) + 1)
log(sig(x) * 1)
1 - sig(x)
1.0 - sig(x)
log(1 + exp(x))
log(exp(x) + 1)
log(1.0 + exp(x))
log(1 + exp(-x))
log(T.ones_like(x) + exp(x))
log(2 + exp(x))
log(1 + exp(x) + exp(2 * x))
log(x ** 2 + 1)
log(1 + x ** 2)
log(1 - exp(x))
log(1 - x ** 2)
log(exp(x) + exp(-x))
log(exp(x) + exp(2 * x))
log(exp(x))
exp(log(x))
T.log1p(exp(x))
T.log1p(exp(-x))
T.log1p(-sig(x))
T.log1p(-exp(x))
exp(x) - 1
exp(x) - 1.0
-1 + exp(x)
exp(x) + (-1)
T.expm1(x)
1 / (1 + exp(-x))
1. / (1 + exp(-x))
1 / (1 + exp(x))
1 / (exp(-x) + 1)
2 / (1 + exp(-x))
2 / (1 + exp(-x)) - 1
x / (1 + exp(-x))
-1 / (1 + exp(-x))
T.inv(1 + exp(-x))
(1 + exp(-x)) ** -1
exp(x) / (1 + exp(x))
exp(x) / (exp(x) + 1)
exp(-x) / (1 + exp(-x))
exp(x) / (1 + exp(-x))
exp(x) / (2 + exp(x))
log(1 / (1 + exp(-x)))
log(1 - 1 / (1 + exp(-x)))
log(exp(x) / (1 + exp(x)))
sig(x) * (1 - sig(x))
sig(x) * exp(-x)
sig(-x) * exp(x)
exp(-x) * sig(x) * 3
sig(x) / (1 - sig(x))
(1 - sig(x)) / sig(x)
log(sig(x) / (1 - sig(x)))
log(sig(x)) - log(1 - sig(x))
(exp(x) - exp(-x)) / (exp(x) + exp(-x))
T.tanh(x)
T.nnet.softplus(x)
sig(x)
exp(x) / exp(x)
x / x
x * 0
x - x
exp(x) * exp(-x)
exp(x) / exp(2 * x)
log(abs(x))
x / abs(x)
T.sqrt(x ** 2)
T.sqr(T.sqrt(x))
x * x / x
exp(x) * 2 / exp(x)
log(sig(x) + 1e-8)
log(T.clip(sig(x), 1e-7, 1 - 1e-7))
T.nnet.binary_crossentropy(sig(x), 0.3)
T.nnet.binary_crossentropy(sig(x), 1)
T.nnet.binary_crossentropy(sig(x), 0)
T.nnet.binary_crossentropy(1 / (1 + exp(-x)), 0.3)
-(0.25 * log(sig(x)) + (1 - 0.25) * log(1 - sig(x)))
T.nnet.sigmoid_binary_crossentropy(x, 0.5 * T.ones_like(x))
log(T.erfc(x))
1 - T.erf(x)
1 - T.erfc(x)
T.erf(x) - 1
log(1 - T.erf(x))
T.log10(1 + exp(x))
T.log2(1 + exp(x))
log(sig(x)) * (x > 0)
T.switch(x > 0, log(sig(x)), log(1 - sig(x)))
log(sig(x.dimshuffle('x', 0)))
log(sig(x).dimshuffle('x', 0))
log((1 - sig(x)).dimshuffle(0, 'x'))
log(sig(x))[::2]
log(sig(x)[::2])
log(1 - sig(x)[::2])
log(1 - sig(x).dimshuffle('x', 0))
log(T.nnet.sigmoid(2 * x))
log(T.cast(sig(x), 'float64'))
log(1 - T.cast(sig(x), 'float64'))
"""

# Of the matrix x, integer labels y and a distribution t; s is softmax, n the rows.
ROWS = """
log(s(x))
-log(s(x))[n, y]
-log(s(x)[n, y])
-T.mean(log(s(x))[n, y])
log(s(x)[:, 0])
log(s(x)[0])
log(s(x)[0, 1])
log(s(x)[:, ::2])
log(s(x).T)
log(s(x).dimshuffle(0, 'x', 1))
log(s(x).flatten())
log(s(x).reshape((4, 6)).T)
log(s(x).reshape((-1,)))
log(s(x)) * t
-(t * log(s(x))).sum(axis=1)
T.nnet.categorical_crossentropy(s(x), y)
T.nnet.categorical_crossentropy(s(x), y).mean()
T.nnet.categorical_crossentropy(s(x), t)
T.nnet.categorical_crossentropy(s(x + b), y)
T.nnet.categorical_crossentropy(T.nnet.softmax_with_bias(x, b), y)
T.nnet.crossentropy_categorical_1hot(s(x), y)
T.nnet.categorical_crossentropy(T.nnet.softmax_graph(x), y)
T.nnet.categorical_crossentropy(T.clip(s(x), 1e-7, 1), y)
log(T.nnet.softmax_with_bias(x, b))
log(T.nnet.softmax_with_bias(x, b))[n, y]
log(T.nnet.softmax_with_bias(x, b)[n, y])
log(s(x + b))
log(s(x + b)[n, y])
log(s(b))
log(s(b)[0])
log(s(x) + 1e-30)
log(1 - s(x))
log(T.nnet.softmax_graph(x))
log(T.nnet.softmax_graph(x)[n, y])
T.nnet.softmax_graph(x)
T.nnet.softmax_graph(b)
exp(x) / exp(x).sum(axis=1, keepdims=True)
exp(x) / exp(x).sum(1).dimshuffle(0, 'x')
exp(x) / exp(x).sum(axis=0, keepdims=True)
exp(x) / exp(x).sum()
exp(x) / exp(x).sum(axis=0)
(exp(x).T / exp(x).sum(1)).T
exp(x - x.max(axis=1, keepdims=True)) / exp(x - x.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True)
log(exp(x) / exp(x).sum(axis=1, keepdims=True))
log(exp(x) / exp(x).sum(axis=1, keepdims=True))[n, y]
log(exp(x).sum())
log(exp(x).sum(axis=1))
log(exp(x).sum(axis=0))
log(exp(x).sum(axis=-1, keepdims=True))
log(exp(x).sum(axis=1)).sum()
x - log(exp(x).sum(axis=1, keepdims=True))
log(exp(x).mean(axis=1))
log((2 * exp(x)).sum(axis=1))
log(exp(b).sum())
log(1 + exp(x).sum(axis=1))
log(s(x)).sum(axis=1)
T.max(log(s(x)), axis=1)
T.argmax(log(s(x)), axis=1)
T.nnet.logsoftmax(x)[n, y]
T.log(T.max(s(x), axis=1))
T.sum(s(x) * log(s(x)), axis=1)
T.nnet.crossentropy_softmax_1hot(x, y)[0]
T.nnet.crossentropy_softmax_argmax_1hot_with_bias(x, b, y)[0]
"""


def groups():
    """Expressions by their inputs: (dtype, expressions, {input: array}) of every group."""
    for dtype in ("float64", "float32"):
        yield dtype, ELEMENTWISE.strip().splitlines(), {"x": np.array(EXTREMES[dtype], dtype=dtype)}
        rows = [[1000, 0, 1, -1], [0, -1000, 2, 1], [-1000, -1000, -1000, 0], [.5, .25, -.5, 1], [1000, 1000, 0, -1000],
                [30, -30, 0, 10]]
        yield dtype, ROWS.strip().splitlines(), {
            "x": np.array(rows, dtype=dtype), "y": np.array([1, 1, 0, 3, 2, 1], dtype="int64"),
            "t": np.array([[.25, .25, .5, 0]] * 6, dtype=dtype), "b": np.array([1, -1, .5, 800], dtype=dtype)}


def variables_of(theano, inputs):
    """Input variables of the inputs' types, by name."""
    return {k: theano.tensor.TensorType(str(v.dtype), (False,) * v.ndim)(k) for k, v in inputs.items()}


def build(theano, expression, variables):
    """[the value of `expression`, the gradients of its sum with respect to every float input]"""
    T = theano.tensor
    scope = dict(variables, T=T, theano=theano, np=np, sig=T.nnet.sigmoid, exp=T.exp, log=T.log, s=T.nnet.softmax)
    if "y" in variables:
        scope["n"] = T.arange(variables["y"].shape[0])
    out = eval(expression, scope)
    wrt = [v for v in variables.values() if v.dtype.startswith("float")]
    if not out.dtype.startswith("float"):
        return [out]
    return [out] + list(T.grad(out.sum(), wrt, disconnected_inputs="ignore"))
