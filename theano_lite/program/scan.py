"""theano.scan: what the user gives, brought into the form that the op of ops/scan.py takes."""

import logging
from typing import Any

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import MissingInputError, NotScalarConstantError
from theano_lite.core.graph import Constant, Variable, leaves, replace
from theano_lite.core.test_values import stand_in
from theano_lite.core.types import TensorType, as_tensor_variable
from theano_lite.ops import elementwise, indexing, shapes
from theano_lite.ops.inner_graph import close_over
from theano_lite.ops.scan import Layout, Scan
from theano_lite.program.building import read_updates
from theano_lite.program.constants import get_scalar_constant_value
from theano_lite.program.scan_returns import get_updates_and_outputs, isNaN_or_Inf_or_None
from theano_lite.program.shared import SharedVariable
from theano_lite.program.updates import OrderedUpdates

_logger = logging.getLogger("theano.scan_module.scan")


def scan(fn, sequences=None, outputs_info=None, non_sequences=None, n_steps=None, truncate_gradient=-1,
         go_backwards=False, mode=None, name=None, profile=False, allow_gc=None, strict=False, return_list=False) -> Any:
    """Call `fn` for one step of a loop and return (outputs, updates) of the whole loop.

    fn(elements of the sequences, earlier values of the outputs, non_sequences) returns outputs, updates of shared
    variables and `until(condition)`, in this order, each if any. sequences: variables or dicts with `input` and
    `taps`; of unlike lengths, the shortest counts. outputs_info: for each output its first value, a dict with
    `initial` and `taps` (all below 0), or None for an output that no step reads. n_steps: an integer, or an integer
    scalar; more than a sequence has is an error when the loop runs. truncate_gradient: over how many steps, from the
    last one, gradients flow (-1: all). strict: shared variables must be among `non_sequences`. return_list: a list
    even of one output. mode, profile and allow_gc are accepted; they change nothing.
    Raises ValueError, TypeError for arguments that do not fit together, IndexError.
    """
    info = dict(mode=mode, profile=profile, strict=strict, allow_gc=config.scan.allow_gc if allow_gc is None else allow_gc)
    return run_loop(fn, sequences, outputs_info, non_sequences, n_steps, truncate_gradient, go_backwards, name, return_list,
                    **info)


def run_loop(fn, sequences, outputs_info, non_sequences, n_steps, truncate_gradient=-1, go_backwards=False, name=None,
             return_list=False, strict=False, **info) -> Any:
    """What `scan` does. info: what else the op is to know, e.g. checkpoint: a gradient runs the steps again."""
    loop = _Loop(sequences, outputs_info, non_sequences, n_steps, go_backwards)
    condition, outputs, updates = get_updates_and_outputs(fn(*loop.arguments()))
    if loop.single:
        if condition is not None:
            _logger.warning("When the number of steps is fixed and equal to 1, the provided stopping condition, "
                            "%s is ignored", condition)
        outputs = [shapes.unbroadcast(shapes.shape_padleft(v), 0) if isinstance(v.type, TensorType) else v
                   for v in outputs]
        return (outputs[0] if len(outputs) == 1 and return_list is not True else outputs), updates
    if strict:
        loop.check_strict([*outputs, *updates.values(), *([] if condition is None else [condition])])
    results, found = loop.close(condition, outputs, updates, name, truncate_gradient, dict(info, strict=strict))
    if len(results) == 1 and return_list is not True:
        return results[0], found
    return (results or None), found


def _as_list(x):
    if x is None:
        return []
    return list(x) if isinstance(x, (list, tuple)) else [x]


class _Sequence:
    """One tap of a sequence. outer: what the loop runs over; element: its stand-in in a step; first: its first value."""

    def __init__(self, variable, tap, lowest, highest, backwards):
        start = tap - lowest
        self.first = indexing.getitem(variable, start)
        stop = None if tap == highest else tap - highest
        self.outer = indexing.getitem(variable, slice(start, stop))
        if backwards:
            self.outer = indexing.getitem(self.outer, slice(None, None, -1))
        self.element = stand_in(self.first, _at(variable, tap))


def _at(variable, tap):
    """The name of `variable` seen from `tap` steps away."""
    if getattr(variable, "name", None) is None:
        return None
    return f"{variable.name}[t{tap:+d}]" if tap else f"{variable.name}[t]"


def _read_sequence(given, backwards):
    taps = [0]
    if isinstance(given, dict):
        given, taps = given["input"], given.get("taps")
        taps = [0] if taps is None else _as_list(taps)
    variable = as_tensor_variable(given)
    lowest, highest = min([0, *taps]), max([0, *taps])
    return [_Sequence(variable, int(tap), lowest, highest, backwards) for tap in taps]


