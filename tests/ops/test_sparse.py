"""Sparse matrices in and out of functions, shared ones, random ones; what is compiled once."""

import pickle

import numpy as np
import pytest
import scipy.sparse

import theano_lite as theano
import theano_lite.sparse as S
import theano_lite.tensor as T
from theano_lite.core.errors import NullTypeGradError
from theano_lite.sparse.basic import verify_grad_sparse
from theano_lite.sparse.sandbox import sp, sp2


def random(shape, seed=0, format="csr", density=0.4, dtype="float64"):
    return scipy.sparse.random(*shape, density, format, random_state=np.random.RandomState(seed)).astype(dtype)


def test_matrices_of_about_one_size_share_a_program():
    x, w = S.csr_matrix("x"), theano.shared(np.ones((6, 2)))
    cost = T.sqr(S.structured_dot(x, w)).sum()
    step = theano.function([x], cost, updates=[(w, w - 0.1 * theano.grad(cost, w))])
    for stored in (3, 7, 11, 16):
        data = np.ones(stored), (np.arange(stored) % 5, np.arange(stored) % 6)
        step(scipy.sparse.csr_matrix(data, shape=(5, 6)))
    assert step.compile_count == 1


def test_what_is_given_is_not_changed():
    x = S.csr_matrix("x")
    given = scipy.sparse.csr_matrix((np.array([1.0, 2, 3]), np.array([1, 0, 1]), np.array([0, 3])), shape=(1, 2))
    out = theano.function([x], x)(given)
    assert list(given.indices) == [1, 0, 1] and list(out.indices) == [1, 0, 1]
    out.data[:] = 0
    assert list(given.data) == [1, 2, 3]


def test_shared_matrices():
    m = random((4, 5))
    s = theano.shared(m, name="s")
    f = theano.function([], S.sp_sum(s), updates=[(s, s * 2.0)])
    assert isinstance(s, S.sharedvar.SparseTensorSharedVariable) and s.format == "csr"
    assert f() == pytest.approx(m.sum()) and f() == pytest.approx(2 * m.sum())
    np.testing.assert_allclose(s.get_value().toarray(), 4 * m.toarray())
    s.set_value(random((2, 3), 1))
    assert s.get_value().shape == (2, 3)
    with pytest.raises(TypeError):
        S.shared(np.ones(3))


def test_a_borrowed_value_is_seen_when_edited():
    s = S.shared(random((3, 3)), borrow=True)
    total = theano.function([], S.sp_sum(s))
    total()
    s.get_value(borrow=True).data[:] = 1
    assert total() == s.get_value(borrow=True).nnz
    copied = s.get_value()
    copied.data[:] = 5
    assert total() == copied.nnz


def test_other_formats_are_converted_and_other_dtypes_refused():
    x = S.csr_matrix("x")
    f = theano.function([x], x)
    assert f(random((3, 4), format="csc")).format == "csr"
    assert f(np.eye(2)).format == "csr"
    with pytest.raises(NotImplementedError):
        f(random((3, 4), dtype="float32"))
    assert theano.function([x], x, allow_input_downcast=True)(random((2, 2), dtype="float32")).dtype == "float64"


def test_gradients_of_rows_stay_sparse():
    table = theano.shared(np.ones((5, 3)))
    rows = T.ivector("rows")
    cost = T.sqr(theano.sparse_grad(table[rows])).sum()
    g = theano.grad(cost, table)
    assert isinstance(g, S.SparseVariable) and isinstance(g.owner.op, S.ConstructSparseFromList)
    step = theano.function([rows], g, updates=[(table, table - 0.1 * g)])
    np.testing.assert_allclose(step([1, 3, 1]).toarray()[:, 0], [0, 4, 0, 2, 0])
    np.testing.assert_allclose(table.get_value()[:, 0], [1, 0.6, 1, 0.8, 1])
    with pytest.raises(TypeError):
        v = T.vector("v")
        theano.grad(theano.sparse_grad(v[rows]).sum(), v)
    with pytest.raises(AssertionError):
        theano.sparse_grad(table[1:])


