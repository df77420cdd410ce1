"""The dtypes of Python numbers, by config.cast_policy; expectations as Theano 1.0.5 gives them."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.scalar import autocast_float_as


@pytest.mark.parametrize("floatX, expected", [
    ("float64", ["int8", "int16", "int32", "int64", "uint64", "float32", "float64", "float64", "float64", "float32"]),
    ("float32", ["int8", "int16", "int32", "int64", "uint64", "float32", "float32", "float32", "float32", "float32"]),
    ("float16", ["int8", "int16", "int32", "int64", "uint64", "float16", "float16", "float16", "float16", "float16"])])
def test_the_custom_policy_takes_the_narrowest_dtype(floatX, expected):
    numbers = [127, 128, -40000, 2 ** 40, 2 ** 63, 1.5, 1.1, 1e50, float("nan"), float("inf")]
    with theano.change_flags(floatX=floatX):
        assert [T.constant(number).dtype for number in numbers] == expected


@pytest.mark.parametrize("floatX", ["float64", "float32"])
def test_the_numpy_policy_takes_floatx_for_floats(floatX):
    with theano.change_flags(cast_policy="numpy+floatX", floatX=floatX):
        assert T.constant(1).dtype == "int64" and T.constant(1.5).dtype == floatX
        assert T.constant(np.float32(1.1)).dtype == "float32" and T.constant(np.int8(1)).dtype == "int8"


def test_autocast_float_as_names_the_dtypes_for_floats():
    with autocast_float_as("float32"):
        assert (T.fvector() + 1.1).dtype == "float32"
    assert (T.fvector() + 1.1).dtype == "float64"


def test_an_integer_beyond_64_bits_is_refused():
    with pytest.raises(TypeError, match="Cannot convert"):
        T.as_tensor_variable(2 ** 64)


def test_asarray_reads_floatx():
    assert theano._asarray([1], "floatX").dtype == theano.config.floatX
    assert theano._asarray(1.5, dtype="int8") == 1


def test_a_variable_stands_for_its_dtype():
    """Old programs write x.zeros_like(x)."""
    x, i = T.fmatrix(), T.ivector()
    assert (x.zeros_like(x).dtype, T.zeros_like(x, i).dtype, T.ones_like(i, x).dtype) == ("float32", "int32", "float32")
    assert T.zeros((2,), x).dtype == T.constant(1.0, dtype=x).dtype == "float32"
