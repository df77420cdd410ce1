"""Shared variables: who owns the memory, what may be stored, and what a failed call leaves."""

import copy
import importlib
import os
import pickle
import threading

import numpy as np
import pytest

theano = importlib.import_module(os.environ.get("ORACLE_PACKAGE", "theano_lite"))
T = importlib.import_module(theano.__name__ + ".tensor")
ours = pytest.mark.skipif(theano.__name__ == "theano", reason="a promise of ours alone")


def test_the_value_is_copied_unless_borrowed():
    a = np.zeros(2)
    copied, borrowed = theano.shared(a), theano.shared(a, borrow=True)
    a[0] = 7
    assert copied.get_value().tolist() == [0, 0] and borrowed.get_value().tolist() == [7, 0]
    got = copied.get_value()
    got[0] = 9
    assert copied.get_value()[0] == 0


def test_edits_of_a_borrowed_value_are_seen_by_the_next_call():
    s = theano.shared(np.zeros(2))
    f = theano.function([], s + 1)
    assert f().tolist() == [1, 1]
    s.get_value(borrow=True)[0] = 5
    assert f().tolist() == [6, 1]
    held = s.get_value(borrow=True)
    f()
    held[1] = 3
    assert f().tolist() == [6, 4]


def test_a_set_value_is_copied_and_may_have_another_shape():
    s, new = theano.shared(np.zeros(2)), np.ones(3)
    f = theano.function([], s.sum())
    s.set_value(new)
    new[0] = 100
    assert f() == 3
    with pytest.raises(TypeError):
        s.set_value(np.zeros((2, 2)))


def test_dtypes_are_kept_unless_downcasting_is_allowed():
    s = theano.shared(np.zeros(2, "float32"))
    s.set_value(np.ones(2, "int8"))
    assert s.get_value().dtype == "float32"
    with pytest.raises(TypeError):
        s.set_value(np.ones(2))
    loose = theano.shared(np.zeros(2, "float32"), allow_downcast=True)
    loose.set_value(np.ones(2))
    assert loose.get_value().dtype == "float32"
    strict = theano.shared(np.zeros(2), strict=True)
    with pytest.raises(TypeError):
        strict.set_value([1, 2])


def test_scalars_and_broadcastable_dimensions():
    assert str(theano.shared(3).dtype) == "int64" and str(theano.shared(3.0).dtype) == "float64"
    row = theano.shared(np.ones((1, 3)), broadcastable=(True, False))
    assert row.broadcastable == (True, False)
    with pytest.raises(TypeError):
        row.set_value(np.ones((2, 3)))


def test_a_failed_call_leaves_every_shared_variable():
    x, s, t = T.dvector(), theano.shared(np.zeros(2), "s"), theano.shared(np.zeros(2), "t")
    i = T.lscalar()
    f = theano.function([x, i], x[i], updates=[(s, s + 1), (t, t + x)])
    with pytest.raises(IndexError):
        f([1.0, 2.0], 5)
    with pytest.raises(ValueError):
        f([1.0, 2.0, 3.0], 0)
    assert s.get_value().tolist() == [0, 0] and t.get_value().tolist() == [0, 0]
    f([1.0, 2.0], 1)
    assert t.get_value().tolist() == [1, 2]


def test_shared_variables_pickle_with_their_values():
    s = theano.shared(np.arange(3.0), "s")
    theano.function([], [], updates=[(s, s * 2)])()
    again = pickle.loads(pickle.dumps(s))
    assert again.name == "s" and again.get_value().tolist() == [0, 2, 4]
    twin = copy.deepcopy(s)
    s.set_value(np.zeros(3))
    assert twin.get_value().tolist() == [0, 2, 4]


def test_functions_pickle_with_their_state():
    x, s = T.dscalar("x"), theano.shared(1.0, "s")
    f = theano.function([x], x + s, updates=[(s, s + 1)])
    f(0.0)
    g = pickle.loads(pickle.dumps(f))
    assert g(0.0) == 2 and s.get_value() == 2


@ours
def test_threads_lose_no_update():
    s = theano.shared(np.zeros(3))
    f = theano.function([], s.sum(), updates=[(s, s + 1)])
    threads = [threading.Thread(target=lambda: [f() for _ in range(50)]) for _ in range(4)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    assert s.get_value().tolist() == [200, 200, 200]


@ours
def test_the_old_buffer_of_an_update_is_given_up():
    import jax

    s = theano.shared(np.zeros(1000))
    f = theano.function([], [], updates=[(s, s + 1)])
    f()
    old = s.container.device
    assert isinstance(old, jax.Array)
    f()
    assert old.is_deleted()


def test_symbolic_values_are_refused():
    with pytest.raises(TypeError):
        theano.shared(T.ones(3))


def test_an_update_may_change_the_shape_and_a_failed_call_still_changes_nothing():
    s, v, i = theano.shared(np.zeros(2)), T.dvector("v"), T.lscalar("i")
    f = theano.function([v, i], v[i], updates=[(s, T.concatenate([s, v]))])
    assert f([1.0], 0) == 1 and s.get_value().tolist() == [0, 0, 1]
    with pytest.raises(IndexError):
        f([1.0], 7)
    assert s.get_value().tolist() == [0, 0, 1]
    assert f([2.0], 0) == 2 and s.get_value().tolist() == [0, 0, 1, 2]


def test_a_clone_has_the_value_of_its_original():
    s = theano.shared(np.zeros(2))
    running = theano.clone(s, share_inputs=False)
    assert running is not s
    running.default_update = 0.5 * running + 1
    f = theano.function([], s + 0 * running)
    assert [f().tolist() for _ in range(3)] == [[0, 0], [1, 1], [1.5, 1.5]]
    assert s.get_value().tolist() == running.get_value().tolist() == [1.75, 1.75]


def test_shared_variables_and_constants_are_tensors_but_no_tensor_variables():
    found = [T.dmatrix(), T.dvector() + 1, theano.shared(np.zeros(2)), theano.shared(1.0), T.constant([1.0, 2.0])]
    assert [isinstance(v, T.TensorVariable) for v in found] == [True, True, False, False, False]
    operators = importlib.import_module(theano.__name__ + ".tensor.var")._tensor_py_operators
    assert all(isinstance(v, operators) for v in found)
    assert [isinstance(v, T.sharedvar.TensorSharedVariable) for v in found] == [False, False, True, False, False]
