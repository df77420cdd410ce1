"""theano.function: a graph, its inputs and its updates as one compiled program that can be called."""

import threading
import time
from collections import Counter

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import callback, checks
from theano_lite.core.callback import failure
from theano_lite.core.config import config
from theano_lite.core.errors import NullTypeGradError
from theano_lite.core.graph import Constant, Variable, leaves, toposort
from theano_lite.core.lazy import BranchShapes
from theano_lite.core.lower import MissingValue, Program, x64
from theano_lite.core.op import Elemwise
from theano_lite.core.report import check_given, out_of_memory, users_traceback
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.stages import Stages
from theano_lite.core.test_values import without_test_values
from theano_lite.core.types import NullType, TensorType, generic
from theano_lite.ops.setting import UpdateOp
from theano_lite.program.building import check_inputs, check_used, complete, read_givens, read_outputs, read_updates
from theano_lite.program.conditional import stage_branches
from theano_lite.program.draws import split
from theano_lite.program.inputs import as_input
from theano_lite.program.loops import prepare
from theano_lite.program.modes import compiler_options, get_mode
from theano_lite.program.op_from_graph import expand
from theano_lite.program.profile import Compilations, ProfileStats
from theano_lite.program.runner import keep
from theano_lite.program.shared import SharedVariable
from theano_lite.program.slots import Slot, find_nullable, overwritten
from theano_lite.program.unperformed import without_needless
from theano_lite.program.views import FunctionViews


class _CallsBack(Exception):
    """A program was traced that calls Python while it runs."""


# A call that reads or replaces shared variables holds this: buffers are donated, so nobody may see them in between.
_lock = threading.RLock()


def function(inputs, outputs=None, mode=None, updates=None, givens=None, no_default_updates=False,
             accept_inplace=False, name=None, rebuild_strict=True, allow_input_downcast=None, profile=None,
             on_unused_input=None):
    """Compile the graph between `inputs` and `outputs` into something that can be called.

    inputs: a list of variables or In(...). outputs: a variable, Out(...), a list or dict of them, or None.
    updates: new values for shared variables, as pairs or a dict. givens: replacements, as pairs or a dict.
    no_default_updates: True, or a list of shared variables whose `default_update` is left out.
    allow_input_downcast: True casts arguments to the input's dtype, False never loses precision, None allows it for
    Python floats under floatX only. on_unused_input: 'raise', 'warn' or 'ignore'.
    Raises TypeError, UnusedInputError, MissingInputError.
    """
    if not isinstance(inputs, (list, tuple)):
        raise Exception("Input variables of a Theano function should be contained in a list, even when there is a "
                        "single input.")
    started = time.perf_counter()
    specs = [as_input(i, allow_input_downcast) for i in inputs]
    check_inputs(specs, givens)
    chosen, shape = read_outputs(outputs)
    update_pairs = read_updates(updates)
    givens = read_givens(givens, rebuild_strict)
    with without_test_values():
        graph = complete(specs, [o.variable for o in chosen], update_pairs, givens, no_default_updates, rebuild_strict)
    graph.borrow = [o.borrow for o in chosen]
    if accept_inplace:
        graph.let_destroy()
    check_used(specs, graph, on_unused_input)
    if name is None:
        name = _calling_line()
    return Function(specs, graph, shape, get_mode(mode), name, started,
                    profile=profile if profile is not None else (config.profile or None))


def _calling_line():
    from theano_lite.core.graph import cell_name, user_frames

    frames = user_frames()
    return f"{cell_name(frames[-1][0]) or frames[-1][0]}:{frames[-1][1]}" if frames else None


# --- the compiled function ------------------------------------------------------------------------


