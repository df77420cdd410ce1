"""theano-lite check: names through imports and aliases, Python 2, old names of libraries, bad input."""

import importlib.util
import json

import pytest

from theano_lite.cli.main import main

needs_fissix = pytest.mark.skipif(importlib.util.find_spec("fissix") is None, reason="Python 2 needs fissix")

OLD = """import theano.tensor as T
from theano import function, shared as variable, no_such_name
from theano.sandbox.cuda import CudaNdarrayType
import numpy as np
x = T.dmatrix('x')
w = variable(np.float(3))
def loss(function):
    return function.anything
f = function([x], T.nnet.never_there(x / 2))
print(T.config)
print 'cost', f
"""


def notebook(*cells, metadata=None):
    return {"nbformat": 4, "nbformat_minor": 0, "metadata": metadata or {},
            "cells": [{"cell_type": "code", "source": text, "metadata": {}, "outputs": [], "execution_count": None}
                      for text in cells]}


def report(capsys, *paths):
    status = main(["check", "--json", *map(str, paths)])
    return status, json.loads(capsys.readouterr().out)


def statuses(made):
    return {row["name"]: row["status"] for row in made["names"]}


@needs_fissix
def test_names_are_found_through_imports_and_aliases(tmp_path, capsys):
    (tmp_path / "old.py").write_text(OLD)
    status, made = report(capsys, tmp_path)
    names = statuses(made)
    assert status == 1 and not made["errors"]
    assert names["theano.no_such_name"] == names["theano.tensor.nnet.never_there"] == "missing"
    assert names["theano.sandbox.cuda.CudaNdarrayType"] == "emulated"
    assert {n for n, s in names.items() if s == "supported"} == {
        "theano.tensor", "theano.function", "theano.shared", "theano.tensor.dmatrix", "theano.tensor.config"}
    said = {row["what"] for row in made["python2"]}
    assert said == {"syntax: print 'cost', f", "division: integers divide to integers in Python 2"}
    assert [row["what"] for row in made["other"]] == ["numpy.float is gone; theano-lite run still has it"]
    assert made["other"][0]["place"].endswith("old.py:6")


def test_a_name_that_several_imports_bind_may_be_any_of_them(tmp_path, capsys):
    (tmp_path / "new.py").write_text("""import theano.tensor as T
try:
    from theano import gpuarray as gpu
except ImportError:
    from theano.sandbox import cuda as gpu
enabled = gpu.pygpu_activated if hasattr(gpu, 'pygpu_activated') else gpu.cuda_enabled
print(gpu.never_there)
""")
    status, made = report(capsys, tmp_path)
    names = statuses(made)
    assert names["theano.gpuarray.pygpu_activated"] == names["theano.sandbox.cuda.cuda_enabled"] == "emulated"
    assert status == 1 and [n for n, s in names.items() if s == "missing"] == ["theano.gpuarray.never_there"]


def test_a_program_without_missing_names_passes(tmp_path, capsys):
    (tmp_path / "new.py").write_text("import theano\nprint(theano.tensor.dvector('x').sum())\n")
    assert main(["check", str(tmp_path / "new.py")]) == 0
    assert "1 file, 2 names of Theano: 2 supported, 0 emulated, 0 missing" in capsys.readouterr().out


def test_names_that_raise_when_used_are_missing(tmp_path, capsys):
    (tmp_path / "old.py").write_text("import theano\nx = theano.gof.COp\n")
    status, made = report(capsys, tmp_path / "old.py")
    assert status == 1 and statuses(made)["theano.gof.COp"] == "missing"


def test_cells_share_their_imports_and_magics_are_no_errors(tmp_path, capsys):
    cells = ["%matplotlib inline\nimport theano.tensor as T", "%%time\nT.dscalar()", "%%bash\nls | grep (", "x = !ls\nT.dvector?\nT.dscalars('xy')"]
    (tmp_path / "old.ipynb").write_text(json.dumps(notebook(*cells)))
    status, made = report(capsys, tmp_path)
    assert status == 0 and statuses(made) == {"theano.tensor": "supported", "theano.tensor.dscalar": "supported",
                                              "theano.tensor.dscalars": "supported"}
    assert made["names"][2]["places"][0].endswith("old.ipynb, code cell 4, line 3")


