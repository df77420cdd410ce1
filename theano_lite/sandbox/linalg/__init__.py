"""theano.sandbox.linalg: the old place of matrix ops."""

from theano_lite.ops.decompositions import eig, eigh, eigvalsh
from theano_lite.ops.hints import psd
from theano_lite.ops.matrices import cholesky, det, matrix_inverse, solve
from theano_lite.ops.matrix_functions import alloc_diag, diag, extract_diag, spectral_radius_bound, trace
from theano_lite.sandbox.linalg import ops

__all__ = [
    "alloc_diag", "cholesky", "det", "diag", "eig", "eigh", "eigvalsh", "extract_diag", "matrix_inverse", "ops", "psd",
    "solve", "spectral_radius_bound", "trace",
]
