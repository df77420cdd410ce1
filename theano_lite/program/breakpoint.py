"""PdbBreakpoint: stop in the debugger where a condition holds while a function runs."""

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.types import DisconnectedType, as_tensor_variable
from theano_lite.program.user_op import Op

# What Theano prints, to the letter: programs are compared by what they print.
_TEXT = """

-------------------------------------------------
Conditional breakpoint '{}' activated

The monitored variables are stored, in order,
in the list variable 'monitored' as NumPy arrays.

Their contents can be altered and, when execution
resumes, the updated values will be used.
-------------------------------------------------"""


class PdbBreakpoint(Op):
    """`PdbBreakpoint(name)(condition, x, y, ...)` gives x, y, ... back, and opens pdb when `condition` is not 0.

    In pdb the values are `monitored`, a list that may be edited: what it holds afterwards goes on.
    """

    __props__ = ("name",)

    def __init__(self, name):
        self.name = name

    def make_node(self, condition, *monitored_vars):
        condition = as_tensor_variable(condition)
        if condition.ndim:
            raise AssertionError(f"PdbBreakpoint: the condition must be a scalar, got {condition.type}")
        inputs = [as_tensor_variable(v) for v in monitored_vars]
        return Apply(self, [condition, *inputs], [v.type() for v in inputs])

    def perform(self, node, inputs, output_storage):
        condition, *monitored = [np.array(x) for x in inputs]
        if condition:
            print(_TEXT.format(self.name))
            import pdb

            pdb.set_trace()  # noqa: T100
        for cell, x in zip(output_storage, monitored):
            cell[0] = x

    def grad(self, inputs, output_gradients):
        return [DisconnectedType()(), *output_gradients]

    def infer_shape(self, node, shapes):
        return shapes[1:]

    def connection_pattern(self, node):
        return [[False] * len(node.outputs), *([k == j for j in range(len(node.outputs))] for k in range(len(node.outputs)))]
