"""Loops made ready to compile: which of their values are wanted, what runs outside, which sizes a run can tell alone."""

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import replace, toposort
from theano_lite.core.pullback import Derivative
from theano_lite.core.types import NullType, TensorType
from theano_lite.ops import indexing
from theano_lite.ops.control import map_graph
from theano_lite.ops.inner_graph import InnerGraph
from theano_lite.ops.loop import Loop
from theano_lite.ops.pieces import cut_together
from theano_lite.ops.scan import Scan
from theano_lite.program.op_from_graph import expand
from theano_lite.program.settled import Settled, derivative, hoist, settled_loop
from theano_lite.program.stabilize import stabilize


def prepare(outputs, blockers=(), smooth=False, inside=False):
    """`outputs` as they are compiled: graphs of ops put in their place, rewrites made, loops settled.

    blockers: variables whose own graph is left alone. smooth: whether somebody takes a gradient through all of it. inside:
    whether the graph is one inside a node.
    """
    made = {v: v.type.make_variable() for v in blockers if v.owner is not None}
    # A blocker is a leaf to the rewrites: none may look at, or change, what it was computed from.
    settled = settle(stabilize(replace(expand(outputs, blockers, smooth=smooth), made), smooth), smooth, inside)
    return replace(settled, {leaf: v for v, leaf in made.items()})


InnerGraph.prepare = staticmethod(lambda outputs, smooth: cut_together(prepare(outputs, (), smooth, inside=True)))


def _undefined(graph):
    """{input: variable of NullType} for the inputs of a graph inside a loop whose gradients are undefined."""
    from theano_lite.program.gradient import grad

    smooth = [v for v in graph.outputs if isinstance(v.type, TensorType) and v.type.dtype not in discrete_dtypes]
    wrt = [k for k, v in enumerate(graph.inputs) if isinstance(v.type, TensorType) and v.type.dtype not in discrete_dtypes]
    found = grad(None, [graph.inputs[k] for k in wrt], known_grads={v.copy(): v.type.make_variable() for v in smooth},
                 disconnected_inputs="ignore", null_gradients="return")
    return {k: g for k, g in zip(wrt, found) if isinstance(g.type, NullType)}


Scan.undefined = staticmethod(_undefined)


def settle(outputs, smooth=False, inside=False):
    """`outputs` with a loop that can be compiled in the place of each Scan. inside: see `prepare`."""
    order = toposort(outputs)
    if not any(loop_of(node) is not None or node.op is map_graph for node in order):
        return list(outputs)
    return _Settling(order, outputs, smooth, None if inside else {}).run()


def loop_of(node):
    """The Scan that the node is, or that it differentiates; or None."""
    while isinstance(node.op, Derivative):
        node = node.params["node"]
    return node.op if isinstance(node.op, Scan) and not isinstance(node.op, Loop) else None


class _Settling:
    """One walk over a graph.

    views: {variable: (output of a loop, "after" or "last", the rest of the index)}, for what shows a loop's output
    without its first values, or its last one. wanted: {op: {(output, "whole", "after" or "last")}}, what is read. before: see
    settled_loop.
    """

    def __init__(self, order, outputs, smooth, before):
        self.order, self.outputs, self.before = order, outputs, before
        self.views, self.wanted, self.smooth, self.made = {}, {}, set(), {}
        for node in order:
            self._read(node)
            op = loop_of(node)
            if op is not None and (smooth or isinstance(node.op, Derivative)):
                self.smooth.add(op)
        for v in outputs:
            self._use(v)

    def _read(self, node):
        if node.op is indexing.subtensor and len(node.inputs) == 1:
            view = self._view(node.inputs[0], node.params["index"])
            if view is not None:
                self.views[node.outputs[0]] = view
                return
        for v in node.inputs:
            self._use(v)

    def _view(self, v, index):
        owner = v.owner
        of_loop = owner is not None and isinstance(owner.op, Scan) and not isinstance(owner.op, Loop)
        after = self.views.get(v)
        if of_loop and v.index < owner.op.layout.visible:
            layout, k = owner.op.layout, v.index
            if k < layout.states and index == (("slice", layout.depth(k), None, None),):
                return v, "after", ()
        elif after is not None and after[1] == "after":
            v = after[0]
        else:
            return None
        return (v, "last", tuple(index[1:])) if index[0] == ("int", -1) else None

    def _use(self, v):
        v, kind, _ = self.views.get(v, (v, "whole", ()))
        if v.owner is not None and isinstance(v.owner.op, Scan):
            self.wanted.setdefault(v.owner.op, set()).add((v.index, kind))

    def run(self):
        memo = {}
        for node in self.order:
            inputs = [memo.get(v, v) for v in node.inputs]
            shown = self._shown(node, memo)
            if shown is not None:
                memo[node.outputs[0]] = shown
            elif loop_of(node) is not None:
                memo.update(zip(node.outputs, self._settled(node, inputs).outputs))
            elif node.op is map_graph:
                graph, found = hoist(node.params["graph"], inputs[1:])
                memo.update(zip(node.outputs, map_graph.make_node(*inputs, *found, graph=graph).outputs))
            elif any(a is not b for a, b in zip(inputs, node.inputs)):
                memo.update(zip(node.outputs, node.clone_with_new_inputs(inputs).outputs))
        return [memo.get(v, v) for v in self.outputs]

    def _shown(self, node, memo):
        """What stands for a view of a loop's output, if the loop has become a Loop."""
        view = self.views.get(node.outputs[0]) if len(node.outputs) == 1 else None
        if view is None:
            return None
        v, kind, rest = view
        made = memo[v].owner
        if not isinstance(made.op, Loop):
            return None
        shown = made.outputs[made.op.position(v.index, kind)]
        return indexing.subtensor(shown, index=rest) if rest else shown

    def _settled(self, node, inputs):
        """What is compiled instead of a Scan, or of a derivative of one."""
        if isinstance(node.op, Derivative):
            return self._derivative(node, inputs)
        key = (node.op, tuple(map(id, inputs)))
        if key not in self.made:
            # The inputs are kept, for their ids must stay theirs.
            self.made[key] = settled_loop(node.op, inputs, self.wanted.get(node.op, ()), node.op in self.smooth,
                                            self.before), inputs
            self.made[key][0].trace(node.trace)
        return self.made[key][0]

    def _derivative(self, node, inputs):
        forward = node.params["node"]
        count = len(forward.inputs)
        new = self._settled(forward, inputs[:count])
        wrt, outs = [new.inputs[k] for k in node.params["wrt"]], node.params["outs"]
        made, plain = derivative(node.op, new, wrt, outs, inputs[count:], node.trace)
        grown = len(new.plain.inputs) - count
        places = [*new.inputs, *(k + grown for k in range(count, len(inputs)))]
        return Settled(made, made.outputs, places, plain)
