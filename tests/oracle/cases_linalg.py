"""Matrices: inverses, determinants, equations, decompositions; Fourier transforms; products as BLAS names them."""

import numpy as np

from .case import add, array, uniform, with_pattern


def regular(n, seed=0, dtype="float64"):
    """A matrix far from singular, not symmetric."""
    numbers = np.random.RandomState(seed).uniform(-1, 1, (n, n))
    return array(np.round(numbers, 3) + 2 * np.eye(n), dtype)


def definite(n, seed=0, dtype="float64"):
    """A symmetric positive definite matrix."""
    half = np.random.RandomState(seed).uniform(-1, 1, (n, n))
    return array(np.round(half.dot(half.T) + np.eye(n), 3), dtype)


def hermitian(n, dtype="complex128"):
    """A complex Hermitian positive definite matrix."""
    rng = np.random.RandomState(5)
    half = rng.uniform(-1, 1, (n, n)) + 1j * rng.uniform(-1, 1, (n, n))
    return array(np.round(half.dot(half.conj().T) + np.eye(n), 3), dtype)


INVERSES = """
    T.nlinalg.matrix_inverse(x)
    T.nlinalg.pinv(x)
    T.nlinalg.det(x)
    T.nlinalg.trace(x)
    T.nlinalg.diag(x)
    T.nlinalg.matrix_dot(x, x, x)
    T.nlinalg.matrix_power(x, 3)
    T.slinalg.expm(x)
    """
SOLUTIONS = """
    T.slinalg.solve(x, b)
    T.slinalg.solve(x, b[:, 0])
    T.slinalg.solve_symmetric(x, b)
    T.slinalg.Solve('banded', lower=True)(x, b)
    T.slinalg.solve_lower_triangular(x, b)
    T.slinalg.solve_upper_triangular(x, b)
    T.slinalg.solve_lower_triangular(x, b[:, 1])
    T.slinalg.solve_upper_triangular(x, b[:, 1])
    """
FACTORS = """
    T.slinalg.cholesky(x)
    T.slinalg.Cholesky(lower=False)(x)
    T.slinalg.Cholesky(False, 'nan')(x)
    """
# The signs of eigenvectors and singular vectors depend on the version of LAPACK.
EIGENVALUES = """
    T.nlinalg.eig(x)[0]
    abs(T.nlinalg.eig(x)[1])
    T.nlinalg.eigh(x)[0]
    abs(T.nlinalg.eigh(x)[1])
    T.nlinalg.eigh(x, 'U')[0]
    abs(T.nlinalg.eigh(x, 'U')[1])
    T.nlinalg.Eigh('U')(x)[0] + abs(T.nlinalg.Eigh('U')(x)[1][0])
    """
QR = """
    T.nlinalg.qr(x)[0]
    T.nlinalg.qr(x)[1]
    T.nlinalg.qr(x, 'complete')[0]
    T.nlinalg.qr(x, 'complete')[1]
    T.nlinalg.qr(x, 'r')
    T.nlinalg.qr(x, 'raw')[0]
    T.nlinalg.qr(x, 'raw')[1]
    T.nlinalg.qr(x, 'full')[1]
    T.nlinalg.qr(x, 'economic')
    """
SVD = """
    abs(T.nlinalg.svd(x)[0])
    T.nlinalg.svd(x)[1]
    abs(T.nlinalg.svd(x)[2])
    abs(T.nlinalg.svd(x, full_matrices=0)[0])
    abs(T.nlinalg.svd(x, full_matrices=0)[2])
    T.nlinalg.svd(x, 1, 0)
    """
GENERALIZED = """
    T.slinalg.eigvalsh(x, y)
    T.slinalg.eigvalsh(x, y, lower=False)
    T.slinalg.eigvalsh(x, T.NoneConst)
    """

add("linalg", INVERSES, second=True, x=regular(3))
add("linalg", "T.nlinalg.matrix_inverse(x)\nT.nlinalg.det(x)\nT.slinalg.expm(x)", x=regular(3, dtype="float32"))
add("linalg", INVERSES, x=with_pattern([[3.0]], "11"))
add("linalg", SOLUTIONS, second=True, x=regular(3), b=uniform(3, 2))
add("linalg", "T.slinalg.solve(x, b)\nT.slinalg.solve_lower_triangular(x, b[:, 0])", x=regular(3, dtype="float32"),
    b=uniform(3, 2, dtype="float32"))
