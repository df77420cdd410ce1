"""A graph evaluated for many indices at once.

Source: theano.gradient.jacobian and hessian, which map a graph over indices.
"""

import jax
from jax import lax
from jax import numpy as jnp

from theano_lite.core.op import Op
from theano_lite.core.types import tensor_type
from theano_lite.ops.inner_graph import add_checks, close_over


class MapOp(Op):
    """Evaluates a graph for i = 0 ... n - 1 and stacks the results. inputs: n, outer variables."""

    def host_inputs(self, node):
        return (0, *node.params["graph"].host_positions)

    def run(self, node, values):
        graph = node.params["graph"]
        n = int(values[0])
        given = graph.on_host([None, *values[1:]])[1:]
        failures = []

        def body(i):
            out, found, meaning = graph([i, *given])
            failures[:] = meaning
            return tuple(map(jnp.asarray, out)), found

        if n == 0:
            shapes = jax.eval_shape(body, jax.ShapeDtypeStruct((), "int64"))[0]
            return [lax.full((0, *s.shape), 0, s.dtype) for s in shapes]
        out, found = jax.vmap(body)(jnp.arange(n, dtype="int64"))
        add_checks(found, failures)
        return list(out)


def _map_types(n, *inputs, graph):
    return [tensor_type(v.type.dtype, [False, *v.type.broadcastable]) for v in graph.outputs]


def _map(n, *inputs, graph):
    """A graph evaluated for each i below n, stacked: (n, ...)."""


map_graph = MapOp(_map, types=_map_types, name="map_graph")


def map_index(n, index, outputs):
    """`outputs`, which depend on the int64 scalar `index`, for index = 0 ... n - 1, stacked along a new dimension."""
    graph, outer = close_over([index], outputs)
    return map_graph.make_node(n, *outer, graph=graph).outputs
