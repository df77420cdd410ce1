"""Theano's dtype arithmetic: promotion, autocast of Python constants, and the rules that ops name."""

from functools import lru_cache

import numpy as np

from theano_lite.core.config import config

int_dtypes = ["int8", "int16", "int32", "int64"]
uint_dtypes = ["uint8", "uint16", "uint32", "uint64"]
integer_dtypes = int_dtypes + uint_dtypes
discrete_dtypes = ["bool"] + integer_dtypes
float_dtypes = ["float16", "float32", "float64"]
complex_dtypes = ["complex64", "complex128"]
continuous_dtypes = float_dtypes + complex_dtypes
all_dtypes = discrete_dtypes + continuous_dtypes

_FLOAT_OF = dict(bool="float32", int8="float32", int16="float32", int32="float64", int64="float64",
                 uint8="float32", uint16="float32", uint32="float64", uint64="float64")


def is_discrete(dtype):
    """Whether `dtype` counts (bool and the integers)."""
    return dtype in discrete_dtypes


@lru_cache(maxsize=None)
def upcast(*dtypes):
    """The dtype that holds all `dtypes`: NumPy's promotion of arrays (int32 with float32 is float64)."""
    return str(np.result_type(*(np.dtype(d) for d in dtypes)))


def check_dtype(dtype):
    """Canonical name of `dtype`, or of the dtype that a variable has; 'floatX' is read from the configuration.

    Raises TypeError if unknown.
    """
    if isinstance(getattr(dtype, "dtype", None), str):
        dtype = dtype.dtype
    if isinstance(dtype, str) and dtype == "floatX":
        return config.floatX
    name = dtype if isinstance(dtype, str) else np.dtype(dtype).name
    if name not in all_dtypes:
        try:
            name = np.dtype(name).name
        except TypeError:
            name = None
    if name not in all_dtypes:
        raise TypeError(f"Unsupported dtype for TensorType: {dtype}")
    return name


# --- rules: from the dtypes of the inputs to the dtype of the output ------------------------------


def same(*dtypes):
    """Promotion of the inputs."""
    return upcast(*dtypes)


def no_bool(*dtypes):
    """Promotion of the inputs; raises TypeError for bool inputs alone."""
    out = upcast(*dtypes)
    if out == "bool":
        raise TypeError("bool input not supported")
    return out


def same_not_bool_output(*dtypes):
    """Promotion of the inputs; raises TypeError where that is bool."""
    out = upcast(*dtypes)
    if out == "bool":
        raise TypeError("bool output not supported")
    return out


def to_float(*dtypes):
    """Promotion after integers became floats: up to 16 bits float32, wider float64."""
    return upcast(*(_FLOAT_OF.get(d, d) for d in dtypes))


def float_only(*dtypes):
    """Promotion of float inputs. Raises TypeError for integers."""
    if any(d in discrete_dtypes for d in dtypes):
        raise TypeError("only float type are supported")
    return upcast(*dtypes)


def to_bool(*dtypes):
    """bool, whatever comes in."""
    return "bool"


def integers_only(*dtypes):
    """Promotion of integer or bool inputs. Raises TypeError for floats."""
    if not all(d in discrete_dtypes for d in dtypes):
        raise TypeError(f"input dtypes must be integer or bool, got {', '.join(dtypes)}")
    return upcast(*dtypes)


def real_of(dtype):
    """The real dtype with the precision of `dtype`."""
    return {"complex64": "float32", "complex128": "float64"}.get(dtype, dtype)


def true_div(x, y):
    """float division: floatX where both inputs are integers, else promotion."""
    if x in discrete_dtypes and y in discrete_dtypes:
        return config.floatX
    return upcast(x, y)


def sum_dtype(dtype):
    """Result dtype of sum and prod: integers widen to 64 bits."""
    if dtype == "bool" or dtype in int_dtypes:
        return "int64"
    return "uint64" if dtype in uint_dtypes else dtype


def accumulator_dtype(dtype):
    """The dtype that sums and products accumulate in: twice the width of narrow floats."""
    wider = dict(float16="float32", float32="float64", complex64="complex128")
    return wider.get(dtype, sum_dtype(dtype))


# --- Python constants -----------------------------------------------------------------------------


class NumpyAutocaster:
    """Gives Python numbers a dtype as config.cast_policy says.

    'custom': the first of `dtypes` that holds the number exactly, else the last; but Python floats are of floatX if that
    is narrower than float64. 'numpy': what NumPy makes of it. 'numpy+floatX': likewise, Python floats of floatX.
    """

    def __init__(self, dtypes):
        self.dtypes = tuple(dtypes)

    def __call__(self, x):
        policy = config.cast_policy
        if policy != "custom":
            array = np.asarray(x)
            python_float = not hasattr(x, "dtype") and array.dtype.kind == "f"
            return _narrow(array, config.floatX) if policy == "numpy+floatX" and python_float else array
        if str(getattr(x, "dtype", None)) in self.dtypes:
            return np.asarray(x)
        if isinstance(x, float) and config.floatX in self.dtypes and config.floatX != "float64":
            return _narrow(x, config.floatX)
        for name in self.dtypes:
            if name == "float16" and config.floatX != "float16":
                continue
            cast = _wrapped(x, name)
            if cast.item() == x:
                break
        return cast


def _wrapped(x, name):
    """`x` as `name`; integers that do not fit lose their upper bits."""
    return np.asarray(np.int64(x)).astype(name) if isinstance(x, int) else _narrow(x, name)


def _narrow(value, dtype):
    with np.errstate(over="ignore"):
        return np.array(value, dtype=dtype)


autocast_int = NumpyAutocaster(("int8", "int16", "int32", "int64"))
autocast_float = NumpyAutocaster(("float16", "float32", "float64"))


class autocast_float_as:
    """A `with` block in which Python floats take the first of `dtypes` that holds them; cast_policy must be 'custom'."""

    def __init__(self, *dtypes):
        self.dtypes = dtypes
        assert config.cast_policy == "custom"

    def __enter__(self):
        assert config.cast_policy == "custom"
        self.old, autocast_float.dtypes = autocast_float.dtypes, self.dtypes

    def __exit__(self, *error):
        assert config.cast_policy == "custom"
        autocast_float.dtypes = self.old


def autocast(value):
    """The array for a number: Python ints and floats as `autocast_int` and `autocast_float` say, ints that need them 64
    bits without sign. NumPy scalars keep their dtype.
    """
    if getattr(value, "dtype", None) is not None:
        return np.asarray(value)
    if isinstance(value, (bool, int)):
        value = int(value)
        if not -2 ** 63 <= value < 2 ** 63:
            if value < 0 or value >= 2 ** 64:
                raise OverflowError(f"the Python integer {value} fits no 64 bit type")
            return np.array(value, dtype="uint64")
        return autocast_int(value)
    return autocast_float(value) if isinstance(value, float) else np.asarray(value)


def _asarray(a, dtype, order=None):
    """`a` as an array of `dtype`; "floatX" is config.floatX. Python's integers lose the bits that do not fit, up to 64."""
    dtype = np.dtype(config.floatX if str(dtype) == "floatX" else dtype)
    try:
        return np.asarray(a, dtype=dtype, order=order)
    except OverflowError:
        if dtype.kind not in "iu":
            raise
        return np.asarray(a, dtype="int64", order=order).astype(dtype)
