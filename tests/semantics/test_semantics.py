"""Corner cases give what Theano 1.0.5 gives: values, dtypes, broadcast patterns, exception types."""

import json
from pathlib import Path

import pytest

import theano_lite

from .cases import CASES
from .evaluate import outcome

RECORDED = json.loads((Path(__file__).parent / "recorded.json").read_text())["cases"]

# Differences that stay, with the reason; see COMPATIBILITY.md.
DIFFERENT = {
    "x[:, None].broadcastable": "Theano fails on a new dimension where a later one is left out, a fault of its indexing",
    "F([s], s)(None)": "Theano passes None on unchecked; here it is a bad argument",
}


def same_exception(expected, got):
    """The same class, or for a builtin one a subclass of it."""
    return "raises" in got and expected["raises"] in [got["raises"], *got["bases"]]


@pytest.mark.parametrize(("section", "expression"), [
    pytest.param(section, e, marks=pytest.mark.xfail(reason=DIFFERENT[e])) if e in DIFFERENT else (section, e)
    for section, expressions in CASES.items() for e in expressions])
@pytest.mark.filterwarnings("ignore")
def test_the_expression_has_theanos_outcome(section, expression):
    expected, got = RECORDED[section][expression], outcome(theano_lite, expression)
    if "raises" in expected:
        assert same_exception(expected, got), f"Theano raises {expected['raises']}, here: {got}"
    else:
        assert got == expected
