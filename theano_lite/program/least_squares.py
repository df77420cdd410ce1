"""theano.tensor.nlinalg.lstsq: on the host, for the shape of the residuals depends on the values."""

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops.matrices import lapack_dtype
from theano_lite.program.user_op import Op


class lstsq(Op):  # noqa: N801 (Theano's name)
    """Called on x, y and rcond: the b that makes |x b - y| smallest, the squared residuals, the rank and the singular
    values of x. (m, n), (m, k), () -> (n, k), (k,) or (0,), (), (min(m, n),); no gradient.

    Singular values below rcond times the largest count as 0; residuals are left out where x has not rank n < m. Raises
    LinAlgError at run time for shapes that do not fit.
    """

    __props__ = ()
    fresh = True

    def make_node(self, x, y, rcond):
        x, y, rcond = map(as_tensor_variable, (x, y, rcond))
        dtype = lapack_dtype(x.type.dtype, y.type.dtype)
        real = {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)
        types = [tensor_type(dtype, [False] * y.ndim), tensor_type(real, [False]), tensor_type("int64", []),
                 tensor_type(real, [False])]
        return Apply(self, [x, y, rcond], types)

    def perform(self, node, inputs, output_storage, params=None):
        x, y, rcond = inputs
        for cell, found in zip(output_storage, np.linalg.lstsq(x, y, rcond)):
            cell[0] = np.asarray(found)
