"""theano-lite run with programs in Python 2: packages, tracebacks, the cache, what others see, the summary, bad input."""

import os
import subprocess
import sys

import numpy as np
import pytest
import scipy.io


@pytest.fixture
def run(tmp_path):
    """run(program, *arguments) -> the finished process, in a folder of its own with a cache of its own."""
    def start(*arguments, options=("-q",), **environment):
        env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), **environment}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        return subprocess.run([sys.executable, "-m", "theano_lite", "run", *options, *arguments], capture_output=True, text=True,
                              cwd=tmp_path, env=env)
    return start


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_a_package_in_python_2_with_implicit_relative_imports(tmp_path, run):
    write(tmp_path / "program", {
        "main.py": "import package\nfrom package import inner\nprint inner.half(7), package.helper.__name__, inner.string.mine\n",
        "package/__init__.py": "import helper\n",
        "package/helper.py": "value = 2\n",
        "package/string.py": "mine = True\n",
        "package/inner.py": "import helper, string\nfrom helper import value as v\ndef half(x):\n    return x / v\n"})
    done = run("program/main.py")
    assert (done.returncode, done.stdout) == (0, "3 package.helper True\n"), done.stderr


def test_tracebacks_show_the_original_file_and_lines(tmp_path, run):
    write(tmp_path, {"old.py": "def f((a, b)):\n    print a,\n    raise ValueError, 'bad ' + `b`\n\n\nf((1, 2))\n"})
    done = run("old.py")
    assert done.returncode == 1 and done.stdout == "1\n"  # as Python 2 ends the line
    assert done.stderr.splitlines() == [
        "Traceback (most recent call last):", f'  File "{tmp_path}/old.py", line 6, in <module>', "    f((1, 2))",
        f'  File "{tmp_path}/old.py", line 3, in f', "    raise ValueError, 'bad ' + `b`", "ValueError: bad 2"]


def test_nothing_is_written_but_the_cache_and_the_second_start_uses_it(tmp_path, run):
    write(tmp_path, {"old.py": "import near\nprint near.x / 2\n", "near.py": "x = 7\nprint 'near'\n"})
    # Without a way to translate, only the cache can give the code.
    without = "import sys; sys.modules['fissix'] = None\nfrom theano_lite.cli.main import main\nsys.exit(main(sys.argv[1:]))"
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def without_fissix():
        return subprocess.run([sys.executable, "-c", without, "run", "-q", "old.py"], capture_output=True, text=True,
                              cwd=tmp_path, env=env)

    done = without_fissix()
    assert done.returncode == 1 and "theano_lite[legacy]" in done.stderr and "Traceback" not in done.stderr
    assert run("old.py").stdout == without_fissix().stdout == "near\n3\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "near.py", "old.py"]
    (tmp_path / "near.py").write_text("x = 9\nprint 'changed'\n")
    assert run("old.py").stdout == "changed\n4\n"


def test_other_packages_do_not_see_the_old_names(tmp_path, run):
    write(tmp_path, {
        "elsewhere/modern.py": "import numpy as np\nimport collections\n\n\ndef state():\n    return (hasattr(np, 'float'), "
                               "hasattr(collections, 'Iterable'), 7 / 2, type(range(2)).__name__, round(2.5))\n",
        "program/old.py": "import numpy as np, collections, modern\nprint np.float(1), collections.Iterable is not None\n"
                          "np.random.seed(0)\nprint modern.state(), 7 / 2, type(range(2)).__name__\n"})
    elsewhere = os.pathsep.join([str(tmp_path / "elsewhere"), os.environ.get("PYTHONPATH", "")])
    done = run("program/old.py", PYTHONPATH=elsewhere)
    assert done.stdout == "1.0 True\n(False, False, 3.5, 'range', 2) 3 list\n", done.stderr
    write(tmp_path, {"elsewhere/modern.py": "def state():\n    print 'translated', 7 / 2\n"})
    done = run("program/old.py", PYTHONPATH=elsewhere)
    assert done.returncode == 1 and "SyntaxError" in done.stderr
    done = run("program/old.py", options=("-q", "--legacy-path", str(tmp_path / "elsewhere")),
               PYTHONPATH=elsewhere)
    assert done.stdout.splitlines()[1:] == ["translated 3", "None 3 list"], done.stderr