def test_an_op_without_gradient_hurts_only_who_asks():
    x, w = S.csr_matrix("x"), T.dscalar("w")
    cost = w * x[0, 0]
    m = random((2, 2), density=1.0)
    assert theano.grad(cost, w).eval({x: m, w: 1.0}) == m[0, 0]
    with pytest.raises(NotImplementedError):
        theano.grad(cost, x)


def test_verify_grad_sparse():
    m, d = random((3, 4)), np.random.RandomState(1).rand(4, 2)
    verify_grad_sparse(S.structured_dot, [m, d], structured=True)
    verify_grad_sparse(S.dot, [random((3, 4), format="csc"), d])
    with pytest.raises(theano.gradient.GradientError):
        verify_grad_sparse(lambda x: S.sp_sum(x, sparse_grad=True), [m])


def test_theano_dot_asks_both_factors():
    x, d = S.csr_matrix("x"), T.dmatrix("d")
    m = random((3, 4))
    np.testing.assert_allclose(theano.dot(x, d).eval({x: m, d: np.ones((4, 2))}), m @ np.ones((4, 2)))
    np.testing.assert_allclose(theano.dot(d, x).eval({x: m, d: np.ones((2, 3))}), np.ones((2, 3)) @ m)
    with pytest.raises(NotImplementedError):
        theano.dot(x, "text")


def test_random_matrices_are_those_of_numpys_generator():
    m = random((3, 4)) * 5
    x = S.csr_matrix("x")
    np.random.seed(3)
    drawn = theano.function([x], sp2.poisson(x))(m)
    np.random.seed(3)
    np.testing.assert_array_equal(np.random.poisson(m.data)[:3], drawn.toarray()[m.nonzero()][:3])
    np.random.seed(3)
    b = theano.function([], sp2.csr_fbinomial(4, 0.5, [2, 3]))()
    np.random.seed(3)
    np.testing.assert_array_equal(b.toarray(), np.random.binomial(4, 0.5, (2, 3)))
    assert b.dtype == "float32" and b.format == "csr"
    p = scipy.sparse.csr_matrix([[0.5, 0, 0.5], [0, 1.0, 0]])
    assert theano.function([x], sp2.multinomial(6, x))(p).toarray().sum(axis=1).tolist() == [6, 6]
    with pytest.raises(NullTypeGradError):
        theano.grad(S.sp_sum(sp2.poisson(x)), x)


def test_ops_are_instances_of_theanos_classes():
    x, d = S.csr_matrix("x"), T.dmatrix("d")
    for out, kind in ((x + x, S.AddSS), (x + d, S.AddSD), (x * d, S.MulSD), (S.dot(x, d), S.Dot), (x.T, S.Transpose),
                      (S.eq(x, d), S.EqualSD), (S.hstack([x, x]), S.HStack), (S.sp_sum(x), S.SpSum)):
        assert isinstance(out.owner.op, kind), kind
    assert not isinstance(S.lt(x, x).owner.op, S.EqualSS)
    assert S.HStack("csr", "float32")(x, x).dtype == "float32"
    assert S.Cast("int8")(x).dtype == S.bcast(x).dtype == "int8"


def test_matrices_and_their_types_are_pickled():
    x = S.csc_matrix("x", dtype="float32")
    again = pickle.loads(pickle.dumps(S.sqr(x)))
    assert again.type == x.type
    s = pickle.loads(pickle.dumps(S.shared(random((2, 2), density=1.0))))
    assert s.get_value().nnz == 4


def test_a_shape_costs_no_values_and_a_size_is_what_is_stored():
    x = S.csr_matrix("x")
    m = scipy.sparse.csr_matrix((np.array([0.0, 2]), np.array([0, 1]), np.array([0, 2, 2])), shape=(2, 3))
    shape, size = theano.function([x], [x.shape, x.size])(m)
    assert shape.tolist() == [2, 3] and size == 2


