"""OpFromGraph: a graph as an op of its own, whose derivatives may be overridden.

When a function is compiled its graph is put in the place of each such node (`expand`), so XLA sees one program.
"""

from theano_lite.core.graph import Apply, Variable, leaves, replace, toposort
from theano_lite.core.pullback import gradient_type
from theano_lite.core.test_values import complete, without_test_values
from theano_lite.core.types import ArrayType, DisconnectedType, NullType
from theano_lite.ops.elementwise import zeros_like
from theano_lite.ops.inner_graph import InnerGraph, add_checks
from theano_lite.ops.own_gradient import run_with_own_gradient
from theano_lite.program.gradient import Rop, grad
from theano_lite.program.shared import SharedVariable
from theano_lite.program.user_op import Op
from theano_lite.program.walks import io_connection_pattern


class OpFromGraph(Op):
    """The graph between `inputs` and the list `outputs` as an op.

    inline: only decides whether the op is still seen in the graph of a compiled function. grad_overrides:
    f(inputs, output_gradients) -> list of gradients; lop_overrides: f(inputs, outputs, output_gradients);
    rop_overrides: f(inputs, eval_points) -> list. Each may also be an OpFromGraph of those arguments, a variable of
    NullType or DisconnectedType, or a list with such a thing (that gives one variable) or 'default' for each input
    (output). connection_pattern: [[whether input i is connected to output j]]. Shared variables in the graph become
    inputs of the nodes. Raises TypeError, ValueError.
    """

    outside = False
    default_output = None

    def __init__(self, inputs, outputs, inline=False, lop_overrides="default", grad_overrides="default",
                 rop_overrides="default", connection_pattern=None, name=None, **kwargs):
        if not isinstance(outputs, list):
            raise TypeError(f"outputs must be list, got {type(outputs)}")
        for v in [*inputs, *outputs]:
            if not isinstance(v, Variable):
                raise TypeError("inputs and outputs must be Variable instances", v)
        if "updates" in kwargs or "givens" in kwargs:
            raise TypeError("updates and givens are not allowed here")
        if name is not None and not isinstance(name, str):
            raise AssertionError("name must be None or string object")
        if not _is_default(lop_overrides) and not _is_default(grad_overrides):
            raise ValueError("lop_overrides and grad_overrides are mutually exclusive")
        self.is_inline, self.name, self.kwargs = inline, name, kwargs
        self.inputs, self.outputs = list(inputs), outputs
        self.input_types, self.output_types = [v.type for v in inputs], [v.type for v in outputs]
        self.shared_inputs = [v for v in leaves(outputs, self.inputs) if isinstance(v, SharedVariable)]
        # The graph inside is one of its own: an input that is used elsewhere stays apart.
        outer = [*self.inputs, *self.shared_inputs]
        self.local_inputs = [v.type.make_variable(v.name) for v in outer]
        self.local_outputs = replace(outputs, dict(zip(outer, self.local_inputs)))
        self.set_rop_overrides(rop_overrides)
        if _is_default(grad_overrides):
            self.set_lop_overrides(lop_overrides)
        else:
            self.set_grad_overrides(grad_overrides)
        self._connection_pattern = connection_pattern
        self._expanded = self._found_pattern = self._inside = None

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self) // 16

    def __str__(self):
        return f"{self.name or type(self).__name__}{{inline={self.is_inline}}}"

    # --- overriding -------------------------------------------------------------------------------

    def set_grad_overrides(self, grad_overrides):
        """f(inputs, output_gradients) for the gradients."""
        self._lop, self._lop_takes_outputs, self._gradients = grad_overrides, False, {}

    def set_lop_overrides(self, lop_overrides):
        """f(inputs, outputs, output_gradients) for the gradients."""
        self._lop, self._lop_takes_outputs, self._gradients = lop_overrides, True, {}

    def set_rop_overrides(self, rop_overrides):
        """f(inputs, eval_points) for the forward derivatives."""
        self._rop, self._tangents = rop_overrides, {}

    # --- building and running ---------------------------------------------------------------------

    def make_node(self, *inputs):
        """Raises ValueError for another number of inputs, TypeError for inputs of other types."""
        count = len(self.input_types)
        if len(inputs) not in (count, len(self.local_inputs)):
            raise ValueError(f"Expected {count} inputs, got {len(inputs)}")
        given = [t.filter_variable(v) for t, v in zip(self.input_types, inputs)]
        shared = list(inputs[count:]) if len(inputs) > count else list(self.shared_inputs)
        return Apply(self, [*given, *shared], [t() for t in self.output_types])

    def expanded(self):
        """`local_outputs` without any OpFromGraph."""
        if self._expanded is None:
            self._expanded = expand(self.local_outputs)
        return self._expanded

    def run(self, node, values):
        """Where the graph was not put in the node's place: inside loops and derivatives of derivatives."""
        graph = self._inside
        if graph is None:
            self._inside = graph = InnerGraph(self.local_inputs, self.local_outputs, len(self.local_inputs))
        if graph.plan.host_roots:
            raise NotImplementedError(f"{self}: lengths inside depend on values, which a loop cannot tell beforehand")
        if self.own_gradient:
            return run_with_own_gradient(node, values, graph)
        outputs, found, meaning = graph(values)
        add_checks(found, meaning)
        return outputs

    @property
    def own_gradient(self):
        """Whether some gradient is overridden."""
        return not _is_default(self._lop)

    @property
    def fn(self):
        """The graph inside as a function."""
        from theano_lite.program.function import function

        return function(self.local_inputs, self.local_outputs, on_unused_input="ignore")

    def perform(self, node, inputs, output_storage, params=None):
        for cell, value in zip(output_storage, self.fn(*inputs)):
            cell[0] = value

    # --- gradients --------------------------------------------------------------------------------

    def connection_pattern(self, node):
        """For each input whether it is connected to each output, by the graph or by an override."""
        if self._connection_pattern is not None:
            return self._connection_pattern
        if self._found_pattern is None:
            pattern = io_connection_pattern(self.local_inputs, self.local_outputs)
            if not _is_default(self._lop):
                types = {k: gradient_type(v) for k, v in enumerate(self.local_outputs) if isinstance(v.type, ArrayType)}
                found, given = self._local_gradients(types)
                for row, v in zip(pattern, found):
                    for k, g in given.items():
                        row[k] = row[k] or (_has_value(v) and io_connection_pattern([g], [v])[0][0])
            self._found_pattern = pattern
        return self._found_pattern

    def input_gradients(self, node, upstream):
        pattern = self._pattern(node)
        found, given = self._local_gradients({k: g.type for k, g in upstream.items()})
        here = {**dict(zip(self.local_inputs, node.inputs)), **dict(zip(self._outputs_for(upstream), node.outputs)),
                **{given[k]: g for k, g in upstream.items()}}
        put_in = replace([v for v in found if _has_value(v)], here)
        complete(put_in)
        values = iter(put_in)
        gradients = [next(values) if _has_value(v) else v for v in found]
        return [g if any(row[k] for k in upstream) else DisconnectedType()() for row, g in zip(pattern, gradients)]

    def _outputs_for(self, upstream):
        return self._gradients[tuple((k, g.type) for k, g in upstream.items())][2]

    def _local_gradients(self, types):
        """The gradients in terms of the variables inside, for output gradients of `types` ({position: type})."""
        key = tuple(types.items())
        with without_test_values():
            return self._found_gradients(key, types)

    def _found_gradients(self, key, types):
        if key not in self._gradients:
            given = {k: t.make_variable() for k, t in types.items()}
            outputs = [v.type.make_variable() for v in self.local_outputs]
            found = list(self._gradients_by(self._lop, given, outputs))
            if len(found) < len(self.local_inputs):
                raise ValueError(f"Need to override {len(self.local_inputs)} gradients, got {len(found)}", found)
            self._gradients[key] = (found[: len(self.local_inputs)], given, outputs)
        return self._gradients[key][:2]

    def _gradients_by(self, override, given, outputs):
        inputs = self.local_inputs
        if _is_default(override):
            return self._default_gradients(inputs, given)
        if isinstance(override, Variable):
            _check_special(override)
            return [override.type() for _ in inputs]
        upstream = [given[k] if k in given else zeros_like(v) for k, v in enumerate(self.local_outputs)]
        arguments = (inputs, outputs, upstream) if self._lop_takes_outputs else (inputs, upstream)
        if not isinstance(override, list):
            return _several(override, arguments)
        if len(override) != len(inputs):
            raise ValueError(f"Need to override {len(inputs)} gradients, got {len(override)}", override)
        plain = [v for v, o in zip(inputs, override) if _is_default(o)]
        defaults = iter(self._default_gradients(plain, given) if plain else [])
        return [next(defaults) if _is_default(o) else _one(o, arguments) for o in override]

    def _default_gradients(self, wrt, given):
        known = {self.local_outputs[k]: g for k, g in given.items()}
        return grad(None, list(wrt), known_grads=known, disconnected_inputs="ignore", null_gradients="return",
                    return_disconnected="Disconnected")

    def output_tangents(self, node, tangents):
        key = tuple((k, t.type) for k, t in tangents.items())
        if key not in self._tangents:
            given = {k: t.type.make_variable() for k, t in tangents.items()}
            with without_test_values():
                self._tangents[key] = (self._tangents_by(self._rop, given), given)
        found, given = self._tangents[key]
        here = {**dict(zip(self.local_inputs, node.inputs)), **{given[k]: t for k, t in tangents.items()}}
        put_in = replace([v for v in found if v is not None], here)
        complete(put_in)
        values = iter(put_in)
        return [None if v is None else next(values) for v in found]

    def _tangents_by(self, override, given):
        inputs, outputs = self.local_inputs, self.local_outputs
        points = [given[k] if k in given else zeros_like(v) for k, v in enumerate(inputs)]

        def default(wanted):
            wrt = [inputs[k] for k in given]
            return Rop(wanted, wrt, list(given.values()), disconnected_outputs="ignore", return_disconnected="None")

        if _is_default(override):
            return default(outputs)
        if isinstance(override, Variable):
            _check_special(override)
            return [zeros_like(v) for v in outputs]
        if not isinstance(override, list):
            return _several(override, (inputs, points))
        if len(override) != len(outputs):
            raise ValueError(f"Need to override {len(outputs)} Rop, got {len(override)}", override)
        return [default([v])[0] if _is_default(o) else _one(o, (inputs, points)) for v, o in zip(outputs, override)]


