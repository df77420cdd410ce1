"""The examples print here what they print on the real Theano, and the MLP learns."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text())


def printed(*arguments):
    done = subprocess.run([sys.executable, "-m", "theano_lite", "run", *arguments], cwd=EXAMPLES, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def numbers(line):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", line)]


def assert_same(lines, expected):
    """Errors to the last digit, costs to a unit of it."""
    assert len(lines) == len(expected)
    for line, theirs in zip(lines, expected):
        assert re.sub(r"[\d.]+", "#", line) == re.sub(r"[\d.]+", "#", theirs)
        assert all(abs(a - b) < 2e-6 for a, b in zip(numbers(line), numbers(theirs))), (line, theirs)


def test_the_mlp_prints_what_it_prints_on_theano_and_reaches_4_percent():
    lines = printed("mlp.py")
    assert_same(lines, RECORDED["mlp.py"])
    assert numbers(lines[-1])[-1] <= 4


def test_logistic_regression_prints_what_it_prints_on_theano():
    assert_same(printed("logistic_regression.py"), RECORDED["logistic_regression.py"])


def test_the_lstm_prints_what_it_prints_on_theano():
    assert_same(printed("lstm.py"), RECORDED["lstm.py"])


@pytest.mark.parametrize("name", ["rbm.py", "denoising_autoencoder.py"])
def test_programs_that_draw_print_what_they_print_on_theano(name):
    assert_same(printed(name), RECORDED[name])


def test_the_convolutional_network_prints_what_it_prints_on_theano_and_reaches_5_percent():
    lines = printed("convolutional_mlp.py")
    assert_same(lines, RECORDED["convolutional_mlp.py"])
    assert numbers(lines[-1])[-1] <= 5


def test_the_gradient_timing_gives_equal_losses_for_both_ways():
    lines = printed("gradient_timing.py", "--sizes", "20-10-10-8-4", "--batch", "5", "--repeat", "2")
    assert "ratio" in lines[0] and lines[1].startswith("joint") and lines[2].startswith("separate")
    joint, separate = (float(re.search(r"loss (\S+),", line)[1]) for line in lines[1:])
    assert separate <= joint, "the second function goes on where the first stopped"
