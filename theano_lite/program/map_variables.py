"""map_variables: graphs with variables replaced, those inside loops and OpFromGraph included."""

from theano_lite.core.graph import Constant, leaves, replace
from theano_lite.ops.inner_graph import close_over
from theano_lite.ops.scan import Scan
from theano_lite.program.op_from_graph import OpFromGraph


def map_variables(replacer, graphs, additional_inputs=()):
    """Copies of the variables `graphs` in which each variable v they depend on stands replaced by replacer(v).

    What stands for a variable is not replaced itself, but what that depends on is. Raises NotImplementedError for a
    shared variable with an update that would come into a loop.
    """
    return _Mapping(replacer).run(list(graphs))


class _Mapping:
    def __init__(self, replacer):
        self.replacer, self.placed, self.memo = replacer, set(), {}

    def run(self, graphs):
        chosen, opened = {}, set()
        stack = list(reversed(graphs))
        while stack:
            v = stack[-1]
            if v in self.memo:
                stack.pop()
                continue
            new = chosen.setdefault(v, self._chosen(v)) if v not in chosen else chosen[v]
            if new.owner is None:
                self.memo[v] = new
            elif v not in opened:
                opened.add(v)
                stack.extend(w for w in new.owner.inputs if w not in self.memo)
            else:
                self.memo[v] = self._rebuilt(new.owner)[new.index]
        return [self.memo[v] for v in graphs]

    def _chosen(self, v):
        if v in self.placed:
            return v
        new = self.replacer(v)
        if new is not v:
            self.placed.add(new)
        return new

    def _rebuilt(self, node):
        inputs = [self.memo[v] for v in node.inputs]
        if isinstance(node.op, Scan):
            return _mapped_scan(node.op, inputs, self.replacer)
        if isinstance(node.op, OpFromGraph):
            return _mapped_op(node.op, inputs, self.replacer)
        if all(a is b for a, b in zip(inputs, node.inputs)):
            return node.outputs
        key = (node, tuple(inputs))
        if key not in self.memo:
            self.memo[key] = node.clone_with_new_inputs(inputs).outputs
        return self.memo[key]


def _inside(replacer, inputs):
    """`replacer` for a graph with these `inputs`."""
    own = set(inputs)

    def inner(v):
        new = replacer(v)
        if new is not v:
            for w in leaves([new], inputs):
                if w not in own and not isinstance(w, Constant) and getattr(w, "update", None):
                    raise NotImplementedError(f"map_variables: the shared variable {w} has an update, it cannot come into "
                                              "a graph inside a node")
        return new

    return inner


def _mapped_scan(op, inputs, replacer):
    layout, old = op.layout, op.graph
    outputs = map_variables(_inside(replacer, old.inputs), old.outputs)
    sequences, states, opaque, rest = layout.split(inputs)
    # What the loop did not move is put in its place again, so that it is found with what came in.
    outputs = replace(outputs, dict(zip(old.inputs[old.moving:], rest)))
    graph, outer = close_over(old.inputs[:old.moving], outputs)
    return op.copy(graph=graph).make_node(inputs[0], *sequences, *states, *opaque,
                                          *(inputs[0] for _ in range(layout.stacked)), *outer).outputs


def _mapped_op(op, inputs, replacer):
    outputs = map_variables(_inside(replacer, op.inputs), op.outputs)
    known = {*op.inputs, *op.shared_inputs}
    foreign = [v for v in leaves(outputs, op.inputs)
               if v not in known and not isinstance(v, Constant) and not hasattr(v, "get_value")]
    new = OpFromGraph([*op.inputs, *foreign], outputs, inline=op.is_inline, name=op.name)
    return new.make_node(*inputs[:len(op.inputs)], *foreign).outputs
