"""config.compute_test_value: a graph is computed, on `tag.test_value`, while it is built, so that errors show at once."""

import warnings

import numpy as np

from theano_lite.core import checks
from theano_lite.core.config import change_flags, config
from theano_lite.core.graph import Apply, Constant, Variable, toposort
from theano_lite.core.report import frames_text
from theano_lite.core.types import ArrayType


def get_test_value(v):
    """The test value of `v`: of a constant its data, of a shared variable its value, of an array the array itself.

    Raises AttributeError if there is none, TypeError or ValueError if `tag.test_value` is not of the variable's type.
    """
    if not isinstance(v, Variable):
        return np.asarray(v)
    if isinstance(v, Constant):
        return v.data
    if "test_value" in v.tag.__dict__:
        try:
            return v.type.filter(v.tag.test_value)
        except (TypeError, ValueError) as error:
            raise type(error)("For compute_test_value, one input test value does not have the requested type.\n"
                              f"Backtrace when that variable is created:\n{frames_text(v.creation)}\n"
                              f"The error when converting the test value to that variable type: {error}") from None
    if hasattr(v, "get_value"):
        return v.get_value(borrow=True)
    raise AttributeError(f"{v} has no test value\nBacktrace when that variable is created:\n{frames_text(v.creation)}")


def get_debug_values(*args):
    """[the test values of `args`, as one tuple], or [] where one is missing and the flag lets that pass.

    Raises AttributeError for a missing one under compute_test_value='raise'.
    """
    if config.compute_test_value == "off":
        return []
    found = []
    for k, v in enumerate(args):
        try:
            found.append(get_test_value(v))
        except AttributeError:
            message = f"Argument {k}('{v}') has no test value"
            _missing(AttributeError(message))
            return []
    return [tuple(found)] if len(found) != 1 else found


def _missing(error):
    """Do what the flag says about a missing test value."""
    action = config.compute_test_value
    if action == "raise":
        raise error
    if action == "warn":
        warnings.warn(f"Warning, {str(error).splitlines()[0].strip().rstrip('.')}", stacklevel=2)
    elif action == "pdb":
        import pdb

        pdb.set_trace()


def debug_assert(condition, msg=None):
    """Raise AssertionError(msg) unless `condition` holds."""
    if not condition:
        raise AssertionError(msg if msg is not None else "")


def debug_error_message(msg):
    """Raise ValueError(msg) where test values are computed, or warn of it if the flag is 'warn'."""
    if config.compute_test_value in ("raise", "ignore", "pdb"):
        raise ValueError(msg)
    if config.compute_test_value == "warn":
        warnings.warn(msg, stacklevel=2)


def missing_test_message(msg):
    """Say that a test value is missing, as loud as the flag compute_test_value wants it. Raises AttributeError."""
    _missing(AttributeError(msg))


def without_test_values():
    """A context in which none are computed: for graphs that the user does not see."""
    return change_flags(compute_test_value="off")


def stand_in(variable, name=None):
    """A leaf of the type of `variable`, with its test value."""
    leaf = variable.type.make_variable(name)
    if config.compute_test_value != "off":
        try:
            leaf.tag.test_value = get_test_value(variable)
        except AttributeError:
            pass  # said when the leaf is used
    return leaf


def compute(node: Apply):
    """Give the outputs of a new node their test values. Raises ValueError for a missing one, and what the op raises."""
    values = []
    for k, v in enumerate(node.inputs):
        try:
            values.append(get_test_value(v))
        except AttributeError:
            _missing(ValueError(f"Cannot compute test value: input {k} ({v}) of Op {node} missing default value. \n"
                                f"Backtrace when that variable is created:\n{frames_text(v.creation)}"))
            return
    with without_test_values():
        for v, x in zip(node.outputs, _outputs(node, values)):
            v.tag.test_value = x


def complete(outputs):
    """Give test values to what `outputs` depend on and that has none yet, for graphs that were copied."""
    if config.compute_test_value == "off":
        return
    for node in toposort(outputs):
        if not all("test_value" in v.tag.__dict__ for v in node.outputs):
            compute(node)


def _outputs(node, values):
    from theano_lite.core.lower import Plan, x64

    if getattr(node.op, "outside", False):
        return node.op.run_outside(node, values)
    with x64():
        given = dict(zip(node.inputs, values))
        plan = Plan([v for v in given if v.type.computed and not isinstance(v, Constant)], node.outputs)
        collector = checks.Collector()
        with checks.collect(collector):
            found = plan([v.type.to_program(given[v]) for v in plan.inputs], [c.data for _, c in plan.constants])
        findings = collector.findings()
        error = findings.error() if findings is not None else None
        if error is not None:
            raise error
    return [np.array(x) if isinstance(v.type, ArrayType) else v.type.from_program(x)
            for v, x in zip(node.outputs, found)]
