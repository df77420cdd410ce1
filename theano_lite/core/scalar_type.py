"""Scalar: the type of single numbers, as theano.scalar has them. A program sees arrays of rank 0."""

from typing import Any

import numpy as np

from theano_lite.core import types
from theano_lite.core.config import config
from theano_lite.core.dtypes import _asarray, all_dtypes, autocast, complex_dtypes, discrete_dtypes, float_dtypes, upcast
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.types import ArrayType, TensorType


class ComplexError(NotImplementedError):
    """Complex numbers were given to an operation that has no meaning for them."""


class IntegerDivisionError(Exception):
    """Two integers were divided by `/`."""


def divides_whole(x_discrete, y_discrete):
    """Whether Python 2's `/` gives the floor: it does for two integers, unless the flag int_division says otherwise.

    Raises IntegerDivisionError where the flag is "raise".
    """
    if not (x_discrete and y_discrete) or config.int_division == "floatX":
        return False
    if config.int_division == "raise":
        raise IntegerDivisionError("config.int_division is 'raise': two integers are divided by `/`. Write // for the floor; "
                                   "for a float cast one of them or call x.__truediv__(y)")
    return True


class Scalar(ArrayType, metaclass=ShownAs):
    """One number of `dtype`; its values are NumPy scalars. Raises TypeError for an unknown dtype."""

    shown_as = "theano.scalar.basic.Scalar"

    ndim = 0
    broadcastable = ()
    as_tensor = staticmethod(lambda x: types.tensor_of_scalar(x))

    def __init__(self, dtype):
        self.dtype = config.floatX if dtype == "floatX" else str(dtype)
        if self.dtype not in all_dtypes:
            raise TypeError(f"Unsupported dtype for {type(self).__name__}: {dtype}")
        self.numpy_dtype = np.dtype(self.dtype)

    def __eq__(self, other):
        return type(self) is type(other) and self.dtype == other.dtype

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((Scalar, self.dtype))

    def __str__(self):
        return self.dtype

    def __repr__(self):
        return f"Scalar({self.dtype})"

    def clone(self, dtype=None, broadcastable=None):
        return get_scalar_type(self.dtype if dtype is None else dtype)

    def upcast(self, *others):
        """The dtype that holds this one and those of the types `others`."""
        return upcast(self.dtype, *(t.dtype for t in others))

    def filter(self, data, strict=False, allow_downcast=None):
        """`data` as a NumPy scalar of this dtype.

        strict: only such a scalar. allow_downcast: True casts; None casts Python floats to floatX; else the value must
        not change. Raises TypeError.
        """
        make = self.numpy_dtype.type
        if isinstance(data, make):
            return data
        if strict:
            raise TypeError(f"{self} expected a {make}, got {data} of type {type(data)}", data)
        try:
            with np.errstate(all="ignore"):
                converted = _asarray(data, self.numpy_dtype).reshape(())[()]
            free = allow_downcast or (allow_downcast is None and type(data) is float and self.dtype == config.floatX)
            fits = free or bool(np.all(data == converted))
        except Exception as error:
            raise TypeError(f"Could not convert {type(data)} (value={data}) to {self.dtype}", error) from None
        if not fits:
            raise TypeError(f"Could not convert {type(data)} (value={data}) to {self.dtype}: Value cannot accurately be "
                            f"converted to dtype ({self.dtype}) and allow_downcast is not True")
        return converted

    def from_program(self, value):
        return np.asarray(value)[()]

    def values_eq_approx(self, a, b, tolerance=1e-4):
        """Whether `a` and `b` differ by at most `tolerance` of their sizes."""
        if self.dtype == "bool":
            return bool(a == b)
        return bool(abs(a - b) <= (abs(a) + abs(b)) * tolerance)

    def get_shape_info(self, obj):
        return obj.itemsize


_interned: dict = {}


def get_scalar_type(dtype) -> Any:
    """The shared Scalar of `dtype`."""
    found = _interned.get(dtype)
    if found is None:
        found = _interned[dtype] = Scalar(dtype)
    return found


types.scalar_type_of = get_scalar_type


class ScalarVariable(Variable):
    """A symbolic number. `ops/scalars.py` attaches the operators."""

    ndim = 0

    @property
    def dtype(self):
        return self.type.dtype

    def _as_TensorVariable(self):
        return types.tensor_of_scalar(self)

    __hash__ = object.__hash__


class ScalarConstant(ScalarVariable, Constant):
    """A number that is known while the graph is built."""

    def __init__(self, type, data, name=None):
        Constant.__init__(self, type, data, name)

    def __str__(self):
        return self.name if self.name is not None else f"Constant{{{self.data}}}"

    def equals(self, other):
        """Whether `other` is a constant of the same type and value."""
        return (isinstance(other, ScalarConstant) and other.type == self.type
                and TensorType.values_eq(self.data, other.data))

    def signature(self):
        return (self.type, self.data.tobytes())

    __hash__ = object.__hash__


Scalar.variable_class = ScalarVariable
Scalar.constant_class = ScalarConstant


def convert(x, dtype=None):
    """`x` as an array: of `dtype`, or a Python number in the narrowest dtype that holds it."""
    if dtype is not None:
        return _asarray(x, dtype)
    if isinstance(x, (bool, int, float)) and not hasattr(x, "dtype"):
        return autocast(x)
    array = np.asarray(x)
    return array.astype(config.floatX) if array.size == 0 and not hasattr(x, "dtype") else array


def constant(x, name=None, dtype=None):
    """A ScalarConstant of the number `x`. Raises TypeError for what is none, AssertionError for an array."""
    array = convert(x, dtype)
    if array.ndim != 0:
        raise AssertionError(f"scalar.constant takes one number, got {x!r}")
    if str(array.dtype) not in all_dtypes:
        raise TypeError(f"scalar.constant takes a number, got {x!r}")
    return ScalarConstant(get_scalar_type(str(array.dtype)), array[()], name)


def as_scalar(x, name=None) -> Any:
    """`x` as a scalar variable: 0-dimensional tensors are converted, numbers become constants. Raises TypeError."""
    if isinstance(x, Apply):
        if len(x.outputs) != 1:
            raise ValueError("It is ambiguous which output of a multi-output Op has to be fetched.", x)
        x = x.outputs[0]
    if isinstance(x, Variable):
        if isinstance(x.type, Scalar):
            return x
        if isinstance(x.type, TensorType) and x.type.ndim == 0:
            return types.scalar_of_tensor(x)
        raise TypeError("Variable type field must be a Scalar.", x, x.type)
    try:
        return constant(x)
    except TypeError:
        raise TypeError(f"Cannot convert {x} to Scalar", type(x)) from None


def of_dtypes(names):
    """The Scalar types of several dtypes, as a tuple."""
    return tuple(get_scalar_type(name) for name in names)


int_types = of_dtypes(["int8", "int16", "int32", "int64"])
uint_types = of_dtypes(["uint8", "uint16", "uint32", "uint64"])
float_types, complex_types = of_dtypes(float_dtypes), of_dtypes(complex_dtypes)
integer_types = int_types + uint_types
discrete_types = of_dtypes(discrete_dtypes)
continuous_types = float_types + complex_types
all_types = discrete_types + continuous_types
