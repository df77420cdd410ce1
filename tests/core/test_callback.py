"""Python called from inside compiled programs."""

import jax
import numpy as np
import pytest
from scipy import special

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.core import callback
from theano_lite.core.callback import call_on_host
from theano_lite.core.lower import x64


@pytest.mark.parametrize("dtype", ["bool", "int8", "int64", "uint64", "float32", "float64", "complex64", "complex128"])
@pytest.mark.parametrize("shape", [(), (0,), (3, 0), (2, 3)])
def test_arrays_cross_over_bit_by_bit(dtype, shape):
    scale = 2.0 ** 61 if np.dtype(dtype).itemsize >= 8 else 20
    value = (np.random.RandomState(0).uniform(0, scale, shape) / 3).astype(dtype) * dtype_unit(dtype)
    seen = []

    def call(x):
        seen.append(x.copy())
        return [x, x.real]

    out = [jax.ShapeDtypeStruct(shape, value.dtype), jax.ShapeDtypeStruct(shape, value.real.dtype)]
    with x64():
        same, real = map(np.asarray, jax.jit(lambda x: call_on_host(call, out, x))(value))
    # XLA drops the calls whose results are empty.
    assert seen or not value.size
    for got, expected in [*((x, value) for x in seen), (same, value), (real, value.real)]:
        assert got.dtype == expected.dtype and got.shape == expected.shape and got.tobytes() == expected.tobytes()


def dtype_unit(dtype):
    return np.dtype(dtype).type(1 + 2j if dtype.startswith("complex") else 1)


def test_large_arrays_of_doubles_reach_scipy_as_doubles():
    x, value = T.dmatrix(), np.random.RandomState(0).rand(1500, 1500) * 10
    assert (theano.function([x], T.j0(x))(value) == special.j0(value)).all()


def test_a_failure_left_over_is_not_taken_for_that_of_another_program(monkeypatch):
    monkeypatch.setattr(callback, "_failures", [ZeroDivisionError("old")])
    assert callback.failure(RuntimeError("RESOURCE_EXHAUSTED")) is None and not callback._failures
    callback._failures.append(ZeroDivisionError("new"))
    assert str(callback.failure(RuntimeError("CpuCallback error: ZeroDivisionError: new"))) == "new"
