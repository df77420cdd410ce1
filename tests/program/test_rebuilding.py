"""rebuild_collect_shared, pfunc and the constructors of shared variables."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.compile import pfunc, rebuild_collect_shared, shared_constructor


def test_copies_carry_replacements_updates_and_shared_variables():
    x, y = T.vectors("xy")
    s, t = theano.shared(np.ones(2), "s"), theano.shared(np.zeros(2), "t")
    s.default_update = s + t
    inputs, out, (copies, updates, pairs, shared) = rebuild_collect_shared(x * s, [y], replace={x: y + 1})
    assert inputs == [y] and shared == [s, t] and list(updates) == [s]
    assert pairs == [(s, updates[s])] and copies[x].owner.inputs[0] is y
    assert (out.eval({y: [1.0, 2.0]}) == [2, 3]).all()


def test_leaves_are_copied_when_asked():
    x = T.vector("x")
    (copy,), out, _ = rebuild_collect_shared([x + 1], [x], copy_inputs_over=False)
    assert copy is not x and out[0].owner.inputs[0] is copy


def test_default_updates_can_be_left_out():
    s = theano.shared(1.0)
    s.default_update = s + 1
    assert rebuild_collect_shared(s * 2, no_default_updates=True)[2][1] == {}
    assert rebuild_collect_shared(s * 2, no_default_updates=[s])[2][1] == {}


def test_replacements_must_not_depend_on_each_other():
    a, b = T.vectors("ab")
    with pytest.raises(AssertionError, match="new_v variable depend"):
        rebuild_collect_shared(a + b, [], replace=[(a, b), (b, a + 1)])


def test_an_update_of_another_broadcast_pattern_is_refused():
    s = theano.shared(np.ones((3, 3)))
    with pytest.raises(TypeError, match="same type"):
        theano.function([], [], updates=[(s, s.sum().dimshuffle("x", "x"))])


def test_pfunc_takes_params():
    a = T.lscalar()
    assert pfunc(params=[a], outputs=a + 1)(2) == 3


def test_a_constructor_of_shared_variables_is_tried_first():
    class Mine:
        pass

    @shared_constructor
    def make(value, name=None, strict=False, allow_downcast=None):
        if not isinstance(value, Mine):
            raise TypeError
        return theano.shared(7.0)

    try:
        assert theano.shared(Mine()).get_value() == 7
    finally:
        shared_constructor(make, remove=True)
    assert make not in theano.shared.constructors


def test_a_generic_shared_variable_is_not_subscriptable():
    with pytest.raises(TypeError, match="not subscriptable"):
        theano.shared({"a": 1})["a"]


def test_a_default_update_can_be_taken_away():
    s = theano.shared(1.0)
    s.default_update = s + 1
    del s.default_update
    theano.function([], s)()
    assert s.get_value() == 1 and not hasattr(s, "default_update")
