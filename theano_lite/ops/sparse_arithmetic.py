"""Arithmetic of sparse matrices with sparse ones, tensors and numbers; comparisons; scaling; sums.

Source: theano.sparse.basic.
"""

import operator

from jax import numpy as jnp

from theano_lite.core.dtypes import continuous_dtypes, discrete_dtypes, upcast
from theano_lite.core.op import convert
from theano_lite.core.sparse_op import (
    as_sparse_or_tensor_variable,
    from_dense,
    joined,
    pick,
    sparse_op,
    stored_mask,
    to_dense,
    without_zeros,
)
from theano_lite.core.sparse_type import SparseType, is_sparse_variable
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, shapes
from theano_lite.ops.sparse_structure import (
    cast,
    compressed,
    dense_from_sparse,
    sp_ones_like,
    sp_zeros_like,
    sparse_from_dense,
    tidied,
    values_at,
    with_values,
)


def _common(x, y, **params):
    return SparseType(x.type.format, upcast(x.type.dtype, y.type.dtype))


def one_shape(x, y):
    """Raise AssertionError unless both shapes agree."""
    if tuple(x.shape) != tuple(y.shape):
        raise AssertionError(f"the shapes must agree, got {x.shape} and {y.shape}")


def _real(x):
    """The values of `x`, 0 for padding."""
    return jnp.where(stored_mask(x), x.data, 0)


# --- adding ---------------------------------------------------------------------------------------


@sparse_op(types=lambda x: x.type, gradients=lambda x, g: [-g], name="SparseNeg")
def _neg(x):
    """-x. (m, n) -> (m, n)."""
    return x.with_data(-x.data)


def neg(x):
    """The sparse matrix -x."""
    return _neg(compressed(x, "neg"))


@sparse_op(types=_common, gradients=lambda x, y, g: [g, g], name="AddSS")
def _add_s_s(x, y):
    """x + y, in the format of `x`, without zeros. (m, n), (m, n) -> (m, n). Raises AssertionError for unlike shapes."""
    keys, a, b = joined(x, y, upcast(str(x.dtype), str(y.dtype)))
    return without_zeros(keys, a + b, x.shape, x.format)


def add_s_s(x, y):
    """The sum of two sparse matrices, in the format of the first."""
    return _add_s_s(compressed(x, "add_s_s"), compressed(y, "add_s_s"))


def _same_kind(x, y):
    if x.type.dtype != y.type.dtype or x.type.format != y.type.format:
        raise NotImplementedError(f"add_s_s_data: one dtype and format are needed, got {x.type} and {y.type}")
    return x.type


@sparse_op(types=_same_kind, name="AddSSData",
           gradients=lambda x, y, g: [g if v.type.dtype in continuous_dtypes else None for v in (x, y)])
def _add_s_s_data(x, y):
    """`x` with the values of `y`, which has its places, added. (m, n), (m, n) -> (m, n)."""
    one_shape(x, y)
    if x.data.shape != y.data.shape:
        raise AssertionError(f"add_s_s_data: both must store one number of values, got {x.data.shape[0]} and "
                             f"{y.data.shape[0]} (rounded up)")
    return x.with_data(x.data + y.data)


def add_s_s_data(x, y):
    """The sum of two sparse matrices that store the same places. Raises NotImplementedError for unlike types."""
    return _add_s_s_data(compressed(x, "add_s_s_data"), compressed(y, "add_s_s_data"))


def _dense_common(x, y):
    if y.type.ndim != 2:
        raise AssertionError(f"add_s_d: a matrix is needed, got {y.type}")
    return tensor_type(upcast(x.type.dtype, y.type.dtype), y.type.broadcastable)


@sparse_op(types=_dense_common, gradients=lambda x, y, g: [with_values(x, values_at(x, g)), g], name="AddSD")
def _add_s_d(x, y):
    """x + y, dense. (m, n), (m, n) -> (m, n). Raises ValueError for unlike shapes."""
    if x.shape != tuple(y.shape):
        raise ValueError(f"inconsistent shapes: {x.shape} and {y.shape}")
    dtype = upcast(str(x.dtype), str(y.dtype))
    return convert(jnp.asarray(y), dtype).at[x.rows, x.cols].add(convert(x.data, dtype), mode="drop")