add("linalg", "T.slinalg.solve(x, b)\nT.slinalg.solve_lower_triangular(x, b)", x=regular(3),
    b=uniform(3, 2, dtype="float32"))
add("linalg", "T.slinalg.solve(x, b)", x=regular(3), b=with_pattern([[1], [2], [3]], "01"))
add("linalg", FACTORS, second=True, x=definite(3))
add("linalg", "T.slinalg.cholesky(x)\nT.slinalg.Cholesky(lower=False)(x)", x=definite(3, dtype="float32"))
add("linalg", "T.slinalg.cholesky(x)\nT.slinalg.Cholesky(lower=False)(x)", x=regular(3, seed=3))
add("linalg", EIGENVALUES, x=definite(3))
add("linalg", EIGENVALUES, x=regular(4, seed=2))
add("linalg", "T.nlinalg.eig(x)[0]\nT.nlinalg.eigh(x)[0]\nabs(T.nlinalg.eigh(x)[1])",
    x=definite(3, seed=1, dtype="float32"))
add("linalg", "T.nlinalg.eig(x)[0]\nabs(T.nlinalg.eig(x)[1])", x=array([[0, 1], [-1, 0]], "float64"))
add("linalg", GENERALIZED, x=definite(3, seed=1), y=definite(3))
add("linalg", "T.slinalg.eigvalsh(x, y)", x=definite(3, seed=1, dtype="float32"), y=definite(3, dtype="float32"))
for shape in ((3, 3), (4, 2), (2, 4)):
    add("linalg", QR + SVD + "T.nlinalg.pinv(x)", x=uniform(*shape))
add("linalg", "T.nlinalg.qr(x)[1]\nT.nlinalg.svd(x)[1]\nT.nlinalg.pinv(x)", x=uniform(4, 2, dtype="float32"))
add("linalg", "T.nlinalg.matrix_inverse(x)\nT.nlinalg.det(x)\nT.slinalg.expm(x)", x=uniform(6, 6, seed=4))
add("linalg", """
    T.nlinalg.norm(x, None)
    T.nlinalg.norm(x, 'inf')
    T.nlinalg.norm(x, '-inf')
    T.nlinalg.norm(x, 'fro')
    T.nlinalg.norm(x, 1)
    T.nlinalg.norm(x, -1)
    T.nlinalg.norm(x, 0)
    T.nlinalg.norm(x, 2)
    T.nlinalg.norm(x, 3)
    T.nlinalg.norm(x[0], None)
    T.nlinalg.norm(x[0], 'inf')
    T.nlinalg.norm(x[0], '-inf')
    T.nlinalg.norm(x[0], 'fro')
    T.nlinalg.norm(x[0], 0)
    T.nlinalg.norm(x[0], 1)
    T.nlinalg.norm(x[0], 2)
    T.nlinalg.norm(x[0], 3)
    T.nlinalg.norm(x[0], -2)
    T.nlinalg.norm(x[0], 1.5)
    T.nlinalg.norm(x[0, 0], None)
    T.nlinalg.norm(x.dimshuffle(0, 1, 'x'), None)
    """, x=array([[3, -4, 0.5], [1, 2, -2]], "float64"))
add("linalg", "T.nlinalg.norm(x, None)\nT.nlinalg.norm(x, 1)", x=array([[1, 2], [1, -2]], "int8"))
add("linalg", """
    T.slinalg.kron(x, y)
    T.slinalg.kron(x[0], y)
    T.slinalg.kron(x, y[0])
    T.slinalg.kron(x[0], y[0])
    T.slinalg.kron(x, x.dimshuffle(0, 1, 'x'))
    T.slinalg.kron(x.dimshuffle(0, 'x', 1), x)
    """, second=True, x=uniform(2, 3), y=uniform(3, 2, seed=1))
add("linalg", """
    T.nlinalg.alloc_diag(x)
    T.nlinalg.diag(x)
    T.AllocDiag()(x)
    T.AllocDiag(1)(x)
    T.AllocDiag(-2)(x)
    """, second=True, x=uniform(3, seed=1))
add("linalg", """
    T.AllocDiag()(x)
    T.AllocDiag(1)(x)
    T.AllocDiag(-1, 1, 2)(x)
    T.AllocDiag(0, 0, 2)(x)
    T.AllocDiag(1, 2, 1)(x)
    """, x=uniform(2, 3))