def test_a_file_without_a_sign_speaks_as_its_folder_does(tmp_path, run):
    write(tmp_path, {"two/plain.py": "half = 7 / 2\n", "two/main.py": "import plain\nprint plain.half\n",
                     "three/plain.py": "half = 7 / 2\n", "three/main.py": "import plain\nprint(plain.half, end='!')\n"})
    assert run("two/main.py").stdout == "3\n"
    assert run("three/main.py").stdout == "3.5!"
    assert run("-c", "print(7 / 2)").stdout == "3.5\n"
    assert run("-c", "print(7 / 2)", options=("-q", "--python", "2")).stdout == "3\n"
    assert run("-c", "print 7 / 2").stdout == "3\n"


def test_a_summary_says_what_was_done(tmp_path, run):
    write(tmp_path, {"old.py": "import sys, theano\nimport numpy as np\nfrom theano import tensor as T\nx = T.dscalar()\n"
                               "print theano.function([x], x / 2)(3), np.int(3.5)\nsys.exit(4)\n"})
    done = run("old.py", options=(), THEANO_FLAGS="device=gpu0,nvcc.fastmath=True")
    assert (done.returncode, done.stdout) == (4, "1.5 3\n"), done.stderr
    summary = done.stderr.splitlines()[-1]
    assert summary.startswith("theano-lite: translated 1 file of Python 2 (7 lines); emulated old names of numpy; ignored ")
    assert "device=gpu0, nvcc.fastmath" in summary and "; compiled " in summary


@pytest.mark.parametrize("line, said", [
    ("import no_such_package", "the program needs the package no_such_package: pip install no_such_package"),
    ("import pylearn2.models", "needs the package pylearn2, which PyPI does not have: get its source from https://github.com/"),
    ("open('missing.pkl')", "the program needs the file 'missing.pkl', looked for in "),
    ("from sklearn.datasets import fetch_mldata; fetch_mldata('x')", "pip install scikit-learn"),
    ("import scipy.weave as w; w.inline('')", "not supported here: scipy.weave.inline does not work here"),
    ("x = = 1", "SyntaxError: invalid syntax")])
def test_bad_input_gets_one_clear_message(tmp_path, run, line, said):
    write(tmp_path, {"old.py": f"print 1\n{line}\n"})
    done = run("old.py")
    assert done.returncode == 1 and said in done.stderr.splitlines()[-1] and 'old.py", line 2' in done.stderr


def test_programs_run_other_programs(tmp_path, run):
    write(tmp_path, {"driver.py": "import runpy, ast\nnames = runpy.run_path('old.py', run_name='__main__')\n"
                                  "print(names['x'])\nexec(compile(ast.parse('print 7 / 2'), 'cell', 'exec'), {})\n"
                                  "exec('print 9 / 2', names)\n",
                     "old.py": "import sys\nprint 'in', __name__, sys.argv[0]\nx = 5 / 2\n"})
    assert run("driver.py").stdout == "in __main__ old.py\n2\n3\n4\n"


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_child_processes_are_the_programs_too(tmp_path, run, method):
    write(tmp_path, {"old.py": "import multiprocessing, sys\nimport near\nprint __name__\n"
                               "def work(x):\n    return near.half(x), 9 / x\n"
                               "if __name__ == '__main__':\n    pool = multiprocessing.get_context(sys.argv[1]).Pool(1)\n"
                               "    print pool.map(work, [1, 2])\n    pool.close()\n    pool.join()\n",
                     "near.py": "import theano\ndef half(x):\n    return 7 / 2 + x, theano.__name__\n"})
    printed = run("old.py", method).stdout.splitlines()
    assert printed == ["__main__", *(["__mp_main__"] if method != "fork" else []),
                       "[((4, 'theano'), 9), ((5, 'theano'), 4)]"]


