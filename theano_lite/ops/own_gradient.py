"""Nodes whose gradient is what their op says, not the derivative of what it computes, inside of loops.

`grad` asks each op of a graph for its gradient. A loop is differentiated as a whole, by jax.vjp; so an op inside that
has a gradient of its own (`own_gradient` is true) lowers to a function that tells jax.vjp what the op would have said.
"""

import jax
import jax.numpy as jnp

from theano_lite.core import checks
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import replace
from theano_lite.core.op import convert
from theano_lite.core.pullback import gradient_type
from theano_lite.core.test_values import without_test_values
from theano_lite.core.types import ArrayType, DisconnectedType, NullType
from theano_lite.ops.inner_graph import InnerGraph, add_checks


def _is_smooth(v):
    return isinstance(v.type, ArrayType) and v.type.dtype not in discrete_dtypes


def run_with_own_gradient(node, values, compute):
    """The outputs of `node` for `values`, which compute(values) gives as (outputs, values of checks, their meaning).

    jax.vjp only; raises the op's own error where that gradient is undefined.
    """
    meaning = []

    def function(*values):
        outputs, found, failures = compute(list(values))
        meaning[:] = failures
        return tuple(map(jnp.asarray, outputs)), found

    def forward(*values):
        # Not `function`: a second derivative differentiates this, and has to be told, too.
        outputs, found = passed(*values)
        return (outputs, found), (values, outputs)

    def backward(kept, cotangents):
        return _gradients(node, *kept, cotangents[0])

    passed = jax.custom_vjp(function)
    passed.defvjp(forward, backward)
    outputs, found = passed(*(jax.tree.map(jnp.asarray, x) for x in values))
    add_checks(found, meaning)
    return list(outputs)


def _gradients(node, values, outputs, cotangents):
    """What the op says, for each input; None for those without."""
    inputs = [v.type.make_variable() for v in node.inputs]
    given = {k: gradient_type(v).make_variable() for k, v in enumerate(node.outputs) if _is_smooth(v)}
    wanted = [k for k, v in enumerate(node.inputs) if _is_smooth(v)]
    with without_test_values():
        local = node.op.remake(node, inputs)
        said = local.op.input_gradients(local, given)
        wanted = [k for k in wanted if not isinstance(said[k].type, DisconnectedType)]
        for k in wanted:
            if isinstance(said[k].type, NullType):
                raise said[k].type.error or TypeError(f"{node.op}: the gradient is undefined: {said[k].type.why_null}")
        leaves = [v.type.make_variable() for v in local.outputs]
        graph = InnerGraph([*inputs, *leaves, *given.values()],
                           replace([said[k] for k in wanted], dict(zip(local.outputs, leaves))),
                           len(inputs) + len(leaves) + len(given))
    # What is out of bounds here was so on the way forward.
    with checks.collect(checks.Collector()):
        found, _, _ = graph([*values, *outputs, *(cotangents[k] for k in given)])
    gradients = dict(zip(wanted, found))
    return tuple(_like(gradients.get(k), x) for k, x in enumerate(values))


def _like(gradient, x):
    return None if gradient is None else jnp.broadcast_to(convert(jnp.asarray(gradient), x.dtype), x.shape)
