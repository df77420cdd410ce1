"""Typed lists: what the real Theano 1.0.5 gave for the same calls, unless a test says otherwise."""

import numpy as np
import pytest
import scipy.sparse

import theano_lite as theano
import theano_lite.sparse as S
import theano_lite.tensor as T
import theano_lite.typed_list as L
from theano_lite.core.other_types import SliceType

FLOATS = L.TypedListType(T.fvector)
VALUES = [np.float32([1, 2]), np.float32([3]), np.float32([1, 2])]


def run(make, *arguments):
    """The result of `make(list, *variables)` for VALUES and arguments: vectors for lists, int64 for numbers."""
    variables = [FLOATS("l")] + [T.fvector() if isinstance(a, list) else T.lscalar() for a in arguments]
    return theano.function(variables, make(*variables))(VALUES, *arguments)


def texts(values):
    return [v.tolist() for v in values]


def test_elements_and_slices():
    assert run(lambda l, i: l[i], 1).tolist() == run(lambda l: l[-2]).tolist() == [3]
    assert texts(run(lambda l: l[1:])) == texts(run(lambda l, i: l[i:], 1)) == [[3], [1, 2]]
    by_slice, l = SliceType()(), FLOATS()
    f = theano.function([l, by_slice], l[by_slice])
    assert texts(f(VALUES, slice(0, 1, 1))) == [[1, 2]] and texts(f(VALUES, slice(None, None, -2))) == [[1, 2], [1, 2]]
    with pytest.raises(IndexError):
        run(lambda l, i: l[i], 5)


def test_longer_and_shorter_lists():
    assert texts(run(L.append, [7.0])) == [[1, 2], [3], [1, 2], [7]]
    assert texts(run(lambda l: l.extend(l[:1]))) == [[1, 2], [3], [1, 2], [1, 2]]
    assert texts(run(L.insert, 1, [7.0])) == [[1, 2], [7], [3], [1, 2]]
    assert texts(run(L.insert, 10, [7.0]))[-1] == texts(run(L.insert, -1, [7.0]))[-2] == [7]
    assert texts(run(L.remove, [1.0, 2])) == [[3], [1, 2]]
    assert len(run(L.remove, [1.0, 2, 3])) == 3
    assert texts(run(lambda l: L.Reverse()(l[:2]))) == [[3], [1, 2]]
    assert texts(VALUES) == [[1, 2], [3], [1, 2]]


def test_places_counts_and_lengths():
    assert run(L.index_, [3.0]) == 1 and run(lambda l, v: l.ind(v), [1.0, 2]) == 0
    assert run(L.count, [1.0, 2]) == 2 and run(L.count, [9.0]) == 0
    assert run(L.length) == 3 and run(L.length).dtype == "int64" and run(L.count, [9.0]).dtype == "float64"


def test_the_place_of_what_is_not_there_is_an_error():
    # Theano gives None.
    with pytest.raises(ValueError, match="not in the list"):
        run(L.index_, [9.0])


def test_lists_are_made_of_values_of_one_type():
    x = T.dvector("x")
    assert texts(theano.function([x], L.make_list([x, 2 * x]))([1])) == [[1], [2]]
    with pytest.raises(TypeError):
        L.make_list([x, T.fvector()])
    with pytest.raises(IndexError):
        L.make_list([])
    with pytest.raises(AssertionError):
        L.make_list(x)


def test_values_of_another_type_are_refused():
    l = FLOATS()
    for wrong in (lambda: l.append(T.dvector()), lambda: l[T.iscalar()], lambda: L.length(T.vector())):
        with pytest.raises(AssertionError):
            wrong()
    with pytest.raises(TypeError):
        theano.function([l], l.reverse())([np.ones(2)])
    with pytest.raises(ValueError):
        L.TypedListType(T.fvector, -1)
    with pytest.raises(TypeError):
        L.TypedListType(3)


def test_lists_of_lists_and_of_sparse_matrices():
    nested = L.TypedListType(T.fvector, 1)("nested")
    assert nested.type.get_depth() == 1 and str(nested.type) == "TypedList <TypedList <TensorType(float32, vector)>>"
    l = FLOATS()
    assert theano.function([nested, l], nested.count(l))([VALUES, VALUES[:1]], VALUES[:1]) == 1
    matrices, x = L.TypedListType(S.csr_dmatrix)(), S.csr_matrix()
    eye = scipy.sparse.identity(3, format="csr")
    assert theano.function([matrices, x], matrices.ind(x))([2 * eye, eye], eye) == 1


def test_a_shared_list_is_updated():
    s = theano.compile.SharedVariable("s", FLOATS, list(VALUES), False)
    v = T.fvector("v")
    theano.function([v], [], updates=[(s, L.append(s, v))])([4])
    assert texts(s.get_value()) == [[1, 2], [3], [1, 2], [4]]


def test_an_empty_list_and_a_list_that_passes_through():
    l = FLOATS()
    assert theano.function([l], l)([]) == [] and theano.function([l], L.length(l))([]) == 0


def test_loops_read_lists_element_by_element():
    l = FLOATS()
    sums, _ = theano.scan(lambda i, items: items[i].sum(), non_sequences=[l],
                          sequences=[T.arange(L.length(l), dtype="int64")])
    assert theano.function([l], sums)([[1, 2, 3], [4, 5]]).tolist() == [6, 9]


def test_only_who_wants_the_gradient_of_a_list_hears_that_there_is_none():
    x, w = T.dvector("x"), T.dscalar("w")
    cost = w * L.make_list([x, 2 * x])[0].sum()
    assert theano.grad(cost, w).eval({x: [1, 2], w: 1}) == 3
    with pytest.raises(NotImplementedError):
        theano.grad(cost, x)
