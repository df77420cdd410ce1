"""What `function` is given, checked and completed: inputs, outputs, updates, givens and default updates."""

import warnings

from theano_lite.core.config import config
from theano_lite.core.errors import UnusedInputError
from theano_lite.core.graph import Constant, Variable, ancestors, leaves, replace, toposort
from theano_lite.core.report import frames_text
from theano_lite.core.types import TensorType
from theano_lite.program.expansion import spare
from theano_lite.program.inputs import Out
from theano_lite.program.shared import SharedVariable


def check_inputs(specs, givens):
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


def read_outputs(outputs):
    """The outputs as Out, and the form to return them in: None, 'one', 'list' or the keys of a dict."""
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
    if isinstance(o, Variable):
        return Out(o)
    if not isinstance(o, Out) or not isinstance(o.variable, Variable):
        raise TypeError(f"Outputs must be theano Variable or Out instances. Received {o} of type {type(o)}")
    return o


def _pairs(items, what):
    if items is None:
        return []
    if hasattr(items, "items"):
        return list(items.items())
    # Theano asks for the length: d.items() and sets will do, iterators will not.
    if isinstance(items, str) or not hasattr(items, "__len__") or not hasattr(items, "__iter__"):
        raise ValueError(f"The {what} parameter must be a dictionary or a list of pairs, got {type(items)}")
    for pair in items:
        if not isinstance(pair, (list, tuple)) or len(pair) != 2:
            raise ValueError(f"The {what} parameter must be a dictionary or a list of pairs, it holds {pair!r}")
    return [tuple(p) for p in items]


def read_updates(updates):
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
        return target.type.filter_variable(target.filter_update(value), allow_convert=False)
    except TypeError:
        raise TypeError(
            f"An update must have the same type as the original shared variable (shared_var={target}, shared_var.type="
            f"{target.type}, update_val={value}, update_val.type={getattr(value, 'type', None)}).",
            "If the difference is related to the broadcast pattern, you can call the "
            "tensor.unbroadcast(var, axis_to_unbroadcast[, ...]) function to remove broadcastable dimensions.") from None


def read_givens(givens, strict):
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
    """The outputs and updates of a function after givens, default updates and the inputs' own updates.

    borrow: for each output whether the caller gave it as Out(..., borrow=True).
    """

    def __init__(self, outputs, updates, state_updates, borrow=None, accept_inplace=False):
        self.outputs, self.updates, self.state_updates = outputs, updates, state_updates
        self.accept_inplace = accept_inplace
        self.borrow = [False] * len(outputs) if borrow is None else borrow

    @property
    def all(self):
        return [*self.outputs, *self.updates.values(), *self.state_updates.values()]

    def with_results(self, variables):
        """The same with `variables` in place of `all`."""
        n, m = len(self.outputs), len(self.updates)
        return Graph(variables[:n], dict(zip(self.updates, variables[n:n + m])),
                     dict(zip(self.state_updates, variables[n + m:])), self.borrow, self.accept_inplace)

    def let_destroy(self):
        """In-place ops may work on every input; the shared variables they work on are updated."""
        self.accept_inplace = True
        shared = [v for v in leaves(self.all) if isinstance(v, SharedVariable) and v not in self.updates]
        self.updates.update(destroyed(shared, self.all))


def destroyed(variables, outputs):
    """{variable: what its memory holds afterwards} for those of `variables` that in-place ops work on."""
    chains = {v: v for v in variables}
    for node in toposort(outputs) if chains else ():
        at = getattr(node.op, "destroys", None)
        if at is not None and node.inputs[at] in chains and node.outputs[0].type == node.inputs[at].type:
            chains[node.outputs[0]] = chains.pop(node.inputs[at])
    return {v: new for new, v in chains.items() if new is not v}


def complete(specs, outputs, updates, givens, no_default_updates, strict):
    """Apply `givens`; add the default updates of every shared variable that takes part."""
    inputs = [s.variable for s in specs]
    state = {s.variable: s.update for s in specs if s.update is not None}
    _check_strict(outputs, updates, givens, strict)
    replaced = _replace_all([*outputs, *updates.values(), *state.values()], givens, inputs)
    graph = Graph(outputs, updates, state).with_results(replaced)
    missing = [v for v in leaves(graph.all, inputs) if v not in inputs and not isinstance(v, (Constant, SharedVariable))]
    if missing:
        graph = graph.with_results(spare(graph.all, missing))
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
    for node in toposort([*outputs, *updates.values()], givens):
        for v in node.inputs:
            if v in wrong:
                raise TypeError(f"Cannot convert Type {wrong[v].type} (of Variable {wrong[v]}) into Type {v.type}. You "
                                f"can try to manually convert {wrong[v]} into a {v.type}.")


def _replace_all(variables, givens, inputs):
    # An input that is not a leaf cuts the graph above it.
    cut = {v: v.clone() for v in inputs if v.owner is not None}
    return replace(variables, {**givens, **cut}) if givens else list(variables)


def check_used(specs, graph, on_unused_input):
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
