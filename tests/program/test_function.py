"""theano.function: inputs, outputs, updates, givens and what a function offers. ORACLE_PACKAGE=theano runs it there."""

import importlib
import os
from collections import OrderedDict

import numpy as np
import pytest

theano = importlib.import_module(os.environ.get("ORACLE_PACKAGE", "theano_lite"))
T = importlib.import_module(theano.__name__ + ".tensor")
compile = importlib.import_module(theano.__name__ + ".compile")


def counter():
    return theano.shared(np.float64(0), "counter")


def test_outputs_come_as_none_one_list_or_dict():
    v = T.dvector()
    assert theano.function([v], v * 2)([1.0]).tolist() == [2.0]
    assert [o.tolist() for o in theano.function([v], [v, v + 1])([1.0])] == [[1.0], [2.0]]
    assert {k: o.tolist() for k, o in theano.function([v], {"a": v, "b": v + 1})([1.0]).items()} == {"a": [1.0],
                                                                                                    "b": [2.0]}
    assert theano.function([], None)() == []
    assert theano.function([v], theano.Out(v + 1, borrow=True))([1.0]).tolist() == [2.0]


def test_an_output_is_the_callers_own_writable_array():
    v = T.dvector()
    f = theano.function([v], [v, v + 1])
    given = np.ones(3)
    same, other = f(given)
    same[0], other[0] = 7, 7
    assert given[0] == 1 and f(given)[1][0] == 2


def test_inputs_have_defaults_names_and_keywords():
    x, y = T.dscalar("x"), T.dscalar("y")
    f = theano.function([x, theano.In(y, value=2.0, name="why")], x * y)
    assert f(3.0) == 6 and f(3.0, 4.0) == 12 and f(3.0, why=5.0) == 15 and f(x=1.0) == 2
    assert f(3.0) == 6, "a value given once does not become the default"


def test_an_input_with_an_update_is_state():
    x, total = T.dscalar("x"), T.dscalar("total")
    f = theano.function([x, theano.In(total, value=10.0, update=total + x, mutable=True)], total)
    assert [float(f(1.0)), float(f(2.0)), float(f[total])] == [10, 11, 13]
    f["total"] = 100.0
    assert f(0.0) == 100


def test_the_container_can_be_read_and_set_by_name():
    x, y = T.dscalar("x"), T.dscalar("y")
    f = theano.function([x, theano.In(y, value=2.0)], x + y)
    assert f["y"] == 2 and f.value["y"] == 2
    f.value["y"] = 5.0
    assert f(1.0) == 6
    with pytest.raises(TypeError):
        f["nothing"]


@pytest.mark.parametrize("form", [list, dict, OrderedDict, "OrderedUpdates"])
def test_updates_come_as_pairs_dict_or_ordered_updates(form):
    c = counter()
    pairs = [(c, c + 1)]
    if form == "OrderedUpdates":
        form = importlib.import_module(theano.__name__ + ".updates").OrderedUpdates
    f = theano.function([], c, updates=form(pairs))
    assert (f(), f(), c.get_value()) == (0, 1, 2)


def test_updates_see_the_old_values_of_all():
    a, b = theano.shared(1.0, "a"), theano.shared(2.0, "b")
    swap = theano.function([], [], updates=[(a, b), (b, a)])
    swap()
    assert (a.get_value(), b.get_value()) == (2, 1)
    # Both are still separate memory: later updates of one leave the other.
    bump = theano.function([], [], updates=[(a, a + 10)])
    bump()
    bump()
    swap()
    assert (a.get_value(), b.get_value()) == (1, 22)


def test_two_shared_variables_may_get_the_same_expression():
    a, b, v = theano.shared(np.zeros(2)), theano.shared(np.zeros(2)), T.dvector()
    f = theano.function([v], [], updates=[(a, v * 2), (b, v * 2)])
    f([1.0, 2.0])
    g = theano.function([], [], updates=[(a, a + 1)])
    g()
    assert a.get_value().tolist() == [3, 5] and b.get_value().tolist() == [2, 4]


def test_default_updates_apply_unless_refused_or_overridden():
    c, d = counter(), counter()
    c.default_update = c + 1
    theano.function([], c)()
    theano.function([], c, no_default_updates=True)()
    theano.function([], c, no_default_updates=[c])()
    assert c.get_value() == 1
    theano.function([], c, updates=[(c, c + 10)])()
    assert c.get_value() == 11
    d.default_update = d + c  # an update of an update's variable counts too
    theano.function([], d)()
    assert (d.get_value(), c.get_value()) == (11, 12)


