"""%load_ext theano_lite: old cells in a live session."""

import importlib.util

import pytest

if not all(map(importlib.util.find_spec, ("IPython", "fissix"))):
    pytest.skip("needs IPython and fissix", allow_module_level=True)


@pytest.fixture
def shell(monkeypatch, tmp_path):
    import numpy as np
    from IPython.core.interactiveshell import InteractiveShell
    before = np.get_printoptions()
    made = InteractiveShell(ipython_dir=str(tmp_path))
    made.run_line_magic("load_ext", "theano_lite")
    yield made
    made.run_line_magic("unload_ext", "theano_lite")
    np.set_printoptions(legacy=before["legacy"])


def run(shell, capsys, text):
    result = shell.run_cell(text)
    result.raise_error()
    return capsys.readouterr().out


def test_cells_in_python_2_run_as_they_are(shell, capsys):
    assert run(shell, capsys, "import theano\nimport theano.tensor as T\nx = T.dvector('x')") == ""
    assert run(shell, capsys, "print 'a', 7 / 2,\nprint 0.1 + 0.2") == "a 3 0.3\n"
    assert run(shell, capsys, "f = theano.function([x], x.sum())\nf([1, 2])").endswith("array(3.)\n")
    # Without a sign: the session is Python 2 by now.
    assert run(shell, capsys, "print(7 / 2, range(2))") == "(3, [0, 1])\n"
    assert run(shell, capsys, "def g((a, b)):\n    return a / b\ng((9, 2))").endswith("4\n")
    assert run(shell, capsys, "%time print `3L`").startswith("3\n")


def test_a_cell_in_python_3_stays_so(shell, capsys):
    assert run(shell, capsys, "print 'a'") == "a\n"
    assert run(shell, capsys, "y: float = 7 / 2\nprint(y, range(2))") == "3.5 range(0, 2)\n"


def test_old_names_of_numpy_are_there_in_cells_only(shell, capsys):
    import numpy
    assert run(shell, capsys, "import numpy as np\nprint(np.float(3) + 7 / 2)") == "6.5\n"
    assert not hasattr(numpy, "float")


def test_the_language_can_be_said(shell, capsys):
    assert run(shell, capsys, "print(7 / 2)") == "3.5\n"
    run(shell, capsys, "%theano_lite 2")
    assert run(shell, capsys, "print(7 / 2)") == "3\n"


def test_mistakes_are_reported_as_ever(shell, capsys):
    assert isinstance(shell.run_cell("x = = 2").error_before_exec, SyntaxError)
    assert isinstance(shell.run_cell("print 1 / 0").error_in_exec, ZeroDivisionError)
    assert "ZeroDivisionError" in capsys.readouterr().out


def test_what_others_write_on_the_nodes_of_trees_is_no_part_of_them():
    import ast

    from theano_lite.compat.old_names.rewriting import OldLibraries, inside
    tree = ast.parse("a == b")
    same = tree.body[0].value.ops[0]  # the same object in all trees; IPython's tracebacks give it a parent
    same.parent = tree
    try:
        assert ast.unparse(OldLibraries().visit(tree)) == "__old_Eq__(a, b)" and inside(same) == []
    finally:
        del same.parent


def test_tracebacks_show_the_cells_lines(shell, capsys):
    shell.run_line_magic("colors", "nocolor")
    shell.run_cell("def f(a):\n    print a / 0\nf(`3`)")
    shell.run_cell("f(3L)")
    said = capsys.readouterr().out
    assert said.count("----> 2     print a / 0\n") == 2 and "----> 3 f(`3`)\n" in said and "----> 1 f(3L)\n" in said
    assert "__py2_" not in said


def test_what_is_no_python_2_either_is_no_matter_of_print(shell, capsys):
    shell.run_line_magic("theano_lite", "2")
    error = shell.run_cell("print 1\nprint 1 <").error_before_exec
    assert isinstance(error, SyntaxError) and (error.msg, error.lineno) == ("invalid syntax", 2)
    assert "Missing parentheses" not in capsys.readouterr().out


def test_backtraces_name_the_cell_and_leave_ipython_out(shell, capsys, monkeypatch):
    import IPython
    monkeypatch.setattr(IPython, "get_ipython", lambda: shell)
    run(shell, capsys, "import theano, theano.tensor as T\nx = T.dvector('x')")
    number = shell.execution_count
    result = shell.run_cell("f = theano.function([x], x[:2] + T.ones(3))\nf([1.0, 2.0])", store_history=True)
    text = str(result.error_in_exec)
    assert f"  Cell In[{number}], line 1, in <module>\n    f = theano.function(" in text
    assert "interactiveshell" not in text
    assert shell.user_ns["f"].name == f"Cell In[{number}]:1"
