"""Matrix ops: Theano's classes of them, errors at run time, gradients that Theano lacks, values that it declares amiss."""

import copy
import pickle

import numpy as np
import pytest
from numpy.linalg import LinAlgError

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.sandbox.linalg import ops as old
from theano_lite.tensor import nlinalg, slinalg

RNG = np.random.RandomState(0)
REGULAR = RNG.uniform(-1, 1, (3, 3)) + 2 * np.eye(3)
DEFINITE = REGULAR @ REGULAR.T
x = T.dmatrix("x")


def value(out, *given):
    return theano.function([x], out)(*given or (REGULAR,))


# --- classes --------------------------------------------------------------------------------------


@pytest.mark.parametrize("op, kind, other", [
    (slinalg.cholesky, slinalg.Cholesky, slinalg.Cholesky(lower=False)),
    (slinalg.solve, slinalg.Solve, slinalg.Solve("symmetric")),
    (nlinalg.matrix_inverse, nlinalg.MatrixInverse, nlinalg.det),
    (nlinalg.Eigh(), nlinalg.Eigh, nlinalg.Eigh("U")),
    (nlinalg.SVD(), nlinalg.SVD, nlinalg.SVD(compute_uv=False)),
    (nlinalg.QRFull("reduced"), nlinalg.QRFull, nlinalg.QRFull("complete")),
    (slinalg.Eigvalsh(), slinalg.Eigvalsh, slinalg.Eigvalsh(False)),
    (T.blas.gemm, T.blas.Gemm, T.blas.gemm_inplace),
    (old.Hint(), old.Hint, old.Hint(psd=True)),
])
def test_an_op_is_an_instance_of_its_class_and_equal_to_its_like(op, kind, other):
    assert isinstance(op, kind) and isinstance(op, theano.Op) is isinstance(T.exp, theano.Op)
    assert op == kind() and hash(op) == hash(kind()) and op != other
    for twin in (pickle.loads(pickle.dumps(op)), copy.copy(op), copy.deepcopy(op)):
        assert twin == op
    assert pickle.loads(pickle.dumps(other)) == other


def test_options_are_attributes_and_shown():
    op = slinalg.Cholesky(lower=False)
    assert (op.lower, op.on_error, op.destructive) == (False, "raise", False)
    assert str(op) == "Cholesky{lower=False, destructive=False, on_error='raise'}"
    assert slinalg.solve_lower_triangular.A_structure == "lower_triangular"
    assert op(x).owner.op == op and isinstance(op(x).owner.op, slinalg.Cholesky)
    assert str(nlinalg.matrix_inverse) == "MatrixInverse"
    assert [str(op) for op in (T.blas.gemm, T.blas.gemv_inplace, T.blas.ger)] == [
        "Gemm{no_inplace}", "Gemv{inplace}", "Ger{non-destructive}"]


def test_a_function_with_two_equal_ops_computes_them_once():
    f = theano.function([x], slinalg.Cholesky()(x) + slinalg.cholesky(x))
    np.testing.assert_allclose(f(DEFINITE), 2 * np.linalg.cholesky(DEFINITE))


def test_inputs_may_be_named_but_options_belong_to_the_class():
    b = T.dvector()
    node = slinalg.solve(x, b=b).owner
    assert node.inputs == [x, b] and slinalg.solve(b=b, A=x).owner.inputs == [x, b]
    with pytest.raises(TypeError, match="Cholesky"):
        slinalg.cholesky(x, lower=False)
    with pytest.raises(TypeError, match="2 inputs"):
        slinalg.solve(x)


def test_a_node_may_be_made_again_of_inputs_of_another_dtype():
    y, single = T.fmatrix("y"), slinalg.Cholesky(lower=False)(x)
    out = theano.clone(single, {x: y}, strict=False)
    assert out.dtype == "float32" and out.owner.op == single.owner.op
    w = theano.clone(slinalg.eigvalsh(x, T.NoneConst), {x: y}, strict=False)
    assert w.dtype == "float32" and len(w.owner.inputs) == 1


def test_unknown_options_raise():
    with pytest.raises(ValueError, match="on_error"):
        slinalg.Cholesky(on_error="ignore")
    with pytest.raises(ValueError, match="Invalid matrix structure"):
        slinalg.Solve("square")
    with pytest.raises(TypeError):
        slinalg.Cholesky(upper=True)
    with pytest.raises(AssertionError, match="UPLO"):
        nlinalg.eigh(x, "lower")


# --- errors at run time ---------------------------------------------------------------------------


