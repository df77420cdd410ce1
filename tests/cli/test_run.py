"""theano-lite run: programs, modules and code, as Python would run them."""

import subprocess
import sys

import pytest

PROGRAM = """import sys
import theano
import theano.tensor as T
x = T.dscalar()
print(__name__, sys.argv[1:], theano.function([x], x * 2)(4.0))
"""


def lite(*arguments, cwd=None):
    return subprocess.run([sys.executable, "-m", "theano_lite", *arguments], capture_output=True, text=True, cwd=cwd)


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


def test_python_2_gets_a_clear_message(tmp_path):
    (tmp_path / "old.py").write_text("import theano\nprint 'hello'\n")
    done = lite("run", str(tmp_path / "old.py"))
    assert done.returncode == 2 and "line 2" in done.stderr and "Python 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_missing_is_said():
    done = lite("run", "no_such_program.py")
    assert done.returncode == 2 and "no_such_program.py" in done.stderr
    assert "1.0.5" in lite("--version").stdout


def test_the_program_is_the_main_module(tmp_path):
    (tmp_path / "program.py").write_text("import pickle, sys, __main__\nclass A: pass\n"
                                         "pickle.loads(pickle.dumps(A()))\nprint(__main__.__file__ == __file__, "
                                         "__file__, sys.path[0])\n")
    done = lite("run", "program.py", cwd=tmp_path)
    assert done.stdout.split() == ["True", str(tmp_path / "program.py"), str(tmp_path)], done.stderr


def test_a_program_comes_from_standard_input():
    done = subprocess.run([sys.executable, "-m", "theano_lite", "run", "-", "a"], input=PROGRAM, capture_output=True,
                          text=True)
    assert (done.returncode, done.stdout) == (0, "__main__ ['a'] 8.0\n"), done.stderr


@pytest.mark.parametrize("line", ["print 'a'", "raise ValueError, 'x'", "x = 0777", "x = 10L", "x = 1 <> 2",
                                  "exec 'x' in {}", "x = ur'a'", "f = lambda (a, b): a", "x = `1`"])
def test_python_2_is_recognised(tmp_path, line):
    (tmp_path / "old.py").write_text(f"import sys\n{line}\n")
    done = lite("run", str(tmp_path / "old.py"))
    assert done.returncode == 2 and "line 2, is in Python 2" in done.stderr and line in done.stderr


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
