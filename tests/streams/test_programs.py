"""Random numbers are those of the real Theano 1.0.5, over several calls, streams and seeds."""

from pathlib import Path

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.sandbox import rng_mrg
from theano_lite.tensor import raw_random, shared_randomstreams

from .programs import Programs

RECORDED = np.load(Path(__file__).parent / "recorded.npz")
PROGRAMS = Programs(theano, T, shared_randomstreams, rng_mrg, raw_random)


def recorded(floatX, name):
    found = []
    while f"{floatX}.{name}.{len(found)}" in RECORDED:
        found.append(RECORDED[f"{floatX}.{name}.{len(found)}"])
    return found


@pytest.mark.parametrize("floatX", ["float64", "float32"])
@pytest.mark.parametrize("name", PROGRAMS.names())
@pytest.mark.filterwarnings("ignore:the loop")
def test_the_numbers_are_theanos(name, floatX):
    with theano.change_flags(floatX=floatX):
        results = [np.asarray(value) for value in getattr(PROGRAMS, name)()]
    expected = recorded(floatX, name)
    assert [x.dtype for x in results] == [x.dtype for x in expected]
    for k, (got, wanted) in enumerate(zip(results, expected, strict=True)):
        if name == "mrg_normal":
            # A unit in the last place of the logarithm, the cosine, the product and the sum.
            np.testing.assert_allclose(got, wanted, rtol=4 * np.finfo(got.dtype).eps, atol=2 * np.finfo(got.dtype).eps)
        else:
            np.testing.assert_array_equal(got, wanted, err_msg=f"result {k}", strict=True)
