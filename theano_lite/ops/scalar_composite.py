"""Composite: a graph of scalar ops as one scalar op."""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.graph import Apply, Constant, ancestors, replace, toposort
from theano_lite.core.scalar_type import ScalarConstant, get_scalar_type
from theano_lite.ops.scalar_op import ScalarOp
from theano_lite.ops.scalars import Cast, made

_INFIX = dict(add="+", sub="-", mul="*", true_div="/", int_div="//", mod="%", pow="**")


class InnerGraph:
    """The graph of a Composite: its `inputs`, `outputs` and all `variables`."""

    def __init__(self, inputs, outputs):
        self.inputs, self.outputs = inputs, outputs
        self.variables = list(dict.fromkeys([*inputs, *ancestors(outputs, inputs), *outputs]))

    def toposort(self):
        """The nodes, each after those it needs."""
        return toposort(self.outputs, self.inputs)


class Composite(ScalarOp):
    """The scalar op that computes `outputs` of `inputs`, scalar variables. Raises TypeError for what it cannot take.

    The only output being a Composite's, that one is taken apart.
    """

    own_impl = own_grad = False
    host, by_shape = None, ()

    def __init__(self, inputs, outputs):
        super().__init__()
        if len(outputs) == 1 and outputs[0].owner is not None and isinstance(outputs[0].owner.op, Composite):
            node = outputs[0].owner
            outputs = replace([node.op.outputs[outputs[0].index]], dict(zip(node.op.inputs, node.inputs)))
        fresh = [v.type(v.name) for v in inputs]
        self.inputs, self.outputs = fresh, replace(list(outputs), dict(zip(inputs, fresh)))
        self.nin, self.nout = len(self.inputs), len(self.outputs)
        self.fgraph = InnerGraph(self.inputs, self.outputs)
        for node in self.fgraph.toposort():
            if not isinstance(node.op, ScalarOp):
                raise ValueError(f"All ops in a Composite must be scalar ops, it has {node.op}")

    def make_node(self, *inputs):
        inputs = self.as_scalars(inputs)
        if [v.type for v in inputs] == [v.type for v in self.inputs]:
            return Apply(self, inputs, [v.type for v in self.outputs])
        fresh = [v.type(old.name) for v, old in zip(inputs, self.inputs)]
        return Composite(fresh, replace(self.outputs, dict(zip(self.inputs, fresh)))).make_node(*inputs)

    def output_types(self, types):
        if list(types) != [v.type for v in self.inputs]:
            raise TypeError(f"Wrong types for Composite: expected {[v.type for v in self.inputs]}, got {list(types)}")
        return [v.type for v in self.outputs]

    def run(self, node, values):
        known = dict(zip(self.inputs, values))
        shape = values[0].shape if values else ()

        def value(v):
            if isinstance(v, Constant) and v not in known:
                known[v] = jnp.full(shape, v.data)
            return known[v]

        for inner in toposort(self.outputs, self.inputs):
            known.update(zip(inner.outputs, inner.op.run(inner, [value(v) for v in inner.inputs])))
        return [value(v) for v in self.outputs]

    def impl(self, *inputs):
        """The value(s) for numbers `inputs`."""
        from theano_lite.core.lower import x64

        numbers = [v.type.filter(x, allow_downcast=True) for v, x in zip(self.inputs, inputs)]
        with x64():
            found = [np.asarray(x)[()] for x in self.run(None, [jnp.asarray(x) for x in numbers])]
        return found if self.nout > 1 else found[0]

    def clone_float32(self):
        """The same with float32 in place of float16."""
        known = {v: get_scalar_type("float32")(v.name) if v.dtype == "float16" else v.type(v.name) for v in self.inputs}
        inputs = list(known.values())

        def widened(v):
            if v not in known:
                wide = ScalarConstant(get_scalar_type("float32"), np.float32(v.data)) if v.dtype == "float16" else v
                known[v] = wide
            return known[v]

        for node in self.fgraph.toposort():
            half = isinstance(node.op, Cast) and node.op.o_type.dtype == "float16"
            op = made["convert_to_float32"] if half else node.op
            known.update(zip(node.outputs, op.make_node(*(widened(v) for v in node.inputs)).outputs))
        return Composite(inputs, [widened(v) for v in self.outputs])

    # --- identity ---------------------------------------------------------------------------------

    def _key(self):
        """The graph in terms of positions: equal for equal graphs."""
        numbers = {v: k for k, v in enumerate(self.inputs)}

        def number(v):
            return numbers.get(v, v.signature() if isinstance(v, Constant) else v)

        nodes = []
        for node in self.fgraph.toposort():
            nodes.append((node.op, tuple(number(v) for v in node.inputs)))
            numbers.update((v, len(numbers) + k) for k, v in enumerate(node.outputs))
        return tuple(v.type for v in self.inputs), tuple(nodes), tuple(number(v) for v in self.outputs)

    def __eq__(self, other):
        return self is other or (type(self) is type(other) and self._key() == other._key())

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return Composite, (self.inputs, self.outputs)

    def __str__(self):
        text = {v: f"i{k}" for k, v in enumerate(self.inputs)}
        for node in self.fgraph.toposort():
            parts = [text.get(v, f"Constant{{{v.data}}}" if isinstance(v, Constant) else str(v)) for v in node.inputs]
            name = str(node.op)
            for k, v in enumerate(node.outputs):
                text[v] = _written(name, parts) + (f"::{k}" if len(node.outputs) > 1 else "")
        return f"Composite{{{', '.join(text.get(v, str(v)) for v in self.outputs)}}}"


def _written(name, parts):
    if name in _INFIX and len(parts) > 1:
        return f"({f' {_INFIX[name]} '.join(parts)})"
    return f"(-{parts[0]})" if name == "neg" else f"{name}({', '.join(parts)})"
