"""The texts of graphs are those of the real Theano, and Print prints."""

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T

from .printing_cases import EXPRESSIONS, OPTIONS, texts, variants

RECORDED = json.loads((Path(__file__).parent / "printing_recorded.json").read_text())


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_texts_of_an_expression_are_those_of_theano(expression):
    assert texts(theano, expression) == RECORDED["texts"][expression]


@pytest.mark.parametrize("k", range(len(OPTIONS)), ids=[str(o) for o in OPTIONS])
def test_debugprint_with_options_prints_what_theano_prints(k):
    assert variants(theano)[k] == RECORDED["variants"][k]


def test_debugprint_shows_gradients_as_such_and_functions_with_the_place_of_each_node():
    x = T.dvector("x")
    assert "Pullback{Reshape{1}}" in theano.printing.debugprint(T.grad(T.cumsum(x).sum(), x), file="str")
    text = theano.printing.debugprint(theano.function([x], T.exp(x) * 2), file="str")
    assert text.splitlines()[0].endswith("''   1") and text.splitlines()[-1] == " |TensorConstant{(1,) of 2} [id D]"


def test_debugprint_of_a_deep_graph_needs_no_recursion():
    x = T.dscalar("x")
    y = x
    for _ in range(3000):
        y = y + 1.0
    assert len(theano.printing.debugprint(y, file="str").splitlines()) == 6001
    assert len(theano.printing.min_informative_str(y).splitlines()) == 6001
    assert theano.pp(y).count("(") == 3000


def test_debugprint_refuses_what_is_no_graph():
    with pytest.raises(TypeError, match="cannot print an object of this type"):
        theano.printing.debugprint("text")


def test_print_prints_its_attributes_each_time_and_in_order(capsys):
    x = T.dvector("x")
    first = theano.printing.Print("first", attrs=["shape", "__str__"])(x)
    second = theano.printing.Print("second", attrs=["sum"])(first * 2)
    f = theano.function([x], second + 1)
    assert capsys.readouterr().out == ""
    assert f([1.0, 2.0]).tolist() == [3.0, 5.0]
    assert capsys.readouterr().out == "first shape = (2,)\nfirst __str__ = [1. 2.]\nsecond sum = 6.0\n"


def test_the_gradient_goes_through_print(capsys):
    x = T.dvector("x")
    out = theano.printing.Print("x")(x) ** 2
    assert theano.function([x], T.grad(out.sum(), x))([3.0]).tolist() == [6.0]
    assert capsys.readouterr().out == "x __str__ = [3.]\n"


def test_print_takes_a_function_of_its_own_and_pickles():
    seen = []
    x = T.dvector("x")
    theano.function([x], theano.printing.Print("m", global_fn=lambda op, v: seen.append((op.message, v.tolist())))(x))([7.0])
    assert seen == [("m", [7.0])]
    assert pickle.loads(pickle.dumps(theano.printing.Print("m"))) == theano.printing.Print("m")


def test_pprint_takes_printers_of_the_user():
    x = T.dvector("x")
    mine = theano.pprint.clone_assign(lambda state, v: v.name == "x", theano.printing.PatternPrinter("<x>"))
    with pytest.raises(TypeError, match="not the result of an operation"):
        mine(x)
    mine = theano.pprint.clone_assign(T.exp, theano.printing.FunctionPrinter("e"))
    assert mine(T.exp(x) + 1) == "(e(x) + TensorConstant{1})" and theano.pp(T.exp(x)) == "exp(x)"


def test_hex_digest_tells_arrays_apart():
    a = np.arange(4.0)
    assert theano.printing.hex_digest(a) == theano.printing.hex_digest(a.copy())
    assert theano.printing.hex_digest(a) != theano.printing.hex_digest(a.astype("float32"))


def test_a_function_shows_equal_nodes_as_one_and_who_uses_it():
    """As the real Theano prints it in FAST_COMPILE."""
    A, B, D = T.matrices("A", "B", "D")
    f = theano.function([A, B, D], [A + B, A + B - D], mode="FAST_COMPILE")
    text = theano.printing.debugprint(f, file="str", print_clients=True)
    assert [line.rstrip() for line in text.splitlines()] == [
        "Elemwise{add,no_inplace} [id A] ''   0 clients:[('output', ''), ('[id C]', 1)]",
        " |A [id D]",
        " |B [id E]",
        "Elemwise{sub,no_inplace} [id C] ''   1",
        " |Elemwise{add,no_inplace} [id A] ''   0 clients:[('output', ''), ('[id C]', 1)]",
        " |D [id F]",
    ]


# (what is computed, the order in which the real Theano 1.0.5 prints in FAST_COMPILE).
PRINT_ORDERS = [(lambda a, b, c, p: a + b, "ba"), (lambda a, b, c, p: [a, b, c], "abc"), (lambda a, b, c, p: [c * a, b], "acb"),
                (lambda a, b, c, p: p("d")(a * 2) + p("e")(b * c), "cbead"),
                (lambda a, b, c, p: T.dot(a, b) + T.dot(p("p")(a), p("q")(c)), "cqapb")]


@pytest.mark.parametrize("make, order", PRINT_ORDERS)
def test_prints_come_in_theanos_order(make, order, capsys):
    x, y = T.dvector("x"), T.dvector("y")
    out = make(*(theano.printing.Print(k)(v) for k, v in (("a", x), ("b", y), ("c", x + y))), theano.printing.Print)
    theano.function([x, y], out, on_unused_input="ignore", mode="FAST_COMPILE")([1.0], [2.0])
    assert "".join(line[0] for line in capsys.readouterr().out.splitlines()) == order


def test_an_op_whose_options_are_on_its_nodes_shows_the_name_of_theanos_class():
    x = T.dvector("x")
    assert [str(v.owner.op) for v in (x.dimshuffle("x", 0), x.reshape((1, 2)), x[0], T.stack([x, x]))] == [
        "DimShuffle", "Reshape", "Subtensor", "Join"]
    assert str(x.dimshuffle("x", 0).owner) == "InplaceDimShuffle{x,0}(x)"
