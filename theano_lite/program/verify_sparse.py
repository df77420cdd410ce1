"""Comparing the gradient of a function of sparse matrices with finite differences; a key for a matrix."""

import numpy as np

from theano_lite.core.sparse_op import as_sparse_or_tensor_variable
from theano_lite.core.sparse_type import is_sparse, is_sparse_variable
from theano_lite.ops.sparse_structure import csm, dense_from_sparse, sparse_from_dense
from theano_lite.program.graph_tools import hash_from_code
from theano_lite.program.verify import verify_grad

_SEED = 234


def _as_parts(p):
    """The values of the matrix `p`, and a function from values to a matrix of its places."""
    return p.data, lambda data: csm(data, p.indices[:p.size], p.indptr, p.shape, p.format)


def verify_grad_sparse(op, pt, structured=False, *args, **kwargs):
    """`verify_grad` of `op` at the points `pt`, some of them sparse matrices.

    structured: the stored values alone are varied; else every element is. Raises GradientError, and
    NotImplementedError for other formats than csr and csc or several outputs.
    """
    points, converters = [], []
    for p in pt:
        if not is_sparse(p):
            data, convert = p, lambda x: x
        elif p.format not in ("csr", "csc"):
            raise NotImplementedError(f"No conv for {p.format}")
        elif structured:
            data, convert = _as_parts(p)
        else:
            data, convert = p.toarray(), lambda x, format=p.format: sparse_from_dense(x, format)
        points.append(data)
        converters.append(convert)
    output = op(*[as_sparse_or_tensor_variable(p) for p in pt])
    if isinstance(output, (list, tuple)):
        raise NotImplementedError("verify_grad can't deal with multiple outputs")
    sparse_output = is_sparse_variable(output)

    def dense_op(*inputs):
        out = op(*[convert(x) for convert, x in zip(converters, inputs)])
        return dense_from_sparse(out, structured=structured) if sparse_output else out

    kwargs.setdefault("rng", np.random.RandomState(_SEED))
    return verify_grad(dense_op, points, *args, **kwargs)


def hash_from_sparse(data):
    """A text that differs for matrices that differ in any stored array, shape, dtype or format."""
    parts = (data.data, data.indices, data.indptr, str(data.shape), str(data.dtype), data.format)
    parts = [p if isinstance(p, str) else np.ascontiguousarray(p).tobytes() for p in parts]
    return hash_from_code("".join(map(hash_from_code, parts)))