class _State:
    """An output that later steps read. initial: its first values, stacked; elements: its stand-ins in a step."""

    def __init__(self, position, given, taps):
        self.position, self.taps = position, tuple(int(t) for t in taps)
        depth = -min(self.taps)
        if list(taps) == [-1]:
            initial = given if isinstance(given, Variable) else as_tensor_variable(given)
            self.firsts = [initial]
            self.elements = [stand_in(initial, _at(given, -1))]
            if isinstance(initial.type, TensorType):
                initial = shapes.unbroadcast(shapes.shape_padleft(initial), 0)
        else:
            given = as_tensor_variable(given)
            initial = indexing.getitem(given, slice(None, depth))
            self.firsts = [indexing.getitem(given, tap + depth) for tap in self.taps]
            self.elements = [stand_in(v, _at(given, tap)) for v, tap in zip(self.firsts, self.taps)]
        self.initial = initial


def _read_info(position, info):
    """The _State that an entry of outputs_info asks for, or None. Raises ValueError."""
    if info is None:
        return None
    if not isinstance(info, dict):
        return _State(position, info, [-1])
    if info.get("return_steps") is not None:
        raise ValueError("Using `return_steps` has been deprecated. Simply select the entries you need using a "
                         "subtensor. Scan will optimize memory consumption, so do not worry about that.")
    initial, taps = info.get("initial"), info.get("taps")
    if initial is None:
        if taps is not None:
            raise ValueError("If you are using slices of an output you need to provide a initial state for it", info)
        return None
    if taps is None:
        taps = [-1]
    if len(taps) > len(set(taps)):
        raise ValueError("All the taps must be different in  `outputs_info`", info)
    if any(t >= 0 for t in taps):
        raise ValueError("All the tap values must be smaller than 0.", info)
    return _State(position, initial, taps)


class _Loop:
    """The arguments of `scan`, read; and the node made of them and of what the step function returned."""

    def __init__(self, sequences, outputs_info, non_sequences, n_steps, go_backwards):
        self.listed = _as_list(non_sequences)
        self.fixed = [v if isinstance(v, Variable) else as_tensor_variable(v) for v in self.listed]
        _check_n_steps(n_steps)
        self.single = _known_steps(n_steps) in (1, -1)
        self.sequences = [s for given in _as_list(sequences) for s in _read_sequence(given, go_backwards)]
        self.infos = _as_list(outputs_info)
        self.n_steps = self._length(n_steps)
        self.states = [s for s in (_read_info(k, info) for k, info in enumerate(self.infos)) if s is not None]

    def _length(self, n_steps):
        if not isNaN_or_Inf_or_None(n_steps):
            return as_tensor_variable(n_steps)
        if not self.sequences:
            raise ValueError("No information about the number of steps provided. Either provide a value for n_steps "
                             "argument of scan or provide an input sequence")
        lengths = [shapes.shape_i(s.outer, i=0) for s in self.sequences]
        shortest = lengths[0]
        for other in lengths[1:]:
            shortest = elementwise.minimum(shortest, other)
        return shortest

    def arguments(self):
        """What the step function is called with: stand-ins, or the first values themselves if there is one step."""
        if self.single:
            return [*(s.first for s in self.sequences), *(v for s in self.states for v in s.firsts), *self.fixed]
        return [*(s.element for s in self.sequences), *(v for s in self.states for v in s.elements), *self.fixed]

    def check_strict(self, variables):
        """Raises MissingInputError for a shared variable that is used but was not named."""
        # What an argument of the step function was computed from outside is no business of the loop.
        for v in leaves(variables, self.arguments()):
            if isinstance(v, SharedVariable) and v not in self.listed and v.__dict__.get("default_update") is None:
                raise MissingInputError(f"ScanOp is missing an input: {v!r}")

    def close(self, condition, outputs, updates, name, truncate_gradient, info):
        """(outputs, updates) of the loop."""
        if self.infos and len(outputs) != len(self.infos):
            raise ValueError("Please provide None as outputs_info for any output that does not feed back into scan "
                             "(i.e. it behaves like a map) ")
        reads = {s.position for s in self.states}
        plain = [k for k in range(len(outputs)) if k not in reads]
        conditions = [] if condition is None else [condition]
        self._check_updates(updates, [*outputs, *conditions])
        updates = self._all_updates([*outputs, *conditions], read_updates(updates))
        # States with several taps come first, as in Theano.
        states = [s for s in self.states if s.taps != (-1,)] + [s for s in self.states if s.taps == (-1,)]
        tensors = [v for v in updates if isinstance(v.type, TensorType)]
        opaque = [v for v in updates if not isinstance(v.type, TensorType)]
        inside = {v: stand_in(v, f"{v.name}_copy" if v.name else None) for v in updates}
        moving = [*(s.element for s in self.sequences), *(v for s in states for v in s.elements),
                  *(inside[v] for v in (*tensors, *opaque))]
        results = [*(outputs[s.position] for s in states), *(updates[v] for v in tensors),
                   *(outputs[k] for k in plain), *(updates[v] for v in opaque), *conditions]
        _check_states(states, outputs)
        # What the user gave as it is stands for itself, whatever it is made of.
        given = [v for v in self.fixed if not isinstance(v, Constant)]
        graph, outer = close_over(moving, replace(results, {**{v: v for v in given}, **inside}),
                                  [v for v in given if v not in inside])
        layout = Layout(len(self.sequences), tuple([*(s.taps for s in states), *((-1,) for _ in tensors)]), len(plain),
                        len(opaque), condition is not None)
        loop = Scan(graph, layout, name, truncate_gradient, info)
        first = [shapes.unbroadcast(shapes.shape_padleft(v), 0) for v in tensors]
        made = loop.make_node(self.n_steps, *(s.outer for s in self.sequences), *(s.initial for s in states), *first,
                              *opaque, *(self.n_steps for _ in plain), *outer).outputs
        found = OrderedUpdates()
        for k, v in enumerate(tensors):
            found[v] = indexing.getitem(made[len(states) + k], -1)
        for k, v in enumerate(opaque):
            found[v] = made[layout.visible + k]
        by_position = {s.position: indexing.getitem(made[k], slice(layout.depth(k), None)) for k, s in enumerate(states)}
        by_position.update((position, made[layout.states + k]) for k, position in enumerate(plain))
        return [by_position[k] for k in range(len(outputs))], found

    def _all_updates(self, variables, updates):
        """`updates` and the default updates of the shared variables that take part."""
        found = dict(updates)
        todo, seen = leaves([*variables, *found.values()], self.fixed), set()
        while todo:
            v = todo.pop(0)
            if v in seen or not isinstance(v, SharedVariable):
                continue
            seen.add(v)
            default = v.__dict__.get("default_update")
            if v in found or default is None:
                continue
            found.update(read_updates([(v, default)]))
            todo += leaves([found[v]], self.fixed)
        return found

    def _check_updates(self, updates, variables):
        """Raises MissingInputError for a variable that updates need and nobody has named."""
        known = {*self.arguments(), *leaves(variables, self.fixed)}
        for v in leaves([v for v in updates.values() if isinstance(v, Variable)], self.arguments()):
            if v not in known and not isinstance(v, (Constant, SharedVariable)):
                raise MissingInputError(f"An update needs {v!r}, which was not provided.\nPlease pass this variable to the "
                                        "scan's inner function. Do not forget to also pass it to the `non_sequences` "
                                        "attribute of scan.")


