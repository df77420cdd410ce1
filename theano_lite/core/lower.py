"""The interpreter: a graph becomes a function of JAX arrays, traced by `jax.jit`."""

from functools import partial

import jax
import numpy as np

from theano_lite.core import checks
from theano_lite.core.dtypes import upcast
from theano_lite.core.graph import Constant, toposort
from theano_lite.core.host import Closures, can_be_closure
from theano_lite.core.lazy import enclose
from theano_lite.core.op import convert
from theano_lite.core.pullback import Pullback, differentiate, pull
from theano_lite.core.report import annotate
from theano_lite.core.types import ArrayType

BAKED_BYTES = 1024  # larger constants are arguments of the program


def node_key(node, inputs):
    """Equal for nodes that compute the same thing of the same `inputs`."""
    if isinstance(node.op, Pullback):
        params = tuple(node.params[k] for k in ("wrt", "outs"))
        count = len(node.params["node"].inputs)
        return (node.op, params, forward_key(node, inputs[:count]), tuple(map(id, inputs[count:])))
    return (node.op, _frozen(node.params), tuple(map(id, inputs)))


def forward_key(node, inputs):
    """The key of the node that a pullback differentiates."""
    return node_key(node.params["node"], inputs)


def _frozen(params):
    return tuple(sorted(params.items())) if params else ()


