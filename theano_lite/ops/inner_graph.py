"""Graphs inside nodes: what loops and maps evaluate at each round."""

from collections.abc import Callable
from weakref import WeakKeyDictionary, ref

import jax.numpy as jnp
import numpy as np

from theano_lite.core import checks
from theano_lite.core.graph import Constant, replace, toposort
from theano_lite.core.lower import Plan
from theano_lite.core.types import ArrayType


class InnerGraph:
    """Outputs as a function of inputs, inside a node; the first `moving` inputs change from round to round.

    Interpreted by its own plan. smooth: whether somebody may take a gradient through it.
    """

    # prepare(outputs, smooth): the rewrites that come before interpreting; set by program/loops.py.
    prepare: Callable

    def __init__(self, inputs, outputs, moving, smooth=True):
        self.inputs, self.outputs, self.moving, self.smooth = list(inputs), list(outputs), moving, smooth
        self._prepared = self._plan = self._needed = self._signature = None

    @property
    def prepared(self):
        """The outputs after the rewrites."""
        if self._prepared is None:
            self._prepared = type(self).prepare(self.outputs, self.smooth)
        return self._prepared

    @property
    def plan(self):
        if self._plan is None:
            self._plan = Plan(self.inputs, self.prepared)
        return self._plan

    @property
    def needed(self):
        """Positions of the inputs whose values decide shapes inside."""
        if self._needed is None:
            self._needed = self._find_needed()
        return self._needed

    @property
    def host_positions(self):
        """Positions of the inputs that stay the same and must be known before the loop is compiled."""
        return [k for k in self.needed if k >= self.moving]

    @property
    def unsteady(self):
        """Positions of the inputs that change from round to round and decide shapes."""
        return [k for k in self.needed if k < self.moving]

    @property
    def signature(self):
        """Equal for graphs that do the same to inputs of the same types; hashable."""
        if self._signature is None:
            number = {v: k for k, v in enumerate(self.inputs)}
            names = {}
            for node in toposort(self.outputs, self.inputs):
                key = _node_name(node, [_name(v, number, names) for v in node.inputs])
                names.update((v, (key, k)) for k, v in enumerate(node.outputs))
            self._signature = (tuple(v.type for v in self.inputs), self.moving,
                               tuple(_name(v, number, names) for v in self.outputs))
        return self._signature

    def _find_needed(self):
        """Walk from the sizes to the inputs whose values (not only shapes) they depend on."""
        positions = {v: k for k, v in enumerate(self.inputs)}
        found, seen = set(), set()
        stack = [node.inputs[k] for node in toposort(self.prepared, self.inputs) for k in node.op.host_inputs(node)]
        while stack:
            v = stack.pop()
            if v in seen or isinstance(v, Constant):
                continue
            seen.add(v)
            if v in positions:
                found.add(positions[v])
            elif v.owner is not None:
                by_shape = v.owner.op.by_shape
                stack.extend(w for k, w in enumerate(v.owner.inputs) if k not in by_shape)
        return sorted(found)

    def __lt__(self, other):
        return id(self) < id(other)

    def __getstate__(self):
        return dict(inputs=self.inputs, outputs=self.outputs, moving=self.moving, smooth=self.smooth, _prepared=None,
                    _plan=None, _needed=None, _signature=None)

    def __call__(self, values):
        """(outputs, values of the checks, what the checks mean) for arrays `values`."""
        collector = checks.Collector()
        constants = [c.data for _, c in self.plan.constants]
        with checks.collect(collector):
            out = self.plan(values, constants)
        return out, tuple(collector.values), collector.failures

    def on_host(self, values):
        """`values` with NumPy arrays where sizes depend on them."""
        known = set(self.host_positions)
        return [np.asarray(x) if k in known else x for k, x in enumerate(values)]


class _Name:
    """What a node is, by its op and the names of its inputs; hashed once, so that shared parts cost nothing."""

    __slots__ = ("parts", "hash", "__weakref__")

    def __init__(self, parts):
        self.parts, self.hash = parts, hash(parts)

    def __hash__(self):
        return self.hash

    def __eq__(self, other):
        return self is other or (self.hash == other.hash and self.parts == other.parts)


_known: WeakKeyDictionary = WeakKeyDictionary()


def _name_of(parts):
    """The one _Name of `parts`, so that comparing two never goes deep."""
    new = _Name(parts)
    found = _known.get(new)
    found = found() if found is not None else None
    if found is None:
        _known[new] = ref(new)
        return new
    return found


def _name(v, number, names):
    if v in number:
        return number[v]
    if v in names:
        return names[v]
    if isinstance(v, Constant) and isinstance(v.type, ArrayType):
        return _name_of((v.type, v.data.shape, v.data.tobytes()))
    return _name_of((v.type, id(v)))


def _node_name(node, inputs):
    params = {k: v for k, v in node.params.items() if k != "node"}
    forward = node.params.get("node")
    inside = () if forward is None else _node_name(forward, inputs[:len(forward.inputs)])
    return _name_of((node.op, tuple(sorted(params.items())), inside, tuple(inputs)))


def close_over(moving, outputs, listed=()):
    """(InnerGraph, outer variables) for `outputs`, a graph in which the inputs `moving` vary.

    Whatever does not depend on `moving` is left outside, to be computed once; only constants stay. listed: variables
    that are left outside as they are, and come first, even if nothing depends on them.
    """
    varying, constant = set(moving), set()
    outer = {v: v.type.make_variable(v.name) for v in listed if v not in varying}

    def leave(v):
        if v not in varying and v not in constant and not isinstance(v, Constant) and v not in outer:
            outer[v] = v.type.make_variable(v.name)

    order = toposort(outputs, [*moving, *outer])
    for node in order:
        if any(v in varying for v in node.inputs):
            varying.update(node.outputs)
        elif all(isinstance(v, Constant) or v in constant for v in node.inputs):
            constant.update(node.outputs)
    for node in order:
        if any(v in varying for v in node.inputs):
            for v in node.inputs:
                leave(v)
    for v in outputs:
        leave(v)
    inside = replace(outputs, outer)
    return InnerGraph([*moving, *outer.values()], inside, len(moving)), list(outer)


def add_checks(found, failures):
    """Hand checks that ran once per round to the collector in force: the first failure of each counts."""
    collector = checks.current()
    if collector is None:
        return
    for values, (error, message, place) in zip(found, failures):
        bad = values != checks.FINE
        collector.add(jnp.where(bad.any(), values[jnp.argmax(bad)], checks.FINE), error, message, place)
