"""Constructors, operators and methods of tensor variables."""

import copy
import pickle

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.configparser import change_flags

PREFIXES = dict(b="int8", w="int16", i="int32", l="int64", f="float32", d="float64", c="complex64", z="complex128")
PATTERNS = dict(scalar=(), vector=(False,), row=(True, False), col=(False, True), matrix=(False, False),
                tensor3=(False,) * 3, tensor4=(False,) * 4, tensor5=(False,) * 5)


@pytest.mark.parametrize("shape", PATTERNS)
def test_every_constructor_has_its_dtype_and_pattern(shape):
    for prefix, dtype in PREFIXES.items():
        v = getattr(T, prefix + shape)("name")
        assert (v.dtype, v.broadcastable, v.name) == (dtype, PATTERNS[shape], "name")
    plain = getattr(T, shape)
    assert plain("x").dtype == "float64" and plain(dtype="int32").dtype == "int32" and plain().name is None
    with change_flags(floatX="float32"):
        assert plain().dtype == "float32"


def test_plurals_make_several():
    x, y = T.matrices("x", "y")
    assert (x.name, y.name, x.ndim) == ("x", "y", 2)
    assert [v.dtype for v in T.ivectors(3)] == ["int32"] * 3
    assert [v.name for v in T.dscalars("a", "b")] == ["a", "b"]


def test_types_make_variables():
    kind = T.TensorType("float32", (True, False, False))
    assert kind("v").type == kind and str(kind) == "TensorType(float32, (True, False, False))"
    assert T.tensor("int8", (False,), name="t").dtype == "int8"
    with pytest.raises(TypeError):
        T.TensorType("float13", ())