def test_places_out_of_bounds_are_refused():
    values, i, p = T.dvector("values"), T.ivector("i"), T.ivector("p")
    make = theano.function([values, i, p], S.CSR(values, i, p, (2, 3)))
    assert make([1.0], [2], [0, 0, 1])[1, 2] == 1
    for wrong in (([1.0], [3], [0, 0, 1]), ([1.0], [-1], [0, 0, 1]), ([1.0], [0, 1], [0, 0, 1]), ([1.0], [0], [0, 1]),
                  ([1.0], [0], [0, 0, 2]), ([1.0], [0], [1, 0, 1])):
        with pytest.raises(ValueError):
            make(*wrong)


def test_sparse_convolution_and_pooling():
    images, kernels = T.dmatrix("images"), T.dmatrix("kernels")
    picture = np.arange(12.0).reshape(1, 12)
    out, shape = sp.convolve(kernels, (2, 2), 1, images, (3, 4))
    found = theano.function([images, kernels], out)(picture, [[1.0, 0, 0, 2]])
    grid = picture.reshape(3, 4)
    np.testing.assert_array_equal(found.reshape(shape), (grid[:2, :3] + 2 * grid[1:, 1:])[None])
    pooled, _ = sp.max_pool(images, (2, 4), (2, 2))
    assert theano.function([images], pooled)(picture[:, :8]).tolist() == [[5, 7]]


def test_loops_read_sparse_matrices_and_refuse_their_gradient():
    x, w = S.csr_matrix("x"), T.dmatrix("w")
    states, _ = theano.scan(lambda h, x: T.tanh(S.structured_dot(x, h)), outputs_info=[w], non_sequences=[x], n_steps=2)
    m, first = random((4, 4)), np.linspace(-1, 1, 8).reshape(4, 2)
    expected = np.tanh(m @ np.tanh(m @ first))
    np.testing.assert_allclose(theano.function([x, w], states[-1])(m, first), expected)
    g = theano.function([x, w], theano.grad(states[-1].sum(), w))(m, first)
    np.testing.assert_allclose(g, m.T @ ((1 - np.tanh(m @ first) ** 2) * (m.T @ (1 - expected ** 2))))
    with pytest.raises(NotImplementedError, match="through a loop"):
        theano.grad(states[-1].sum() + S.sp_sum(x), x)


def test_products_in_several_blocks_are_those_of_scipy():
    x, d = S.csc_matrix("x"), T.dmatrix("d")
    m, dense = random((60, 80), format="csc", density=0.5), np.random.RandomState(2).randn(80, 90)
    product = S.structured_dot(x, d)
    out, g = theano.function([x, d], [product, theano.grad(T.sqr(product).sum(), x)])(m, dense)
    np.testing.assert_allclose(out, m @ dense)
    np.testing.assert_allclose(g.toarray(), (m.toarray() != 0) * (2 * (m @ dense) @ dense.T))


def test_cases_of_ifelse_may_be_sparse():
    from theano_lite.ifelse import ifelse

    x, y, c = S.csr_matrix("x"), S.csr_matrix("y"), T.iscalar("c")
    f = theano.function([c, x, y], ifelse(c, x, y))
    a, b = random((3, 4)), random((30, 40))
    assert abs(f(1, a, b) - a).sum() == 0 and abs(f(0, a, b) - b).sum() == 0


@pytest.mark.parametrize("x", [S.csr_matrix("x"), theano.shared(random((3, 4)))])
def test_the_shape_of_a_sparse_matrix_is_checked(x):
    m = random((3, 4), seed=1)
    given, values = ([x], [m]) if isinstance(x, S.SparseVariable) and x.owner is None and x.name == "x" else ([], [])
    y = T.specify_shape(x, (3, 4))
    assert y.type == x.type
    out, shape = theano.function(given, [y, y.shape])(*values)
    assert abs(out - (m if values else x.get_value())).sum() == 0 and shape.tolist() == [3, 4]
    g = theano.function(given, theano.grad(S.sp_sum(y * 2.0), x), on_unused_input="ignore")(*values)
    assert (g.toarray() == 2).all()
    with pytest.raises(AssertionError, match="SpecifyShape"):
        theano.function(given, T.specify_shape(x, (4, 3)))(*values)
    with pytest.raises(AssertionError, match="3 lengths"):
        T.specify_shape(x, (3, 4, 5))
