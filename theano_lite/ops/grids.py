"""Ranges as coordinate grids, orders of rows, and covariance.

Source: theano.tensor.basic and theano.tensor.extra_ops.
"""

from jax import numpy as jnp

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.op import op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import complex_numbers, creation, elementwise, joining, linalg, reduction, shapes
from theano_lite.ops.indexing import require_in_bounds

# --- mgrid and ogrid ------------------------------------------------------------------------------


class nd_grid:
    """mgrid[a:b, c:d] and ogrid: the coordinates of the points of a grid, one tensor per dimension.

    sparse: each varies along its own dimension alone. Raises NotImplementedError for a complex step.
    """

    def __init__(self, sparse=False):
        self.sparse = sparse

    def __getitem__(self, *args):
        if not isinstance(args[0], tuple):
            raise TypeError("object of type 'slice' has no len(): a grid takes at least two slices, mgrid[a:b, c:d]")
        slices, ndim = args[0], len(args[0])
        ranges = []
        for k, part in enumerate(slices):
            if isinstance(part.step, complex):
                raise NotImplementedError("Not implemented for slices whose step is complex")
            r = creation.arange(part.start or 0, part.stop, part.step or 1)
            ranges.append(shapes.dimshuffle(r, *("x",) * k, 0, *("x",) * (ndim - k - 1)))
        if self.sparse:
            return ranges
        ones = [elementwise.ones_like(r) for r in ranges]
        return [elementwise.mul(*(r if j == k else one for j, one in enumerate(ones))) for k, r in enumerate(ranges)]


mgrid, ogrid = nd_grid(), nd_grid(sparse=True)

# --- orders of rows -------------------------------------------------------------------------------


def _permuted(x, y, inverse):
    if y.type.dtype not in discrete_dtypes:
        raise AssertionError(f"permute_row_elements: the orders must be integers, got {y.type}")
    pattern = [a and b for a, b in zip(x.type.broadcastable, y.type.broadcastable)]
    return tensor_type(x.type.dtype, pattern)


@op(types=_permuted, unconnected=(1,), name="permute_row_elements", show=lambda inverse: "PermuteRowElements")
def _permute(x, y, *, inverse):
    """Each row of `x` (along the last dimension) in the order of that row of `y`, or put there."""
    shape = jnp.broadcast_shapes(x.shape, y.shape)
    x, y = jnp.broadcast_to(x, shape), jnp.broadcast_to(y, shape).astype("int64")
    require_in_bounds(y, shape[-1], len(shape) - 1)
    if not inverse:
        return jnp.take_along_axis(x, y, axis=-1)
    return jnp.put_along_axis(x, y, x, axis=-1, inplace=False)


def permute_row_elements(x, y, inverse=0):
    """The rows of `x`, along the last dimension, in the orders `y`; the leading dimensions stretch.

    inverse: element k goes to y[k] instead. Raises AssertionError unless `y` holds integers.
    """
    x, y = as_tensor_variable(x), as_tensor_variable(y)
    ndim = max(x.ndim, y.ndim)
    inverse = known_value(inverse) if isinstance(inverse, Variable) else inverse
    if inverse is None:
        raise NotImplementedError("permute_row_elements: `inverse` must be a number")
    return _permute(shapes.shape_padleft(x, ndim - x.ndim), shapes.shape_padleft(y, ndim - y.ndim),
                    inverse=bool(inverse))


def inverse_permutation(perm):
    """The orders that undo the orders `perm` (along the last dimension); dtype of `perm`."""
    perm = as_tensor_variable(perm)
    numbers = creation.arange(shapes.shape_i(perm, i=perm.ndim - 1), dtype=perm.dtype)
    return permute_row_elements(numbers, perm, inverse=True)


# --- covariance -----------------------------------------------------------------------------------


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    """Covariance matrix of the rows of the matrix `m` (and `y`), or with rowvar=False of the columns.

    The sums are divided by the number of observations minus `ddof` (default 1, with `bias` 0). Raises ValueError for a
    ddof that is no integer or more than two dimensions, NotImplementedError for weights.
    """
    for name, weights in (("fweights", fweights), ("aweights", aweights)):
        if weights is not None:
            raise NotImplementedError(f"{name} are not implemented")
    m = as_tensor_variable(m)
    if m.ndim > 2:
        raise ValueError("m has more than 2 dimensions")
    if not rowvar and m.ndim != 1:
        m = m.T
    if y is not None:
        y = as_tensor_variable(y)
        m = joining.concatenate((m, y.T if not rowvar and y.ndim != 1 else y), axis=0)
    if ddof is None:
        ddof = 0 if bias else 1
    mean = reduction.mean(m, axis=1)
    m = m - shapes.dimshuffle(mean, 0, "x")
    count = shapes.shape_i(m, i=1) - ddof
    return linalg.dot(m, complex_numbers.conj(m).T) * (1.0 / elementwise.cast(count, "float64"))


def is_flat(var, ndim=None, outdim=None):
    """Whether `var` has `ndim` dimensions (default 1), so that flatten(ndim) would change nothing."""
    return var.ndim == (ndim or outdim or 1)