@pytest.mark.parametrize("make, given, error", [
    (nlinalg.matrix_inverse, np.ones((2, 2)), LinAlgError),
    (nlinalg.matrix_inverse, np.ones((2, 3)), LinAlgError),
    (lambda x: T.grad(nlinalg.det(x), x), np.ones((2, 2)), LinAlgError),
    (lambda x: slinalg.solve(x, x), np.ones((2, 2)), LinAlgError),
    (lambda x: slinalg.solve(x, x), np.full((2, 2), np.nan), ValueError),
    (lambda x: slinalg.solve_lower_triangular(x, x), np.array([[1.0, 0], [1, 0]]), LinAlgError),
    (slinalg.cholesky, -np.eye(2), LinAlgError),
    (slinalg.cholesky, np.ones((2, 3)), ValueError),
    (slinalg.Cholesky(on_error="nan"), np.full((2, 2), np.inf), ValueError),
    (lambda x: slinalg.eigvalsh(x, x), -np.eye(2), LinAlgError),
    (lambda x: nlinalg.eig(x)[0], np.full((2, 2), np.nan), LinAlgError),
    (slinalg.expm, np.full((2, 2), np.nan), ValueError),
    (lambda x: nlinalg.tensorinv(x, 1), np.ones((2, 2)), LinAlgError),
    (lambda x: nlinalg.tensorsolve(x, x[0]), np.ones((2, 2)), LinAlgError),
])
def test_what_has_no_answer_raises_and_names_the_op(make, given, error):
    f = theano.function([x], make(x))
    with pytest.raises(error, match=r"test_matrices\.py"):
        f(given)
    f(np.eye(2))  # an error of one call leaves the next alone


def test_shared_variables_keep_their_values_where_an_inverse_fails():
    s = theano.shared(np.eye(2))
    f = theano.function([x], [], updates=[(s, nlinalg.matrix_inverse(x))])
    with pytest.raises(LinAlgError):
        f(np.ones((2, 2)))
    assert np.array_equal(s.get_value(), np.eye(2))


def test_cholesky_gives_nan_where_that_is_asked_for():
    factor = slinalg.Cholesky(on_error="nan")(x)
    f = theano.function([x], [factor, T.grad(factor.sum(), x)])
    for result in f(-np.eye(2)):
        assert np.isnan(result).all()
    assert np.isfinite(f(np.eye(2))[1]).all()


# --- gradients ------------------------------------------------------------------------------------


@pytest.mark.parametrize("make, point", [
    (lambda x: slinalg.expm(T.eye(3) * x), np.eye(3)),
    (lambda x: nlinalg.svd(x, full_matrices=False)[0][:, 0] ** 2, RNG.uniform(-1, 1, (4, 2))),
    (lambda x: nlinalg.svd(x)[1], REGULAR),
    (lambda x: nlinalg.svd(x, compute_uv=False), RNG.uniform(-1, 1, (2, 4))),
    (lambda x: nlinalg.qr(x)[0], RNG.uniform(-1, 1, (4, 2))),
    (lambda x: nlinalg.qr(x, "r"), REGULAR),
    (lambda x: nlinalg.tensorinv(x.reshape((1, 3, 3)), 2), REGULAR),
    (lambda x: nlinalg.tensorsolve(x, x[0]), REGULAR),
    (lambda x: slinalg.eigvalsh(x + x.T, T.NoneConst), REGULAR),
    (lambda x: T.fft.irfft(T.fft.rfft(x) ** 2), RNG.uniform(-1, 1, (2, 4))),
    (lambda x: T.real(T.fourier.fft(x, 5, 1)) + T.imag(T.fourier.fft(x, 5, 1)), RNG.uniform(-1, 1, (2, 4))),
])
def test_gradients_that_theano_lacks_are_the_numeric_ones(make, point):
    T.verify_grad(make, [point], rng=np.random.RandomState(1))


@pytest.mark.parametrize("make", [
    lambda x: slinalg.cholesky(x.dot(x.T)),
    lambda x: nlinalg.eigh(x + x.T)[0],
    lambda x: slinalg.eigvalsh(x + x.T, x.dot(x.T)),
    nlinalg.matrix_inverse,
    nlinalg.det,
    slinalg.expm,
])
def test_second_derivatives_are_the_numeric_ones(make):
    T.verify_grad(lambda x: T.grad((make(x) ** 2).sum(), x), [REGULAR], rng=np.random.RandomState(1))


def test_eigenvalues_that_coincide_have_a_gradient():
    w = slinalg.eigvalsh(x, T.NoneConst)
    assert np.allclose(value(T.grad((w * [1, 2]).sum(), x), np.eye(2)), np.diag([1, 2]))


def test_eig_has_no_gradient():
    with pytest.raises(NotImplementedError, match="Eig has no gradient"):
        T.grad(nlinalg.eig(x)[0].sum(), x)