def add_s_d(x, y):
    """The dense sum of a sparse matrix and a tensor. Its gradient by the sparse one keeps to the places it stores."""
    return _add_s_d(compressed(x, "add_s_d"), as_tensor_variable(y))


def _one_dtype(name):
    def types(x, y):
        if y.type.ndim != 1:
            raise AssertionError(f"{name}: a vector is needed, got {y.type}")
        if x.type.dtype != y.type.dtype:
            raise NotImplementedError(f"{name} not implemented for differing dtypes. Got {x.type.dtype} and "
                                      f"{y.type.dtype}.")
        return x.type
    return types


def _of_columns(x, y):
    """The element of the vector `y` that belongs to the column of each stored value."""
    if x.shape[1] != y.shape[0]:
        raise AssertionError(f"the vector needs {x.shape[1]} elements, one a column, got {y.shape[0]}")
    return pick(y, x.cols)


@sparse_op(types=_one_dtype("StructuredAddSV"), name="StructuredAddSV",
           gradients=lambda x, y, g: [g, sp_sum(g, axis=0, sparse_grad=True)])
def _structured_add_s_v(x, y):
    """`x` with y[j] added to what is not zero in column j. (m, n), (n,) -> (m, n)."""
    whole = tidied.lowering(x)
    keys = whole.data != 0
    return whole.with_data(jnp.where(keys, whole.data + _of_columns(whole, y), 0))


def structured_add_s_v(x, y):
    """The sparse `x` with y[j] added to every element of column j that is not zero. Raises NotImplementedError for
    unlike dtypes."""
    return _structured_add_s_v(compressed(x, "structured_add_s_v"), as_tensor_variable(y))


def _either(x, y):
    x, y = as_sparse_or_tensor_variable(x), as_sparse_or_tensor_variable(y)
    sparse = is_sparse_variable(x), is_sparse_variable(y)
    if not any(sparse):
        raise AssertionError(f"one of the two must be sparse, got {x.type} and {y.type}")
    return x, y, sparse


def add(x, y):
    """x + y, of which one or both are sparse: sparse if both are."""
    x, y, sparse = _either(x, y)
    if all(sparse):
        return add_s_s(x, y)
    return add_s_d(x, y) if sparse[0] else add_s_d(y, x)


def sub(x, y):
    """x - y, of which one or both are sparse: sparse if both are."""
    return x + (-y)


# --- multiplying ----------------------------------------------------------------------------------


@sparse_op(types=_common, gradients=lambda x, y, g: [y * g, x * g], name="MulSS")
def _mul_s_s(x, y):
    """x * y by elements, in the format of `x`, without zeros. (m, n), (m, n) -> (m, n)."""
    keys, a, b = joined(x, y, upcast(str(x.dtype), str(y.dtype)))
    return without_zeros(keys, a * b, x.shape, x.format)


def mul_s_s(x, y):
    """The product by elements of two sparse matrices, in the format of the first."""
    return _mul_s_s(compressed(x, "mul_s_s"), compressed(y, "mul_s_s"))


def _mul_s_d_type(x, y):
    if y.type.ndim not in (0, 2):
        raise AssertionError(f"mul_s_d: a matrix or a number is needed, got {y.type}")
    return _common(x, y)


def _mul_s_d_gradient(x, y, g):
    whole = x * g
    return [y * g, dense_from_sparse(whole) if y.type.ndim else sp_sum(whole, sparse_grad=True)]


@sparse_op(types=_mul_s_d_type, gradients=_mul_s_d_gradient, name="MulSD")
def _mul_s_d(x, y):
    """x * y at the places of `x`. (m, n), (m, n) or () -> (m, n). Raises AssertionError for unlike shapes."""
    dtype = upcast(str(x.dtype), str(y.dtype))
    y = convert(jnp.asarray(y), dtype)
    if y.ndim:
        one_shape(x, y)
        y = pick(y, x.rows, x.cols, fill=1)
    return x.with_data(convert(x.data, dtype) * y)


def mul_s_d(x, y):
    """The product by elements of a sparse matrix and a tensor matrix or number; it keeps the places of `x`."""
    return _mul_s_d(compressed(x, "mul_s_d"), as_tensor_variable(y))