class Plan:
    """A graph made ready to interpret: equal nodes merged, every value in a numbered slot.

    inputs: the leaves that get values. host_roots: the values that must be known before tracing and depend on the
    values (not only the shapes) of the inputs.
    """

    def __init__(self, inputs, outputs):
        self.inputs = list(inputs)
        self.slots = {v: k for k, v in enumerate(self.inputs)}
        self.initial = [None] * len(self.inputs)
        self.constants = []  # (slot, Constant): large ones, which are arguments
        self.dynamic = set(self.inputs)
        self._same = {}
        self.steps = []
        self._constants_seen = {}
        outputs = enclose(outputs, self.inputs)
        order = toposort(outputs, self.inputs)
        for node in order:
            self._add(node)
        for v in outputs:
            self._slot(v)
        self.outputs = [self.slots[self._rep(v)] for v in outputs]
        self._find_host_roots()
        self._share_residuals()

    # --- merging ----------------------------------------------------------------------------------

    def _rep(self, v):
        return self._same.get(v, v)

    def _slot(self, v):
        """The slot of `v`, made for constants on first use."""
        v = self._rep(v)
        slot = self.slots.get(v)
        if slot is None:
            if not isinstance(v, Constant):
                raise KeyError(v)
            slot = self._new_slot(v)
            if isinstance(v.type, ArrayType) and v.data.nbytes > BAKED_BYTES:
                self.constants.append((slot, v))
            else:
                self.initial[slot] = v.type.to_program(v.data)
        return slot

    def _new_slot(self, v):
        self.slots[v] = len(self.initial)
        self.initial.append(None)
        return self.slots[v]

    def _merge_constant(self, v):
        if not isinstance(v.type, ArrayType) or v.data.nbytes > BAKED_BYTES:
            return
        key = (v.type, v.data.tobytes(), v.data.shape)
        first = self._constants_seen.setdefault(key, v)
        if first is not v:
            self._same[v] = first

    def _add(self, node):
        for v in node.inputs:
            if v.owner is None and v not in self.slots and isinstance(v, Constant):
                self._merge_constant(v)
        inputs = [self._rep(v) for v in node.inputs]
        key = node_key(node, inputs)
        first = self._constants_seen.setdefault(key, node)
        if first is not node:
            self._same.update(zip(node.outputs, first.outputs))
            return
        try:
            slots = [self._slot(v) for v in inputs]
        except KeyError as missing:
            raise MissingValue(missing.args[0], node) from None
        op = node.op
        by_shape = op.by_shape
        if any(v in self.dynamic for k, v in enumerate(inputs) if k not in by_shape):
            self.dynamic.update(node.outputs)
        self.steps.append(Step(node, inputs, slots, [self._new_slot(v) for v in node.outputs]))

    # --- host values ------------------------------------------------------------------------------

    def _find_host_roots(self):
        roots, fixed = {}, set()
        for step in self.steps:
            for k in step.node.op.host_inputs(step.node):
                v = step.inputs[k]
                if isinstance(v, Constant):
                    continue
                if v in self.dynamic:
                    roots[v] = None
                else:
                    fixed.add(v)
        self.host_roots = list(roots)
        self.root_slots = [(self.slots[v], v.type) for v in roots]
        # What shapes alone decide is computed while tracing, with NumPy.
        for step in reversed(self.steps):
            if any(v in fixed for v in step.node.outputs):
                step.on_host = True
                fixed.update(v for k, v in enumerate(step.inputs) if k not in step.node.op.by_shape)

    # --- shared residuals -------------------------------------------------------------------------

    def _share_residuals(self):
        """Let a pullback and its forward node call `jax.vjp` once, for all the gradients in use."""
        used = set(self.outputs)
        groups = {}
        for step in reversed(self.steps):
            live = [k for k, s in enumerate(step.out_slots) if s in used]
            step.live = live
            if not live and step.out_slots:
                step.dead = True
                continue
            used.update(step.in_slots)
            if isinstance(step.node.op, Pullback):
                step.group = forward_key(step.node, step.inputs[: len(step.node.params["node"].inputs)])
                wrt = step.node.params["wrt"]
                wanted = groups.setdefault(step.group, {})
                for k in live:
                    dtype = step.node.outputs[k].type.dtype
                    wanted[wrt[k]] = upcast(wanted.get(wrt[k], dtype), dtype)
        self.group_wrt = {key: tuple(sorted(wanted.items())) for key, wanted in groups.items()}
        for step in self.steps:
            if not isinstance(step.node.op, Pullback) and not step.dead:
                key = node_key(step.node, step.inputs)
                if key in self.group_wrt:
                    step.group = key
        self.steps = [step for step in self.steps if not step.dead]

    # --- running ----------------------------------------------------------------------------------

    def __call__(self, values, constants=(), host_values=(), watch=None):
        """The outputs for `values` of the inputs; a run-time check goes to the collector in force.

        watch(node, inputs, compute): called for each node in place of computing it; compute() gives its outputs.
        """
        slots = list(self.initial)
        slots[: len(self.inputs)] = values
        for (slot, _), value in zip(self.constants, constants):
            slots[slot] = value
        known = {s: type.thawed(x) for (s, type), x in zip(self.root_slots, host_values)}
        for s, x in known.items():
            slots[s] = x
        residuals = {}
        collector = checks.current() or checks.Collector()
        with checks.collect(collector):
            for step in self.steps:
                if known and all(s in known for s in step.out_slots):
                    continue
                collector.node, collector.inputs = step.node, [slots[s] for s in step.in_slots]
                if watch is None:
                    step(slots, residuals, self.group_wrt)
                else:
                    watch(step.node, collector.inputs, partial(step, slots, residuals, self.group_wrt))
        return [slots[s] for s in self.outputs]


class MissingValue(Exception):
    """A leaf of the graph has no value; args: the leaf, the node that needs it."""


