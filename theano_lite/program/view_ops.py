"""Ops that give their input back. Programs derive from ViewOp to change a gradient on its way, by a `grad` of their own."""

from theano_lite.core.graph import Apply, Variable
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.own_gradient import run_with_own_gradient
from theano_lite.program.user_op import Op


class ViewOp(Op):
    """`x`. (...) -> (...), any dtype. A subclass with a `perform` of its own is a user-written op as any other."""

    view_map = {0: [0]}
    __props__ = ()

    @property
    def outside(self):
        """Whether `perform` has to be called, in Python."""
        return type(self).perform is not ViewOp.perform

    @property
    def own_gradient(self):
        """Whether a subclass says what its gradient is."""
        return type(self).grad is not ViewOp.grad or type(self).L_op is not ViewOp.L_op

    def __eq__(self, other):
        # Two that change gradients are two, though their values are one.
        return self is other or (type(self) is type(other) and not self.own_gradient)

    def __hash__(self):
        return hash(type(self))

    def make_node(self, x):
        x = x if isinstance(x, Variable) else as_tensor_variable(x)
        return Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage, params=None):
        output_storage[0][0] = inputs[0]

    def run(self, node, values):
        if self.outside:
            return super().run(node, values)
        return run_with_own_gradient(node, values, lambda x: (x, (), [])) if self.own_gradient else list(values)

    def infer_shape(self, node, input_shapes):
        return input_shapes

    def grad(self, inputs, output_grads):
        return list(output_grads)

    def R_op(self, inputs, eval_points):
        return list(eval_points)


class OutputGuard(ViewOp):
    """`x`, as an output of a function that nothing may overwrite."""


view_op = ViewOp()
