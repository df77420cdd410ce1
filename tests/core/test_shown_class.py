"""`type(x)` prints Theano's name of the class; pickles keep ours."""

import pickle

import numpy as np

import theano_lite as theano
import theano_lite.tensor as T

# What Theano 1.0.5 prints.
SHOWN = [(lambda: T.dmatrix(), "theano.tensor.var.TensorVariable"), (lambda: T.dmatrix().type, "theano.tensor.type.TensorType"),
         (lambda: theano.shared(1.0), "theano.tensor.sharedvar.ScalarSharedVariable"),
         (lambda: theano.shared(np.ones(2)), "theano.tensor.sharedvar.TensorSharedVariable"),
         (lambda: T.constant(2.0), "theano.tensor.var.TensorConstant"),
         (lambda: T.exp(T.dvector()).owner, "theano.gof.graph.Apply"),
         (lambda: T.exp(T.dvector()).owner.op, "theano.tensor.elemwise.Elemwise"),
         (lambda: theano.function([], []), "theano.compile.function_module.Function")]


def test_classes_are_shown_under_theanos_names():
    for make, name in SHOWN:
        assert str(type(make())) == repr(type(make())) == f"<class '{name}'>"


def test_a_class_of_the_user_shows_its_own_name():
    class Mine(theano.Mode):
        pass

    assert "Mine" in repr(Mine) and "theano.compile" not in repr(Mine)


def test_pickles_do_not_depend_on_the_alias():
    text = pickle.dumps(T.dmatrix("x"), protocol=0)
    assert b"theano_lite.core.types" in text and b"ctheano." not in text
    assert type(pickle.loads(text)) is T.TensorVariable
