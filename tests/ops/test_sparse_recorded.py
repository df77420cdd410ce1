"""Sparse expressions give here what the real Theano 1.0.5 gave: values, dtypes, formats, gradients and exceptions."""

import functools
import json
from itertools import groupby
from pathlib import Path

import numpy as np
import pytest
import scipy.sparse

import theano_lite
import theano_lite.sparse  # noqa: F401

from . import sparse_cases

HERE = Path(__file__).parent
RECORDED = json.loads((HERE / "recorded_sparse.json").read_text())
CASES = list(sparse_cases.cases())
TOGETHER = 14
# The refusals of grad that are promised; any other is a gradient that Theano lacks or breaks, where a number is no worse.
PROMISED = {"DisconnectedInputError", "NullTypeGradError"}
# Where Theano's exception is an accident of its insides, the one a user would expect; {case: reason} for the rest.
INSTEAD = {"UFuncTypeError": "TypeError"}
KNOWN = json.loads((HERE / "known_sparse_differences.json").read_text())
REASONS = {name: reason for reason, names in KNOWN.items() for name in names}


def chunks():
    """Cases that raise nothing, so many as share a compiled function."""
    for group, members in groupby((c for c in CASES if "raises" not in RECORDED[c[1]]), key=lambda c: c[0]):
        members = list(members)
        for k in range(0, len(members), TOGETHER):
            yield members[k:k + TOGETHER]


CHUNK_OF = {case[1]: chunk for chunk in chunks() for case in chunk}


def built(case, recorded):
    """The output of a case and the gradients that the recording has: {key: variable or class of an error}."""
    _, _, expression, inputs = case
    variables, out = sparse_cases.build(theano_lite, expression, inputs)
    found = dict(value=out)
    if len(recorded) > 1:
        found.update(sparse_cases.gradients(theano_lite, out, variables, tuple(recorded["value"]["shape"])))
    return variables, found


def compute(cases):
    """{name: {key: JSON}} of the cases from one compiled function."""
    variables, arrays, outputs, keys = [], [], [], []
    found = {}
    for case in cases:
        made, wanted = built(case, RECORDED[case[1]])
        variables += made.values()
        arrays += sparse_cases.fresh(case[3])
        found[case[1]] = {key: v for key, v in wanted.items() if isinstance(v, str)}
        keys += [(case[1], key) for key, v in wanted.items() if not isinstance(v, str)]
        outputs += [v for v in wanted.values() if not isinstance(v, str)]
    function = theano_lite.function(variables, outputs, on_unused_input="ignore", mode="FAST_COMPILE")
    for (name, key), value in zip(keys, function(*arrays)):
        found[name][key] = sparse_cases.plain(value)
        if scipy.sparse.issparse(value):
            value.check_format()
    return found


@functools.lru_cache(None)
def results_of_chunk(first):
    try:
        return compute(CHUNK_OF[first])
    except Exception:
        # One of them is at fault: each is run by itself and tells.
        return None


def result(case):
    chunk = results_of_chunk(CHUNK_OF[case[1]][0][1])
    return chunk[case[1]] if chunk is not None else compute([case])[case[1]]


def difference(expected, got):
    """What differs, as a sentence, or None."""
    if isinstance(expected, str):
        return None if isinstance(got, str) or expected not in PROMISED else "Theano raises " + expected
    if isinstance(got, str):
        return "raises " + got
    for key in ("dtype", "format", "shape"):
        if expected.get(key) != got.get(key):
            return f"{key}: Theano {expected.get(key)}, here {got.get(key)}"
    single = expected["dtype"] in ("float32", "complex64")
    same = np.allclose(expected["values"], got["values"], rtol=1e-5 if single else 1e-12, atol=1e-6 if single else 1e-14,
                       equal_nan=True)
    return None if same else f"Theano {expected['values']}, here {got['values']}"


def test_every_case_is_recorded_and_nothing_else():
    assert [case[1] for case in CASES] == list(RECORDED)


@pytest.mark.parametrize("case", [
    pytest.param(case, id=case[1], marks=[pytest.mark.xfail(reason=REASONS[case[1]], strict=True)]
                 if case[1] in REASONS else []) for case in CASES])
def test_the_case_gives_what_theano_gave(case):
    recorded = RECORDED[case[1]]
    if "raises" in recorded:
        expected = INSTEAD.get(recorded["raises"], recorded["raises"])
        with pytest.raises(Exception) as caught:
            compute([case])
        assert expected in [kind.__name__ for kind in type(caught.value).__mro__], caught.value
        return
    found = result(case)
    assert set(found) == set(recorded)
    differences = {key: difference(recorded[key], found[key]) for key in recorded}
    assert not any(differences.values()), differences
