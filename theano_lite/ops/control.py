"""Ops that hold a graph of their own."""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.graph import Constant, leaves, replace, toposort
from theano_lite.core.lower import Plan
from theano_lite.core.op import Op
from theano_lite.core.types import tensor_type


class InnerGraph:
    """Outputs as a function of inputs, inside a node. Equal only to itself; interpreted by its own plan."""

    def __init__(self, inputs, outputs):
        self.inputs, self.outputs = list(inputs), list(outputs)
        self._plan = None

    @property
    def plan(self):
        if self._plan is None:
            self._plan = Plan(self.inputs, self.outputs)
        return self._plan

    def __lt__(self, other):
        return id(self) < id(other)

    def __getstate__(self):
        return dict(inputs=self.inputs, outputs=self.outputs, _plan=None)

    def __call__(self, values):
        """(outputs, values of the checks, what the checks mean) for arrays `values`."""
        collector = checks.Collector()
        constants = [c.data for _, c in self.plan.constants]
        with checks.collect(collector):
            out = self.plan(values, constants)
        return tuple(map(jnp.asarray, out)), tuple(collector.values), collector.failures


def close_over(loop_inputs, outputs):
    """(InnerGraph, outer inputs, outer host inputs) for `outputs`, a graph in which `loop_inputs` vary.

    Sizes that do not depend on the loop are moved out of it, to be known before the program is traced.
    """
    varying = set(loop_inputs)
    hoisted = {}
    for node in toposort(outputs, loop_inputs):
        if any(v in varying for v in node.inputs):
            varying.update(node.outputs)
        for k in node.op.host_inputs(node):
            v = node.inputs[k]
            if not isinstance(v, Constant) and v not in varying:
                hoisted[v] = v.clone()
    replaced = replace(outputs, hoisted)
    host = list(hoisted)
    inside = [hoisted[v] for v in host]
    outer = [v for v in leaves(replaced, [*loop_inputs, *inside])
             if not isinstance(v, Constant) and v not in loop_inputs and v not in inside]
    return InnerGraph([*loop_inputs, *outer, *inside], replaced), outer, host


class MapOp(Op):
    """Evaluates a graph for i = 0 ... n - 1 and stacks the results. inputs: n, outer variables, host values."""

    def host_inputs(self, node):
        return (0, *range(1 + node.params["outer"], len(node.inputs)))

    def run(self, node, values):
        graph, outer = node.params["graph"], node.params["outer"]
        n = int(values[0])
        moving, host = values[1:1 + outer], [np.asarray(v) for v in values[1 + outer:]]
        failures = []

        def body(i):
            out, found, meaning = graph([i, *moving, *host])
            failures[:] = meaning
            return out, found

        if n == 0:
            shapes = jax.eval_shape(body, jax.ShapeDtypeStruct((), "int64"))[0]
            return [lax.full((0, *s.shape), 0, s.dtype) for s in shapes]
        out, found = jax.vmap(body)(jnp.arange(n, dtype="int64"))
        add_checks(found, failures)
        return list(out)


def add_checks(found, failures):
    """Hand checks that ran once per round to the collector in force: the first failure of each counts."""
    collector = checks.current()
    if collector is None:
        return
    for values, (error, message, node) in zip(found, failures):
        bad = values != checks.FINE
        collector.add(jnp.where(bad.any(), values[jnp.argmax(bad)], checks.FINE), error, message, node)


def _map_types(n, *inputs, graph, outer):
    return [tensor_type(v.type.dtype, [False, *v.type.broadcastable]) for v in graph.outputs]


def _map(n, *inputs, graph, outer):
    """A graph evaluated for each i below n, stacked."""


map_graph = MapOp(_map, types=_map_types, name="map_graph")


def map_index(n, index, outputs):
    """`outputs`, which depend on the int64 scalar `index`, for index = 0 ... n - 1, stacked along a new dimension."""
    graph, outer, host = close_over([index], outputs)
    return map_graph.make_node(n, *outer, *host, graph=graph, outer=len(outer)).outputs
