"""Values that are known while the graph is built."""

import numpy as np

from theano_lite.core.errors import EmptyConstantError, NotScalarConstantError
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.host import known_value


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
        value = _spread(v)
    if value is None:
        raise NotScalarConstantError(v)
    return _single(value, v)


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
