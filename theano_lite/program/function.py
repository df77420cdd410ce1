"""theano.function: a graph, its inputs and its updates as one compiled program that can be called."""

import copy as copying
import threading
import time
import warnings

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.config import config
from theano_lite.core.errors import MissingInputError, UnusedInputError
from theano_lite.core.graph import Constant, Variable, ancestors, leaves, replace
from theano_lite.core.lower import MissingValue, Program, x64
from theano_lite.core.op import Elemwise
from theano_lite.core.report import describe, frames_text
from theano_lite.core.types import Generic, TensorType
from theano_lite.ops.indexing import inc_subtensor_op
from theano_lite.program.inputs import Out, as_input
from theano_lite.program.modes import compiler_options, get_mode
from theano_lite.program.profile import ProfileStats
from theano_lite.program.shared import Container, SharedVariable
from theano_lite.program.stabilize import stabilize

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
    _check_inputs(specs, givens)
    chosen, shape = _read_outputs(outputs)
    update_pairs = _read_updates(updates)
    givens = _read_givens(givens, rebuild_strict)
    graph = _complete(specs, chosen, update_pairs, givens, no_default_updates, rebuild_strict)
    _check_used(specs, graph, on_unused_input)
    if name is None:
        name = _calling_line()
    return Function(specs, graph, shape, get_mode(mode), name, started,
                    profile=profile if profile is not None else (config.profile or None))


def _calling_line():
    from theano_lite.core.graph import user_frames

    frames = user_frames()
    return f"{frames[-1][0]}:{frames[-1][1]}" if frames else None


# --- reading the arguments ------------------------------------------------------------------------


def _check_inputs(specs, givens):
    seen = {}
    replaced = dict(givens.items() if hasattr(givens, "items") else givens or [])
    for k, spec in enumerate(specs):
        v = spec.variable
        if isinstance(v, SharedVariable):
            raise TypeError(f"Cannot use a shared variable ({v}) as explicit input. Consider substituting a non-shared "
                            "variable via the `givens` parameter")
        if isinstance(v, Constant):
            raise TypeError(f"the constant {v} (position {k}) cannot be an input of a function")
        if v in seen:
            raise UnusedInputError(f"Variable {v} is used twice in inputs to theano.function, at indices {seen[v]} and "
                                   f"{k}. This would result in values provided for it being ignored. Please do not "
                                   "duplicate variables in the inputs list.")
        if v in replaced:
            raise RuntimeError(f"You are trying to replace variable '{v}' through the `givens` parameter, but this "
                               "variable is an input to your function. Replacing inputs is currently forbidden because "
                               "it has no effect. One way to modify an input `x` to a function evaluating f(x) is to "
                               "define a new input `y` and use `theano.function([y], f(x), givens={x: g(y)})`.")
        seen[v] = k


def _read_outputs(outputs):
    """The output variables, and the form to return them in: None, 'one', 'list' or the keys of a dict."""
    if outputs is None:
        return [], None
    if isinstance(outputs, dict):
        for key in outputs:
            if not isinstance(key, str):
                raise AssertionError(f"the keys of a dict of outputs must be strings, got {key!r}")
        keys = sorted(outputs)
        return [_output(outputs[k]) for k in keys], keys
    if isinstance(outputs, (list, tuple)):
        return [_output(o) for o in outputs], "list"
    return [_output(outputs)], "one"


def _output(o):
    if isinstance(o, Out):
        o = o.variable
    if not isinstance(o, Variable):
        raise TypeError(f"Outputs must be theano Variable or Out instances. Received {o} of type {type(o)}")
    return o


def _pairs(items, what):
    if items is None:
        return []
    if hasattr(items, "items"):
        return list(items.items())
    if not isinstance(items, (list, tuple)):
        raise ValueError(f"The {what} parameter must be a dictionary or a list of pairs, got {type(items)}")
    for pair in items:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise ValueError(f"The {what} parameter must be a dictionary or a list of pairs, it holds {pair!r}")
    return [tuple(p) for p in items]


