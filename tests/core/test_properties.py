"""Random expressions against NumPy, where Theano's semantics are NumPy's: broadcasting, indexing, reductions."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import theano_lite as theano
import theano_lite.tensor as T

quick = settings(max_examples=25, deadline=None, derandomize=True, database=None)
floats = st.floats(-10, 10, width=32)


def variable_for(array):
    """A leaf whose dimensions of length 1 are broadcastable."""
    return T.TensorType(str(array.dtype), [n == 1 for n in array.shape])()


@quick
@given(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3, min_side=1), st.data())
def test_broadcasting_and_its_gradient(shapes, data):
    a, b = (data.draw(hnp.arrays("float64", s, elements=floats)) for s in shapes.input_shapes)
    x, y = variable_for(a), variable_for(b)
    product = x * y
    value, gx, gy = theano.function([x, y], [product, *T.grad(product.sum(), [x, y])])(a, b)
    assert value.shape == (a * b).shape and np.array_equal(value, a * b)
    full = np.broadcast_shapes(a.shape, b.shape)
    for g, own, other in ((gx, a, b), (gy, b, a)):
        spread = np.broadcast_to(other, full)
        lead = spread.sum(axis=tuple(range(spread.ndim - own.ndim)))
        kept = tuple(d for d, n in enumerate(own.shape) if n == 1 and lead.shape[d] != 1)
        assert g.shape == own.shape and np.allclose(g, lead.sum(axis=kept, keepdims=True).reshape(own.shape))


@quick
@given(hnp.arrays("float64", hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), elements=floats), st.data())
def test_basic_indexing_and_its_gradient(a, data):
    index = data.draw(hnp.basic_indices(a.shape, allow_newaxis=False, allow_ellipsis=True))
    x = T.TensorType("float64", [False] * a.ndim)()
    part = x[index]
    value, g = theano.function([x], [part, T.grad(part.sum(), x)])(a)
    expected = np.zeros_like(a)
    expected[index] = 1
    assert value.shape == np.shape(a[index]) and np.array_equal(value, a[index]) and np.array_equal(g, expected)


@quick
@given(hnp.arrays("float64", hnp.array_shapes(min_dims=1, max_dims=2, max_side=4), elements=floats), st.data())
def test_advanced_indexing_and_setting(a, data):
    rows = data.draw(hnp.arrays("int64", st.integers(0, 4), elements=st.integers(-len(a), len(a) - 1)))
    x, i = T.TensorType("float64", [False] * a.ndim)(), T.lvector()
    got, added = theano.function([x, i], [x[i], T.inc_subtensor(x[i], 1.0)])(a, rows)
    expected = a.copy()
    np.add.at(expected, rows, 1.0)
    assert np.array_equal(got, a[rows]) and np.array_equal(added, expected)


@quick
@given(hnp.arrays(st.sampled_from(["float64", "int32", "int8"]), hnp.array_shapes(min_dims=1, max_dims=3, max_side=3),
                  elements=st.integers(-5, 5)), st.sampled_from(["sum", "max", "min", "prod", "argmax", "any"]),
       st.booleans(), st.data())
def test_reductions(a, name, keepdims, data):
    axis = data.draw(st.none() | st.integers(-a.ndim, a.ndim - 1))
    x = T.TensorType(str(a.dtype), [False] * a.ndim)()
    got = theano.function([x], getattr(x, name)(axis=axis, keepdims=keepdims))(a)
    expected = getattr(np, name)(a, axis=axis, keepdims=keepdims)
    assert got.shape == np.shape(expected) and np.allclose(got, expected)


def symbolic(items, data):
    """The items of an index with some of their integers as variables: the items, the variables, their values."""
    variables, values = [], []

    def maybe(value):
        if value is None or not data.draw(st.booleans()):
            return value
        variables.append(T.lscalar())
        values.append(value)
        return variables[-1]

    def item(i):
        if isinstance(i, slice):
            return slice(maybe(i.start), maybe(i.stop), maybe(i.step))
        if isinstance(i, (int, np.integer)):
            return maybe(int(i))
        if isinstance(i, np.ndarray):
            variables.append(T.TensorType(str(i.dtype), [False] * i.ndim)())
            values.append(i)
            return variables[-1]
        return i
    return tuple(item(i) for i in items), variables, values


@st.composite
def mixed_index(draw, shape):
    """Integers, slices with steps of either sign, new dimensions, and arrays or masks, in any order."""
    count = draw(st.integers(2, 3))
    items = []
    for n in shape:
        if draw(st.integers(0, 5)) == 0:
            items.append(None)
        bounds = st.none() | st.integers(-n - 1, n + 1)
        items.append(draw(st.one_of(
            st.integers(-n, n - 1),
            st.builds(slice, bounds, bounds, st.sampled_from([None, 1, 2, -1, -2])),
            hnp.arrays("int64", st.sampled_from([(count,), (2, count)]), elements=st.integers(-n, n - 1)),
            hnp.arrays("bool", (n,)).filter(lambda mask: mask.sum() == count))))
    return tuple(items)


@settings(quick, max_examples=12)
@given(st.data())
def test_mixed_indexing_setting_incrementing_and_the_gradient(data):
    shape = data.draw(hnp.array_shapes(min_dims=2, max_dims=3, min_side=3, max_side=4))
    a = np.arange(float(np.prod(shape))).reshape(shape)
    index = data.draw(mixed_index(shape))
    items, variables, values = symbolic(index, data)
    x = T.TensorType("float64", [False] * a.ndim)()
    part = x[items]
    outputs = [part, T.set_subtensor(part, -1.0), T.inc_subtensor(part, 0.5), T.grad(part.sum(), x)]
    got, was_set, added, g = theano.function([x, *variables], outputs)(a, *values)
    assert got.shape == a[index].shape and np.array_equal(got, a[index])
    expected, more, ones = a.copy(), a.copy(), np.zeros_like(a)
    expected[index] = -1
    np.add.at(more, index, 0.5)
    np.add.at(ones, index, 1)
    if not any(isinstance(i, np.ndarray) for i in index):
        # Theano adds the new dimensions first and sets in what that gives, unless arrays are among the items.
        grown = tuple(None if i is None else slice(None) for i in index)
        expected, more = expected[grown], more[grown]
    assert np.array_equal(was_set, expected) and np.array_equal(added, more) and np.array_equal(g, ones)