class Step:
    """One node of a plan."""

    __slots__ = ("node", "inputs", "in_slots", "out_slots", "on_host", "group", "dead", "live")

    def __init__(self, node, inputs, in_slots, out_slots):
        self.node, self.inputs, self.in_slots, self.out_slots = node, inputs, in_slots, out_slots
        self.on_host, self.group, self.dead, self.live = False, None, False, ()

    def __call__(self, slots, residuals, group_wrt):
        node = self.node
        values = [slots[s] for s in self.in_slots]
        try:
            if self.group is None:
                outputs = self._run(node, values)
            elif isinstance(node.op, Pullback):
                outputs = self._pull(node, values, residuals, group_wrt)
            else:
                outputs = self._residual(node, values, residuals, group_wrt)[0]
        except Exception as error:
            if getattr(error, "theano_node", None) is not None:
                raise
            raise annotate(error, node, values).with_traceback(error.__traceback__) from None
        for s, x in zip(self.out_slots, outputs):
            slots[s] = x
        return outputs

    def _run(self, node, values):
        op = node.op
        # Small numbers are computed while tracing. Arrays are not: they would become constants of the program.
        if (self.on_host or can_be_closure(node)) and op.host is not None and all(
                k in op.by_shape or isinstance(x, (np.ndarray, np.generic)) for k, x in enumerate(values)):
            return op.run_on_host(node, values)
        if self.on_host:
            with jax.ensure_compile_time_eval():
                return [np.asarray(x) for x in op.run(node, values)]
        return op.run(node, values)

    def _residual(self, node, values, residuals, group_wrt):
        if self.group not in residuals:
            residuals[self.group] = differentiate(node, values, group_wrt[self.group])
        return residuals[self.group]

    def _pull(self, node, values, residuals, group_wrt):
        forward, wrt = node.params["node"], node.params["wrt"]
        count = len(forward.inputs)
        primal, vjp = self._residual(forward, values[:count], residuals, group_wrt)
        wanted = group_wrt[self.group]
        found = pull(forward, primal, vjp, dict(zip(node.params["outs"], values[count:])))
        by_position = {k: g for (k, _), g in zip(wanted, found)}
        return [convert(by_position[k], v.type.dtype) if k in by_position else None for k, v in zip(wrt, node.outputs)]


class Program:
    """A graph as one compiled JAX function of its leaves; `leaves` fixes the order of the arguments."""

    def __init__(self, leaves, outputs):
        self.leaves = list(leaves)
        self.plan = Plan(self.leaves, outputs)
        self._shape_memo = {}
        self._closures = Closures(self.leaves, self._staged, self._shape_of)
        self.host_closures = [self._closures.frozen(v) for v in self.plan.host_roots]
        self.constants = None
        self._jitted = None

    def host_values(self, arguments):
        """The static arguments of this call."""
        return tuple([closure(arguments) for closure in self.host_closures])

    def host_closure(self, v):
        """A function from the arguments to the value of `v`, computed outside JAX."""
        return self._closures.value(v)

    def _staged(self, v):
        """A closure that runs the subgraph of `v` as a program of its own."""
        program = Program(self.leaves, [v])
        return lambda arguments: np.asarray(program(arguments)[0])

    def _shape_of(self, v):
        program, memo = Program(self.leaves, [v]), {}

        def shape(arguments):
            host = program.host_values(arguments)
            leaves, tree = jax.tree.flatten(arguments)
            key = (host, tree, tuple([a.shape for a in leaves]))
            if key not in memo:
                with x64():
                    specs = jax.tree.map(lambda a: jax.ShapeDtypeStruct(a.shape, a.dtype), list(arguments))
                    large = [jax.ShapeDtypeStruct(c.data.shape, c.data.dtype) for _, c in program.plan.constants]
                    memo[key] = jax.eval_shape(lambda xs, cs: program.plan(xs, cs, host), specs, large)[0]
            return memo[key]

        return shape

    def device_constants(self):
        """The large constants, moved to the device once."""
        if self.constants is None:
            self.constants = tuple([jax.device_put(c.data) for _, c in self.plan.constants])
        return self.constants

    def __call__(self, arguments):
        """The outputs, as JAX arrays. Checks inside are left to the program that asked."""
        with x64():
            if self._jitted is None:
                self._jitted = jax.jit(lambda host, xs, cs: self.plan(xs, cs, host), static_argnums=0)
            return self._jitted(self.host_values(arguments), list(arguments), self.device_constants())


def x64():
    """64-bit types for what is traced and called inside; the host program's own setting stays as it is."""
    return jax.enable_x64(True)
