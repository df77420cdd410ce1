"""theano.tensor.nlinalg: inverses, determinants and decompositions, as numpy.linalg has them."""

from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.decompositions import SVD, Eig, Eigh, EighGrad, QRFull, QRIncomplete, eig, eigh, qr, svd
from theano_lite.ops.linalg import matrix_dot, matrix_power
from theano_lite.ops.matrices import Det, MatrixInverse, MatrixPinv, det, matrix_inverse, pinv
from theano_lite.ops.matrix_functions import (
    AllocDiag,
    TensorInv,
    TensorSolve,
    alloc_diag,
    diag,
    extract_diag,
    norm,
    tensorinv,
    tensorsolve,
    trace,
)
from theano_lite.ops.selection import ExtractDiag
from theano_lite.program.least_squares import lstsq
from theano_lite.program.user_op import Op

__all__ = [
    "AllocDiag", "Apply", "Det", "Eig", "Eigh", "EighGrad", "ExtractDiag", "MatrixInverse", "MatrixPinv", "Op",
    "QRFull", "QRIncomplete", "SVD", "TensorInv", "TensorSolve", "alloc_diag", "as_tensor_variable", "det", "diag",
    "eig", "eigh", "extract_diag", "lstsq", "matrix_dot", "matrix_inverse", "matrix_power", "norm", "pinv", "qr",
    "svd", "tensorinv", "tensorsolve", "trace",
]
