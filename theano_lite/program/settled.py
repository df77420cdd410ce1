"""One loop made ready to compile: as a Loop of JAX, with draws and sizes told beforehand, or step by step in Python."""

from dataclasses import replace as changed

import numpy as np

from theano_lite.core.errors import ShapeError
from theano_lite.core.graph import Constant, replace, toposort
from theano_lite.core.pullback import Pullback
from theano_lite.core.types import constant
from theano_lite.ops.creation import alloc
from theano_lite.ops.inner_graph import InnerGraph
from theano_lite.ops.loop import Loop, scan_length
from theano_lite.ops.loop_sizes import ValueInside, values_needed
from theano_lite.ops.until import until_pullback, until_replay
from theano_lite.program.draws import split
from theano_lite.program.host_loop import HostLoop, HostPullback
from theano_lite.program.loop_draws import RepeatedDraws, chain_of
from theano_lite.program.modes import Mode, get_mode
from theano_lite.program.until_loop import UntilLoop


class Settled:
    """node: what is compiled. outputs: those of the Scan in its terms. inputs: where each input of the Scan went.

    plain: a node of the same inputs that derivatives are made of, where that is another one.
    """

    def __init__(self, node, outputs, inputs, plain=None):
        self.node, self.outputs, self.inputs, self.plain = node, outputs, inputs, plain or node

    def trace(self, frames):
        self.node.trace = self.plain.trace = frames


def settled_loop(op, inputs, wanted, smooth, before):
    """What to compile for the Scan `op` of `inputs`.

    wanted: {(output, "whole", "after" or "last")}, what is read. smooth: whether somebody takes a gradient. before: {what
    they do: the nodes of loops that run before the program}, those that stop by themselves, which is added to; None if the
    loop is inside another graph.
    """
    op.check_states()
    draft = _Draft(op, inputs, smooth, before)
    mode = op.info.get("mode")
    if mode is not None and type(get_mode(mode)).watch is not Mode.watch:
        # The mode looks at every value inside.
        node = HostLoop(op, mode).make_node(*inputs)
        return Settled(node, node.outputs, list(range(len(inputs))))
    if not (draft.draw_before() and draft.tell_sizes()) or draft.runs_outside():
        node = HostLoop(op).make_node(*inputs)
        return Settled(node, node.outputs, list(range(len(inputs))))
    return draft.finish(wanted)


def derivative(op, forward, wrt, outs, given, frames):
    """What to compile for the node of `op` (pullback, pushforward) for what is Settled as `forward`."""
    node, plain = forward.node, forward.plain
    if isinstance(node.op, HostPullback) or isinstance(node.op, HostLoop) and not isinstance(op, Pullback):
        raise NotImplementedError(f"{node.op}: a loop whose lengths depend on its own values has first derivatives only, "
                                  "by grad: no Rop, no second order")
    made = plain = op.make(plain, wrt, outs, given)
    types = [v.type for v in made.outputs]
    if isinstance(node.op, HostLoop):
        made = HostPullback(node.op, tuple(wrt), tuple(outs), types).make_node(*node.inputs, *given)
    elif isinstance(node.op, UntilLoop) and isinstance(op, Pullback):
        made = until_pullback.make_node(*node.inputs, *given, *node.outputs, loop=node.op.loop, wrt=wrt, outs=outs,
                                        types=types)
    made.trace = plain.trace = frames
    return made, plain


def hoist(graph, outer):
    """(graph, further outer variables) such that sizes inside that nothing moving has part in are computed outside.

    Only those that NumPy cannot compute are moved, such as the number of steps of a loop that stops by itself.
    """
    order = toposort(graph.prepared, graph.inputs)
    varying = set(graph.inputs[:graph.moving])
    for node in order:
        if any(v in varying for v in node.inputs):
            varying.update(node.outputs)
    sizes = [node.inputs[k] for node in order for k in node.op.host_inputs(node)]
    roots = {v: v.type.make_variable() for v in sizes if not isinstance(v, Constant) and v not in varying
             and v not in graph.inputs and values_needed(v, graph.inputs) is None}
    if not roots:
        return graph, []
    found = replace(list(roots), dict(zip(graph.inputs[graph.moving:], outer)))
    inside = InnerGraph([*graph.inputs, *roots.values()], replace(graph.prepared, roots), graph.moving, graph.smooth)
    return inside, found


