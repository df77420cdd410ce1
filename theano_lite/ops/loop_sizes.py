"""Sizes inside a loop, told before it runs: from the shapes of what moves in it, or from its sequences step by step."""

from typing import Any

import jax
import numpy as np

from theano_lite.core import checks
from theano_lite.core.graph import Apply, Constant
from theano_lite.core.lower import Plan, x64
from theano_lite.core.op import Op
from theano_lite.core.types import ArrayType, tensor_type

_REMEMBERED = 1000  # answers per size, so that sequences that are always new do not fill the memory


def values_needed(variable, inputs) -> Any:
    """Positions of the `inputs` on whose values `variable` depends; None if NumPy cannot compute it of them."""
    positions = {v: k for k, v in enumerate(inputs)}
    needed, seen, stack = set(), set(), [variable]
    while stack:
        v = stack.pop()
        if v in seen or isinstance(v, Constant):
            continue
        seen.add(v)
        if v in positions:
            needed.add(positions[v])
        elif v.owner is None or v.owner.op.host is None:
            return None
        else:
            stack.extend(w for k, w in enumerate(v.owner.inputs) if k not in v.owner.op.by_shape)
    return needed


def _shapes_of(value):
    """The shapes of an array, a list of arrays or a sparse matrix, hashable."""
    leaves, tree = jax.tree.flatten(value)
    return tree, tuple([a.shape for a in leaves])


class ValueInside(Op):
    """An integer of the graph inside a loop: its one value, or with `per_step` a vector of those of all steps.

    It may depend on the values of sequences (per_step only) and of what does not move, and on any shapes. Inputs: the
    number of steps and those of the loop, without opaque states.
    """

    def __init__(self, graph, layout, variable, per_step):
        self.graph, self.layout, self.variable, self.per_step = graph, layout, variable, per_step
        self.needed = values_needed(variable, graph.inputs)
        self.plan, self.memo = Plan(graph.inputs, [variable]), {}
        self.host, self.name, self.unconnected, self.show = self._on_host, "value_inside", (), None
        by_value = {self._place(k) for k in self.needed} | ({0} if per_step else set())
        self.by_shape = tuple(k for k in range(self._count()) if k not in by_value)

    __reduce__ = object.__reduce__

    def _count(self):
        moving = self.graph.moving
        return 1 + self.layout.sequences + self.layout.states + len(self.graph.inputs) - moving

    def _place(self, k):
        """The input of the node that input `k` of the graph inside comes from; None for an opaque state."""
        layout = self.layout
        at = layout.outer_position(k)
        first = 1 + layout.sequences + layout.states
        if at < first:
            return at
        return None if at < first + layout.opaque else at - layout.opaque - layout.stacked

    def make_node(self, *inputs):
        type = self.variable.type
        return Apply(self, list(inputs), [tensor_type(type.dtype, [False]) if self.per_step else type])

    def host_inputs(self, node):
        return ()

    def connected(self, node):
        return []

    def _on_host(self, *values):
        by_shape = set(self.by_shape)
        key = tuple(_shapes_of(v) if k in by_shape else np.asarray(v).tobytes() for k, v in enumerate(values))
        if key not in self.memo:
            if len(self.memo) >= _REMEMBERED:
                self.memo.clear()
            self.memo[key] = self._evaluate(values)
        return self.memo[key]

    def _evaluate(self, values):
        steps = range(int(values[0]) if self.per_step else 1)
        found = []

        def trace():
            with checks.collect(checks.Collector()):
                found.extend(np.asarray(self._value(values, t)) for t in steps)
            return 0

        with x64():
            jax.eval_shape(trace)
        return np.stack(found) if self.per_step else found[0]

    def _value(self, values, t):
        """The variable in step `t`: shapes are known, of the values only those that are needed."""
        moved = self.layout.sequences + self.layout.states
        given = []
        for k, v in enumerate(self.graph.inputs):
            at = self._place(k)
            if at is None:
                given.append(None)
            elif k in self.needed:
                given.append(np.asarray(values[at])[t] if at <= moved else np.asarray(values[at]))
            elif not isinstance(v.type, ArrayType):
                given.append(jax.tree.map(lambda a: jax.numpy.zeros(a.shape, a.dtype), values[at]))
            else:
                shape = values[at].shape[1:] if at <= moved else values[at].shape
                given.append(jax.numpy.zeros(shape, v.type.numpy_dtype))
        return self.plan(given, [c.data for _, c in self.plan.constants])[0]

    def run(self, node, values):
        return [self._on_host(*values)]
