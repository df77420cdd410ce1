"""Constructors of sparse leaves, and the dtypes and formats of sparse matrices."""

from collections.abc import Sequence

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.graph import Variable
from theano_lite.core.sparse_type import DTYPES, SparseType, is_sparse, is_sparse_variable, scipy_sparse
from theano_lite.core.types import TensorType
from theano_lite.ops import sparse_methods  # noqa: F401  the operators of the variables made here

sparse_formats = ["csc", "csr"]
all_dtypes = DTYPES
complex_dtypes = sorted(d for d in DTYPES if d.startswith("complex"))
float_dtypes = sorted(d for d in DTYPES if d.startswith("float"))
int_dtypes = sorted(d for d in DTYPES if d.startswith("int"))
uint_dtypes = sorted(d for d in DTYPES if d.startswith("uint"))
integer_dtypes = int_dtypes + uint_dtypes
continuous_dtypes = complex_dtypes + float_dtypes
discrete_dtypes = int_dtypes + uint_dtypes



class _MatrixClasses(Sequence):
    """The classes of scipy.sparse for csc and csr, loaded when first asked for."""

    def __len__(self):
        return len(sparse_formats)

    def __getitem__(self, k):
        return [getattr(scipy_sparse(), format + "_matrix") for format in sparse_formats][k]


matrix_classes = _MatrixClasses()

csc_dmatrix, csr_dmatrix, bsr_dmatrix = (SparseType(format, "float64") for format in ("csc", "csr", "bsr"))
csc_fmatrix, csr_fmatrix, bsr_fmatrix = (SparseType(format, "float32") for format in ("csc", "csr", "bsr"))


def matrix(format, name=None, dtype=None):
    """A symbolic sparse matrix of `format` "csr", "csc" or "bsr"; dtype floatX by default.

    Raises NotImplementedError for another format or dtype.
    """
    return SparseType(format, config.floatX if dtype is None else dtype)(name)


def csc_matrix(name=None, dtype=None):
    """A symbolic sparse matrix stored by columns; dtype floatX by default."""
    return matrix("csc", name, dtype)


def csr_matrix(name=None, dtype=None):
    """A symbolic sparse matrix stored by rows; dtype floatX by default."""
    return matrix("csr", name, dtype)


def bsr_matrix(name=None, dtype=None):
    """A symbolic sparse matrix stored by blocks; dtype floatX by default. Most ops refuse this format."""
    return matrix("bsr", name, dtype)


def is_dense_variable(x):
    """Whether the variable `x` is a tensor. Raises NotImplementedError for what is no variable."""
    if not isinstance(x, Variable):
        is_sparse_variable(x)
    return isinstance(x.type, TensorType)


def is_dense(x):
    """Whether `x` is a NumPy array. Raises NotImplementedError for what is neither that nor a sparse matrix."""
    if not isinstance(x, np.ndarray) and not is_sparse(x):
        raise NotImplementedError("this function should only be called on sparse.scipy.sparse.spmatrix or "
                                  "numpy.ndarray, not,", x)
    return isinstance(x, np.ndarray)
