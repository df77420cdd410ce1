"""Programs around ops that only Python can perform: what such an op needs is run first, as a program of its own.

The outputs of such ops are leaves of the program that follows, so JAX is never called from inside a callback.
"""

from functools import partial
from typing import Any

import jax
import numpy as np

from theano_lite.core import checks
from theano_lite.core.graph import Constant, leaves, toposort
from theano_lite.core.lower import Program, x64
from theano_lite.core.types import ArrayType


class Stage:
    """One application of an op that runs outside: its node, and the program for what its inputs need.

    in_place: nobody else uses the input that the op may change. snapshot: a function that takes back such changes.
    """

    def __init__(self, node, known, prepare, in_place=False):
        self.node, self.in_place = node, in_place
        sizes = [node.inputs[k] for k in node.op.host_inputs(node)]
        self.sizes = [_Size(v, known) for v in sizes if v not in known and not isinstance(v, Constant)]
        self.wanted = [v for v in dict.fromkeys(node.inputs) if v.type.computed and v not in known
                       and v not in sizes and not isinstance(v, Constant)]
        self.program = None
        if self.wanted:
            prepared = prepare(self.wanted)
            used = [v for v in leaves(prepared, known) if v in known]
            self.program = Checked(used, prepared)
        self.needs = [v for v in node.inputs if v in known] + (self.program.leaves if self.program else [])
        self.needs += [v for size in self.sizes for v in size.leaves]

    def run(self, values, undo, watch=None):
        """Add the outputs of the node to `values`, {variable: its value in programs, or the user's own}.

        undo: gets functions that take back what was changed in place. watch: see Plan.
        """
        node, found = self.node, {}
        for size in self.sizes:
            found[size.variable] = size(values)
        if self.program is not None:
            found.update(zip(self.wanted, self.program([values[v] for v in self.program.leaves])))
        inputs = [v.data if isinstance(v, Constant) else _for_user(v, found[v] if v in found else values[v])
                  for v in node.inputs]
        compute = partial(node.op.run_outside, node, inputs)
        if self.in_place:
            undo.append(node.op.undo(inputs))
            compute = partial(compute, in_place=True)
        outputs = compute() if watch is None else watch(node, inputs, compute)
        values.update((v, v.type.to_program(x) if v.type.computed else x) for v, x in zip(node.outputs, outputs))


class _Size:
    """The value of an integer variable, computed outside JAX from those in `known`."""

    def __init__(self, variable, known):
        self.variable = variable
        self.leaves = [v for v in leaves([variable], known) if v in known]
        self.closure = Program(self.leaves, []).host_closure(variable)

    def __call__(self, values):
        return np.asarray(self.closure([values[v] for v in self.leaves]))


def _for_user(variable, value):
    """`value` of a program as an op outside takes it."""
    if isinstance(variable.type, ArrayType):
        return np.asarray(value)
    return variable.type.from_program(value) if variable.type.computed else value


class Checked(Program):
    """A program that raises what its run-time checks find."""

    def __init__(self, leaves, outputs):
        super().__init__(leaves, outputs)
        self._run_checked = jax.jit(self._with_checks, static_argnums=0)

    def _with_checks(self, host, values, constants):
        collector = checks.Collector()
        with checks.collect(collector):
            out = self.plan(values, constants, host)
        return out, collector.findings()

    def __call__(self, arguments):
        with x64():
            host = self.host_values(arguments)
            out, findings = self._run_checked(host, list(arguments), self.device_constants())
        error = findings.error() if findings is not None else None
        if error is not None:
            raise error
        return out


class Stages:
    """All the ops of a graph that run outside, in the order in which they are performed.

    leaves: the variables that have values; prepare: applied to variables before they are compiled (the rewrites).
    replaced: leaves that get new values after the call. watch: sees each op, see Plan.
    """

    watch: Any = None

    def __init__(self, leaves, outputs, prepare=list, replaced=()):
        self.stages, known = [], list(leaves)
        order = toposort(outputs, leaves, last_first=True)
        uses = {}
        for v in (*outputs, *(v for node in order for v in node.inputs)):
            uses[v] = uses.get(v, 0) + 1
        for node in order:
            if getattr(node.op, "outside", False):
                at = node.op.may_destroy(node)
                free = at is not None and uses[node.inputs[at]] == 1 and (
                    node.inputs[at] not in leaves or node.inputs[at] in replaced)
                self.stages.append(Stage(node, known, prepare, free))
                known.extend(node.outputs)
        self.outputs = known[len(leaves):]
        # What only the caller gets, in memory that nobody else knows, needs no program.
        self.direct = {v for v in self.outputs if uses.get(v) == 1 and v in outputs and isinstance(v.type, ArrayType)
                       and getattr(v.owner.op, "fresh", False)}
        self.needs = {v for stage in self.stages for v in stage.needs}.difference(self.outputs)

    def run(self, values, undo):
        """Add the outputs of all these ops to `values`; see Stage.run."""
        if self.watch is not None and self.stages:
            self.watch.start()
        for stage in self.stages:
            stage.run(values, undo, self.watch)
