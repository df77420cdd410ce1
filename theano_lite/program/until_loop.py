"""Loops that stop by themselves and whose steps' values are wanted: run once, before the program that reads them.

Only a run tells how many steps there are, and a program must know the shapes of what it works on.
"""

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.stages import Checked
from theano_lite.core.types import tensor_type
from theano_lite.ops.until import until_steps
from theano_lite.program.host_loop import steps_of
from theano_lite.program.outside_op import OutsideOp

# So many steps are taken at a time: their values are kept in arrays of that length.
_AT_ONCE = 1024


class UntilLoop(OutsideOp):
    """The Loop `loop`, with a condition to stop. Inputs: those of its node; outputs: the values of each state and output."""

    def __init__(self, loop):
        self.loop = loop
        self._programs = {}

    def __str__(self):
        return str(self.loop)

    def make_node(self, *inputs):
        return Apply(self, list(inputs), [t() for t in self.loop.output_types()[:self.loop.layout.visible]])

    def _program(self, node, size):
        if size not in self._programs:
            start = tensor_type("int64", [])()
            given = [v.type() for v in node.inputs]
            made = until_steps.make_node(given[0], start, *given[1:], loop=self.loop, size=size)
            self._programs[size] = Checked([given[0], start, *given[1:]], made.outputs)
        return self._programs[size]

    def run_outside(self, node, inputs):
        loop, layout = self.loop, self.loop.layout
        n, done = steps_of(loop, node, inputs), 0
        given = [v.type.to_program(x) for v, x in zip(node.inputs, inputs)]
        first = 1 + layout.sequences
        windows = [np.asarray(given[first + k], loop.graph.outputs[k].type.dtype)[:layout.depth(k)]
                   for k in range(layout.states)]
        found = [[x] for x in windows] + [[] for _ in range(layout.stacked)]
        # A power of two, so that few programs serve all numbers of steps.
        size = min(1 << (n - 1).bit_length(), _AT_ONCE)
        program = self._program(node, size)
        while True:
            given[first:first + layout.states] = windows
            taken, stopped, *rows = program([np.int64(min(size, n - done)), np.int64(done), *given[1:]])
            done += int(taken)
            rows = [np.asarray(x)[:int(taken)] for x in rows]
            for kept, x in zip(found, rows):
                kept.append(x)
            if stopped or done == n:
                return [np.concatenate(kept) for kept in found]
            windows = [np.concatenate([old, new])[-len(old):] for old, new in zip(windows, rows)]
