"""The cases give here what the real Theano 1.0.5 gave: values, dtypes, patterns, gradients and exceptions.

THEANO_LITE_ORACLE_SELF=theano runs the same comparison on the real Theano, as a check of the harness.
"""

import functools
import importlib
import json
import os
from pathlib import Path

import pytest

from .cases import CASES, FAMILIES
from .compare import differences
from .evaluate import SUBMODULES, evaluate, evaluate_together

RECORDED = Path(__file__).parent / "recorded"
IMPLEMENTATION = os.environ.get("THEANO_LITE_ORACLE_SELF", "theano_lite")
TOGETHER = 12

# What is said in warnings is tested with the ops; here only numbers and exceptions count.
pytestmark = pytest.mark.filterwarnings("ignore")


@functools.lru_cache(None)
def implementation():
    """The module under test, with the parts that the cases name."""
    for part in SUBMODULES:
        importlib.import_module(IMPLEMENTATION + part)
    return importlib.import_module(IMPLEMENTATION)


@functools.lru_cache(None)
def recording(family):
    """The recorded cases of the family, by name."""
    return json.loads((RECORDED / f"{family}.json").read_text())["cases"]


@functools.lru_cache(None)
def groups(family):
    """For each case that raises nothing, the neighbours that share one compiled function."""
    shared, last = {}, []
    for case in CASES.values():
        if case.family == family and "values" in recording(family).get(case.name, {}):
            if not last or case.floatX != last[0].floatX or len(last) >= TOGETHER:
                last = []
            last.append(case)
            shared[case.name] = last
    return shared


@functools.lru_cache(None)
def results_of_group(names):
    """The results of the named cases from one compiled function, or None where that function fails."""
    theano = implementation()
    cases = [CASES[name] for name in names]
    try:
        return evaluate_together(theano, cases, [recording(case.family)[case.name] for case in cases])
    except Exception:
        # One of them is at fault: each is run by itself and tells.
        return None


def result(case):
    """The result of the case here."""
    together = groups(case.family).get(case.name)
    if together is not None:
        found = results_of_group(tuple(other.name for other in together))
        if found is not None:
            return found[case.name]
    theano = implementation()
    return evaluate(theano, case)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_case_of_the_family_is_recorded_and_nothing_else(family):
    assert {case.name for case in CASES.values() if case.family == family} == set(recording(family))


def identity(case):
    return case.family + ": " + case.name


# {reason: identities}; each is a strict xfail, so what comes to agree must leave the list.
KNOWN = json.loads((Path(__file__).parent / "known_differences.json").read_text())
REASONS = {name: reason for reason, names in KNOWN.items() for name in names}
if IMPLEMENTATION == "theano":
    REASONS = {}


def strict(case):
    """What XLA cancels, and psi at its pole, depends on the version of JAX: 0.10 and 0.12 differ."""
    return "XLA cancels" not in REASONS[identity(case)] and "psi" not in case.expression


@pytest.mark.parametrize("case", [
    pytest.param(case, id=identity(case),
                 marks=[pytest.mark.xfail(reason=REASONS[identity(case)], strict=strict(case))]
                 if identity(case) in REASONS else [])
    for case in CASES.values()])
def test_the_case_gives_what_theano_gave(case):
    found = differences(case, recording(case.family)[case.name], result(case))
    assert not found, "\n".join([case.name, *found])