@needs_fissix
def test_print_that_means_the_same_is_not_reported(tmp_path, capsys):
    (tmp_path / "old.py").write_text("print(1 +\n      2)\nprint 'x'\nprint(1, 2)\nxrange(3)\n")
    assert [(row["place"][-1], row["what"]) for row in report(capsys, tmp_path)[1]["python2"]] == [
        ("3", "syntax: print 'x'"), ("4", "syntax: print(1, 2)"), ("5", "name: xrange")]


@needs_fissix
def test_rows_are_in_the_order_of_the_lines_each_once(tmp_path, capsys):
    (tmp_path / "old.py").write_text("import theano\nimport numpy as np\ndef f(a, b):\n    return unicode(a / b / 2), xrange(b)\n"
                                     "\nx = 1 / f\nnp.float(np.float(theano.config.floatX))\n")
    made = report(capsys, tmp_path)[1]
    rows = [(row["place"].rpartition(":")[2], row["what"].rpartition(":")[2]) for row in made["python2"]]
    division = " integers divide to integers in Python 2"
    assert [line for line, _ in rows] == ["4", "4", "4", "6"]
    assert set(rows) == {("4", " unicode"), ("4", " xrange"), ("4", division), ("6", division)}
    assert len(made["other"]) == 1


@needs_fissix
def test_a_division_by_or_of_a_float_is_no_division_of_integers(tmp_path, capsys):
    (tmp_path / "old.py").write_text("print 6. / (n + m)\ny = 7 / 2.\ny /= 0.5 * n\ny = n / 2\n")
    assert [row["place"].rpartition(":")[2] for row in report(capsys, tmp_path)[1]["python2"]
            if row["what"].startswith("division")] == ["4"]


@needs_fissix
def test_mixed_tabs_and_spaces_are_python_2(tmp_path, capsys):
    (tmp_path / "old.py").write_text("if 1:\n\tx = 1\t# a tab here is none of the indentation\n        y = 2\n")
    assert [(row["place"][-1], row["what"]) for row in report(capsys, tmp_path)[1]["python2"]] == [
        ("3", "syntax: tabs and spaces are mixed")]


def test_the_first_use_is_the_first_line(tmp_path, capsys):
    (tmp_path / "new.py").write_text("import theano\nx = [[theano.config.floatX]]\ny = theano.config.floatX\n")
    (row,) = [row for row in report(capsys, tmp_path)[1]["names"] if row["name"].startswith("theano.config")]
    assert [place.rpartition(":")[2] for place in row["places"]] == ["2", "3"]


def test_files_that_were_not_read_are_not_said_to_lack_nothing(tmp_path, capsys):
    (tmp_path / "a.py").write_text("x = = 2\n")
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == ""
    (tmp_path / "b.py").write_text("import theano\n")
    assert main(["check", str(tmp_path)]) == 1
    assert "2 files (1 of them not read), 1 name of Theano: 1 supported" in capsys.readouterr().out


def test_a_folder_without_programs_is_named(tmp_path, capsys):
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert said.out == "" and f"{tmp_path}: nothing to check was found" in said.err


@pytest.mark.parametrize("name, text, place", [
    ("broken.py", "x = 1\ny = (\n", "broken.py, line 2"), ("broken.ipynb", '{"cells": [\n', "broken.ipynb, line 2"),
    ("none.ipynb", "{}", "none.ipynb: not a notebook"),
    ("cell.ipynb", json.dumps(notebook("x = 1", "x = = 2")), "cell.ipynb, code cell 2, line 1"),
])
def test_bad_input_is_named_with_its_place(tmp_path, capsys, name, text, place):
    (tmp_path / name).write_text(text)
    assert main(["check", str(tmp_path)]) == 1
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1 and place in said[0]


def test_a_path_that_does_not_exist_is_named(capsys):
    assert main(["check", "no/such/place"]) == 1
    assert "no/such/place: there is no such file or folder" in capsys.readouterr().err