def test_givens_replace_leaves_shared_variables_and_expressions():
    x, y, s = T.dvector("x"), T.dvector("y"), theano.shared(np.ones(2), "s")
    z = x * 2
    assert theano.function([y], z + 1, givens={x: y + 1})([1.0]).tolist() == [5.0]
    assert theano.function([y], z + 1, givens=[(z, y)])([1.0]).tolist() == [2.0]
    assert theano.function([], z, givens=((x, s),))().tolist() == [2.0, 2.0]
    assert theano.function([y], s * 3, givens={s: y})([2.0, 2.0]).tolist() == [6.0, 6.0]
    assert theano.function([], z, givens={x: np.array([4.0])})().tolist() == [8.0]


def test_downcasting_is_refused_asked_for_or_limited_to_floats():
    f32 = T.fvector("f32")
    with pytest.raises(TypeError, match="f32|downcast"):
        theano.function([f32], f32)(np.ones(2))
    assert theano.function([f32], f32, allow_input_downcast=True)(np.ones(2)).dtype == "float32"
    assert theano.function([theano.In(f32, allow_downcast=True)], f32)(np.ones(2)).dtype == "float32"
    with pytest.raises(TypeError):
        theano.function([T.fscalar()], 1 * f32, on_unused_input="ignore", givens={f32: np.ones(1, "float32")},
                        allow_input_downcast=False)(0.1)


def test_unused_inputs_raise_warn_or_pass():
    x, y = T.dscalar("x"), T.dscalar("y")
    with pytest.raises(compile.UnusedInputError):
        theano.function([x, y], x)
    with pytest.warns(UserWarning):
        theano.function([x, y], x, on_unused_input="warn")
    assert theano.function([x, y], x, on_unused_input="ignore")(1.0, 2.0) == 1


@pytest.mark.parametrize("mode", ["FAST_RUN", "FAST_COMPILE", None])
def test_results_do_not_depend_on_the_mode(mode):
    v = T.dvector()
    assert np.allclose(theano.function([v], T.tanh(v).sum(), mode=mode)([1.0, 2.0]), np.tanh([1, 2]).sum())


def test_a_copy_has_its_own_state_and_may_swap_shared_variables():
    x, a, b = T.dscalar("x"), theano.shared(1.0, "a"), theano.shared(5.0, "b")
    f = theano.function([x], x + a, updates=[(a, a + 1)])
    g = f.copy(swap={a: b})
    assert [float(np.squeeze(x)) for x in (f(0.0), g(0.0), a.get_value(), b.get_value())] == [1, 5, 2, 6]
    h = f.copy(delete_updates=True)
    assert np.squeeze(h(0.0)) == 2 and a.get_value() == 2


def test_shared_variables_of_a_function_are_listed():
    a, b, v = theano.shared(1.0, "a"), theano.shared(2.0, "b"), T.dscalar()
    f = theano.function([v], v + a, updates=[(b, b + v)])
    assert set(f.get_shared()) == {a, b}


def test_eval_takes_values_of_the_inputs():
    x = T.dmatrix("x")
    assert x.sum().eval({x: [[1.0, 2.0]]}) == 3 and T.constant(2.0).eval() == 2


def test_every_kind_of_variable_evaluates():
    anything, piece, rng = theano.generic(), T.type_other.slicetype(), T.raw_random.random_state_type()
    assert anything.eval({anything: [1, 2]}) == [1, 2]
    assert piece.eval({piece: slice(1, 2)}) == slice(1, 2)
    assert isinstance(rng.eval({rng: np.random.RandomState(3)}), np.random.RandomState)
    with pytest.raises(theano.gof.MissingInputError):
        anything.eval()


def test_what_is_no_tensor_passes_through():
    thing = theano.shared({"a": 1})
    assert theano.function([], thing)() == {"a": 1}


def test_trusted_input_is_not_checked():
    v = T.dvector()
    f = theano.function([v], v + 1)
    f.trust_input = True
    assert f(np.ones(2)).tolist() == [2, 2]


def test_a_constant_that_is_large_works_as_a_small_one():
    big = np.arange(1000.0)
    assert np.array_equal(theano.function([], T.constant(big) * 2)(), big * 2)


def test_givens_with_an_unknown_type_are_refused():
    x, i = T.dvector("x"), T.ivector("i")
    with pytest.raises(TypeError):
        theano.function([i], x + 1, givens={x: i})


def test_updates_and_givens_may_be_the_items_of_a_dictionary():
    s, x = theano.shared(1.0), T.dscalar()
    assert theano.function([], s, updates={s: s + 1}.items())() == 1 and s.get_value() == 2
    assert theano.function([], x, givens={x: s}.items())() == 2
    with pytest.raises(ValueError, match="updates parameter"):
        theano.function([], s, updates=iter([(s, s + 1)]))
