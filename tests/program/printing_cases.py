"""Expressions whose texts are compared with those of the real Theano; and the recording of those.

python3.7-with-theano printing_cases.py > printing_recorded.json
"""

import json

EXPRESSIONS = """
h
h.sum()
x.sum(axis=0)
h.mean(axis=1)
T.max(h, axis=0)
T.argmax(h, axis=1)
T.nnet.softmax(h)
T.nnet.sigmoid(x)
T.nnet.softplus(x)
-T.mean(T.log(T.nnet.softmax(h))[T.arange(y.shape[0]), T.cast(y, 'int32')])
T.neq(T.argmax(h, axis=1), T.cast(y, 'int64')).sum()
x[1:, 0]
x[i]
x[i:i + 3]
x[T.cast(y, 'int64')]
T.set_subtensor(y[2:], 0.)
T.inc_subtensor(y[i], 3.)
T.inc_subtensor(x[T.cast(y, 'int64')], 1)
x.reshape((2, -1))
x.T
x.flatten()
x ** 2
(x - 1) ** 2 / (3 * x)
T.switch(x > 0, x, -x)
T.clip(x, 0, 1)
T.zeros((i, 3))
T.ones_like(x)
T.cast(x, 'float32')
T.prod(x)
T.concatenate([x, x], axis=1)
T.stack([y, y])
x.shape[0]
T.arange(i)
T.constant(np.arange(10.)) + y
T.and_(i > 3, i < 5)
i % 3
x // 2
y.norm(2)
y.dimshuffle('x', 0)
abs(x)
T.sqrt(x) * T.exp(x)
1 / x
T.outer(y, y)
T.maximum(x, 0)
i ^ 3
(x > 0).any()
T.all(x > 0, axis=1)
T.grad((x ** 2).sum(), x)
T.grad(T.mean(x ** 2), x)
T.grad(T.dot(x, w).sum(), w)
T.grad(T.dot(x, b).sum(), b)
T.grad((x + b).sum(), b)
T.grad((x.sum(axis=0) ** 2).sum(), x)
T.grad(T.nnet.sigmoid(T.dot(x, b)).sum(), b)
T.grad(h.sum(), w)
T.grad(T.exp(-y).sum(), y)
T.grad((y / (1 + y)).sum(), y)
T.grad(T.log(y).sum(), y)
T.grad(T.sqrt(y).sum() + abs(y).sum(), y)
T.grad(x[0].sum(), x)
T.grad(x[T.cast(y, 'int64')].sum(), x)
T.grad(T.maximum(y, 0).sum(), y)
T.grad((x * x * x).sum(), x)
T.grad(T.switch(y > 0, y, -y).sum(), y)
T.grad(x.T.sum(), x)
T.grad(T.nnet.softmax(x)[0, 0], x)
T.grad((T.sin(y) - T.cos(y) ** 3).sum(), y)
T.Lop(T.dot(y, w), w, y)
""".strip().splitlines()
OPTIONS = [dict(print_type=True), dict(depth=2), dict(ids="int"), dict(ids=""), dict(stop_on_name=True)]


def texts(theano, expression):
    """debugprint, pp and min_informative_str of the expression."""
    import numpy as np

    T = theano.tensor
    x, y, i = T.dmatrix("x"), T.dvector("y"), T.iscalar("i")
    w, b = theano.shared(np.zeros((3, 2)), name="w"), theano.shared(np.zeros(2))
    scope = dict(theano=theano, T=T, np=np, x=x, y=y, i=i, w=w, b=b, h=T.tanh(T.dot(x, w) + b))
    v = eval(expression, scope)
    printing = theano.printing
    return [printing.debugprint(v, file="str"), printing.pp(v), printing.min_informative_str(v)]


def variants(theano):
    """debugprint with its options, of one graph with a name in the middle."""
    T = theano.tensor
    x = T.dmatrix("x")
    z = T.exp(x + x)
    z.name = "z"
    v = z * T.tanh(z)
    return [theano.printing.debugprint(v, file="str", **options) for options in OPTIONS]


if __name__ == "__main__":
    import theano

    print(json.dumps({"texts": {e: texts(theano, e) for e in EXPRESSIONS}, "variants": variants(theano)}, indent=0))
