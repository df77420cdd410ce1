"""Random sparse matrices. As in Theano they are drawn from NumPy's global generator, so two calls differ.

`numpy.random.seed(n)` before the call gives Theano's very numbers.
"""

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes, float_dtypes
from theano_lite.core.graph import Apply
from theano_lite.core.sparse_type import SparseType, as_sparse_variable, scipy_sparse
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.sparse_structure import compressed
from theano_lite.program.null_gradients import disconnected_type, grad_undefined
from theano_lite.program.user_op import PureOp


class Poisson(PureOp):
    """A sparse matrix of Poisson draws whose means are what the sparse `x` stores; draws of zero are not stored."""

    __props__ = ()

    def make_node(self, x):
        x = compressed(x, "Poisson")
        return Apply(self, [x], [x.type()])

    def perform(self, node, inputs, output_storage, params=None):
        out = inputs[0].copy()
        out.data = np.asarray(np.random.poisson(out.data), dtype=node.outputs[0].type.dtype)
        out.eliminate_zeros()
        output_storage[0][0] = out

    def grad(self, inputs, output_grads):
        return [grad_undefined(self, 0, inputs[0])]


class Binomial(PureOp):
    """A sparse matrix, of `format` and `dtype`, of draws: how many of n trials of probability p succeed.

    Applied to n (integers), p (floats) and shape, the vector (rows, columns).
    """

    __props__ = ("format", "dtype")

    def __init__(self, format, dtype):
        self.format, self.dtype = format, dtype

    def make_node(self, n, p, shape):
        n, p, shape = (as_tensor_variable(v) for v in (n, p, shape))
        for name, v, allowed in (("n", n, discrete_dtypes), ("p", p, float_dtypes), ("shape", shape, discrete_dtypes)):
            if v.type.dtype not in allowed:
                raise AssertionError(f"Binomial: {name} must have one of the dtypes {', '.join(allowed)}, got {v.type}")
        return Apply(self, [n, p, shape], [SparseType(self.format, self.dtype)()])

    def perform(self, node, inputs, output_storage, params=None):
        n, p, shape = inputs
        drawn = np.random.binomial(n, p, size=tuple(shape))
        output_storage[0][0] = getattr(scipy_sparse(), self.format + "_matrix")(drawn, dtype=self.dtype)

    def connection_pattern(self, node):
        return [[True], [True], [False]]

    def grad(self, inputs, output_grads):
        return [grad_undefined(self, 0, inputs[0]), grad_undefined(self, 1, inputs[1]), disconnected_type]


class Multinomial(PureOp):
    """A csr matrix whose row k says how n[k] draws fall on the places that row k of the csr `p` stores.

    n: an integer for all rows, or a vector of one a row. p: probabilities; each row sums to 1. Running it raises
    ValueError for a vector of another length, NotImplementedError for csc.
    """

    __props__ = ()

    def make_node(self, n, p):
        n, p = as_tensor_variable(n), as_sparse_variable(p)
        if n.ndim > 1:
            raise NotImplementedError(f"Multinomial: n must be a number or a vector, got {n.type}")
        return Apply(self, [n, compressed(p, "Multinomial")], [p.type()])

    def perform(self, node, inputs, output_storage, params=None):
        n, p = inputs
        if p.format != "csr":
            raise NotImplementedError("Multinomial: p must be a csr matrix")
        if np.ndim(n) and len(n) != p.shape[0]:
            raise ValueError("The number of element of n must be the same as the number of row of p.")
        out = p.copy()
        for row, count in enumerate(np.broadcast_to(n, p.shape[0])):
            part = slice(p.indptr[row], p.indptr[row + 1])
            out.data[part] = np.random.multinomial(count, p.data[part])
        output_storage[0][0] = out

    def grad(self, inputs, output_grads):
        return [grad_undefined(self, k, v) for k, v in enumerate(inputs)]


poisson, multinomial = Poisson(), Multinomial()
csr_fbinomial, csc_fbinomial = Binomial("csr", "float32"), Binomial("csc", "float32")
csr_dbinomial, csc_dbinomial = Binomial("csr", "float64"), Binomial("csc", "float64")
