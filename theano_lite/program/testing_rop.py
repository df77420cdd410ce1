"""RopLop_checker: checks of R_op and L_op of user-written ops, as the tutorial on extending Theano uses it."""

import unittest

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.graph import Apply
from theano_lite.ops.linalg import dot
from theano_lite.ops.variables import matrix, vector
from theano_lite.program.cloning import clone
from theano_lite.program.function import function
from theano_lite.program.gradient import Lop, Rop, grad, jacobian
from theano_lite.program.null_gradients import grad_undefined
from theano_lite.program.testing import fetch_seed
from theano_lite.program.user_op import Op


class BreakRop(Op):
    """Its input, with no derivative."""

    __props__ = ()

    def make_node(self, x):
        return Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage, params=None):
        output_storage[0][0] = inputs[0]

    def grad(self, inputs, output_grads):
        return [grad_undefined(self, 0, inputs[0])]

    def R_op(self, inputs, eval_points):
        return [None]


break_op = BreakRop()


class RopLop_checker(unittest.TestCase):
    """Compares Rop and Lop with the Jacobian. Tests inherit from it and apply an op to the vector self.x of length
    self.in_shape, or the matrix self.mx of shape self.mat_in_shape.
    """

    def setUp(self):
        self.x, self.v, self.mx, self.mv = vector("x"), vector("v"), matrix("mx"), matrix("mv")
        self.rng = np.random.RandomState(fetch_seed())
        self.in_shape = (5 + self.rng.randint(3),)
        self.mat_in_shape = (5 + self.rng.randint(3), 5 + self.rng.randint(3))

    def _random(self, shape):
        return np.asarray(self.rng.uniform(size=shape), config.floatX)

    def check_nondiff_rop(self, y):
        """That Rop of `y`, which depends on self.x but not smoothly, raises ValueError."""
        try:
            Rop(y, self.x, self.v)
        except ValueError:
            return
        self.fail("Op did not raise an error even though the function is not differentiable")

    def check_mat_rop_lop(self, y, out_shape):
        """That Rop and Lop of the vector `y`, of shape `out_shape`, with respect to self.mx are right."""
        directions = (jacobian(y, self.mx) * self.mv).sum(axis=[1, 2])
        self._compare("ROP", Rop(y, self.mx, self.mv), directions, [self.mx, self.mv], [self.mat_in_shape] * 2)
        self.check_nondiff_rop(clone(y, replace={self.mx: break_op(self.mx)}))
        rows = grad((self.v * y).sum(), self.mx)
        self._compare("LOP", Lop(y, self.mx, self.v), rows, [self.mx, self.v], [self.mat_in_shape, out_shape])

    def check_rop_lop(self, y, out_shape):
        """That Rop and Lop of the vector `y`, of shape `out_shape`, with respect to self.x are right."""
        J = jacobian(y, self.x)
        self._compare("ROP", Rop(y, self.x, self.v), dot(J, self.v), [self.x, self.v], [self.in_shape] * 2)
        try:
            self.check_nondiff_rop(clone(y, replace={self.x: break_op(self.x)}))
            known = False
        except AssertionError:
            known = True
        self._compare("LOP", Lop(y, self.x, self.v), dot(self.v, J), [self.x, self.v], [self.in_shape, out_shape])
        if known:
            raise unittest.SkipTest("Rop does not handle non-differentiable inputs correctly.")

    def _compare(self, what, found, expected, inputs, shapes):
        values = [self._random(shape) for shape in shapes]
        ours, theirs = (function(inputs, v, on_unused_input="ignore")(*values) for v in (found, expected))
        if not np.allclose(ours, theirs):
            raise AssertionError(f"{what} mismatch: {ours} {theirs}")
