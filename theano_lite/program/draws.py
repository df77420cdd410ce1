"""Draws whose parameters a program computes: the noise is drawn outside, before it, the rest is left to the program."""

import numpy as np

from theano_lite.core.graph import Constant, toposort
from theano_lite.core.types import tensor_type
from theano_lite.ops.random import bernoulli_draw, normal_draw, uniform_draw
from theano_lite.program.random_function import RandomFunction

# The method of RandomState whose numbers `fn` transforms, and the op that does it.
_NOISE = {"uniform": ("random_sample", uniform_draw), "normal": ("standard_normal", normal_draw),
          "binomial": ("random_sample", bernoulli_draw)}


def split(outputs, leaves):
    """`outputs` with noise, and an op of its parameters, in the place of each draw for which that serves.

    Of the draws that NumPy can make before the program starts only binomial ones of n = 1 are split, for NumPy's own
    way takes three times as long.
    """
    memo, known = {}, set(leaves)
    for node in toposort(outputs, leaves):
        inputs = [memo.get(v, v) for v in node.inputs]
        if isinstance(node.op, RandomFunction) and _splits(node, known):
            new = _noise_and_rest(node, inputs)
        elif any(a is not b for a, b in zip(inputs, node.inputs)):
            new = node.clone_with_new_inputs(inputs).outputs
        else:
            continue
        memo.update(zip(node.outputs, new))
    return [memo.get(v, v) for v in outputs]


def _splits(node, known):
    op, (_, shape, *parameters) = node.op, node.inputs
    if op.fn not in _NOISE or len(parameters) != 2 or op.ndim_added:
        return False
    if isinstance(shape, Constant) and not shape.data.size and op.outtype.ndim:
        return False  # the parameters decide the shape
    if op.fn == "binomial":
        n = parameters[0]
        return isinstance(n, Constant) and bool(np.all(n.data == 1)) and n.ndim == 0
    return any(not isinstance(v, Constant) and v not in known for v in parameters)


def _noise_and_rest(node, inputs):
    method, rest = _NOISE[node.op.fn]
    r, shape, *parameters = inputs
    if node.op.fn == "binomial":
        parameters = parameters[1:]
    noisy = RandomFunction(method, tensor_type("float64", node.op.outtype.broadcastable)).make_node(r, shape)
    noisy.trace = node.trace
    new_r, noise = noisy.outputs
    out = rest(noise, *parameters, dtype=node.op.outtype.dtype)
    out.owner.trace = node.trace
    return [new_r, out]
