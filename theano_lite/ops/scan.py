"""The loop as a node of the graph: what Theano's Scan is, inputs and outputs in its order.

What `theano.scan` is given is brought into this form by program/scan.py; before a graph is compiled program/loops.py
puts the ops of ops/loop.py in the place of these.
"""

from collections.abc import Callable
from dataclasses import dataclass

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Apply, replace, toposort
from theano_lite.core.op import Op
from theano_lite.core.pullback import gradient_type, pullback, pushforward
from theano_lite.core.types import ArrayType, DisconnectedType, NullType, as_tensor_variable, tensor_type
from theano_lite.ops import barriers
from theano_lite.ops.inner_graph import InnerGraph

NO_STEPS = "We didn't implemented yet the case where scan do 0 iteration"


@dataclass(frozen=True)
class Layout:
    """What the inputs and outputs of a loop are.

    Inputs of the node: the number of steps, sequences, states (their first values stacked), opaque states, the number
    of steps again for each output that is only stacked, the rest. Inputs of the graph inside: an element of each
    sequence, a value for each tap of each state, opaque states, the rest. Its outputs: the new states, what is only
    stacked, the new opaque states and, if `until`, the condition to stop.
    taps: for each state the steps back that are looked at, e.g. (-2, -1).
    """

    sequences: int
    taps: tuple
    stacked: int
    opaque: int
    until: bool

    @property
    def states(self):
        return len(self.taps)

    @property
    def visible(self):
        """How many outputs have a value per step: states first."""
        return self.states + self.stacked

    @property
    def moving(self):
        """How many inputs of the graph inside change from step to step."""
        return self.sequences + sum(map(len, self.taps)) + self.opaque

    def depth(self, k):
        """How many values of state `k` are kept."""
        return -min(self.taps[k])

    def outer_position(self, k):
        """The position among the node's inputs of what input `k` of the graph inside comes from."""
        if k < self.sequences:
            return 1 + k
        k -= self.sequences
        for s, taps in enumerate(self.taps):
            if k < len(taps):
                return 1 + self.sequences + s
            k -= len(taps)
        first = 1 + self.sequences + self.states
        return first + k if k < self.opaque else first + k + self.stacked

    def split(self, inputs):
        """(sequences, states, opaque states, the rest) of the node's inputs, or of values in their place."""
        a = 1 + self.sequences
        b = a + self.states
        c = b + self.opaque
        return inputs[1:a], inputs[a:b], inputs[b:c], inputs[c + self.stacked:]