class Function(FunctionViews, metaclass=ShownAs):
    """What `function` returns. Calling it runs the program, applies the updates and returns NumPy arrays."""

    shown_as = "theano.compile.function_module.Function"

    def __init__(self, specs, graph, shape, mode, name, started=None, profile=None, containers=None):
        self.specs, self.graph, self.shape, self.mode, self.name = specs, graph, shape, mode, name
        self.trust_input = False
        self.slots = [Slot(s, k, containers[k] if containers else None) for k, s in enumerate(specs)]
        self.constant_storage = {}
        inputs = [s.variable for s in specs]
        found = leaves(graph.all, inputs)
        given = set(inputs)
        shared = [v for v in found if isinstance(v, SharedVariable) and v not in given]
        for v in graph.updates:
            if v not in shared:
                shared.append(v)
        if any(v not in given and not isinstance(v, (SharedVariable, Constant)) for v in found):
            self._check_missing(graph.all, inputs, found)
        self.shared = shared
        # The buffer of a shared variable is given to the program only if its new value surely has the same shape, and
        # if no clone of the variable, which has the same container, brings it to the program too.
        updated = [v for v in shared if v in graph.updates]
        holders = Counter(id(v.container) for v in shared)
        self.donated = [v for v in updated if isinstance(v.type, TensorType) and holders[id(v.container)] == 1
                        and _keeps_shape(graph.updates[v], v)]
        self.updated = self.donated + [v for v in updated if v not in self.donated]
        self.renewed = [v for v in self.updated if v not in self.donated and v.type.computed]
        self.read = [v for v in shared if v not in graph.updates] + self.renewed
        with without_test_values():
            self._compile(inputs)
        self.profile = ProfileStats.of(profile or self.mode.profile, self, started)
        self._ready()

    def _ready(self):
        if self.profile is not None and self.watch is None:
            self._jitted = self.profile.wrap(self._jitted)
        self._constant_parts()

    @staticmethod
    def _check_missing(outputs, inputs, found):
        """Raise MissingInputError, or what forbids it, for those of the leaves `found` that have no value."""
        known = {*inputs, *(v for v in found if isinstance(v, SharedVariable))}
        for v in found:
            if isinstance(v.type, NullType) and v not in known:
                raise v.type.error or NullTypeGradError(f"a gradient that is undefined was asked for: {v.type.why_null}")
        check_given(outputs, known, toposort(outputs, inputs, last_first=True))

    def _compile(self, inputs):
        graph = self.graph
        self.state_slots = [k for k, s in enumerate(self.slots) if s.spec.variable in graph.state_updates]
        state = [graph.state_updates[self.slots[k].spec.variable] for k in self.state_slots]
        self.overwritten = overwritten(self.slots, graph)
        find_nullable(self.slots, graph.all)
        outputs = [_held(v) if borrow and isinstance(v, Constant) else v
                   for v, borrow in zip(graph.outputs, graph.borrow)]
        wanted = [*outputs, *(graph.updates[v] for v in self.updated), *state, *(v for _, v in self.overwritten)]
        known = [*inputs, *self.shared]
        wanted = without_needless(expand(split(wanted, known), known), known)
        wanted = prepare(stage_branches(wanted, known), known)
        traced = [v for v in wanted if v.type.computed]
        rest = [v for v in wanted if not v.type.computed]
        self.stages = Stages(known, [*traced, *rest], prepare,
                             [*self.updated, *(s.spec.variable for s in self.slots if s.spec.mutable and s.spec.update)])
        # Values that nothing is computed of (None, strings) never reach JAX.
        direct = self.stages.direct.intersection(wanted[:len(outputs)])
        self.passed = [v if v in direct else _passed_through(v, inputs, self.shared, self.stages.outputs) for v in wanted]
        traced = [v for v in traced if v not in direct]
        self.staged = [v for v in self.stages.outputs if v.type.computed and v not in direct]
        self.tensor_inputs = [k for k, v in enumerate(inputs) if v.type.computed]
        self.tensor_read = [v for v in self.read if v.type.computed]
        leaf_list = [*(inputs[k] for k in self.tensor_inputs), *self.staged, *self.tensor_read, *self.donated]
        try:
            self.program = Program(leaf_list, traced)
        except MissingValue as missing:
            self._check_missing(traced, leaf_list, [missing.args[0]])
            raise
        self.compilations = Compilations(self)
        self.watch = self.stages.watch = self.mode.watch(self)
        self._gives_buffers = bool(self.donated)
        self.jitted = self._make_program()
        self._jitted = self._watched if self.watch is not None else self._run_giving if self.donated else self.jitted

    def _make_program(self):
        return jax.jit(self._trace, static_argnums=0, donate_argnums=3 if self._gives_buffers else (),
                       compiler_options=compiler_options(self.mode, self.program.plan))

    def _run_giving(self, *arguments):
        """Run the program; one that calls back, and may end in an error of the user's, is given no buffers to lose."""
        try:
            return self.jitted(*arguments)
        except _CallsBack:
            self._gives_buffers = False
            self.compilations.keys.pop()
            self.jitted = self._make_program()
            return self.jitted(*arguments)

    def _trace(self, host, inputs, read, donated, constants):
        """The program, traced once for each set of shapes and host values: see `computed`."""
        self.compilations.add(host, [*inputs, *read, *donated])
        before = callback.traced
        results = self.computed(host, inputs, read, donated, constants)
        if self._gives_buffers and callback.traced != before:
            raise _CallsBack
        return results

    def _watched(self, host, inputs, read, donated, constants):
        """The same op by op, under the eyes of the mode."""
        arrays = jax.tree.map(jnp.asarray, (list(inputs), list(read), list(donated)))
        if not self.stages.stages:
            self.watch.start()
        results = self.computed(host, *arrays, constants, watch=self.watch)
        self.watch.finish(host, *arrays, constants)
        return results

    def computed(self, host, inputs, read, donated, constants, watch=None):
        """(outputs, new shared values, Findings of the checks or None)."""
        collector = checks.Collector()
        given = [*inputs, *read, *donated]
        with checks.collect(collector):
            results = [jax.tree.map(jnp.asarray, x) for x in self.program.plan(given, constants, host, watch)]
        findings = collector.findings()
        n = sum(p is None for p in self.passed[: len(self.graph.outputs)])
        out, new = results[:n], results[n:]
        if findings is not None:
            # Where a check failed the old value stays: its buffer is given away and would be lost.
            new[: len(donated)] = [jnp.where(findings.failed, old, x) for old, x in zip(donated, new)]
        return _own(out, given), _own(new, given), findings

    def _constant_parts(self):
        self.n_outputs = len(self.graph.outputs)
        self.simple = (all(p is None for p in self.passed) and not self.state_slots and not self.stages.outputs
                       and not self.overwritten
                       and all(isinstance(s.type, TensorType) for s in self.slots)
                       and all(isinstance(v.type, TensorType) for v in self.graph.outputs))
        self.always_simple, self.once, self.kept = self.simple, [], None
        # No number of arguments leaves nothing to find out if there are inputs that no argument may be given for.
        self.n_arguments = -1 if any(s.spec.implicit for s in self.slots) else len(self.slots)
        self.read_containers = [v.container for v in self.tensor_read]
        self.donated_containers = [v.container for v in self.donated]
        self.new_containers = [v.container for v in (*self.donated, *self.renewed)]
        self.by_name = {}
        for slot in self.slots:
            if slot.spec.name is not None:
                self.by_name.setdefault(slot.spec.name, []).append(slot)

    # --- calling ----------------------------------------------------------------------------------

    def __call__(self, *args, **kwargs):
        profile = self.profile
        started = time.perf_counter() if profile is not None else 0.0
        output_subset = kwargs.pop("output_subset", None)
        slots = self.slots
        try:
            if not kwargs and len(args) == self.n_arguments:
                values = self._trusted(args) if self.trust_input else [s.accept(a, self.name) for s, a in zip(slots, args)]
            else:
                values = self._bind(args, kwargs)
        except (TypeError, ValueError) as error:
            if config.exception_verbosity == "high":
                raise
            raise error.with_traceback(None) from None  # the message tells what is wrong with the arguments
        try:
            results = self.run(values)
        except Exception as error:
            # JAX says RuntimeError, or ValueError where the program ran at once.
            raised = failure(error) if isinstance(error, (RuntimeError, ValueError)) else None
            if raised is not None:
                if config.exception_verbosity != "high":
                    raised.__traceback__ = users_traceback(raised)
                raise raised from None
            if isinstance(error, RuntimeError):
                memory = out_of_memory(error, self, [(s.spec.name or str(s.spec.variable), v)
                                                     for s, v in zip(slots, values)])
                if memory is not None:
                    raise memory from (error if config.exception_verbosity == "high" else None)
            if config.exception_verbosity == "high":
                raise
            # The message tells the node and the user's line; our own frames and JAX's would only hide them.
            if getattr(error, "theano_node", None) is not None:
                error.__notes__ = []
                raise error.with_traceback(None) from None
            users = users_traceback(error)
            if users is None:
                raise
            raise error.with_traceback(users)  # noqa: B904  (its own cause and context stay)
        if profile is not None:
            profile.called(time.perf_counter() - started)
        return self._pack(results, output_subset)

    def _pack(self, results, subset):
        if subset is not None:
            keys = self.shape if isinstance(self.shape, list) else list(range(len(results)))
            picked = [keys.index(s) for s in subset]
            if isinstance(self.shape, list):
                return {self.shape[k]: results[k] for k in picked}
            return [results[k] for k in picked]
        if self.shape == "one":
            return results[0]
        if isinstance(self.shape, list):
            return dict(zip(self.shape, results))
        return results

    def _trusted(self, args):
        """The arguments, of which only so much is checked as gives wrong numbers otherwise. Raises ValueError."""
        for slot, value in zip(self.slots, args):
            if slot.dtype is not None and (not isinstance(value, (np.ndarray, jax.Array)) or value.dtype != slot.dtype):
                raise ValueError(f"{slot.spec.variable}: expected an ndarray of {slot.dtype}, got {value!r} (trust_input "
                                 "is set, so that arguments are not converted)")
        return args

    def _bind(self, args, kwargs):
        """One value per slot out of positional and keyword arguments and defaults. Raises TypeError."""
        slots = self.slots
        if self.trust_input:
            self._trusted(args)
        if len(args) + len(kwargs) > len(slots) + len(self.shared):
            raise TypeError(f"Too many parameter passed to theano function{' ' + self.name if self.name else ''}: "
                            f"{len(args) + len(kwargs)} given, it takes {len(slots)}")
        values = {}
        for k, value in enumerate(args):
            if k >= len(slots) or slots[k].spec.implicit:
                name = slots[k].spec.name if k < len(slots) else self.shared[k - len(slots)].name
                raise TypeError(f"Tried to provide value for implicit input: {name}")
            values[k] = slots[k].accept(value, self.name)
        for key, value in kwargs.items():
            slot = self._slot_named(key)
            if slot.index in values:
                raise TypeError(f"Multiple values for input: {key} is given twice")
            values[slot.index] = slot.accept(value, self.name)
        for slot in slots:
            if slot.index not in values:
                if not slot.has_default:
                    raise TypeError(f"Missing required input: {slot.spec.name or slot.spec.variable}\n"
                                    f"It belongs{slot.place(self.name)}")
                values[slot.index] = slot.container.get(borrow=True)
        return [values[k] for k in range(len(slots))]

    def names_text(self):
        """How many inputs have names, and which; how many have none."""
        every = [*(s.spec.name for s in self.slots), *(v.name for v in self.shared)]
        names = [name for name in every if name]
        if not every:
            return "The function is supposed to have no input."
        text = f"The function has {_counted(len(names), 'named input')} ({', '.join(names)})"
        unnamed = len(every) - len(names)
        if unnamed:
            text += (f", and {_counted(unnamed, 'unnamed input')} which thus cannot be accessed through keyword "
                     f"argument{'s' if unnamed > 1 else ''} (use 'name=...' in a variable's constructor to give it a name)")
        return text + "."

    def _slot_named(self, key):
        found = self.by_name.get(key)
        if found is not None and len(found) > 1:
            raise TypeError(f"Ambiguous name: {key} - please check the names of the inputs of your function for "
                            "duplicates.")
        if found is None and not any(v.name == key for v in self.shared):
            raise TypeError(f"Unknown input or state: {key}. {self.names_text()}")
        if found is None or found[0].spec.implicit:
            raise TypeError(f"Tried to provide value for implicit input: {key}")
        return found[0]

    def run(self, values):
        """The outputs, as a list, for arguments that are arrays of the inputs' types."""
        try:
            return self._run(values) if self.simple else self._run_general(values)
        except BranchShapes as found:
            # Known while the program is traced, the condition may choose between results of different shapes.
            if found.op.static:
                raise (found.__cause__ or found) from None
            found.op.static = True
            self._compile([s.spec.variable for s in self.slots])
            self._ready()
            return self.run(values)

    def given_once(self, slot):
        """After the next call `slot` has its default again."""
        self.once.append(slot)
        self.simple = False

    def keep_outputs(self, yes):
        """Whether each call leaves its outputs in `output_storage`."""
        self.kept = self.output_storage if yes else None
        self.simple = self.always_simple and not yes and not self.once

    def _finish(self, results):
        for slot in self.once:
            slot.container.set(slot.spec.value, borrow=True)
        self.once = []
        if self.kept is not None:
            keep(self.kept, results)
        self.simple = self.always_simple and self.kept is None
        return results

    def _run(self, values):
        with _lock, x64():
            # Asking for the attribute first saves a call per shared variable.
            read = [c.argument() if c.device is None else c.device for c in self.read_containers]
            donated = [c.argument() if c.device is None else c.device for c in self.donated_containers]
            program = self.program
            host = ()
            if program.host_closures:
                host = program.host_values((*values, *read, *donated))
            out, new, findings = self._jitted(host, values, read, donated, program.device_constants())
            refused = findings is not None and bool(findings.failed)
            for container, value in zip(self.donated_containers if refused else self.new_containers, new):
                container.device, container.host = value, None
            if refused:
                raise findings.error()
            results = [np.array(o) for o in out]
            # Arguments are read without a copy: they must stay as they are until the program is done.
            if not results:
                jax.block_until_ready(new)
        return results

    def _run_general(self, values):
        """As `_run`, where something is no tensor or an input has an update of its own."""
        with _lock:
            undo = []
            try:
                return self._run_staged(values, undo)
            except BaseException:
                for take_back in reversed(undo):
                    take_back()
                raise

    def _run_staged(self, values, undo):
        tensors = {k: self.slots[k].type.to_program(values[k]) for k in self.tensor_inputs}
        shared_values = {v: v.container.get(borrow=True) for v in self.shared if not v.type.computed}
        given = {s.spec.variable: tensors.get(s.index, values[s.index]) for s in self.slots}
        tensors = list(tensors.values())
        if self.stages.outputs:
            given.update(shared_values)
            given.update((v, v.container.argument()) for v in self.shared if v.type.computed and v in self.stages.needs)
            self.stages.run(given, undo)
            tensors += [given[v] for v in self.staged]
        with x64():
            read = [c.argument() for c in self.read_containers]
            donated = [c.argument() for c in self.donated_containers]
            host = self.program.host_values((*tensors, *read, *donated))
            out, new, findings = self._jitted(host, tensors, read, donated, self.program.device_constants())
            if findings is not None and bool(findings.failed):
                for container, value in zip(self.donated_containers, new):
                    container.put(value)
                raise findings.error()
            traced = iter([*out, *new])
        done = []
        for passed in self.passed:
            if passed is None:
                done.append(next(traced))
            elif isinstance(passed, Constant):
                done.append(passed.data)
            else:
                done.append(given[passed] if passed in given else shared_values[passed])
        n, m = self.n_outputs, len(self.updated)
        for v, value in zip(self.updated, done[n:n + m]):
            if v.type.computed:
                v.container.put(value)
            else:
                v.container.set(value, borrow=True)
        for (k, v), value in zip(self.overwritten, done[n + m + len(self.state_slots):]):
            values[k][...] = v.type.from_program(value)
        for k, value in zip(self.state_slots, done[n + m:]):
            self.slots[k].container.set(self.slots[k].type.from_program(value), borrow=True)
        return self._finish([v.type.from_program(o) if p is None else o
                             for v, p, o in zip(self.graph.outputs, self.passed, done)])


