"""Sparse matrices: the type, its variables, and the value that programs compute with.

A program sees a `Compressed`: a pytree of arrays whose length, the capacity, may exceed the number of stored elements.
That number is `indptr[-1]`; what lies after it is padding. So results whose number of elements depends on values keep
static shapes, and minibatches of about the same size share one compiled program.
"""

import sys
from typing import Any

import jax
import numpy as np

from theano_lite.core.errors import AsTensorError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.types import Type

DTYPES = {"int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "float32", "float64", "complex64",
          "complex128"}
FORMATS = ("csr", "csc", "bsr")
# What sys.getrefcount tells of an array that only its matrix holds: the attribute, the loop variable and the argument.
_HELD_ONCE = 3


# theano.sparse.enable_sparse: whether there is SciPy.
enable_sparse = True


def scipy_sparse() -> Any:
    """scipy.sparse, loaded when first needed."""
    import scipy.sparse

    return scipy.sparse


def is_sparse(x):
    """Whether `x` is a matrix or array of scipy.sparse."""
    module = sys.modules.get("scipy.sparse")
    return module is not None and module.issparse(x)


def capacity_of(n):
    """A length of at least `n` out of a coarse scale, so that like numbers of elements share a program."""
    n = int(n)
    if n <= 16:
        return 16
    step = 1 << (n.bit_length() - 4)
    return -(-n // step) * step


class Compressed:
    """A sparse matrix in a program: data, indices and majors of shape (capacity,), indptr (lines + 1,).

    A line is a row of csr and a column of csc; majors tells each element's line, indices its place in the line. The
    majors of padding are the number of lines, so that scattering drops it.
    """

    __slots__ = ("data", "indices", "majors", "indptr", "shape", "format")

    def __init__(self, data, indices, majors, indptr, shape, format):
        self.data, self.indices, self.majors, self.indptr = data, indices, majors, indptr
        self.shape, self.format = shape, format

    ndim = 2
    dtype = property(lambda self: self.data.dtype)
    capacity = property(lambda self: self.data.shape[0])

    @property
    def lines(self):
        """The number of rows of csr, of columns of csc."""
        return self.shape[1] if self.format == "csc" else self.shape[0]

    @property
    def width(self):
        """The length of a line."""
        return self.shape[0] if self.format == "csc" else self.shape[1]

    @property
    def rows(self):
        return self.indices if self.format == "csc" else self.majors

    @property
    def cols(self):
        return self.majors if self.format == "csc" else self.indices

    def with_data(self, data):
        """The same places with other values, one for each of the capacity."""
        return Compressed(data, self.indices, self.majors, self.indptr, self.shape, self.format)


jax.tree_util.register_pytree_node(
    Compressed, lambda x: ((x.data, x.indices, x.majors, x.indptr), (x.shape, x.format)),
    lambda fixed, leaves: Compressed(*leaves, *fixed))


class SparseType(Type, metaclass=ShownAs):
    """Matrices of scipy.sparse in `format` csr, csc or bsr with elements of `dtype`.

    Raises NotImplementedError for other formats and for dtypes that scipy does not store (bool, float16).
    """

    shown_as = "theano.sparse.type.SparseType"

    computed = True
    # Ops on tensors refuse sparse variables: a conversion to dense must be asked for.
    as_tensor = staticmethod(lambda x: _refuse(x))
    ndim = 2
    dtype_set = DTYPES

    def __init__(self, format, dtype):
        dtype = str(dtype)
        if dtype not in DTYPES:
            raise NotImplementedError(f'unsupported dtype "{dtype}" not in list', sorted(DTYPES))
        if not isinstance(format, str):
            raise AssertionError(f"the format of a sparse matrix is a string, got {format!r}")
        if format not in FORMATS:
            raise NotImplementedError(f'unsupported format "{format}" not in list', list(FORMATS))
        self.format, self.dtype, self.numpy_dtype = format, dtype, np.dtype(dtype)

    @property
    def format_cls(self):
        """{format: the class of scipy.sparse}."""
        return {name: getattr(scipy_sparse(), name + "_matrix") for name in FORMATS}

    def __eq__(self, other):
        return type(self) is type(other) and self.dtype == other.dtype and self.format == other.format

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((SparseType, self.format, self.dtype))

    def __str__(self):
        return f"Sparse[{self.dtype}, {self.format}]"

    __repr__ = __str__

    def clone(self, dtype=None, format=None):
        return SparseType(self.format if format is None else format, self.dtype if dtype is None else dtype)

    def filter(self, value, strict=False, allow_downcast=None):
        """`value` as a matrix of this format and dtype; other formats and dense matrices are converted.

        Raises TypeError under `strict`, NotImplementedError where the dtype differs and allow_downcast is not given.
        """
        if isinstance(value, Variable):
            raise TypeError(f"Expected a sparse matrix, but found the symbolic variable {value}")
        wanted = self.format_cls[self.format]
        if isinstance(value, wanted) and value.dtype == self.numpy_dtype:
            return value
        if strict:
            raise TypeError(f"{value} is not sparse, or not the right dtype (is {getattr(value, 'dtype', None)}, "
                            f"expected {self.dtype})")
        if allow_downcast:
            return wanted(value, dtype=self.dtype)
        converted = wanted(value)
        if str(converted.dtype) != self.dtype:
            raise NotImplementedError(f"Expected {self.dtype} dtype but got {converted.dtype}")
        return converted

    # --- in and out of programs -------------------------------------------------------------------

    def to_program(self, value):
        matrix = value.tocsr() if self.format == "bsr" else value
        size = int(matrix.indptr[-1])
        if max(matrix.shape) >= 2 ** 31 or size >= 2 ** 31:
            raise NotImplementedError(f"sparse matrices hold 32 bit indices, got a matrix of shape {matrix.shape}")
        lines = len(matrix.indptr) - 1
        majors = np.repeat(np.arange(lines, dtype="int32"), np.diff(matrix.indptr))
        parts = [(matrix.data, self.numpy_dtype, 0), (matrix.indices, "int32", 0), (majors, "int32", lines)]
        data, indices, majors = (_padded(np.asarray(a[:size], dtype), size, fill) for a, dtype, fill in parts)
        return Compressed(data, indices, majors, np.asarray(matrix.indptr, "int32"), tuple(map(int, matrix.shape)),
                          self.format)

    def from_program(self, value):
        indptr = np.array(value.indptr)
        size = int(indptr[-1])
        # Cut by NumPy: JAX would compile a slice for each size.
        parts = np.asarray(value.data)[:size].copy(), np.asarray(value.indices)[:size].copy(), indptr
        if self.format == "bsr":
            return scipy_sparse().csr_matrix(parts, shape=value.shape).tobsr()
        return self.format_cls[self.format](parts, shape=value.shape, copy=False)

    def sole_owner(self, value):
        """Whether nobody else holds the arrays of the matrix `value`."""
        for a in (value.data, value.indices, value.indptr):
            if a.base is not None or sys.getrefcount(a) > _HELD_ONCE + 1:
                return False
        return True

    # --- comparing --------------------------------------------------------------------------------

    def is_valid_value(self, value):
        return is_sparse(value) and value.format == self.format

    def values_eq(self, a, b):
        """Whether two matrices hold equal numbers."""
        return is_sparse(a) and is_sparse(b) and abs(a - b).sum() == 0

    def values_eq_approx(self, a, b, eps=1e-6):
        """Whether no two elements differ by `eps` or more."""
        if not is_sparse(a) or not is_sparse(b):
            return False
        difference = abs(a - b)
        return difference.nnz == 0 or bool(max(difference.data) < eps)

    @staticmethod
    def may_share_memory(a, b):
        """Whether two matrices, or a matrix and an array, may share memory."""
        parts = [[x] if isinstance(x, np.ndarray) else [x.data, x.indices, x.indptr] if is_sparse(x) else []
                 for x in (a, b)]
        return is_sparse(a) | is_sparse(b) and any(np.may_share_memory(p, q) for p in parts[0] for q in parts[1])

    def get_shape_info(self, obj):
        obj = self.filter(obj)
        return obj.shape, obj.data.size, obj.indices.size, obj.indptr.size, obj.nnz

    def get_size(self, shape_info):
        """The bytes of a matrix of which `get_shape_info` gave `shape_info`."""
        return shape_info[1] * self.numpy_dtype.itemsize + (shape_info[2] + shape_info[3]) * 4


def _refuse(x):
    raise AsTensorError(f"Variable type field must be a TensorType, got {x} of type {x.type}: convert it with "
                        "theano.sparse.dense_from_sparse", x, x.type)


def _padded(a, size, fill):
    room = capacity_of(size)
    if len(a) == room:
        return a
    out = np.full(room, fill, dtype=a.dtype)
    out[:size] = a
    return out


class _sparse_py_operators:
    """What a sparse matrix has. Operators and methods are attached by `ops/sparse_methods.py`."""

    type: Any

    def __str__(self):
        return f"{type(self).__name__}{{{self.format},{self.dtype}}}"

    @property
    def ndim(self):
        return self.type.ndim

    @property
    def dtype(self):
        return self.type.dtype

    @property
    def format(self):
        return self.type.format

    __hash__ = object.__hash__


class SparseVariable(_sparse_py_operators, Variable, metaclass=ShownAs):
    """A symbolic sparse matrix; as in Theano shared variables and constants are not of this class."""

    shown_as = "theano.sparse.basic.SparseVariable"


class SparseConstantSignature(tuple):
    """(type, matrix) of a constant; equal for matrices that differ by rounding alone."""

    def __eq__(self, other):
        (a, b), (x, y) = self, other
        return (a == x and b.dtype == y.dtype and type(b) is type(y) and b.shape == y.shape
                and abs(b - y).sum() < 1e-6 * b.nnz)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((type(self), self[0], type(self[1])))


class SparseConstant(_sparse_py_operators, Constant, metaclass=ShownAs):
    """A sparse matrix whose value is known while the graph is built."""

    shown_as = "theano.sparse.basic.SparseConstant"

    def __init__(self, type, data, name=None):
        Constant.__init__(self, type, data, name)

    def signature(self):
        return SparseConstantSignature((self.type, self.data))

    def __str__(self):
        return (f"{type(self).__name__}{{{self.format},{self.dtype},shape={self.data.shape},nnz={self.data.nnz}}}")

    __hash__ = object.__hash__


SparseType.variable_class = SparseVariable
SparseType.constant_class = SparseConstant


# --- making variables -----------------------------------------------------------------------------


def constant(x, name=None):
    """A SparseConstant of the matrix `x`. Raises TypeError for what is no sparse matrix."""
    if not is_sparse(x):
        raise TypeError(f"sparse.constant must be called on a scipy.sparse.spmatrix, got {type(x)}")
    try:
        type_ = SparseType(x.format, x.dtype)
        return SparseConstant(type_, type_.format_cls[x.format](x, copy=True), name=name)
    except TypeError:
        raise TypeError(f"Could not convert {x} to SparseType", type(x)) from None


def as_sparse_variable(x, name=None) -> Any:
    """`x` as a sparse variable: sparse variables pass, matrices become constants. Raises TypeError for all else."""
    if isinstance(x, Apply):
        if len(x.outputs) != 1:
            raise ValueError("It is ambiguous which output of a multi-output Op has to be fetched.", x)
        x = x.outputs[0]
    if isinstance(x, Variable):
        if not isinstance(x.type, SparseType):
            raise TypeError("Variable type field must be a SparseType.", x, x.type)
        return x
    try:
        return constant(x, name=name)
    except TypeError:
        raise TypeError(f"Cannot convert {x} to SparseType", type(x)) from None


def is_sparse_variable(x):
    """Whether the variable `x` is a sparse matrix. Raises NotImplementedError for what is no variable."""
    if not isinstance(x, Variable):
        raise NotImplementedError("this function should only be called on *variables* (of type sparse.SparseType or "
                                  "tensor.TensorType, for instance), not ", x)
    return isinstance(x.type, SparseType)