def _read_updates(updates):
    found = {}
    for target, value in _pairs(updates, "updates"):
        if not isinstance(target, SharedVariable):
            raise TypeError("update target must be a SharedVariable", target)
        if target in found:
            raise ValueError("this shared variable already has an update expression", (target, found[target]))
        found[target] = _as_update(target, value)
    return found


def _as_update(target, value):
    try:
        return target.filter_update(value)
    except TypeError:
        raise TypeError(
            f"An update must have the same type as the original shared variable (shared_var={target}, shared_var.type="
            f"{target.type}, update_val={value}, update_val.type={getattr(value, 'type', None)}).",
            "If the difference is related to the broadcast pattern, you can call the "
            "tensor.unbroadcast(var, axis_to_unbroadcast[, ...]) function to remove broadcastable dimensions.") from None


def _read_givens(givens, strict):
    found = {}
    for old, new in _pairs(givens, "givens"):
        if not isinstance(old, Variable):
            raise TypeError(f"givens: the variable to replace must be a Variable, got {old!r}")
        if not isinstance(new, Variable):
            new = old.type.filter_variable(new) if isinstance(old.type, TensorType) else old.type.make_constant(new)
        if old in found:
            raise AssertionError(f"givens replaces {old} twice")
        if strict and new.type != old.type:
            new = old.type.convert_variable(new) or new
        found[old] = new
    return found


class Graph:
    """The outputs and updates of a function after givens, default updates and the inputs' own updates."""

    def __init__(self, outputs, updates, state_updates):
        self.outputs, self.updates, self.state_updates = outputs, updates, state_updates

    @property
    def all(self):
        return [*self.outputs, *self.updates.values(), *self.state_updates.values()]


def _complete(specs, outputs, updates, givens, no_default_updates, strict):
    """Apply `givens`; add the default updates of every shared variable that takes part."""
    inputs = [s.variable for s in specs]
    state = {s.variable: s.update for s in specs if s.update is not None}
    _check_strict(outputs, updates, givens, strict)
    roots = [*outputs, *updates.values(), *state.values()]
    replaced = _replace_all(roots, givens, inputs)
    n, m = len(outputs), len(updates)
    graph = Graph(replaced[:n], dict(zip(updates, replaced[n:n + m])), dict(zip(state, replaced[n + m:])))
    if no_default_updates is True:
        return graph
    if not isinstance(no_default_updates, (list, tuple, bool)):
        raise TypeError("no_default_update should be either a boolean or a list")
    barred = set(no_default_updates or ())
    todo = leaves(graph.all, inputs)
    seen = set()
    while todo:
        v = todo.pop(0)
        if v in seen:
            continue
        seen.add(v)
        if not isinstance(v, SharedVariable) or v in graph.updates or v in barred:
            continue
        default = v.__dict__.get("default_update")
        if default is None:
            continue
        (new,) = _replace_all([_as_update(v, default)], givens, inputs)
        graph.updates[v] = new
        todo.extend(leaves([new], inputs))
    return graph


def _check_strict(outputs, updates, givens, strict):
    if not strict or not givens:
        return
    wrong = {old: new for old, new in givens.items() if old.type != new.type}
    if not wrong:
        return
    from theano_lite.core.graph import toposort

    for node in toposort([*outputs, *updates.values()], givens):
        for v in node.inputs:
            if v in wrong:
                raise TypeError(f"Cannot convert Type {wrong[v].type} (of Variable {wrong[v]}) into Type {v.type}. You "
                                f"can try to manually convert {wrong[v]} into a {v.type}.")


def _replace_all(variables, givens, inputs):
    # An input that is not a leaf cuts the graph above it.
    cut = {v: v.clone() for v in inputs if v.owner is not None}
    return replace(variables, {**givens, **cut}) if givens else list(variables)


