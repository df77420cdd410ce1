"""theano.sandbox.linalg.ops: the old place of matrix ops, and hints about matrices."""

from theano_lite.core.graph import Apply
from theano_lite.ops.blas import Dot22
from theano_lite.ops.classes import Dot
from theano_lite.ops.decompositions import Eig, Eigh, EighGrad, eig, eigh
from theano_lite.ops.elemwise_classes import DimShuffle
from theano_lite.ops.hints import Hint, hints, inv_as_solve, is_hint_node, is_positive, is_psd, is_symmetric, psd
from theano_lite.ops.linalg import matrix_dot
from theano_lite.ops.matrices import (
    MATRIX_STRUCTURES,
    Cholesky,
    CholeskyGrad,
    Det,
    MatrixInverse,
    MatrixPinv,
    Solve,
    cholesky,
    det,
    imported_scipy,
    matrix_inverse,
    pinv,
    solve,
)
from theano_lite.ops.matrix_functions import A_Xinv_b, AllocDiag, alloc_diag, diag, extract_diag, spectral_radius_bound, trace
from theano_lite.ops.selection import ExtractDiag
from theano_lite.program.user_op import Op

__all__ = [
    "A_Xinv_b", "inv_as_solve",
    "AllocDiag", "Apply", "Cholesky", "CholeskyGrad", "Det", "DimShuffle", "Dot", "Dot22", "Eig", "Eigh", "EighGrad",
    "ExtractDiag", "Hint", "MATRIX_STRUCTURES", "MatrixInverse", "MatrixPinv", "Op", "Solve", "alloc_diag", "cholesky",
    "det", "diag", "eig", "eigh", "extract_diag", "hints", "imported_scipy", "is_hint_node", "is_positive", "is_psd",
    "is_symmetric", "matrix_dot", "matrix_inverse", "pinv", "psd", "solve", "spectral_radius_bound", "trace",
]