def _mul_s_v_gradient(x, y, g):
    wide = upcast(g.type.dtype, y.type.dtype)
    g = cast(g, wide) if g.type.dtype != wide else g
    y = elementwise.cast(y, wide)
    return [mul_s_v(g, y), sp_sum(x * g, axis=0, sparse_grad=True)]


@sparse_op(types=_one_dtype("MulSV"), gradients=_mul_s_v_gradient, name="MulSV")
def _mul_s_v(x, y):
    """`x` with column j times y[j]. (m, n), (n,) -> (m, n)."""
    return x.with_data(x.data * _of_columns(x, y))


def mul_s_v(x, y):
    """The sparse `x` with column j multiplied by y[j]. Raises NotImplementedError for unlike dtypes."""
    return _mul_s_v(compressed(x, "mul_s_v"), as_tensor_variable(y))


def mul(x, y):
    """x * y by elements, of which one or both are sparse; the result is sparse."""
    x, y, sparse = _either(x, y)
    if not sparse[0]:
        return mul_s_d(y, x)
    if x.dtype == "float32" and y.dtype == "float64":
        # As in Theano, so that the gradient by x is of single precision too.
        x = cast(x, "float64")
    return mul_s_s(x, y) if all(sparse) else mul_s_d(x, y)


# --- comparing ------------------------------------------------------------------------------------


def _compared_type(x, y):
    if x.type.format != y.type.format:
        raise NotImplementedError(f"comparing needs one format, got {x.type} and {y.type}")
    return SparseType(x.type.format, "uint8")


def _compared_dense_type(x, y):
    if y.type.ndim != 2:
        raise AssertionError(f"comparing needs a matrix, got {y.type}")
    return tensor_type("uint8", [False, False])


def _compare_op(function, name):
    """The op of two sparse matrices and the one of a sparse matrix and a tensor."""
    @sparse_op(types=_compared_type, name=name + "SS")
    def s_s(x, y):
        """Compares x and y by elements: 1 and 0, uint8, sparse. (m, n), (m, n) -> (m, n)."""
        one_shape(x, y)
        if function(0, 0):
            return from_dense(function(to_dense(x), to_dense(y)).astype("uint8"), x.format)
        keys, a, b = joined(x, y, upcast(str(x.dtype), str(y.dtype)))
        return without_zeros(keys, function(a, b).astype("uint8"), x.shape, x.format)

    @sparse_op(types=_compared_dense_type, name=name + "SD")
    def s_d(x, y):
        """Compares x and y by elements: 1 and 0, uint8, dense. (m, n), (m, n) -> (m, n)."""
        one_shape(x, y)
        return function(to_dense(x), jnp.asarray(y)).astype("uint8")

    return s_s, s_d


equal_s_s, equal_s_d = _compare_op(operator.eq, "Equal")
not_equal_s_s, not_equal_s_d = _compare_op(operator.ne, "NotEqual")
less_than_s_s, less_than_s_d = _compare_op(operator.lt, "LessThan")
greater_than_s_s, greater_than_s_d = _compare_op(operator.gt, "GreaterThan")
less_equal_s_s, less_equal_s_d = _compare_op(operator.le, "LessEqual")
greater_equal_s_s, greater_equal_s_d = _compare_op(operator.ge, "GreaterEqual")


def _comparison(name, s_s, s_d, d_s):
    def compare(x, y):
        x, y, sparse = _either(x, y)
        if all(sparse):
            return s_s(x, y)
        return s_d(x, y) if sparse[0] else d_s(y, x)
    compare.__name__ = compare.__qualname__ = name
    compare.__doc__ = (f"{s_s.name[:-2]} by elements as 1 and 0, uint8; sparse if both are, else dense. Raises "
                       "NotImplementedError for two formats.")
    return compare


eq = _comparison("eq", equal_s_s, equal_s_d, equal_s_d)
neq = _comparison("neq", not_equal_s_s, not_equal_s_d, not_equal_s_d)
lt = _comparison("lt", less_than_s_s, less_than_s_d, greater_than_s_d)
gt = _comparison("gt", greater_than_s_s, greater_than_s_d, less_than_s_d)
le = _comparison("le", less_equal_s_s, less_equal_s_d, greater_equal_s_d)
ge = _comparison("ge", greater_equal_s_s, greater_equal_s_d, less_equal_s_d)