def test_modules_of_packages_run(tmp_path, run):
    write(tmp_path, {"package/__init__.py": "", "package/tool.py": "import near, sys\nprint __name__, near.x / 2, sys.argv[1:]\n",
                     "package/near.py": "x = 5\n", "package/__main__.py": "print 'main', 5 / 2\n"})
    assert run("-m", "package.tool", "a").stdout == "__main__ 2 ['a']\n"
    assert run("-m", "package").stdout == "main 2\n"
    assert run("package").stdout == "main 2\n"


def test_a_neighbour_in_python_2_outside_the_programs_folder_is_explained(tmp_path, run):
    write(tmp_path, {"program/main.py": "import sys\nsys.path.append('.')\nimport shared\n", "shared.py": "print 'here', 7 / 2\n"})
    done = run("program/main.py")
    assert done.returncode == 1 and f"run --legacy-path {tmp_path} ..." in done.stderr.splitlines()[-1]
    assert run("--legacy-path", ".", "program/main.py").stdout == "here 3\n"


def test_fetch_mldata_reads_what_an_older_scikit_learn_left(tmp_path, run):
    write(tmp_path / "elsewhere/sklearn", {
        "__init__.py": "",
        "datasets.py": f"def get_data_home(data_home=None):\n    return data_home or {str(tmp_path)!r}\n",
        "utils.py": "class Bunch(dict):\n    __getattr__ = dict.__getitem__\n"})
    columns = np.empty((1, 2), object)
    columns[0, :] = "label", "data"
    (tmp_path / "mldata").mkdir()
    scipy.io.savemat(tmp_path / "mldata/mnist-original.mat", {
        "label": np.array([[3.0, 4.0]]), "data": np.arange(6).reshape(3, 2), "mldata_descr_ordering": columns})
    write(tmp_path, {"program/old.py": "from sklearn.datasets import fetch_mldata\nd = fetch_mldata('MNIST original')\n"
                                       "print d.data.tolist(), d.target, sorted(d.keys()), d.COL_NAMES, d.DESCR\n"
                                       "fetch_mldata('other')\n"})
    done = run("program/old.py", PYTHONPATH=os.pathsep.join([str(tmp_path / "elsewhere"), os.environ.get("PYTHONPATH", "")]))
    # As scikit-learn 0.19.2 answers.
    assert done.stdout == ("[[0, 2, 4], [1, 3, 5]] [3. 4.] ['COL_NAMES', 'DESCR', 'data', 'target'] ['label', 'data'] "
                           "mldata.org dataset: mnist-original\n"), done.stderr
    assert done.returncode == 1 and "other.mat is not there" in done.stderr.splitlines()[-1]


def test_estimators_have_the_parameters_of_their_time(tmp_path, run):
    """As scikit-learn 0.19.2: a parameter that is not there is None, and cloning takes one that is equal only."""
    write(tmp_path / "elsewhere/sklearn", {
        "__init__.py": "",
        "base.py": "class BaseEstimator:\n    def _get_param_names(self):\n        return ['a', 'b']\n"
                   "    def get_params(self, deep=True):\n        return {k: getattr(self, k) for k in self._get_param_names()}\n"
                   "def clone(x, safe=True):\n    return x.__sklearn_clone__() if hasattr(x, '__sklearn_clone__') else list(x or [])\n"})
    write(tmp_path, {"program/old.py": "from sklearn.base import BaseEstimator, clone\nclass Net(BaseEstimator):\n"
                                       "    def __init__(self, a=None, b=None):\n        self.a = a\n"
                                       "print sorted(clone(Net([1])).get_params().items())\n"})
    done = run("program/old.py", PYTHONPATH=os.pathsep.join([str(tmp_path / "elsewhere"), os.environ.get("PYTHONPATH", "")]))
    assert done.stdout == "[('a', [1]), ('b', None)]\n", done.stderr
