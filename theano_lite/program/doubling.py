"""theano.misc.doubleop: the op of Theano's tutorial on writing ops."""

from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable
from theano_lite.program.user_op import Op


class DoubleOp(Op):
    """Each element of a tensor times 2, of the same shape and dtype."""

    __props__ = ()

    def make_node(self, x):
        x = as_tensor_variable(x)
        return Apply(self, [x], [x.type])

    def perform(self, node, inputs, output_storage, params=None):
        output_storage[0][0] = inputs[0] * 2

    def infer_shape(self, node, i0_shapes):
        return i0_shapes

    def grad(self, inputs, output_grads):
        return [output_grads[0] * 2]

    def R_op(self, inputs, eval_points):
        return eval_points if eval_points[0] is None else self.grad(inputs, eval_points)