class _Draft:
    """A loop on its way: its graph inside, layout and outer inputs, in parts."""

    def __init__(self, op, inputs, smooth, before):
        self.op, self.smooth, self.before, self.layout, self.raw = op, smooth, before, op.layout, inputs
        self.n = inputs[0]
        self.sequences, self.states, self.opaque, self.rest = map(list, op.layout.split(inputs))
        self.graph = op.graph
        if not smooth or _branches(op.graph):
            # What a graph with branches needs to know beforehand may turn out while it is traced: see core/lazy.py.
            self.graph = InnerGraph(op.graph.inputs, op.graph.outputs, op.graph.moving, smooth)
        self.finals, self.scheduled = [], 0

    def _tensors(self):
        return [self.n, *self.sequences, *self.states, *self.rest]

    def draw_before(self):
        """Make all draws before the loop. False if a draw depends on what only the steps tell."""
        layout = self.layout
        if not layout.opaque:
            return True
        if layout.until:
            return False
        inputs, outputs = self.graph.inputs, list(self.graph.outputs)
        fixed, start = inputs[self.graph.moving:], self.graph.moving - layout.opaque
        split_outputs = split(outputs, fixed)
        chains = [chain_of(inputs[start + k], split_outputs[layout.visible + k]) for k in range(layout.opaque)]
        if any(not chain for chain in chains):
            return False
        shaped = _shaped([node for node in toposort(split_outputs, inputs) if any(node in chain for chain in chains)])
        elements, stacks = {}, []
        for state, chain in zip(self.opaque, chains):
            others = [self._outside(v) for node in chain for v in replace(node.inputs[1:], shaped)]
            if any(v is None for v in others):
                return False
            final, *drawn = RepeatedDraws(chain).make_node(self.n, state, *others).outputs
            self.finals.append(final)
            stacks += drawn
            elements.update((node.outputs[1], node.outputs[1].type.make_variable()) for node in chain)
        kept = split_outputs[:layout.visible]
        new = [*inputs[:layout.sequences], *elements.values(), *inputs[layout.sequences:start], *fixed]
        self.layout = changed(layout, sequences=layout.sequences + len(stacks), opaque=0)
        self.graph = InnerGraph(new, replace(kept, elements), self.layout.moving, self.smooth)
        self.sequences, self.opaque = [*self.sequences, *stacks], []
        return True

    def _outside(self, v):
        """The variable outside that has the value of `v`, which is the same in every step; None if there is none."""
        if isinstance(v, Constant):
            return v
        if v in self.graph.inputs[self.graph.moving:]:
            return self.rest[self.graph.inputs.index(v) - self.graph.moving]
        needed = values_needed(v, self.graph.inputs)
        if needed is None or any(k < self.graph.moving for k in needed):
            return None
        return ValueInside(self.graph, self.layout, v, per_step=False).make_node(*self._tensors()).outputs[0]

    def tell_sizes(self):
        """Compute sizes that depend on sequences before the loop, for all steps. False if they depend on states."""
        self.graph, found = hoist(self.graph, [*self.opaque, *self.rest])
        self.rest += found
        if not self.graph.unsteady:
            return True
        prepared, inputs = self.graph.prepared, self.graph.inputs
        roots = {}
        for node in toposort(prepared, inputs):
            for k in node.op.host_inputs(node):
                v = node.inputs[k]
                if isinstance(v, Constant):
                    continue
                needed = values_needed(v, inputs)
                if needed is None or any(self.layout.sequences <= j < self.graph.moving for j in needed):
                    return False
                if any(j < self.layout.sequences for j in needed):
                    if v.type.ndim:
                        return False
                    roots[v] = v.type.make_variable()
        if self.layout.until:
            return False
        told = [ValueInside(self.graph, self.layout, v, per_step=True).make_node(*self._tensors()).outputs[0]
                for v in roots]
        self.graph = InnerGraph([*inputs, *roots.values()], replace(prepared, roots), self.graph.moving, self.smooth)
        self.rest += told
        self.scheduled = len(told)
        return not self.graph.unsteady

    def runs_outside(self):
        """Whether something inside can only be run by Python, with shapes that nobody tells beforehand or a gradient."""
        return any(getattr(node.op, "outside", False) and (self.smooth or not _can_be_called_back(node))
                   for node in toposort(self.graph.prepared, self.graph.inputs))

    def finish(self, wanted):
        op, layout = self.op, self.layout
        dynamic = (not self.smooth and not self.finals and not self.scheduled
                   and all(kind == "last" for _, kind in wanted) and (layout.until or varies(self.n)))
        loop = Loop(self.graph, layout, op.name, op.truncate_gradient, op.info, (), dynamic, self.scheduled)
        loop.wanted = tuple(sorted(loop.position(k, kind) for k, kind in wanted if k < layout.visible))
        n, given = self.n, [*self.sequences, *self.states]
        given += [*(self.n for _ in range(layout.stacked)), *self.rest]
        if layout.until and not dynamic and self.before is not None:
            return self._run_before(loop, n, given)
        if layout.until and not dynamic:
            n = scan_length.make_node(n, *given, loop=loop).outputs[0]
        node = loop.make_node(n, *given)
        return Settled(node, [*node.outputs[:layout.visible], *self.finals], self._places())

    def _run_before(self, loop, n, given):
        """A loop that stops by itself, run before the program: once, whichever of its gradients are cut off."""
        key = loop.layout, self.op.graph.signature, tuple(map(id, self.raw))
        if key not in self.before:
            self.before[key] = UntilLoop(loop).make_node(n, *given)
        node = self.before[key]
        return Settled(node, list(node.outputs), self._places(), until_replay.make_node(n, *given, *node.outputs, loop=loop))

    def _places(self):
        """For each input of the Scan its position among those of the Loop."""
        old, new = self.op.layout, self.layout
        added = new.sequences - old.sequences
        places = []
        first = 1 + old.sequences
        for k in range(len(self.raw)):
            if k < first:
                places.append(k)
            elif k < first + old.states:
                places.append(k + added)
            else:
                places.append(k + added - old.opaque)
        return places