def _held(constant):
    """A constant output that the caller borrows: one array for all calls, which the caller may edit."""
    return generic.make_constant(np.array(constant.data))


def _passed_through(v, inputs, shared, staged):
    """`v` if it is no tensor and so must be an input, shared, a constant or from outside; else None."""
    if v.type.computed:
        return None
    if v in inputs or v in shared or v in staged or isinstance(v, Constant):
        return v
    raise TypeError(f"{v} of type {v.type} cannot be computed: only arrays, sparse matrices and lists of them can")


def _keeps_shape(new, shared):
    """Whether `new` surely has the shape of `shared`: it is made of it element by element, or by setting parts."""
    seen, stack = set(), [new]
    while stack:
        v = stack.pop()
        if v is shared:
            return True
        node = v.owner
        if node is None or v in seen or v.type.broadcastable != shared.type.broadcastable:
            continue
        seen.add(v)
        if isinstance(node.op, Elemwise):
            stack.extend(node.inputs)
        elif isinstance(node.op, UpdateOp):
            stack.append(node.inputs[0])
    return False


def _own(results, given):
    """`results`, each in memory of its own: no two alike, none an argument."""
    taken = {id(x) for x in jax.tree.leaves(given)}
    leaves, tree = jax.tree.flatten(results)
    for k, x in enumerate(leaves):
        if id(x) in taken:
            leaves[k] = lax.copy_p.bind(x)
        taken.add(id(x))
    return jax.tree.unflatten(tree, leaves)


# --- eval -----------------------------------------------------------------------------------------


def evaluate(variable, inputs_to_values=None):
    """The value of `variable` for {input: value}; the compiled function is kept with the variable."""
    inputs_to_values = inputs_to_values or {}
    names = {v.name: v for v in leaves([variable])} if any(isinstance(k, str) for k in inputs_to_values) else {}
    given = {names.get(k, k) if isinstance(k, str) else k: value for k, value in inputs_to_values.items()}
    cache = variable.__dict__.setdefault("_fn_cache", {})
    inputs = tuple(sorted(given, key=id))
    if inputs not in cache:
        cache[inputs] = function(list(inputs), variable)
    return cache[inputs](*[given[v] for v in inputs])


Variable.eval = evaluate


def _counted(n, noun):
    return f"{n} {noun}{'' if n == 1 else 's'}"
