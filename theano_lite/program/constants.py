"""Values that are known while the graph is built."""

import numpy as np

from theano_lite.core.errors import EmptyConstantError, NotScalarConstantError
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.host import known_value
from theano_lite.core.types import as_tensor_variable


def get_scalar_constant_value(v, elemwise=True, only_process_constants=False, max_recur=10):
    """The value of `v` as a 0-dimensional array, if all its elements are one known number.

    Raises NotScalarConstantError otherwise, EmptyConstantError for no elements.
    """
    if v is None:
        raise NotScalarConstantError()
    if isinstance(v, (int, float, complex, np.integer, np.floating)):
        return np.asarray(v)
    if isinstance(v, np.ndarray):
        return _single(v, v)
    if not isinstance(v, Variable):
        raise NotScalarConstantError(v)
    if only_process_constants and not isinstance(v, Constant):
        raise NotScalarConstantError(v)
    value = known_value(v)
    if value is None:
        value = _element(v)
    if value is None:
        value = _spread(v)
    if value is None:
        raise NotScalarConstantError(v)
    return _single(value, v)


def _element(v):
    """The value of element k of a vector made of scalars, or of what a condition that holds guards."""
    from theano_lite.ops import asserts, indexing, joining

    node = v.owner
    if node is None:
        return None
    if isinstance(node.op, asserts.Assert):
        holds = [known_value(c) for c in node.inputs[1:]]
        return known_value(node.inputs[0]) if all(h is not None and np.all(h) for h in holds) else None
    if node.op is indexing.subtensor and len(node.inputs) == 1 and [e[0] for e in node.params["index"]] == ["int"]:
        of, k = node.inputs[0], node.params["index"][0][1]
        elements = joining.vector_elements(of) if of.type.ndim == 1 and of.owner is not None else None
        if elements is not None and -len(elements) <= k < len(elements) and (
                isinstance(elements[k], int) or elements[k] is not v and elements[k].owner is not node):
            e = elements[k]
            return np.asarray(e) if isinstance(e, int) else known_value(e)
    return None


def _spread(v):
    """The one number that fills `v`, if `v` is an alloc or fill of it."""
    from theano_lite.ops import creation, elementwise, shapes

    node = v.owner
    while node is not None:
        if node.op in (creation._alloc, shapes._dimshuffle, shapes._rebroadcast):
            v = node.inputs[0]
        elif node.op is getattr(elementwise, "second", None):
            v = node.inputs[1]
        else:
            return None
        value = known_value(v)
        if value is not None:
            return value
        node = v.owner
    return None


def _single(value, what):
    if value.size == 0:
        raise EmptyConstantError(what)
    first = value.flat[0]
    if value.size > 1 and not (value == first).all():
        raise NotScalarConstantError(what)
    return np.array(first)


def extract_constant(x, elemwise=True, only_process_constants=False):
    """The value that fills `x`, if it is known; else `x`."""
    try:
        return get_scalar_constant_value(x, elemwise, only_process_constants)
    except NotScalarConstantError:
        return x


def get_vector_length(v):
    """The number of elements of the vector `v`, an int, if it is known. Raises TypeError, ValueError."""
    from theano_lite.ops.joining import vector_elements

    v = as_tensor_variable(v)
    if v.ndim != 1:
        raise TypeError(f"argument must be symbolic vector, got '{v.type}'")
    elements = vector_elements(v)
    if elements is None:
        raise ValueError(f"length not known: {v} of type {v.type}")
    return len(elements)