def _check_used(specs, graph, on_unused_input):
    policy = on_unused_input if on_unused_input is not None else config.on_unused_input
    if policy not in ("raise", "warn", "ignore"):
        raise ValueError(f"Invalid value for keyword on_unused_input of theano.function: '{policy}'.\n"
                         "Valid values are 'raise', 'warn', and 'ignore'.")
    if policy == "ignore":
        return
    used = set(ancestors(graph.all, [s.variable for s in specs]))
    for k, s in enumerate(specs):
        if s.variable not in used and s.update is None:
            message = ("theano.function was asked to create a function computing outputs given certain inputs, but the "
                       f"provided input variable at index {k} is not part of the computational graph needed to compute "
                       f"the outputs: {s.variable}.\nTo make this error into a warning, you can pass the parameter "
                       "on_unused_input='warn' to theano.function. To disable it completely, use "
                       f"on_unused_input='ignore'.\nBacktrace when that variable is created:\n"
                       f"{frames_text(s.variable.creation)}")
            if policy == "raise":
                raise UnusedInputError(message)
            warnings.warn(message, stacklevel=4)


# --- the compiled function ------------------------------------------------------------------------


class Slot:
    """One explicit input of a function: how an argument is checked, and the value used if none is given."""

    def __init__(self, spec, index):
        self.spec, self.index, self.type = spec, index, spec.variable.type
        self.names = {n for n in (spec.name, spec.variable.name) if n is not None}
        self.container = spec.value if isinstance(spec.value, Container) else Container(
            self.type, None, spec.name, strict=bool(spec.strict), allow_downcast=spec.allow_downcast)
        if spec.value is not None and not isinstance(spec.value, Container):
            value = spec.value.container if isinstance(spec.value, SharedVariable) else spec.value
            if isinstance(value, Container):
                self.container = value
            else:
                self.container.set(value)
        self.has_default = spec.value is not None
        tensor = isinstance(self.type, TensorType)
        self.plain = tensor and not any(self.type.broadcastable)
        self.dtype = self.type.numpy_dtype if tensor else None
        self.ndim = self.type.ndim if tensor else None

    def accept(self, value, function_name):
        """`value` as an array of the input's type. Raises TypeError naming the argument."""
        if type(value) is np.ndarray and self.plain and value.dtype == self.dtype and value.ndim == self.ndim:
            return value
        if isinstance(value, SharedVariable):
            value = value.get_value(borrow=True)
        if isinstance(value, jax.Array):
            value = np.asarray(value)
        try:
            return self.type.filter(value, strict=bool(self.spec.strict), allow_downcast=self.spec.allow_downcast)
        except (TypeError, ValueError) as error:
            named = f' with name "{function_name}"' if function_name else ""
            raise type(error)(
                f"Bad input argument{self.label()} to theano function{named} at index {self.index} (0-based).\n"
                f"Backtrace when that variable is created:\n\n{frames_text(self.spec.variable.creation)}\n"
                + " ".join(map(str, error.args))) from None

    def label(self):
        return f' "{self.spec.variable.name}"' if self.spec.variable.name else ""