add("linalg", """
    T.ExtractDiag()(x)
    T.ExtractDiag(1, 1, 2)(x)
    T.ExtractDiag(-1, 0, 2)(x)
    T.ExtractDiag(5)(x)
    """, x=array(np.arange(24).reshape(2, 3, 4), "int64"))
add("linalg", """
    T.nlinalg.tensorinv(x)
    T.nlinalg.tensorinv(x, 1)
    T.nlinalg.tensorinv(x, 0)
    T.nlinalg.TensorInv(2)(x) * 2
    """, x=array(np.random.RandomState(0).uniform(-1, 1, (4, 6, 8, 3)).round(3)))
add("linalg", "T.nlinalg.tensorinv(x, 1)", x=array(np.random.RandomState(0).uniform(-1, 1, (6, 2, 3)).round(3)))
add("linalg", "T.nlinalg.tensorsolve(x, y)\nT.nlinalg.tensorsolve(x, y, axes=(0, 2))",
    x=uniform(2, 3, 6), y=uniform(2, 3))
add("linalg", "T.nlinalg.lstsq()(x, y, r)[0]\nT.nlinalg.lstsq()(x, y, r)[1]\nT.nlinalg.lstsq()(x, y, r)[2]\n"
    "T.nlinalg.lstsq()(x, y, r)[3]", x=uniform(4, 2), y=uniform(4, 3), r=array(0.01))
add("linalg", "T.nlinalg.lstsq()(x, y, r)[0]\nT.nlinalg.lstsq()(x, y, r)[1]",
    x=array([[1, 2], [2, 4], [3, 6]], "float64"), y=uniform(3, 1), r=array(0.01))

# --- dtypes, and what has no answer ---------------------------------------------------------------

VALUES = """
    T.nlinalg.matrix_inverse(x)
    T.nlinalg.pinv(x)
    T.nlinalg.det(x)
    T.slinalg.expm(x)
    T.nlinalg.eig(x)[0]
    T.nlinalg.eigh(x)[0]
    T.nlinalg.qr(x)[1]
    """
INTEGERS = [[4, 1, 0], [2, 5, 1], [0, 1, 3]]
add("linalg_special", INVERSES + FACTORS + """
    T.nlinalg.eig(x)[0]
    T.nlinalg.eigh(x)[0]
    T.nlinalg.qr(x)[1]
    T.nlinalg.svd(x)[1]
    T.slinalg.eigvalsh(x, T.NoneConst)
    T.slinalg.eigvalsh(x, x + T.eye(3))
    """, x=array(INTEGERS, "int64"))
add("linalg_special", VALUES + FACTORS + """
    T.nlinalg.qr(x)[0]
    T.nlinalg.qr(x, 'raw')[0]
    abs(T.nlinalg.eigh(x)[1])
    abs(T.nlinalg.svd(x)[0])
    T.nlinalg.svd(x)[1]
    T.slinalg.eigvalsh(x, T.NoneConst)
    """, x=hermitian(3))
for dtype in ("int8", "int64", "complex64"):
    add("linalg_special", "T.slinalg.solve(x, b)\nT.slinalg.solve_lower_triangular(x, b)",
        x=array(INTEGERS, dtype), b=array([[1, 2], [3, 4], [5, 6]], dtype))
    add("linalg_special", "T.slinalg.solve(x, b)", x=array(INTEGERS, dtype), b=uniform(3, 2))
    add("linalg_special", "T.slinalg.solve(x, b)", x=array(INTEGERS, dtype), b=uniform(3, 2, dtype="float32"))
for shape in ((0, 0), (0, 3), (3, 0), (2, 3)):
    add("linalg_special", VALUES + "T.slinalg.cholesky(x)\nT.nlinalg.qr(x, 'complete')[0]\nT.nlinalg.svd(x)[0]\nT.nlinalg.svd(x)[2]",
        x=array(np.ones(shape)))
add("linalg_special", "T.slinalg.solve(x, x)\nT.slinalg.solve(x, x[0])\nT.slinalg.solve_lower_triangular(x, x)",
    x=array(np.ones((2, 3))))
