"""Ops with gradients of their own, inside and outside of loops: gradient clipping as recurrent networks had it."""
import numpy as np
import theano
import theano.tensor as T
from theano.ifelse import ifelse


class GradClip(theano.compile.ViewOp):
    def __init__(self, lower, upper):
        self.lower, self.upper = lower, upper

    def grad(self, args, g_outs):
        return [T.switch(T.isnan(g), 0., T.clip(g, self.lower, self.upper)) for g in g_outs]


clip = GradClip(-1, 1.5)
a = T.dvector()
over = theano.OpFromGraph([a], [a * 2.0], grad_overrides=lambda inputs, g: [T.clip(g[0], -1, 1.5) * 2])
outer = theano.OpFromGraph([a], [over(a) + a])
ROWS = np.array([[.1, .2], [.3, .1], [-.2, .5], [.3, .3]])


def nested(z):
    return theano.scan(lambda p: clip(p * 1.1), outputs_info=z, n_steps=2)[0][-1]


INNER = [
    ("view", clip), ("two", lambda z: clip(z) * .5 + GradClip(-.2, .2)(z) * .5), ("over", over), ("outer", outer),
    ("nested", nested), ("ifelse", lambda z: ifelse(T.gt(z[0], 0), clip(z), over(z))),
    ("grad_clip", lambda z: theano.gradient.grad_clip(z, -1, 1.5)), ("grad_scale", lambda z: theano.gradient.grad_scale(z, .5)),
]


def shown(values):
    return [np.round(v, 7).tolist() for v in values]


for name, inner in INNER:
    for loop in (True, False):
        W, X = theano.shared(np.array([[.5, -1.], [2., .3]])), T.dmatrix()
        if loop:
            last = theano.scan(lambda row, h: T.tanh(inner(T.dot(h, W)) + row), sequences=X, outputs_info=T.zeros((2,)))[0][-1]
        else:
            last = T.zeros((2,))
            for k in range(4):
                last = T.tanh(inner(T.dot(last, W)) + X[k])
        g = T.grad((last * 9).sum(), W)
        outs = [last, g] if name in ("nested", "ifelse") else [last, g, T.grad((g ** 2).sum(), W)]
        print(name, loop, shown(theano.function([X], outs)(ROWS)))
x = T.dvector()
print(shown([theano.gradient.jacobian(T.tanh(clip(T.dot(x, W))) * 5, x).eval({x: [1., 2.]})]))
M = theano.shared(ROWS * 5)
print(shown([T.grad(theano.map(lambda r: over(r) * r, M)[0].sum(), M).eval()]))
n = T.lscalar()
print(theano.function([n], T.zeros((theano.compile.view_op(n), 2)))(3).shape, isinstance(clip(x).owner.op, theano.compile.ViewOp))
