"""theano.tensor.slinalg: Cholesky factors, systems of equations and exponentials, as scipy.linalg has them."""

from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.decompositions import Eigvalsh, EigvalshGrad, eigvalsh
from theano_lite.ops.matrices import (
    MATRIX_STRUCTURES,
    Cholesky,
    CholeskyGrad,
    Expm,
    ExpmGrad,
    Solve,
    cholesky,
    expm,
    imported_scipy,
    solve,
    solve_lower_triangular,
    solve_symmetric,
    solve_upper_triangular,
)
from theano_lite.ops.matrix_functions import kron
from theano_lite.program.user_op import Op

__all__ = [
    "Apply", "Cholesky", "CholeskyGrad", "Eigvalsh", "EigvalshGrad", "Expm", "ExpmGrad", "MATRIX_STRUCTURES", "Op",
    "Solve", "as_tensor_variable", "cholesky", "eigvalsh", "expm", "imported_scipy", "kron", "solve",
    "solve_lower_triangular", "solve_symmetric", "solve_upper_triangular",
]