class Function:
    """What `function` returns. Calling it runs the program, applies the updates and returns NumPy arrays."""

    def __init__(self, specs, graph, shape, mode, name, started=None, profile=None):
        self.specs, self.graph, self.shape, self.mode, self.name = specs, graph, shape, mode, name
        self.trust_input = False
        self.slots = [Slot(s, k) for k, s in enumerate(specs)]
        inputs = [s.variable for s in specs]
        found = leaves(graph.all, inputs)
        given = set(inputs)
        shared = [v for v in found if isinstance(v, SharedVariable) and v not in given]
        for v in graph.updates:
            if v not in shared:
                shared.append(v)
        for v in found:
            if v not in given and not isinstance(v, (SharedVariable, Constant)):
                self._missing(v)
        self.shared = shared
        # The buffer of a shared variable is given to the program only if its new value surely has the same shape.
        updated = [v for v in shared if v in graph.updates]
        self.donated = [v for v in updated if isinstance(v.type, TensorType) and _keeps_shape(graph.updates[v], v)]
        self.updated = self.donated + [v for v in updated if v not in self.donated]
        self.renewed = [v for v in self.updated if v not in self.donated and isinstance(v.type, TensorType)]
        self.read = [v for v in shared if v not in graph.updates] + self.renewed
        self._compile(inputs)
        self.profile = ProfileStats.of(profile, self, started)
        self._constant_parts()

    def _missing(self, v):
        from theano_lite.core.graph import toposort

        node = next((n for n in toposort(self.graph.all) if v in n.inputs), None)
        used = f", used to compute {node!r}," if node is not None else ""
        position = f"Input {node.inputs.index(v)} of the graph (indices start from 0)" if node else "Undeclared input"
        raise MissingInputError(f"{position} {v}{used} was not provided and not given a value. Use the Theano flag "
                                "exception_verbosity='high', for more information on this error.\nBacktrace when that "
                                f"variable is created:\n{frames_text(v.creation)}")

    def _compile(self, inputs):
        graph = self.graph
        self.state_slots = [k for k, s in enumerate(self.slots) if s.spec.variable in graph.state_updates]
        state = [graph.state_updates[self.slots[k].spec.variable] for k in self.state_slots]
        wanted = [*graph.outputs, *(graph.updates[v] for v in self.updated), *state]
        # Values that are no tensors (None, strings) never reach JAX.
        self.passed = [_passed_through(v, inputs, self.shared) for v in wanted]
        traced = [v for v, p in zip(wanted, self.passed) if p is None]
        self.tensor_inputs = [k for k, v in enumerate(inputs) if isinstance(v.type, TensorType)]
        self.tensor_read = [v for v in self.read if isinstance(v.type, TensorType)]
        leaf_list = [*(inputs[k] for k in self.tensor_inputs), *self.tensor_read, *self.donated]
        try:
            self.program = Program(leaf_list, stabilize(traced))
        except MissingValue as missing:
            self._missing(missing.args[0])
        self.failures = []
        self.compile_count = 0
        self._jitted = jax.jit(self._trace, static_argnums=0, donate_argnums=3,
                               compiler_options=compiler_options(self.mode, self.program.plan))

    def _trace(self, host, inputs, read, donated, constants):
        """The program: (outputs, new shared values, whether a check failed, the checks)."""
        self.compile_count += 1
        collector = checks.Collector()
        given = [*inputs, *read, *donated]
        with checks.collect(collector):
            results = [jnp.asarray(x) for x in self.program.plan(given, constants, host)]
        self.failures = collector.failures
        failed = jnp.zeros((), bool)
        details = jnp.zeros((0,), "int64")
        if collector.values:
            details = jnp.stack(collector.values)
            failed = (details != checks.FINE).any()
        n = sum(p is None for p in self.passed[: len(self.graph.outputs)])
        out, new = results[:n], results[n:]
        if collector.values:
            # Where a check failed the old value stays: its buffer is given away and would be lost.
            new[: len(donated)] = [jnp.where(failed, old, x) for old, x in zip(donated, new)]
        return _own(out, given), _own(new, given), failed, details

    def _constant_parts(self):
        self.n_outputs = len(self.graph.outputs)
        self.simple = (all(p is None for p in self.passed) and not self.state_slots
                       and len(self.tensor_inputs) == len(self.slots))
        self.required = [s for s in self.slots if not s.has_default]
        self.read_containers = [v.container for v in self.tensor_read]
        self.donated_containers = [v.container for v in self.donated]
        self.new_containers = [v.container for v in (*self.donated, *self.renewed)]
        self.by_name = {}
        for slot in self.slots:
            for n in slot.names:
                self.by_name.setdefault(n, []).append(slot)

    # --- calling ----------------------------------------------------------------------------------

    def __call__(self, *args, **kwargs):
        profile = self.profile
        started = time.perf_counter() if profile is not None else 0.0
        output_subset = kwargs.pop("output_subset", None)
        slots = self.slots
        if not kwargs and len(args) == len(slots):
            values = args if self.trust_input else [s.accept(a, self.name) for s, a in zip(slots, args)]
        else:
            values = self._bind(args, kwargs)
        try:
            results = self._run(values) if self.simple else self._run_general(values)
        except Exception as error:
            if getattr(error, "theano_node", None) is None or config.exception_verbosity == "high":
                raise
            # The message tells the node and the user's line; our own frames and JAX's would only hide them.
            error.__notes__ = []
            raise error.with_traceback(None) from None
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

    def _bind(self, args, kwargs):
        """One value per slot out of positional and keyword arguments and defaults. Raises TypeError."""
        explicit = [s for s in self.slots if not s.spec.implicit]
        if len(args) + len(kwargs) > len(self.slots) or len(args) > len(explicit):
            raise TypeError(f"Too many parameter passed to theano function"
                            f"{' ' + self.name if self.name else ''}: {len(args) + len(kwargs)} given, it takes "
                            f"{len(self.slots)}")
        values = {s.index: s.accept(a, self.name) for s, a in zip(explicit, args)}
        for key, value in kwargs.items():
            slot = self._slot_named(key)
            if slot.index in values:
                raise TypeError(f"Tried to provide value for input {key} twice")
            values[slot.index] = slot.accept(value, self.name)
        for slot in self.slots:
            if slot.index not in values:
                if not slot.has_default and slot.container.empty:
                    raise TypeError(f"Missing required input: {slot.spec.name or slot.spec.variable}")
                values[slot.index] = slot.container.get(borrow=True)
        return [values[k] for k in range(len(self.slots))]

    def _slot_named(self, key):
        found = self.by_name.get(key)
        if not found:
            names = ", ".join(sorted(self.by_name))
            raise TypeError(f"Unknown input or state: {key}. The function has {len(self.by_name)} named input"
                            f"{'s' if len(self.by_name) != 1 else ''} ({names}).")
        if len(found) > 1:
            raise TypeError(f"Ambiguous name: {key} - please check the names of the inputs of your function for "
                            "duplicates.")
        return found[0]

    def _run(self, values):
        with _lock, x64():
            # Asking for the attribute first saves a call per shared variable.
            read = [c.argument() if c.device is None else c.device for c in self.read_containers]
            donated = [c.argument() if c.device is None else c.device for c in self.donated_containers]
            program = self.program
            host = ()
            if program.host_closures:
                host = program.host_values((*values, *read, *donated))
            out, new, failed, details = self._jitted(host, values, read, donated, program.device_constants())
            refused = bool(failed) if self.failures else False
            for container, value in zip(self.donated_containers if refused else self.new_containers, new):
                container.device, container.host = value, None
            if refused:
                self._raise_failure(details)
            results = [np.array(o) for o in out]
            # Arguments are read without a copy: they must stay as they are until the program is done.
            if not results:
                jax.block_until_ready(new)
        return results

    def _raise_failure(self, details):
        details = np.asarray(details)
        k = int(np.flatnonzero(details != checks.FINE)[0])
        error, message, node = self.failures[k]
        failure = error(f"{message.format(value=details[k])}\n{describe(node)}")
        failure.theano_node = node
        raise failure

    def _run_general(self, values):
        """As `_run`, where something is no tensor or an input has an update of its own."""
        with _lock:
            tensors = [values[k] for k in self.tensor_inputs]
            shared_values = {v: v.container.get(borrow=True) for v in self.shared if isinstance(v.type, Generic)}
            given = {s.spec.variable: values[s.index] for s in self.slots}
            with x64():
                read = [c.argument() for c in self.read_containers]
                donated = [c.argument() for c in self.donated_containers]
                host = self.program.host_values((*tensors, *read, *donated))
                out, new, failed, details = self._jitted(host, tensors, read, donated,
                                                         self.program.device_constants())
                if self.failures and bool(failed):
                    for container, value in zip(self.donated_containers, new):
                        container.put(value)
                    self._raise_failure(details)
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
                if isinstance(v.type, TensorType):
                    v.container.put(value)
                else:
                    v.container.set(value, borrow=True)
            for k, value in zip(self.state_slots, done[n + m:]):
                self.slots[k].container.set(np.array(value), borrow=True)
            return [np.array(o) if isinstance(o, jax.Array) else o for o in done[:n]]

    # --- what else a function offers --------------------------------------------------------------

    @property
    def finder(self):
        return _Containers(self)

    container = property(finder.fget)

    @property
    def value(self):
        return _Values(self)

    def __getitem__(self, key):
        return self.value[key]

    def __setitem__(self, key, value):
        self.value[key] = value

    def __contains__(self, key):
        return key in self.value

    def get_shared(self):
        """The shared variables the function reads or updates."""
        return list(self.shared)

    @property
    def input_storage(self):
        return [s.container for s in self.slots] + [v.container for v in self.shared]

    def free(self):
        """Forget compiled programs; the next call compiles again."""
        self._jitted.clear_cache()  # type: ignore[attr-defined]

    def copy(self, share_memory=False, swap=None, delete_updates=False, name=None, profile=None):
        """Another function of the same graph. swap: {shared variable: the one to use instead}; delete_updates drops
        the updates. Values of inputs are shared only with share_memory. Raises TypeError for a swap of unlike types."""
        swap = dict(swap or {})
        for old, new in swap.items():
            if old not in self.shared:
                raise ValueError(f"SharedVariable: {old} not found")
            if new.type != old.type:
                raise TypeError(f"swap: {old} of type {old.type} and {new} of type {new.type}")
        updates = {} if delete_updates else self.graph.updates
        variables = [*self.graph.outputs, *updates.values(), *self.graph.state_updates.values()]
        replaced = replace(variables, swap) if swap else variables
        n, m = self.n_outputs, len(updates)
        graph = Graph(replaced[:n], {swap.get(v, v): e for v, e in zip(updates, replaced[n:n + m])},
                      {} if delete_updates else dict(zip(self.graph.state_updates, replaced[n + m:])))
        specs = []
        for slot in self.slots:
            spec = copying.copy(slot.spec)
            if slot.has_default or spec.update is not None:
                spec.value = slot.container if share_memory else slot.container.get()
            specs.append(spec)
        return Function(specs, graph, self.shape, self.mode, name or self.name, profile=profile)

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return _rebuild(*copying.deepcopy(self.__reduce__()[1], memo))

    def __reduce__(self):
        values = [s.container.get() if s.has_default and not s.container.empty else None for s in self.slots]
        return _rebuild, (self.specs, values, self.graph, self.shape, self.mode, self.name)

    def __repr__(self):
        return f"<theano.compile.function_module.Function object at {id(self):#x}>"


