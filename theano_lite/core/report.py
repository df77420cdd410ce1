"""Errors as the user sees them: Theano's type, the op, the inputs' types and shapes, the user's own lines."""

import linecache
from collections.abc import Callable

from theano_lite.core.config import config
from theano_lite.core.errors import MissingInputError
from theano_lite.core.graph import Constant, cell_name

# The text of a node and what it is computed from; program/debugprint.py puts a longer one here.
graph_text: Callable = repr


def frames_text(frames):
    """The lines of a traceback for (file, line, function) tuples, with or without the text of the line."""
    lines = []
    for file, number, function, *text in frames:
        shown = cell_name(file) or f'File "{file}"'
        lines.append(f"  {shown}, line {number}, in {function}")
        source = text[0] if text else linecache.getline(file, number).strip()
        if source:
            lines.append(f"    {source}")
    return "\n".join(lines)


def shapes_of(values):
    return tuple(getattr(v, "shape", "no shape") for v in values)


def describe(node, values=None, shapes=None):
    """What Theano adds to an error: the node, its inputs (or their `shapes`), and where the user made it."""
    lines = [f"Apply node that caused the error: {node!r}",
             f"Inputs types: [{', '.join(str(v.type) for v in node.inputs)}]"]
    if values is not None:
        shapes = shapes_of(values)
    if shapes is not None:
        lines.append(f"Inputs shapes: {list(shapes)}")
    if values is not None:
        shown = [str(v) if getattr(v, "size", 9) <= 5 and type(v).__module__ == "numpy" else "not shown" for v in values]
        lines.append(f"Inputs values: [{', '.join(shown)}]")
    lines.append("")
    lines.append("Backtrace when the node is created (use Theano flag traceback.limit=N to make it longer):")
    lines.append(frames_text(node.outputs[0].creation if node.outputs else node.trace) or "  (made outside any user code)")
    lines.append("")
    if config.exception_verbosity == "high":
        lines.append(f"Debugprint of the apply node:\n{graph_text(node)}")
    else:
        lines.append("HINT: Use the Theano flag 'exception_verbosity=high' for a debugprint of this apply node and the error's "
                     "own traceback.")
    return "\n".join(lines)


def check_given(outputs, given, order):
    """Raise MissingInputError for the first leaf of the nodes `order`, or of `outputs`, that is not in `given`."""
    uses = [(v, node, k) for node in order for k, v in enumerate(node.inputs)]
    for v, node, k in [*uses, *((v, None, 0) for v in outputs)]:
        if v.owner is not None or isinstance(v, Constant) or v in given:
            continue
        which = "Undeclared input" if node is None else (
            f"Input {k} of the graph (indices start from 0), used to compute {node!r}, was not provided and not given a "
            "value. Use the Theano flag exception_verbosity='high', for more information on this error.")
        raise MissingInputError(f"{which}\nBacktrace when that variable is created:\n\n{frames_text(v.creation)}\n"
                                f"HINT: {v} must be among the inputs, in givens, or a shared variable.", variable=v)


def annotate(error, node, values=None):
    """A copy of `error` that carries `describe(node)`; shape errors of JAX become ValueError, as in Theano."""
    if getattr(error, "theano_node", None) is not None:
        return error
    kind = type(error)
    if kind in (TypeError, NotImplementedError) and _raised_by_jax(error):
        kind = ValueError if kind is TypeError else kind
    message = f"{_message(error)}\n{describe(node, values)}"
    try:
        new = kind(message)
    except Exception:
        new = RuntimeError(f"{kind.__name__}: {message}")
    new.theano_node = node  # type: ignore[attr-defined]
    return new


def out_of_memory(error, function, arguments):
    """A MemoryError for what JAX says of memory, naming the function and what it was given; None for other errors."""
    text = str(error)
    if "RESOURCE_EXHAUSTED" not in text and "out of memory" not in text.lower():
        return None
    given = ", ".join(f"{name}: {getattr(v, 'dtype', type(v).__name__)}{list(getattr(v, 'shape', ()))}"
                      for name, v in arguments)
    return MemoryError(f"{text}\nFunction that caused the error: {function.name}\nInputs: {given}\n"
                       "HINT: The largest values are those that the function computes in between: debugprint shows the graph, "
                       "profile_memory=True with profile=True the memory of the program. Smaller batches, floatX=float32, and "
                       "scan in place of arrays with a dimension more need less.")


_LIBRARIES = ("theano_lite", "jax", "jaxlib", "numpy", "scipy")


def users_traceback(error):
    """The traceback of `error` from the first frame of the user's own code on (his `perform`, say); None if there is none."""
    entry = error.__traceback__
    while entry is not None and entry.tb_frame.f_globals.get("__name__", "").split(".")[0] in _LIBRARIES:
        entry = entry.tb_next
    return entry


def _message(error):
    return error.args[0] if len(error.args) == 1 and isinstance(error.args[0], str) else str(error)


def _raised_by_jax(error):
    traceback = error.__traceback__
    while traceback is not None and traceback.tb_next is not None:
        traceback = traceback.tb_next
    return traceback is not None and f"{'jax'}" in traceback.tb_frame.f_globals.get("__name__", "").split(".")[0]