def test_gradients_that_jax_lacks_raise():
    f = T.grad(nlinalg.svd(x)[0].sum(), x)
    with pytest.raises(NotImplementedError):
        theano.function([x], f)(np.ones((4, 2)))


# --- values that Theano declares amiss ------------------------------------------------------------


def test_tensorsolve_gives_what_numpy_gives():
    a, b = RNG.uniform(-1, 1, (2, 3, 6)), RNG.uniform(-1, 1, (2, 3))
    left, right = T.dtensor3(), T.dmatrix()
    for axes in (None, (0, 2), (1, 0)):
        moved = a if axes != (1, 0) else a.transpose(2, 1, 0)
        out = nlinalg.tensorsolve(left, right, axes)
        got = theano.function([left, right], out)(moved, b)
        assert np.allclose(got, np.linalg.tensorsolve(moved, b, axes)) and got.ndim == out.ndim


def test_decompositions_of_integers_and_complex_numbers_are_those_of_numpy():
    whole = T.lmatrix()
    given = np.array([[4, 1], [2, 5]])
    f = theano.function([whole], [nlinalg.svd(whole)[1], nlinalg.qr(whole)[1], slinalg.expm(whole),
                                  slinalg.eigvalsh(whole, T.NoneConst)])
    singular, r, exponential, w = f(given)
    assert np.allclose(singular, np.linalg.svd(given)[1]) and np.allclose(r, np.linalg.qr(given)[1])
    assert np.allclose(w, np.linalg.eigvalsh(given)) and exponential.dtype == "float64"
    z = T.zmatrix()
    hermitian = np.array([[2, 1j], [-1j, 3]])
    out = slinalg.eigvalsh(z, T.NoneConst)
    assert out.dtype == "float64"
    assert np.allclose(theano.function([z], out)(hermitian), np.linalg.eigvalsh(hermitian))


def test_nan_spreads_over_an_inverse():
    for k in range(9):
        given = REGULAR.copy()
        given.flat[k] = np.nan
        assert np.isnan(value(nlinalg.matrix_inverse(x), given)).all()


def test_least_squares_leave_out_the_residuals_of_rank_deficient_matrices():
    y = T.dmatrix()
    f = theano.function([x, y], nlinalg.lstsq()(x, y, 0.01))
    given = RNG.uniform(-1, 1, (4, 2))
    solution, residuals, rank, singular = f(given, np.ones((4, 1)))
    assert (solution.shape, residuals.shape, rank, singular.shape) == ((2, 1), (1,), 2, (2,))
    assert f(np.ones((4, 2)), np.ones((4, 1)))[1].shape == (0,)


# --- hints ----------------------------------------------------------------------------------------


def test_hints_are_told_and_change_no_value():
    hinted = old.psd(x)
    assert old.is_psd(hinted) and old.is_symmetric(hinted) and not old.is_psd(x) and old.hints(x) == {}
    assert old.is_hint_node(hinted.owner) and old.is_positive(x ** 2) and not old.is_positive(x ** 3)
    assert np.array_equal(value(hinted), REGULAR)
    assert np.array_equal(value(T.grad(hinted.sum(), x)), np.ones((3, 3)))
    assert pickle.loads(pickle.dumps(old.Hint(positive=True))).hints == (("positive", True),)


def test_the_bound_of_the_spectral_radius_holds():
    bound = value(old.spectral_radius_bound(x, 5), DEFINITE)
    largest = np.linalg.eigvalsh(DEFINITE)[-1]
    assert largest <= bound < 1.05 * largest
    for wrong, error in ((1.5, TypeError), (0, ValueError)):
        with pytest.raises(error):
            old.spectral_radius_bound(x, wrong)


def test_a_product_with_an_inverse_may_be_made_a_solution():
    y = T.dmatrix()
    for product in (nlinalg.matrix_inverse(x).dot(y), y.dot(nlinalg.matrix_inverse(x)), nlinalg.matrix_inverse(x).dot(y[0])):
        (solution,) = old.inv_as_solve.transform(product.owner)
        f = theano.function([x, y], [product, solution])
        assert np.allclose(*f(REGULAR, DEFINITE))
        assert not [node for node in theano.gof.graph.io_toposort([x, y], [solution])
                    if isinstance(node.op, nlinalg.MatrixInverse)]
    assert old.inv_as_solve.transform((x + y).owner) is False


def test_the_product_around_an_inverse_of_old_programs():
    out = old.A_Xinv_b()(x, x.T, x + 1)
    assert np.allclose(value(out), REGULAR @ np.linalg.inv(REGULAR.T) @ (REGULAR + 1))
    T.verify_grad(lambda x: old.A_Xinv_b()(x, x.T, x + 1), [REGULAR], rng=np.random.RandomState(0))
