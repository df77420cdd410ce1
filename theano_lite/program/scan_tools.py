"""Small functions that Theano keeps in scan_module.scan_utils and old programs import from there."""

import copy

from theano_lite.core.graph import Constant, Variable, replace
from theano_lite.core.types import TensorType, as_tensor_variable, constant
from theano_lite.ops import creation, setting, shapes


def safe_new(x, tag="", dtype=None):
    """A new variable of the type of `x`, named as it is with `tag` appended; of a constant a copy.

    dtype: the type has this dtype instead.
    """
    name = x.name + tag if getattr(x, "name", None) is not None else None
    if isinstance(x, Constant):
        if dtype and x.type.dtype != dtype:
            x = x.type.clone(dtype=dtype).make_constant(x.data.astype(dtype), x.name)
        return x.clone()
    if not isinstance(x, Variable):
        x = as_tensor_variable(x)
    type = x.type.clone(dtype=dtype) if dtype and x.type.dtype != dtype else x.type
    new = type.make_variable(name)
    if "test_value" in x.tag.__dict__:
        new.tag.__dict__["test_value"] = copy.deepcopy(x.tag.__dict__["test_value"])
    return new


def traverse(out, x, x_copy, d, visited=None):
    """`d`, {variable: its replacement}, with an entry for `x` if `out` depends on it.

    In Theano it is for variables on a GPU of its own kind, of which there are none here: `d` comes back as it is.
    """
    return d


def hash_listsDictsTuples(x):  # noqa: N802  (Theano's name)
    """A hash of nested lists, tuples and dicts that does not depend on their order."""
    value = 0
    for item in (x if isinstance(x, (list, tuple)) else [*x, *x.values()] if isinstance(x, dict) else ()):
        value ^= hash_listsDictsTuples(item)
    return value if isinstance(x, (list, tuple, dict)) else hash(x)


def expand_empty(tensor_var, size):
    """`tensor_var` with `size` more rows, whose values are left open (zeros here): (n, ...) -> (n + size, ...)."""
    if isinstance(size, int) and size == 0:
        return tensor_var
    lengths = [shapes.shape_i(tensor_var, i=k) for k in range(tensor_var.ndim)]
    empty = creation.zeros([size + lengths[0], *lengths[1:]], dtype=tensor_var.dtype)
    return setting.set_subtensor(empty[:lengths[0]], tensor_var)


def forced_replace(out, x, y):
    """`out` with the variable `x` replaced by `y`, wherever it stands; None stays None."""
    return None if out is None else replace([out], {x: y})[0]


def reconstruct_graph(inputs, outputs, tag=None):
    """(new variables like `inputs`, their names with `tag` appended; `outputs` as graphs of these)."""
    new = [safe_new(v, tag or "") for v in inputs]
    return new, replace(list(outputs), dict(zip(inputs, new)))


def infer_shape(outs, inputs, input_shapes):
    """For each of `outs` its lengths, as a tuple of integer variables, where `inputs` have the lengths `input_shapes`.

    A shape that is None leaves the input as it is; so is an output that is no tensor answered.
    """
    stand_ins = {}
    for v, lengths in zip(inputs, input_shapes):
        if lengths is not None and isinstance(v.type, TensorType):
            zeros = creation.alloc(constant(0, dtype=v.type.dtype), *lengths)
            stand_ins[v] = shapes.rebroadcast(zeros, v.type.broadcastable)
    return [tuple(shapes.shape_i(v, i=k) for k in range(v.type.ndim)) if isinstance(v.type, TensorType) else None
            for v in replace(list(outs), stand_ins)]