def _check_n_steps(n_steps):
    if isinstance(n_steps, float) and np.isfinite(n_steps) and int(n_steps) not in (1, -1):
        raise TypeError(f"n_steps must be an integer, got {n_steps}")
    dtype = getattr(n_steps, "dtype", None)
    if dtype is not None and str(dtype) not in discrete_dtypes:
        raise ValueError(f" n_steps must be an int. dtype provided is {dtype}")


def _known_steps(n_steps):
    """The number of steps if it is known while the graph is built, else None."""
    if isinstance(n_steps, (int, float)):
        return int(n_steps)
    try:
        return int(get_scalar_constant_value(n_steps))
    except (NotScalarConstantError, TypeError, ValueError, OverflowError):
        return None


def _check_states(states, outputs):
    """Raises ValueError for a new value of another dtype or rank than the state."""
    for k, s in enumerate(states):
        new, element = outputs[s.position], s.elements[0]
        if not isinstance(new.type, TensorType):
            continue
        if new.type.dtype != s.initial.type.dtype:
            raise ValueError(
                "When compiling the inner function of scan the following error has been encountered: The initial state "
                f"(`outputs_info` in scan nomenclature) of variable {s.initial} (argument number {k}) has dtype "
                f"{s.initial.type.dtype}, while the result of the inner function (`fn`) has dtype {new.type.dtype}. This "
                "can happen if the inner function of scan results in an upcast or downcast.")
        if new.type.ndim != element.type.ndim:
            raise ValueError(
                "When compiling the inner function of scan (the function called by scan in each of its iterations) the "
                "following error has been encountered: The initial state (`outputs_info` in scan nomenclature) of "
                f"variable {s.initial} (argument number {k}) has {s.initial.type.ndim} dimension(s), while the "
                "corresponding variable in the result of the inner function of scan (`fn`) has "
                f"{new.type.ndim} dimension(s) (it should be one less than the initial state).")