def _is_default(override):
    return isinstance(override, str) and override == "default"


def _has_value(v):
    return not isinstance(v.type, (NullType, DisconnectedType))


def _check_special(v):
    if _has_value(v):
        raise ValueError(f"Overriding Variable instance can only have type of DisconnectedType or NullType, got {v.type}")


def _apply(override, arguments):
    if isinstance(override, OpFromGraph):
        return override(*[v for group in arguments for v in group])
    if not callable(override):
        raise TypeError("L_op/gradient override should be (single or list of) 'default' | OpFromGraph | callable | "
                        f"Variable with NullType or DisconnectedType, got {type(override)}")
    return override(*arguments)


def _several(override, arguments):
    """The variables that an override for all of them gives, as a list."""
    found = _apply(override, arguments)
    if isinstance(override, OpFromGraph):
        return found if isinstance(found, list) else [found]
    if not isinstance(found, list):
        raise TypeError(f'Gradient/L_op overriding function should return a list, got "{type(found)}"')
    return found


def _one(override, arguments):
    """The variable that an override for one of them gives."""
    if isinstance(override, Variable):
        _check_special(override)
        return override.type()
    return _apply(override, arguments)


def expand(outputs, blockers=(), inline_only=False, smooth=False):
    """`outputs` with the graph of every OpFromGraph (or of the inline ones only) in the place of its nodes.

    blockers: variables whose own graph is left alone. smooth: jax.vjp goes through all of it, so that ops with gradients
    of their own stay.
    """
    order = toposort(outputs, blockers)
    if not any(isinstance(node.op, OpFromGraph) for node in order):
        return list(outputs)
    memo = {}
    for node in order:
        inputs = [memo.get(v, v) for v in node.inputs]
        op = node.op
        if isinstance(op, OpFromGraph) and (op.is_inline or not inline_only) and not (smooth and op.own_gradient):
            if inline_only or smooth:
                inner = expand(op.local_outputs, (), inline_only, smooth)
            else:
                inner = op.expanded()
            new = replace(inner, dict(zip(op.local_inputs, inputs)))
        elif any(a is not b for a, b in zip(inputs, node.inputs)):
            new = node.clone_with_new_inputs(inputs).outputs
        else:
            continue
        memo.update(zip(node.outputs, new))
    return [memo.get(v, v) for v in outputs]