# --- scaling rows and columns ---------------------------------------------------------------------


def _own_axis(format):
    """The axis that the indices of a format run along."""
    return 0 if format == "csc" else 1


def _scale_op(axis, name):
    """The op that multiplies the rows (axis 0) or columns (axis 1)."""
    def types(x, s):
        if axis != _own_axis(x.type.format) and x.type.dtype in discrete_dtypes and s.type.dtype in continuous_dtypes:
            raise TypeError(f"Cannot scale a {x.type.dtype} matrix by a {s.type.dtype} vector in place: cast it first")
        return x.type

    # The sum leaves one number for each row or column.
    @sparse_op(types=types, gradients=lambda x, s, g: [scale(g, s, axis), sp_sum(x * g, axis=1 - axis)], name=name)
    def op(x, s):
        """`x` with line k along one axis times s[k], in the dtype of `x`. (m, n), (m,) or (n,) -> (m, n)."""
        if s.shape != (x.shape[axis],):
            raise AssertionError(f"{name}: {x.shape[axis]} factors are needed, got {s.shape}")
        factor = pick(s, x.cols if axis else x.rows, fill=1)
        wide = upcast(str(x.dtype), str(s.dtype))
        return x.with_data(convert(convert(x.data, wide) * convert(factor, wide), x.dtype))
    return op


scale_ops = _scale_op(0, "RowScaleCSC"), _scale_op(1, "ColScaleCSC")


def scale(x, s, axis):
    """The sparse `x` with row k (axis 0) or column k (axis 1) multiplied by s[k]."""
    return scale_ops[axis](compressed(x, "scale"), as_tensor_variable(s))


def col_scale(x, s):
    """The sparse `x` with column k multiplied by s[k], in the dtype of `x`."""
    return scale(x, s, 1)


def row_scale(x, s):
    """The sparse `x` with row k multiplied by s[k], in the dtype of `x`."""
    return scale(x, s, 0)


# --- sums -----------------------------------------------------------------------------------------


def _sum_dtype(dtype):
    """Integers are summed as scipy sums them, in 64 bits."""
    if dtype in discrete_dtypes:
        return "uint64" if dtype.startswith("uint") else "int64"
    return dtype


def _sum_gradient(x, g, axis, sparse_grad):
    if x.type.dtype in discrete_dtypes:
        return [sp_zeros_like(x, dtype="floatX")]
    if sparse_grad:
        ones = sp_ones_like(x)
        return [g * ones if axis is None else scale(ones, g, 1 - axis)]
    dense = elementwise.zeros_like(dense_from_sparse(x))
    if axis is not None:
        g = shapes.dimshuffle(g, *(("x", 0) if axis == 0 else (0, "x")))
    return [sparse_from_dense(elementwise.second(dense, g), x.type.format)]


@sparse_op(types=lambda x, axis, sparse_grad: tensor_type(_sum_dtype(x.type.dtype), [] if axis is None else [False]),
           gradients=_sum_gradient, show=lambda axis, sparse_grad: f"SpSum{{axis={axis}}}", name="sp_sum")
def _sp_sum(x, *, axis, sparse_grad):
    """The sum of `x`, or the sums along `axis`. (m, n) -> (), (n,) or (m,)."""
    data = convert(_real(x), _sum_dtype(str(x.dtype)))
    if axis is None:
        return jnp.sum(data)
    places = x.cols if axis == 0 else x.rows
    return jnp.zeros(x.shape[1 - axis], data.dtype).at[places].add(data, mode="drop")


def sp_sum(x, axis=None, sparse_grad=False):
    """The sum of the sparse `x` over `axis` 0, 1 or both (None), dense.

    sparse_grad: the gradient keeps to the places of `x`; else it is that of every element. Raises ValueError for
    another axis.
    """
    if axis not in (None, 0, 1):
        raise ValueError(f"Illegal value for self.axis: {axis!r}, expected None, 0 or 1")
    return _sp_sum(compressed(x, "sp_sum"), axis=axis, sparse_grad=bool(sparse_grad))
