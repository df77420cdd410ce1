"""Every flag against the real Theano 1.0.5: defaults, and what assignments store or raise (record_flags.py)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import theano_lite.tensor as T
from theano_lite.configparser import change_flags, config
from theano_lite.core.config import Config
from theano_lite.core.flags import DEFAULTS

RECORDED = json.loads((Path(__file__).parent / "recorded_flags.json").read_text())


def section(flags, name):
    for part in name.split(".")[:-1]:
        flags = getattr(flags, part)
    return flags, name.split(".")[-1]


def outcome(name, value):
    """What a new configuration stores, or the class of the exception."""
    holder, last = section(Config(), name)
    try:
        setattr(holder, last, value)
    except Exception as error:
        return {"raises": type(error).__name__}
    return {"stored": getattr(holder, last)}


def test_every_flag_has_theanos_default():
    fresh = Config()
    assert RECORDED["defaults"].items() <= {name: getattr(*section(fresh, name)) for name in DEFAULTS}.items()
    assert len(RECORDED["defaults"]) > 120


@pytest.mark.parametrize("name, value, expected", RECORDED["assigned"], ids=lambda part: str(part)[:30])
def test_assignment_stores_or_raises_what_theano_does(name, value, expected):
    ours = outcome(name, value)
    assert ours == expected and type(ours.get("stored")) is type(expected.get("stored"))


def imported(code="", **environment):
    code = f"from theano_lite.core.config import config as c\nprint(c.floatX, c.scan.allow_gc, c.optimizer)\n{code}"
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          env={**os.environ, "THEANORC": "/nowhere", "THEANO_FLAGS": "", **environment})


def test_names_in_theanorc_may_have_any_case_and_its_variables_are_filled_in(tmp_path):
    (tmp_path / "rc").write_text("[global]\nfloatx = float32\nbase_compiledir = /tmp/%(USER)s/%n\n"
                                 "[SCAN]\nALLOW_GC = True\n")
    done = imported("print(c.base_compiledir)", THEANORC=str(tmp_path / "rc"))
    assert done.stdout.split() == ["float32", "True", "o4", "/tmp/%(USER)s/%n"], done.stderr


def test_later_files_of_theanorc_win(tmp_path):
    (tmp_path / "a").write_text("[global]\nfloatX = float32\noptimizer = fast_run\n")
    (tmp_path / "b").write_text("[global]\nfloatX = float16\n")
    done = imported(THEANORC=os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert done.stdout.split() == ["float16", "False", "fast_run"], done.stderr


def test_a_flag_without_a_value_is_ignored_and_quotes_protect_commas():
    done = imported("print(c.blas.ldflags)", THEANO_FLAGS="floatX,,floatX=float32,blas.ldflags='-L/x,-ly'")
    assert done.stdout.split() == ["float32", "False", "o4", "-L/x,-ly"] and "floatX" in done.stderr


def test_a_bad_flag_in_the_environment_stops_the_import():
    done = imported(THEANO_FLAGS="floatX=float13")
    assert done.returncode == 1 and "ValueError" in done.stderr and '"float13"' in done.stderr


def test_a_failing_change_leaves_every_flag_as_it_was():
    with pytest.raises(ValueError), change_flags({"on_unused_input": "ignore", "floatX": "bad"}):
        pass
    assert (config.on_unused_input, config.floatX) == ("raise", "float64")
    with pytest.raises(AssertionError, match="no_such"):
        change_flags(no_such=1)


def test_changes_nest_in_a_function_that_calls_itself():
    @change_flags(floatX="float32")
    def down(n):
        return [config.floatX] + (down(n - 1) if n else [])

    assert down(2) == ["float32"] * 3 and config.floatX == "float64"


def test_a_fixed_flag_says_where_it_can_be_set():
    with pytest.raises(Exception, match="compiledir.*THEANO_FLAGS"):
        config.compiledir = "/tmp"


def test_variables_of_float64_may_be_warned_of_or_refused():
    with change_flags(warn_float64="raise"):
        with pytest.raises(Exception, match="creating a TensorVariable with float64"):
            T.dvector("x")
        assert T.fvector("x").dtype == "float32"
    with change_flags(warn_float64="warn"), pytest.warns(UserWarning, match="float64"):
        T.dvector("x")
