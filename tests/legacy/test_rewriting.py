"""Code of Python 3 keeps its meaning when it is rewritten for NumPy 1."""

import ast

import numpy as np

from theano_lite.compat.old_names.arithmetic import FUNCTIONS
from theano_lite.compat.old_names.attributes import numpy_attribute
from theano_lite.compat.old_names.rewriting import OldLibraries


def run(text):
    tree = ast.fix_missing_locations(OldLibraries().visit(ast.parse(text)))
    names = {**FUNCTIONS, "__old_attribute__": numpy_attribute, "np": np}
    exec(compile(tree, "program", "exec"), names)
    return names


def test_targets_of_assignments_in_place_are_evaluated_once():
    names = run("""
calls = []
def at(k):
    calls.append(k)
    return k
class Box: pass
def box():
    calls.append("box")
    return Box
Box.n = [1, 2, 3]
box().n[at(1)] += 5
box().n[at(0):at(2)] *= 2
Box.x = 3
box().x -= 1
text = "a"
text += "b"
""")
    assert names["Box"].n == [1, 7, 1, 7, 3] and names["Box"].x == 2 and names["text"] == "ab"
    assert names["calls"] == ["box", 1, "box", 0, 2, "box"]


def test_patterns_and_annotations_stay_as_they_are():
    names = run("""
def kind(x):
    match x:
        case {-1: y}: return y + 1
        case [a, *rest] if a - 1: return rest
        case -2: return "two"
    z: list[int] = [x / 2]
    return z
""")
    kind = names["kind"]
    assert kind({-1: 3}) == 4 and kind([5, 6]) == [6] and kind(-2) == "two" and kind(7) == [3.5]


def test_float_indices_sizes_and_methods_that_are_gone():
    names = run("""
x = np.arange(6.0).reshape(2, 3)
a, b, c = x[1.0, 2.0], x[:1.0].shape, {0.5: "half"}[0.5]
x[0.0, 0] = 9
raw = np.uint8([1, 2]).tostring()
spread = x.ptp()
""")
    assert names["a"] == 5 and names["b"] == (1, 3) and names["c"] == "half"
    assert names["raw"] == b"\x01\x02" and names["spread"] == 8 and names["x"][0, 0] == 9
