"""The matrix product of whatever has one: tensors, and sparse matrices with tensors or each other.

Source: theano.tensor.basic.dot and theano.sparse.basic.dot.
"""

from theano_lite.core.graph import Variable
from theano_lite.ops import linalg


def dot(l, r):
    """l @ r, by `__dot__` of l or, if that fails, `__rdot__` of r. Raises NotImplementedError with what both said."""
    if not isinstance(l, Variable) and not isinstance(r, Variable):
        return linalg.dot(l, r)
    failures = []
    for owner, name, other in ((l, "__dot__", r), (r, "__rdot__", l)):
        method = getattr(owner, name, None)
        if method is None:
            continue
        try:
            found = method(other)
        except Exception as error:
            failures.append(error)
            continue
        if found is not NotImplemented:
            return found
    raise NotImplementedError("Dot failed for the following reasons:", tuple(failures))