for values in ([[1, 2], [2, 4]], [[0, 0], [0, 0]], [[1, 0], [0, 1]], [[np.nan, 1], [1, 2]]):
    add("linalg_special", VALUES + FACTORS + """
        T.nlinalg.svd(x)[1]
        T.slinalg.solve(x, b)
        T.slinalg.solve_lower_triangular(x, b)
        T.slinalg.eigvalsh(x, x)
        T.slinalg.eigvalsh(x, T.NoneConst)
        """ if np.isnan(values).any() or not np.linalg.det(values) else VALUES,
        x=array(values, "float64"), b=array([[1, 2], [3, 4]], "float64"))
for values in ([[1, 0], [np.nan, 2]], [[1, np.nan], [0, 2]], [[np.inf, 1], [1, 2]], [[1, 2], [0, -1]]):
    add("linalg_special", FACTORS + """
        T.nlinalg.matrix_inverse(x)
        T.nlinalg.det(x)
        T.nlinalg.pinv(x)
        T.slinalg.solve(x, b)
        T.nlinalg.eigh(x)[0]
        """, x=array(values, "float64"), b=array([[1, 2], [3, 4]], "float64"))
for place in range(3):
    add("linalg_special", "T.nlinalg.matrix_inverse(x)\nT.nlinalg.det(x)", x=array(
        [[np.nan if place == 0 else 1, 0, 0], [0, np.nan if place == 1 else 2, 0], [0, np.nan if place == 2 else 1, 1]]))
add("linalg_special", """
    T.nlinalg.matrix_inverse(x)
    T.nlinalg.det(x)
    T.nlinalg.pinv(x)
    T.slinalg.cholesky(x)
    T.slinalg.expm(x)
    T.nlinalg.eigh(x)[0]
    """, x=array([[2, 1], [1, 3]], "float16"))
add("linalg_special", """
    T.nlinalg.matrix_inverse(v)
    T.nlinalg.det(v)
    T.nlinalg.pinv(v)
    T.nlinalg.eig(v)
    T.nlinalg.eigh(v)
    T.nlinalg.eigh(x, 'X')
    T.nlinalg.qr(v)
    T.nlinalg.qr(x, 'nothing')
    T.nlinalg.svd(v)
    T.nlinalg.diag(v[0])
    T.nlinalg.diag(x.dimshuffle(0, 1, 'x'))
    T.nlinalg.alloc_diag(x)
    T.nlinalg.extract_diag(v)
    T.nlinalg.trace(v)
    T.AllocDiag()(v[0])
    T.nlinalg.matrix_dot()
    T.nlinalg.matrix_dot(x)
    T.nlinalg.matrix_power(x, 0)
    T.nlinalg.matrix_power(x, 1)
    T.nlinalg.matrix_power(x[:1], 2)
    T.nlinalg.tensorinv(x, 1)
    T.nlinalg.tensorinv(x, -1)
    T.nlinalg.tensorsolve(x, v)
    T.nlinalg.tensorsolve(x, x)
    T.slinalg.cholesky(v)
    T.slinalg.Cholesky(on_error='what')
    T.slinalg.Solve('what')
    T.slinalg.solve(v, v)
    T.slinalg.solve(x, v[0])
    T.slinalg.solve(x, v[:1])
    T.slinalg.solve_lower_triangular(x, v[:1])
    T.slinalg.eigvalsh(x, v)
    T.slinalg.eigvalsh(v, x)
    T.slinalg.eigvalsh(x, None)
    T.slinalg.eigvalsh(x, x[:1])
    T.slinalg.Eigvalsh(lower='a')
    T.slinalg.expm(v)
    T.slinalg.kron(v, v)
    T.slinalg.kron(v[0], x)
    T.slinalg.CholeskyGrad()(x, T.slinalg.cholesky(x), x)
    T.slinalg.CholeskyGrad(lower=False)(x, T.slinalg.Cholesky(lower=False)(x), x)
    T.slinalg.CholeskyGrad(lower=False)(x, T.slinalg.cholesky(x), x)
    T.slinalg.CholeskyGrad()(v, T.slinalg.cholesky(x), x)
    T.slinalg.EigvalshGrad()(x, x + 1, v)[0]
    T.slinalg.EigvalshGrad(lower=False)(x, x + 1, v)[1]
    T.nlinalg.EighGrad()(x, v, x, v, x)
    T.nlinalg.EighGrad('U')(x, v, x, v, x)
    T.slinalg.ExpmGrad()(x, x + 1)
    """, x=array([[2, 0.5], [1, 3]], "float64"), v=array([1, 2], "float64"))

# --- Fourier transforms ---------------------------------------------------------------------------

