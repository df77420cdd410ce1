"""Loops that no single program can run: step by step in Python, each step compiled.

Needed where a length inside depends on a state, or an op inside can only be run by Python. Right, not fast.
"""

import warnings

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Apply
from theano_lite.core.report import annotate
from theano_lite.core.types import ArrayType
from theano_lite.ops.loop import check_lengths, check_steps
from theano_lite.program.outside_op import OutsideOp

_noticed = set()


def _notice(loop):
    if loop not in _noticed:
        _noticed.add(loop)
        warnings.warn(f"the loop {loop.name} runs step by step in Python, for a length inside it depends on values that "
                      "only its steps tell, or an op inside runs in Python", stacklevel=2)


def steps_of(loop, node, inputs):
    """How many steps the `loop` of a node is to take. Raises IndexError, NotImplementedError, ValueError: see ops/loop.py."""
    n = int(inputs[0])
    try:
        check_steps(n)
        check_lengths(n, inputs[1:1 + loop.layout.sequences])
    except (IndexError, NotImplementedError, ValueError) as error:
        raise annotate(error, node, inputs) from None
    return n


class HostLoop(OutsideOp):
    """The Scan `loop`, run step by step. Inputs and outputs are those of its node. mode: that of the compiled steps."""

    def __init__(self, loop, mode=None):
        self.loop, self.mode = loop, mode
        self._step = self._backward = None

    def __str__(self):
        return f"{self.loop} step by step"

    def make_node(self, *inputs):
        return Apply(self, list(inputs), [t() for t in self.loop.output_types()])

    @property
    def step(self):
        """One step, compiled: from the inputs of the graph inside to its outputs."""
        if self._step is None:
            from theano_lite.program.function import function

            graph = self.loop.graph
            self._step = function(graph.inputs, graph.outputs, mode=self.mode, on_unused_input="ignore",
                                  name=self.loop.name)
        return self._step

    def run_outside(self, node, inputs):
        if self.mode is None:
            _notice(self.loop)
        return self.forward(node, inputs)[0]

    def forward(self, node, inputs):
        """(the outputs, the inputs of each step)."""
        layout = self.loop.layout
        n = steps_of(self.loop, node, inputs)
        sequences, states, opaque, rest = layout.split(list(inputs))
        values = [list(x[:layout.depth(k)]) for k, x in enumerate(states)]
        stacked, opaque, steps = [[] for _ in range(layout.stacked)], list(opaque), []
        for t in range(n):
            seen = [values[k][tap] for k, taps in enumerate(layout.taps) for tap in taps]
            given = [*(x[t] for x in sequences), *seen, *opaque, *rest]
            out = self.step(*given)
            steps.append(given)
            for kept, x in zip([*values, *stacked], out):
                kept.append(x)
            opaque = out[layout.visible:layout.visible + layout.opaque]
            if layout.until and out[-1]:
                break
        whole = [np.stack([np.broadcast_to(x, np.shape(v[0])) for x in v]) for v in values]
        return [*whole, *(np.stack(x) for x in stacked), *opaque], steps

    # --- gradients --------------------------------------------------------------------------------

    @property
    def backward(self):
        """One step backwards, compiled: (inputs of the step, gradients of its float outputs) -> of its float inputs."""
        if self._backward is None:
            from theano_lite.program.function import function
            from theano_lite.program.gradient import grad

            graph = self.loop.graph
            outs = [graph.outputs[k] for k in self.smooth_outputs]
            above = [v.type.make_variable() for v in outs]
            # An output may be an input itself, or the same as another one: each has its own share.
            own = [v.copy() for v in outs]
            wrt = [graph.inputs[k] for k in self.smooth_inputs]
            found = grad(None, wrt, known_grads=dict(zip(own, above)), disconnected_inputs="ignore")
            self._backward = function([*graph.inputs, *above], found, on_unused_input="ignore")
        return self._backward

    @property
    def smooth_outputs(self):
        return _floats(self.loop.graph.outputs[:self.loop.layout.visible])

    @property
    def smooth_inputs(self):
        return _floats(self.loop.graph.inputs)


def _floats(variables):
    return [k for k, v in enumerate(variables) if isinstance(v.type, ArrayType) and v.type.dtype not in discrete_dtypes]


class HostPullback(OutsideOp):
    """(inputs of a HostLoop, gradients of its outputs `outs`) -> gradients of its inputs `wrt`."""

    def __init__(self, forward, wrt, outs, types):
        self.forward, self.wrt, self.outs, self.types = forward, wrt, outs, types

    def __str__(self):
        return f"Pullback{{{self.forward}}}"

    def make_node(self, *inputs):
        return Apply(self, list(inputs), [t() for t in self.types])

    def run_outside(self, node, inputs):
        loop = self.forward.loop
        layout = loop.layout
        count = len(inputs) - len(self.outs)
        above = dict(zip(self.outs, inputs[count:]))
        outputs, steps = self.forward.forward(node, inputs[:count])
        # The gradients of all values of each state, as far as they are known, and of the other inputs.
        whole = [np.array(np.broadcast_to(above[k], np.shape(x)), dtype=np.result_type(above[k], x)) if k in above
                 else np.zeros(np.shape(x), _dtype(x)) for k, x in enumerate(outputs[:layout.visible])]
        found = [np.zeros(np.shape(x), _dtype(x)) if isinstance(x, np.ndarray) else None for x in inputs[:count]]
        n = len(steps)
        first = n - loop.truncate_gradient if 0 <= loop.truncate_gradient < n else 0
        for t in range(n - 1, first - 1, -1):
            self._back(t, steps[t], whole, found)
        for k in range(layout.states):
            at = 1 + layout.sequences + k
            depth = layout.depth(k)
            found[at][:depth] = whole[k][:depth]
        return [np.asarray(found[k], dtype=t.dtype) for k, t in zip(self.wrt, self.types)]

    def _back(self, t, given, whole, found):
        layout = self.forward.loop.layout
        depths = [layout.depth(k) for k in range(layout.states)] + [0] * layout.stacked
        ups = [whole[k][t + depths[k]] for k in self.forward.smooth_outputs]
        dtypes = [self.forward.loop.graph.outputs[k].type.dtype for k in self.forward.smooth_outputs]
        grads = self.forward.backward(*given, *(np.asarray(g, dtype) for g, dtype in zip(ups, dtypes)))
        taps = [(k, tap) for k, taps in enumerate(layout.taps) for tap in taps]
        for k, g in zip(self.forward.smooth_inputs, grads):
            at = layout.outer_position(k)
            j = k - layout.sequences
            if j < 0:
                found[at][t] += g
            elif j < len(taps):
                state, tap = taps[j]
                whole[state][t + depths[state] + tap] += g
            else:
                found[at] = found[at] + g


def _dtype(x):
    dtype = np.asarray(x).dtype
    return dtype if dtype.kind == "f" else np.dtype("float64")
