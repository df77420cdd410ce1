"""Symbolic variables divide as in Python 2; an op whose perform unpacks its arguments."""
import theano, theano.tensor as T, numpy as np
x = T.ivector('x'); f = theano.function([x], [x / 2, x.shape[0] / 2, x / 2., 7 / x], on_unused_input='ignore')
r = f([5, 6, 7]); print [a.tolist() for a in r], [str(a.dtype) for a in r]
s = theano.shared(np.arange(6)); print (s / 4).eval(), (s.get_value() / 4), (x / 2).type, (T.fvector() / x).type
y = T.lscalar(); z = x; z /= y; print z.type, z.eval({x: [5], y: 2})
A = T.matrix(); print (A / A.shape[0]).type, (A.sum() / 2).type
n = T.constant(7); print (n / 2).eval(), (T.arange(10)[: n / 2]).eval()
print (np.array([4, 9]) / y).type, (np.float32(1) / y).type
class DoubleOp(theano.Op):
    __props__ = ()
    def make_node(self, x):
        x = T.as_tensor_variable(x)
        return theano.Apply(self, [x], [x.type()])
    def perform(self, node, inputs, (out,)):
        out[0] = inputs[0] * 2
    def grad(self, (x,), (g,)):
        return [g * 2]
    def infer_shape(self, node, i0_shapes): return i0_shapes
v = T.dvector()
print theano.function([v], [DoubleOp()(v), T.grad(DoubleOp()(v).sum(), v)])([1, 2.5])
print theano.__version__, T.grad((v ** 2 / 2).sum(), v).eval({v: [3.]})
from theano.scalar.basic import IntegerDivisionError
try:
    theano.config.int_division = 'raise'
    x / 2
except IntegerDivisionError: print 'refused'
theano.config.int_division = 'floatX'
print (x / 2).type
theano.config.int_division = 'int'