class Scan(Op):
    """A loop. Outputs: all values of each state, the first ones included, what is stacked, the last opaque states.

    inputs, outputs: the graph inside. truncate_gradient: how many steps a gradient flows back, -1 for all. info: what
    else was asked for. Two loops are equal that do the same to inputs of the same types.
    """

    host = None
    by_shape = ()
    quick = None
    unconnected = ()
    defaults: dict = {}

    def __init__(self, graph, layout, name=None, truncate_gradient=-1, info=None):
        self.graph, self.layout, self.truncate_gradient = graph, layout, truncate_gradient
        self.name, self.info = name or "scan_fn", dict(info or {})

    def __reduce__(self):
        return type(self), (self.graph, self.layout, self.name, self.truncate_gradient, self.info)

    def __eq__(self, other):
        return self is other or (type(self) is type(other) and self._key() == other._key())

    def __hash__(self):
        return hash(self._key())

    def _key(self):
        return self.layout, self.truncate_gradient, bool(self.info.get("checkpoint")), self.graph.signature

    @property
    def inputs(self):
        return self.graph.inputs

    @property
    def outputs(self):
        return self.graph.outputs

    def describe(self, params):
        return f"{'do_while' if self.layout.until else 'for'}{{cpu,{self.name}}}"

    def __repr__(self):
        return f"<op {self}>"

    # --- building ---------------------------------------------------------------------------------

    def make_node(self, n_steps, *inputs):
        return Apply(self, [as_tensor_variable(n_steps), *inputs], self.output_types())

    def output_types(self):
        layout, outs = self.layout, self.graph.outputs
        stacked = [tensor_type(v.type.dtype, (False, *v.type.broadcastable)) for v in outs[:layout.visible]]
        return [*stacked, *(v.type for v in outs[layout.visible:layout.visible + layout.opaque])]

    def __call__(self, *inputs):
        outputs = self.make_node(*inputs).outputs
        return outputs[0] if len(outputs) == 1 else outputs

    def remake(self, node, inputs):
        """`node` on inputs of other types: the graph inside is built again."""
        layout, old = self.layout, self.graph
        sequences, states, opaque, rest = layout.split([v.type for v in inputs])
        types = [_element(t) for t in sequences]
        for taps, t in zip(layout.taps, states):
            types += [_element(t)] * len(taps)
        new = [t.make_variable(v.name) for t, v in zip([*types, *opaque, *rest], old.inputs)]
        graph = InnerGraph(new, replace(old.outputs, dict(zip(old.inputs, new))), old.moving)
        return self.copy(graph=graph).make_node(*inputs)

    def copy(self, **changes):
        """This op with other arguments of its constructor."""
        names = ("graph", "layout", "name", "truncate_gradient", "info")
        return type(self)(**{**{name: getattr(self, name) for name in names}, **changes})

    def run(self, node, values):
        """Where the node is evaluated by itself, as it stands."""
        from theano_lite.ops.loop import Loop

        if self.layout.until or self.layout.opaque:
            raise NotImplementedError(f"{self} cannot be run by itself: it has a condition to stop or states that are no "
                                      "arrays")
        loop = Loop(self.graph, self.layout, self.name, self.truncate_gradient, self.info)
        return loop.run(node, values)[:len(node.outputs)]

    def check_states(self):
        """Raises TypeError for a state whose new value has another type than the value before."""
        at = self.layout.sequences
        for taps, new in zip(self.layout.taps, self.graph.outputs):
            old = self.graph.inputs[at]
            at += len(taps)
            if old.type != new.type:
                raise TypeError(f"Inconsistency in the inner graph of scan '{self.name}' : an input and an output are "
                                "associated with the same recurrent state and should have the same type but have type "
                                f"'{old.type}' and '{new.type}' respectively.")

    # --- gradients --------------------------------------------------------------------------------

    def host_inputs(self, node):
        return (0, *(self.layout.outer_position(k) for k in self.graph.host_positions))

    def connected(self, node):
        return self._connected_to(node, range(self.layout.visible))

    def connection_pattern(self, node):
        """For each input a list: whether each output is connected to it."""
        columns = [set(self._connected_to(node, [k])) for k in range(len(node.outputs))]
        return [[j in column for column in columns] for j in range(len(node.inputs))]

    # undefined(graph) -> {input of the graph inside: variable of NullType}; set by program/loops.py.
    undefined: Callable

    def _undefined(self, node, outs):
        """{position: variable of NullType} for the inputs whose gradient is undefined, as it goes through random draws."""
        layout = self.layout
        if not self._may_be_undefined():
            return {}
        reached, found = set(self._connected_to(node, outs)), {}
        for k, null in type(self).undefined(self.graph).items():
            at = layout.outer_position(k)
            state = at - 1 - layout.sequences
            for j in [at, *(self._connected_to(node, [state]) if 0 <= state < layout.states else ())]:
                if j in reached:
                    found[j] = null
        return found

    def _may_be_undefined(self):
        """Whether something inside draws, or refuses gradients."""
        return any(getattr(n.op, "outside", False) or n.op is barriers.refusing
                   or isinstance(n.op, Scan) and n.op._may_be_undefined()
                   for n in toposort(self.graph.outputs, self.graph.inputs))

    def _connected_to(self, node, outs):
        """Positions of the arrays among the inputs that a gradient of the outputs `outs` flows to."""
        return [j for j in self._linked_to(node, outs) if isinstance(node.inputs[j].type, ArrayType)]

    def _linked_to(self, node, outs):
        """Positions of the inputs that the outputs `outs` depend on smoothly, through the states."""
        layout = self.layout
        rows = self._links()
        found = set()
        reached = set(outs)
        todo = list(reached)
        while todo:
            for j in rows[todo.pop()]:
                found.add(j)
                state = j - 1 - layout.sequences
                if 0 <= state < layout.states and state not in reached:
                    reached.add(state)
                    todo.append(state)
        # Sizes have no gradient; a number that decides when a loop inside stops does.
        barred = {k for k in self.host_inputs(node) if getattr(node.inputs[k].type, "dtype", None) in discrete_dtypes}
        return [j for j in sorted(found) if j not in barred]

    def _links(self):
        """For each output inside, the positions of the node's inputs that it depends on smoothly in one step."""
        if "_rows" not in self.__dict__:
            reach = {v: {self.layout.outer_position(k)} for k, v in enumerate(self.graph.inputs)}
            for node in toposort(self.graph.outputs, self.graph.inputs):
                own = getattr(node.op, "connection_pattern", None)
                pattern = own(node) if own is not None else None
                smooth = node.op.connected(node)
                for k, out in enumerate(node.outputs):
                    through = smooth if pattern is None else [j for j, row in enumerate(pattern) if row[k]]
                    reach[out] = set().union(*(reach.get(node.inputs[j], ()) for j in through))
            self._rows = [sorted(reach.get(v, ())) for v in self.graph.outputs]
        return self._rows

    def input_gradients(self, node, upstream):
        """Pullbacks to the inputs that the outputs in question are connected to; zeros for integers."""
        self.check_states()
        if self.truncate_gradient == 0:
            raise NotImplementedError(NO_STEPS)
        if self.truncate_gradient < -1:
            raise IndexError(f"Scan was asked to run for negative number of step {self.truncate_gradient}")
        found = [DisconnectedType()() for _ in node.inputs]
        wrt = self._connected_to(node, upstream)
        for k in set(self._linked_to(node, upstream)).difference(wrt):
            # A sparse matrix: whoever wants its gradient must not be told that there is none.
            why = f"the gradient by {node.inputs[k]}, of type {node.inputs[k].type}, through a loop is not supported"
            found[k] = NullType(why, NotImplementedError(why))()
        for k in wrt:
            if node.inputs[k].type.dtype in discrete_dtypes:
                found[k] = node.inputs[k].zeros_like(dtype=gradient_type(node.inputs[k]).dtype)
        wrt = [k for k in wrt if node.inputs[k].type.dtype not in discrete_dtypes]
        undefined = self._undefined(node, upstream)
        for j, g in upstream.items():
            if isinstance(g.type, NullType):
                undefined.update(dict.fromkeys(self._connected_to(node, [j]), g))
        for k, null in undefined.items():
            if k in wrt:
                found[k] = null
                wrt.remove(k)
        upstream = {j: g for j, g in upstream.items() if not isinstance(g.type, NullType)}
        if wrt and upstream:
            pulled = pullback.make(node, wrt, upstream, upstream.values())
            for k, g in zip(wrt, pulled.outputs):
                found[k] = g
        return found

    def output_tangents(self, node, tangents):
        """Pushforwards; they do not heed `truncate_gradient`."""
        smooth = [k for k, v in enumerate(node.outputs)
                  if isinstance(v.type, ArrayType) and v.type.dtype not in discrete_dtypes]
        found = [v.zeros_like(dtype=gradient_type(v).dtype) if isinstance(v.type, ArrayType) else None
                 for v in node.outputs]
        wrt = [k for k in tangents if node.inputs[k].type.dtype not in discrete_dtypes]
        if smooth and wrt:
            whole = node
            if self.truncate_gradient != -1:
                whole = self.copy(truncate_gradient=-1).make_node(*node.inputs)
            moved = pushforward.make(whole, wrt, smooth, [tangents[k] for k in wrt])
            for k, v in zip(smooth, moved.outputs):
                found[k] = v
        return found

    # --- names that Theano's op has ---------------------------------------------------------------

    @property
    def var_mappings(self):
        """{name: {position: position(s)}} between inputs and outputs of the node (outer) and of the graph inside."""
        from theano_lite.ops.scan_mappings import mappings

        return mappings(self.layout, len(self.graph.inputs))

    n_seqs = property(lambda self: self.layout.sequences)
    n_mit_mot = n_mit_mot_outs = 0
    n_mit_sot = property(lambda self: sum(taps != (-1,) for taps in self.layout.taps))
    n_sit_sot = property(lambda self: sum(taps == (-1,) for taps in self.layout.taps))
    n_nit_sot = property(lambda self: self.layout.stacked)
    n_shared_outs = property(lambda self: self.layout.opaque)
    as_while = property(lambda self: self.layout.until)
    tap_array = property(lambda self: [list(taps) for taps in self.layout.taps])


def _element(type):
    """The type of one element of what has `type`."""
    return type.clone(broadcastable=type.broadcastable[1:])

