"""The configuration: environment, files, assignment, and flags of other days."""

import os
import subprocess
import sys

import pytest

from theano_lite.configparser import change_flags, config


def run(code, **environment):
    done = subprocess.run([sys.executable, "-c", "from theano_lite.configparser import config\n" + code],
                          capture_output=True, text=True, env={**os.environ, **environment})
    assert done.returncode == 0, done.stderr
    return done.stdout.split(), done.stderr


def test_the_defaults_are_theanos():
    out, err = run("print(config.floatX, config.device, config.mode, config.cast_policy, config.on_unused_input,"
                   "config.traceback.limit, config.blas.check_openmp)", THEANO_FLAGS="", THEANORC="/nowhere")
    assert out == ["float64", "cpu", "Mode", "custom", "raise", "8", "True"] and err == ""


def test_flags_come_from_the_environment_over_the_file(tmp_path):
    (tmp_path / "rc").write_text("[global]\nfloatX = float32\non_unused_input = ignore\n[scan]\nallow_gc = True\n")
    out, _ = run("print(config.floatX, config.on_unused_input, config.scan.allow_gc)", THEANORC=str(tmp_path / "rc"),
                 THEANO_FLAGS="on_unused_input=warn")
    assert out == ["float32", "warn", "True"]


def test_flags_of_gpus_are_accepted_with_one_notice():
    out, err = run("config.nvcc.fastmath = True\nprint(config.device, config.nvcc.fastmath)",
                   THEANO_FLAGS="device=gpu0,nvcc.fastmath=True,lib.cnmem=0.9")
    assert out == ["cpu", "True"] and err.count("\n") == 1 and "device=gpu0" in err


def test_bad_values_are_refused():
    for name, value in [("floatX", "float13"), ("on_unused_input", "sometimes"), ("profile", "maybe")]:
        with pytest.raises(ValueError, match=name):
            setattr(config, name, value)
    with pytest.raises(AttributeError):
        config.no_such_flag  # noqa: B018


def test_flags_change_for_a_block_or_a_function():
    with change_flags(floatX="float32", traceback__limit=3):
        assert (config.floatX, config.traceback.limit) == ("float32", 3)

    @change_flags({"floatX": "float32"})
    def inside():
        return config.floatX

    assert inside() == "float32" and (config.floatX, config.traceback.limit) == ("float64", 8)


def test_unknown_flags_of_the_environment_leave_sections_and_flags_alone():
    out, err = run("print(config.traceback.limit, config.floatX, hasattr(config, 'foo'))",
                   THEANO_FLAGS="traceback=5,floatX.foo=1,foo=1,profiling=True,floatx=float32")
    assert out == ["8", "float64", "False"]
    lines = err.splitlines()
    assert len(lines) == 5 and all("Theano does not recognise this flag" in line for line in lines)
    assert lines[-1].endswith("floatx (is it floatX?)")
