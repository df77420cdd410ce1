"""Random numbers inside loops: the draws of all steps are made before the loop and fed to it as sequences.

An op that draws runs outside, as every op with `outside` does; its first input and its first output are the state of
the generator. Nothing else is asked of it: a draw whose other inputs are the same in each step (or sizes, which shapes
decide) is repeated once per step, in the order of the steps, so the stream of numbers is the one of a loop that draws.
What depends on more than that is drawn in a loop step by step (host_loop.py).
"""

from typing import Any

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.types import ArrayType, tensor_type
from theano_lite.program.outside_op import OutsideOp


class RepeatedDraws(OutsideOp):
    """`chain`, nodes that draw one after the other from one state, repeated. (n, state, their other inputs) ->

    (the state afterwards, the numbers of each node, stacked).
    """

    def __init__(self, chain):
        self.chain = chain

    def __str__(self):
        return f"RepeatedDraws{{{', '.join(map(str, self.chain))}}}"

    def make_node(self, n, state, *others):
        drawn = [node.outputs[1].type for node in self.chain]
        return Apply(self, [n, state, *others],
                     [state.type(), *(tensor_type(t.dtype, (False, *t.broadcastable))() for t in drawn)])

    def host_inputs(self, node):
        found, at = [0], 2
        for draw in self.chain:
            found += [at + k - 1 for k in draw.op.host_inputs(draw)]
            at += len(draw.inputs) - 1
        return tuple(found)

    def may_destroy(self, node):
        return 1

    def undo(self, inputs):
        return self.chain[0].op.undo([inputs[1]])

    def run_outside(self, node, inputs, in_place=False):
        n, state, *others = inputs
        given = iter(others)
        calls = [(draw, [next(given) for _ in draw.inputs[1:]], []) for draw in self.chain]
        for _ in range(int(n)):
            for draw, rest, found in calls:
                state, numbers = draw.op.run_outside(draw, [state, *rest], in_place=in_place)
                found.append(numbers)
                in_place = True  # from now on the state is ours
        return [state, *(np.stack(found) for _, _, found in calls)]


def chain_of(state, new) -> Any:
    """The nodes that draw one after the other, from the state `state` to the state `new`; None if it is not so."""
    chain = []
    while new is not state:
        node = new.owner
        if node is None or new.index != 0 or not getattr(node.op, "outside", False) or len(node.outputs) != 2:
            return None
        if node.inputs[0].type != state.type or not isinstance(node.outputs[1].type, ArrayType):
            return None
        chain.append(node)
        new = node.inputs[0]
    return chain[::-1]