VALUES = np.array([[3.0, 1.0, 2.0], [0.5, -1.0, 4.0]])
METHODS = {
    "sum": (lambda x: x.sum(axis=0), lambda a: a.sum(0)), "mean": (lambda x: x.mean(1), lambda a: a.mean(1)),
    "prod": (lambda x: x.prod(), lambda a: a.prod()), "max": (lambda x: x.max(-1), lambda a: a.max(-1)),
    "min": (lambda x: x.min(axis=0, keepdims=True), lambda a: a.min(0, keepdims=True)),
    "argmax": (lambda x: x.argmax(axis=1), lambda a: a.argmax(1)), "argmin": (lambda x: x.argmin(), lambda a: a.argmin()),
    "std": (lambda x: x.std(axis=0), lambda a: a.std(0)), "var": (lambda x: x.var(axis=0), lambda a: a.var(0)),
    "norm": (lambda x: x.norm(2, axis=1), lambda a: np.sqrt((a ** 2).sum(1))),
    "reshape": (lambda x: x.reshape((3, 2)), lambda a: a.reshape(3, 2)),
    "dimshuffle": (lambda x: x.dimshuffle(1, "x", 0), lambda a: a.T[:, None]), "T": (lambda x: x.T, lambda a: a.T),
    "flatten": (lambda x: x.flatten(), lambda a: a.ravel()), "ravel": (lambda x: x.ravel(), lambda a: a.ravel()),
    "astype": (lambda x: x.astype("int32"), lambda a: a.astype("int32")),
    "transpose": (lambda x: x.transpose(1, 0), lambda a: a.T), "dot": (lambda x: x.dot(x.T), lambda a: a @ a.T),
    "zeros_like": (lambda x: x.zeros_like(), np.zeros_like), "ones_like": (lambda x: x.ones_like(), np.ones_like),
    "argsort": (lambda x: x.argsort(axis=1), lambda a: a.argsort(1)), "sort": (lambda x: x.sort(), lambda a: np.sort(a)),
    "repeat": (lambda x: x.repeat(2, axis=1), lambda a: a.repeat(2, 1)),
    "any": (lambda x: (x > 3).any(axis=0), lambda a: (a > 3).any(0)), "all": (lambda x: x.all(), lambda a: a.all()),
    "clip": (lambda x: x.clip(0, 1), lambda a: a.clip(0, 1)), "round": (lambda x: x.round(), lambda a: a.round()),
    "nonzero": (lambda x: T.stack(x.nonzero()), lambda a: np.stack(a.nonzero())),
    "cumsum": (lambda x: x.cumsum(axis=1), lambda a: a.cumsum(1)), "cumprod": (lambda x: x.cumprod(), lambda a:
                                                                              a.cumprod()),
    "squeeze": (lambda x: x.sum(0, keepdims=True).squeeze(), lambda a: a.sum(0)),
    "swapaxes": (lambda x: x.swapaxes(0, 1), lambda a: a.T), "fill": (lambda x: x.fill(np.float64(2)), lambda a: a * 0 + 2),
    "take": (lambda x: x.take([0, 2], axis=1), lambda a: a.take([0, 2], 1)), "trace": (lambda x: x.trace(), np.trace),
    "diagonal": (lambda x: x.diagonal(), lambda a: a.diagonal()), "ptp": (lambda x: x.ptp(), np.ptp),
    "compress": (lambda x: T.constant(np.array([1, 0, 1])).compress(x, axis=1), lambda a: a.compress([1, 0, 1], 1)),
    "choose": (lambda x: T.constant(np.array([0, 1, 0])).choose(x), lambda a: np.choose([0, 1, 0], a)),
    "real": (lambda x: x.real, lambda a: a), "imag": (lambda x: x.imag, lambda a: a * 0),
    "copy": (lambda x: x.copy(), lambda a: a), "shape": (lambda x: x.shape, lambda a: np.array(a.shape)),
    "size": (lambda x: x.size, lambda a: a.size), "abs": (abs, abs), "neg": (lambda x: -x, lambda a: -a),
    "floordiv": (lambda x: x // 2, lambda a: a // 2), "mod": (lambda x: x % 2, lambda a: a % 2),
    "pow": (lambda x: x ** 2, lambda a: a ** 2), "rpow": (lambda x: 2 ** x, lambda a: 2 ** a),
    "rsub": (lambda x: 1 - x, lambda a: 1 - a), "rdiv": (lambda x: 1 / x, lambda a: 1 / a),
    "divmod": (lambda x: divmod(x, 2)[1], lambda a: a % 2), "matmul": (lambda x: x @ x.T, lambda a: a @ a.T),
    "array on the left": (lambda x: np.ones((2, 3)) * x, lambda a: a), "lt": (lambda x: x < 2, lambda a: a < 2),
    "invert": (lambda x: ~(x < 2), lambda a: a >= 2), "and": (lambda x: (x < 2) & (x > 0), lambda a: (a < 2) & (a > 0)),
}


@pytest.mark.parametrize("name", METHODS)
def test_methods_and_operators_give_what_numpy_gives(name):
    symbolic, numeric = METHODS[name]
    x = T.dmatrix("x")
    got, expected = symbolic(x).eval({x: VALUES}), numeric(VALUES)
    assert np.shape(got) == np.shape(expected) and np.allclose(got, expected)
    assert got.dtype == np.asarray(expected).dtype


def test_variables_have_truth_but_comparisons_do_not():
    x = T.dscalar("x")
    assert bool(x) and bool(T.eq(x, x)) and x == x and x != T.dscalar("x")
    with pytest.raises(TypeError):
        bool(x < 1)


def test_a_shape_can_be_unpacked_but_a_vector_of_unknown_length_not():
    rows, columns = T.dmatrix("x").shape
    assert rows.ndim == 0 and columns.dtype == "int64"
    with pytest.raises(ValueError):
        list(T.dvector("v"))


def test_graphs_pickle_and_copy():
    x = T.dmatrix("x")
    y = T.nnet.softmax(T.dot(x, x.T) + 1.0)[0].sum()
    x2, y2 = pickle.loads(pickle.dumps((x, y)))
    x3, y3 = copy.deepcopy((x, y))
    value = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert y2.eval({x2: value}) == y3.eval({x3: value}) == y.eval({x: value})
    g = T.grad((x ** 2).sum(), x)
    x4, g4 = pickle.loads(pickle.dumps((x, g)))
    assert np.array_equal(g4.eval({x4: value}), 2 * value)


def test_which_lengths_are_known_to_be_one():
    """Asked of the real Theano: a slice from the front keeps the pattern, one from the back does not."""
    r = T.row("r")
    for kept in (r[:1], r[0:], r[::-1], r[::2], r[:2], r[:, :1][:1]):
        assert kept.broadcastable[0]
    for lost in (r[:-1], r[:0], r[-1:], r[1:]):
        assert not lost.broadcastable[0]
    assert T.ones((r.shape[0], 2)).broadcastable == T.alloc(0.0, r.shape[0], 3).broadcastable == (True, False)
    assert r.reshape((r.shape[0], 3)).broadcastable == (True, False)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64"])
def test_activations_of_integers_are_those_of_their_values(dtype):
    x, value = T.vector(dtype=dtype), np.array([0, 1, 1], dtype=dtype)
    got = theano.function([x], [T.nnet.relu(x), T.log(T.nnet.sigmoid(x)), 1 / (1 + T.exp(x))])(value)
    assert np.allclose(got[0], [0, 1, 1]) and np.allclose(got[1], [-0.6931472, -0.3132617, -0.3132617])
    assert np.allclose(got[2], [0.5, 0.26894143, 0.26894143])


def test_a_tensor_type_tells_sizes_and_what_is_wrong_with_a_value():
    import copy

    import numpy as np

    import theano_lite.tensor as T

    matrix = T.dmatrix
    assert matrix.get_size((2, 3)) == 48 and T.iscalar.get_size(()) == 4
    assert matrix.dtype_specs() == (float, "npy_float64", "NPY_FLOAT64")
    assert str(matrix.to_scalar_type()) == "float64" and matrix.context_name == "cpu"
    assert matrix.value_validity_msg(np.zeros((2, 2))) == "value is valid"
    assert "dimensions" in matrix.value_validity_msg(np.zeros(2))
    constant = T.constant(1.5)
    assert copy.copy(constant) is constant and constant.merge_signature() == constant.signature()


def test_a_type_may_refuse_what_is_not_finite():
    import numpy as np
    import pytest

    import theano_lite as theano
    import theano_lite.tensor as T

    strict = T.TensorType("float64", (False,))
    strict.filter_checks_isfinite = True
    x = strict("x")
    f = theano.function([x], x)
    f([1.0])
    with pytest.raises(ValueError, match="non-finite"):
        f(np.array([np.nan]))


def test_constants_that_are_no_arrays_are_equal_by_type_and_value():
    import theano_lite as theano
    import theano_lite.tensor as T

    one, two = (theano.gof.Constant(T.NoneTypeT(), None) for _ in range(2))
    assert one.equals(two) and T.NoneConst.equals(one) and one.equals(T.NoneConst)
    assert not one.equals(T.constant(1)) and not one.equals(None)


@pytest.mark.parametrize("pattern", [(0, 1), (1, 0), (0, 0), (1, 1)])
def test_rows_taken_by_a_matrix_have_its_pattern_and_no_other(pattern):
    """Asked of the real Theano."""
    x, i = T.TensorType("float64", (True, True))(), T.TensorType("int64", pattern)()
    known = tuple(map(bool, pattern))
    assert x[i].broadcastable == x.take(i, axis=0).broadcastable == (*known, False)
    assert x[:, i].broadcastable == T.take(x, i, axis=1).broadcastable == (False, *known)
    assert x[i, i].broadcastable == (False, False)