FORWARD = """
    T.fft.rfft(x)
    T.fft.rfft(x, norm='ortho')
    T.fft.rfft(x, norm='no_norm')
    T.fft.rfft_op(x)
    """
BACKWARD = """
    T.fft.irfft(x)
    T.fft.irfft(x, norm='ortho')
    T.fft.irfft(x, norm='no_norm')
    T.fft.irfft(x, is_odd=True)
    T.fft.irfft(x, norm='ortho', is_odd=True)
    T.fft.irfft_op(x)
    """
for shape in ((2, 5), (1, 1), (2, 3, 4)):
    add("fourier", FORWARD, second=shape != (1, 1), x=uniform(*shape))
for shape in ((2, 3, 2), (1, 1, 2), (2, 3, 3, 2)):
    add("fourier", BACKWARD, second=shape == (2, 3, 3, 2), x=uniform(*shape))
add("fourier", FORWARD, x=uniform(2, 4, dtype="float32"))
add("fourier", "T.fft.irfft(x)\nT.fft.irfft_op(x)", x=uniform(2, 3, 2, dtype="float32"))
add("fourier", FORWARD, x=array([[1, 2, 5]], "int32"))
add("fourier", FORWARD, x=array(np.ones((0, 3))))
add("fourier", FORWARD, x=array(np.ones((3, 0))))
add("fourier", """
    T.fft.rfft_op(x, [4])
    T.fft.rfft_op(x, T.as_tensor_variable([n]))
    T.fft.rfft_op(x, [4.0])
    T.fft.rfft_op(x, [0])
    T.fft.rfft(x[0])
    T.fft.irfft(x)
    T.fft.rfft(x, norm=3)
    T.fft.irfft_op(T.fft.rfft_op(x), [4])
    T.fft.irfft_op(T.fft.rfft_op(x), [5])
    T.fft.irfft(x.dimshuffle(0, 1, 'x'))
    T.fft.irfft(x.dimshuffle(0, 1, 'x'), is_odd=7)
    T.real(T.fourier.fft(x, 4, 1))
    T.imag(T.fourier.fft(x, n, 0))
    T.fourier.fft(x, 4, 1)
    T.fourier.fft(x, None, None)
    T.fourier.fft(x, None, 0)
    T.fourier.fft(x, 5, None)
    T.fourier.fft(x, n, n - 2)
    T.fourier.fft(x, n - 2, 0)
    T.fourier.fft(x, 2, -1)
    T.fourier.fft(x, 2, 2)
    T.fourier.fft(x, 0, 1)
    T.fourier.fft(x, 2.0, 1)
    T.fourier.fft(x, 2, [1])
    T.fourier.fft(x[0, 0], 2, 0)
    T.fourier.fft(x[0], 3, 0)
    """, x=uniform(2, 4), n=array(2, "int64"))

# --- products as BLAS names them ------------------------------------------------------------------

add("blas", """
    T.blas.gemm(x, a, x, y, a)
    T.blas.gemm_no_inplace(z, a, x, y, T.zeros_like(a))
    T.blas.gemm_no_inplace(y, a, x, y, a)
    T.blas.gemm(x[0], a, x, y, a)
    T.blas.gemm(x, x, x, y, a)
    T.blas.gemm(x, 1, x, y, a)
    T.blas.gemm(x[:1], a, x, y, a)
    T.blas.gemv(x[0], a, y, x[1], a)
    T.blas.gemv_no_inplace(z[0], .5, y, x[1], 0.)
    T.blas.gemv(x, a, y, x[1], a)
    T.blas.ger(x, a, x[0], y[1])
    T.blas.ger(x, 1, x[0], y[1])
    T.blas.ger(x, a, x, y[1])
    T.blas.Dot22()(x, y)
    T.blas.Dot22()(x, y[0])
    T.blas.Dot22()(x, T.cast(y, 'int8'))
    T.blas.Dot22Scalar()(x, y, a)
    T.blas.batched_dot(x, y)
    T.blas.batched_dot(x, y.dimshuffle(0, 1, 'x'))
    T.blas.batched_dot(x.dimshuffle(0, 'x', 1), y)
    T.blas.batched_dot(x[0], y)
    T.blas.batched_dot(x[:1], y)
    """, x=uniform(2, 2), y=uniform(2, 2, seed=1), z=array([[np.nan, 1], [np.inf, 2]], "float64"), a=array(0.75))
