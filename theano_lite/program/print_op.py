"""Print: a variable passes through and is printed when the program runs."""

from theano_lite.core.graph import Apply
from theano_lite.core.shown_class import ShownAs
from theano_lite.program.user_op import Op


def _print_fn(op, xin):
    for attr in op.attrs:
        value = getattr(xin, attr)
        print(op.message, attr, "=", value() if callable(value) else value)


class Print(Op, metaclass=ShownAs):
    """`Print(message, attrs)(x)` is x, and prints "message attr = value" for each of `attrs` whenever it is computed.

    attrs: attributes or methods of the NumPy array, by default its text. global_fn: called with (this op, the array)
    instead. The program is split around it, so that prints come in the order of the graph.
    """

    shown_as = "theano.printing.Print"

    __props__ = ("message", "attrs", "global_fn")
    view_map = {0: [0]}

    def __init__(self, message="", attrs=("__str__",), global_fn=_print_fn):
        self.message, self.attrs, self.global_fn = message, tuple(attrs), global_fn

    def make_node(self, xin):
        return Apply(self, [xin], [xin.type()])

    def perform(self, node, inputs, output_storage):
        (x,) = inputs
        output_storage[0][0] = x
        self.global_fn(self, x)

    def grad(self, inputs, output_gradients):
        return output_gradients

    def R_op(self, inputs, eval_points):
        return list(eval_points)

    def do_constant_folding(self, node):
        return False

    def infer_shape(self, node, shapes):
        return shapes

    def __setstate__(self, state):
        vars(self).update({"global_fn": _print_fn, **state})
