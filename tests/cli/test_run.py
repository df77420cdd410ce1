"""theano-lite run: programs, modules and code, as Python would run them."""

import subprocess
import sys

QUIET = {"run": ["-q"], "--version": []}
PROGRAM = """import sys
import theano
import theano.tensor as T
x = T.dscalar()
print(__name__, sys.argv[1:], theano.function([x], x * 2)(4.0))
"""


def lite(*arguments, cwd=None):
    return subprocess.run([sys.executable, "-m", "theano_lite", arguments[0], *QUIET[arguments[0]], *arguments[1:]], capture_output=True, text=True, cwd=cwd)


def test_a_program_runs_with_its_arguments(tmp_path):
    (tmp_path / "program.py").write_text(PROGRAM)
    done = lite("run", str(tmp_path / "program.py"), "a", "-b", "--c")
    assert (done.returncode, done.stdout) == (0, "__main__ ['a', '-b', '--c'] 8.0\n"), done.stderr


def test_a_program_imports_its_neighbours(tmp_path):
    (tmp_path / "neighbour.py").write_text("from theano import tensor\nvalue = tensor.ones(2).eval().sum()\n")
    (tmp_path / "program.py").write_text("import neighbour\nprint(neighbour.value)\n")
    assert lite("run", str(tmp_path / "program.py")).stdout == "2.0\n"


def test_modules_and_code_run(tmp_path):
    (tmp_path / "module.py").write_text(PROGRAM)
    assert lite("run", "-m", "module", "x", cwd=tmp_path).stdout == "__main__ ['x'] 8.0\n"
    assert lite("run", "-c", "import theano; print(theano.__version__)").stdout == "1.0.5\n"


def test_exit_status_and_traceback_are_the_programs(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import sys\nsys.exit(3)\n")
    assert lite("run", str(program)).returncode == 3
    program.write_text("import theano\n1 / 0\n")
    done = lite("run", str(program))
    assert done.returncode == 1 and "ZeroDivisionError" in done.stderr and 'program.py", line 2' in done.stderr
    assert "runpy" not in done.stderr and "main.py" not in done.stderr


def test_the_users_lines_are_those_of_the_program_only(tmp_path):
    program = tmp_path / "p.py"
    program.write_text("import theano, theano.tensor as T\nx = T.dvector('x')\nprint(x.tag.trace)\n")
    out = lite("run", "-q", str(program)).stdout
    assert out == f"[[({str(program)!r}, 2, '<module>', \"x = T.dvector('x')\")]]\n"


def test_what_is_missing_is_said():
    done = lite("run", "no_such_program.py")
    assert done.returncode == 2 and "no_such_program.py" in done.stderr
    assert "1.0.5" in lite("--version").stdout


def test_a_folder_that_is_no_program_is_said_to_be_none(tmp_path):
    done = lite("run", ".", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "theano-lite run: the folder . has no __main__.py: name a program\n")
    (tmp_path / "__main__.py").write_text("print(1)\n")
    assert lite("run", ".", cwd=tmp_path).stdout == "1\n"


def test_the_program_is_the_main_module(tmp_path):
    (tmp_path / "program.py").write_text("import pickle, sys, __main__\nclass A: pass\n"
                                         "pickle.loads(pickle.dumps(A()))\nprint(__main__.__file__ == __file__, "
                                         "__file__, sys.path[0])\n")
    done = lite("run", "program.py", cwd=tmp_path)
    assert done.stdout.split() == ["True", str(tmp_path / "program.py"), str(tmp_path)], done.stderr


def test_a_program_comes_from_standard_input():
    done = subprocess.run([sys.executable, "-m", "theano_lite", "run", "-q", "-", "a"], input=PROGRAM, capture_output=True,
                          text=True)
    assert (done.returncode, done.stdout) == (0, "__main__ ['a'] 8.0\n"), done.stderr


def test_a_syntax_error_of_python_3_is_shown_as_python_shows_it(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("for k in range(3)\n    pass\n")
    pythons = subprocess.run([sys.executable, str(program)], capture_output=True, text=True)
    done = lite("run", str(program))
    assert (done.returncode, done.stderr) == (1, pythons.stderr)


def test_the_programs_own_excepthook_is_called(tmp_path):
    program = tmp_path / "program.py"
    program.write_text("import sys\nsys.excepthook = lambda kind, *rest: print('hook', kind.__name__)\n1 / 0\n")
    done = lite("run", str(program))
    assert (done.returncode, done.stdout, done.stderr) == (1, "hook ZeroDivisionError\n", "")


def test_a_notebook_is_sent_to_port(tmp_path):
    (tmp_path / "old.ipynb").write_text("{}")
    done = lite("run", str(tmp_path / "old.ipynb"))
    assert done.returncode == 2 and "theano-lite port" in done.stderr


OLD_CONFTEST = """
import pytest
def pytest_ignore_collect(path, config):
    return path.fnmatch("*/test_ignored.py")
@pytest.hookimpl(trylast=True)
def pytest_report_header(config, startdir):
    return "header %s" % startdir.basename
"""
OLD_TESTS = """
import warnings
import numpy as np
import pytest
import theano
from mock import Mock
class Layer(object):
    @property
    def shape(self):
        raise NotImplementedError
    def output(self): pass
def test_old_names_and_mocks():
    layer = Mock(Layer(), width=np.int(3))
    assert isinstance(layer, Layer) and layer.width == 3 and layer.output() is layer.output.return_value
    assert not hasattr(layer, "no_such_name")
def test_warnings_are_kept():
    with pytest.warns(None) as kept:
        pass
    assert len(kept) == 0
    with pytest.warns(None) as kept:
        warnings.warn("one")
        warnings.warn("two", DeprecationWarning)
    assert [str(w.message) for w in kept] == ["one", "two"] and kept.pop(UserWarning).category is UserWarning
    with pytest.warns(UserWarning, match="three"):
        warnings.warn("three")
def test_wrong():
    assert np.product([2, 3]) == theano.tensor.constant(7).eval()
"""


def test_an_old_test_suite_runs_under_pytest(tmp_path):
    (tmp_path / "conftest.py").write_text(OLD_CONFTEST)
    (tmp_path / "test_ignored.py").write_text("1 / 0\n")
    (tmp_path / "test_old.py").write_text(OLD_TESTS)
    done = lite("run", "-m", "pytest", "-p", "no:cacheprovider", ".", cwd=tmp_path)
    assert done.returncode == 1 and "1 failed, 2 passed" in done.stdout and f"header {tmp_path.name}" in done.stdout, done