def _shaped(draws):
    """{numbers drawn: a variable of the same shape that nobody needs to draw}."""
    stand_ins = {}
    for node in draws:
        try:
            sizes = node.op.infer_shape(node, None)[1]
        except ShapeError:
            continue
        numbers = node.outputs[1]
        sizes = replace(sizes, stand_ins)
        stand_ins[numbers] = alloc(constant(np.zeros((), numbers.type.dtype)), *sizes)
    return stand_ins


def _branches(graph):
    return any(getattr(node.op, "lazy", False) for node in toposort(graph.outputs, graph.inputs))


def _can_be_called_back(node):
    """Whether the op says beforehand what shapes its outputs have, so that a compiled loop can call it."""
    arrays = all(v.type.computed and hasattr(v.type, "ndim") for v in (*node.inputs, *node.outputs))
    return arrays and (all(v.type.ndim == 0 for v in node.outputs) or hasattr(node.op, "infer_shape"))


def varies(v):
    """Whether the value of `v` depends on more than constants and shapes."""
    stack, seen = [v], set()
    while stack:
        v = stack.pop()
        if v in seen or isinstance(v, Constant):
            continue
        seen.add(v)
        if v.owner is None:
            return True
        stack.extend(w for k, w in enumerate(v.owner.inputs) if k not in v.owner.op.by_shape)
    return False