def _rebuild(specs, values, graph, shape, mode, name):
    specs = [copying.copy(s) for s in specs]
    for spec, value in zip(specs, values):
        spec.value = value
    return Function(specs, graph, shape, mode, name)


def _passed_through(v, inputs, shared):
    """`v` if it is no tensor and so must be an input, a shared variable or a constant; else None."""
    if isinstance(v.type, TensorType):
        return None
    if v in inputs or v in shared or isinstance(v, Constant):
        return v
    raise TypeError(f"{v} of type {v.type} cannot be computed: only tensors can")


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
        elif node.op is inc_subtensor_op:
            stack.append(node.inputs[0])
    return False


def _own(results, given):
    """`results`, each in memory of its own: no two alike, none an argument."""
    taken = {id(x) for x in given}
    out = []
    for x in results:
        out.append(lax.copy_p.bind(x) if id(x) in taken else x)
        taken.add(id(x))
    return out


class _Containers:
    """f.container['name'] or [variable]: the container of an input or shared variable."""

    def __init__(self, f):
        self.f = f

    def _find(self, key):
        if isinstance(key, Variable):
            for slot in self.f.slots:
                if slot.spec.variable is key:
                    return slot.container
            for v in self.f.shared:
                if v is key:
                    return v.container
        elif isinstance(key, int):
            return self.f.input_storage[key]
        else:
            named = [s.container for s in self.f.slots if key in s.names]
            named += [v.container for v in self.f.shared if v.name == key]
            if len(named) > 1:
                raise TypeError(f"Ambiguous name: {key} - please check the names of the inputs of your function for "
                                "duplicates.")
            if named:
                return named[0]
        raise TypeError(f"Unknown input or state: {key}")

    def __getitem__(self, key):
        return self._find(key)

    def __contains__(self, key):
        try:
            self._find(key)
            return True
        except TypeError:
            return False


class _Values(_Containers):
    """f.value['name'] (the same as f['name']): the value of an input or shared variable."""

    def __getitem__(self, key):
        return self._find(key).get()

    def __setitem__(self, key, value):
        container = self._find(key)
        try:
            container.set(value)
        except TypeError as error:
            raise TypeError(f"setting {key}: {error}") from None
        for slot in self.f.slots:
            if slot.container is container:
                slot.has_default = True


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
