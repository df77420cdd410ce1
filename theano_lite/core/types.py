"""TensorType (a dtype and a broadcast pattern) and the few other types of variables."""

import warnings
from typing import Any

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import (
    _asarray,
    all_dtypes,
    autocast,
    check_dtype,
    complex_dtypes,
    discrete_dtypes,
    integer_dtypes,
    upcast,
)
from theano_lite.core.errors import AsTensorError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.shown_class import ShownAs


class Type:
    """What a variable may hold. Subclasses say how values are checked and which variable classes are made."""

    variable_class = Variable
    constant_class = Constant
    # Whether programs compute with the values: arrays, or pytrees of them. Others only pass through a function.
    computed = False
    # A function from a variable of this type to the tensor that ops on tensors take instead.
    as_tensor: Any = None

    def to_program(self, value) -> Any:
        """`value`, as `filter` gives it, as an array or a pytree of arrays."""
        return value

    def from_program(self, value) -> Any:
        """The user's own value for what a program returned."""
        return np.array(value) if self.computed else value

    def sole_owner(self, value) -> bool:
        """Whether nobody but the caller can change `value` in place, so that a copy on the device will do."""
        return False

    def frozen(self, value) -> Any:
        """`value`, which decides shapes, as something hashable."""
        raise TypeError(f"a value of type {self} cannot decide a shape")

    def thawed(self, frozen) -> Any:
        """The value that `frozen` was made of, as ops take it while a program is traced."""
        raise TypeError(f"a value of type {self} cannot decide a shape")

    def make_variable(self, name=None) -> Any:
        return self.variable_class(self, None, None, name)

    def make_variable_of(self, owner, index, name=None) -> Any:
        """Output `index` of the node `owner`."""
        return self.variable_class(self, owner, index, name)

    def make_constant(self, value, name=None):
        return self.constant_class(self, value, name)

    Variable = property(lambda self: self.variable_class)
    Constant = property(lambda self: self.constant_class)

    def __call__(self, name=None):
        return self.make_variable(name)

    def filter(self, data, strict=False, allow_downcast=None):
        return data

    def filter_variable(self, other, allow_convert=True):
        """`other` as a variable of this type. Raises TypeError if it is of another."""
        if not isinstance(other, Variable):
            other = self.make_constant(other)
        if other.type != self:
            raise TypeError(f"Cannot convert Type {other.type} (of Variable {other}) into Type {self}. You can try "
                            f"to manually convert {other} into a {self}.")
        return other

    def convert_variable(self, variable):
        return variable if variable.type == self else None

    def is_valid_value(self, value):
        """Whether `value` could be stored without conversion."""
        try:
            self.filter(value, strict=True)
            return True
        except (TypeError, ValueError):
            return False

    def value_validity_msg(self, value):
        """Why `value` is not valid, as far as the type tells: "none"."""
        return "none"

    def values_eq(self, a, b):
        return a == b

    def values_eq_approx(self, a, b):
        return self.values_eq(a, b)


class Generic(Type, metaclass=ShownAs):
    """Any Python object; only passes through a function."""

    shown_as = "theano.gof.type.Generic"

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __repr__(self):
        return "<theano.gof.type.Generic object>"

    def __str__(self):
        return "Generic"


class NullType(Type):
    """The type of a gradient that is undefined; `why` tells the reason. error: what to raise where it is wanted."""

    def __init__(self, why="(no explanation given)", error=None):
        self.why_null, self.error = why, error

    def filter(self, data, strict=False, allow_downcast=None):
        raise ValueError("NullType has no values")

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __str__(self):
        return "NullType"


class DisconnectedType(Type):
    """The type of the gradient with respect to a variable the cost does not depend on."""

    def filter(self, data, strict=False, allow_downcast=None):
        raise AssertionError("a variable of DisconnectedType has no value")

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __str__(self):
        return "DisconnectedType"


generic = Generic()

_PATTERN_NAMES = {(): "scalar", (False,): "vector", (False, True): "col", (True, False): "row", (False, False): "matrix"}


class ArrayType(Type):
    """Values that are one array each, of dtype `dtype` and pattern `broadcastable`."""

    computed = True
    dtype: str
    broadcastable: tuple
    ndim: int
    numpy_dtype: np.dtype

    def clone(self, dtype=None, broadcastable=None) -> Any:
        raise NotImplementedError

    def frozen(self, value):
        if self.ndim == 0:
            return value.item() if hasattr(value, "item") else value
        return tuple(np.asarray(value).tolist())

    def thawed(self, frozen):
        return np.asarray(frozen, dtype=self.numpy_dtype)


class TensorType(ArrayType, metaclass=ShownAs):
    """n-dimensional arrays of `dtype`; where `broadcastable[k]` is true, dimension k has length 1 and is stretched.

    A dimension of length 1 that is not declared broadcastable is never stretched.
    """

    shown_as = "theano.tensor.type.TensorType"

    context_name = "cpu"
    # Programs set it to have `filter` refuse NaN and infinity.
    filter_checks_isfinite = False

    def __init__(self, dtype, broadcastable, name=None, sparse_grad=False):
        self.dtype = check_dtype(dtype)
        self.broadcastable = tuple(bool(b) for b in broadcastable)
        self.ndim = len(self.broadcastable)
        self.name, self.sparse_grad = name, sparse_grad
        self.numpy_dtype = np.dtype(self.dtype)
        self._hash = hash((self.dtype, self.broadcastable))

    # TensorVariable and TensorConstant live below and set themselves.
    def __eq__(self, other):
        return self is other or (type(self) is type(other) and self._hash == other._hash
                                 and self.dtype == other.dtype and self.broadcastable == other.broadcastable)

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return self._hash

    def __str__(self):
        if self.name:
            return self.name
        pattern = self.broadcastable
        if pattern in _PATTERN_NAMES:
            shape = _PATTERN_NAMES[pattern]
        else:
            shape = str(pattern) if any(pattern) else f"{self.ndim}D"
        return f"TensorType({self.dtype}, {shape})"

    __repr__ = __str__

    def clone(self, dtype=None, broadcastable=None):
        return tensor_type(self.dtype if dtype is None else dtype,
                           self.broadcastable if broadcastable is None else broadcastable)

    def filter(self, data, strict=False, allow_downcast=None):
        """`data` as an array of this type.

        strict: only an array of exactly this dtype. allow_downcast: True casts anything numeric; None casts only
        Python floats to floatX; False never loses precision. Of an array the dtype decides, of Python's and NumPy's
        scalars and of lists the values. Raises TypeError.
        """
        if isinstance(data, Variable):
            raise TypeError("Expected an array-like object, but found a Variable: maybe you are trying to call a "
                            "function on a (possibly shared) variable instead of a numeric array?")
        if isinstance(data, np.ndarray) and data.dtype == self.numpy_dtype:
            data = np.asarray(data) if type(data) is not np.ndarray else data
        elif strict:
            if not isinstance(data, np.ndarray):
                raise TypeError(f"{self} expected a ndarray object.", data, type(data))
            raise TypeError(f"{self} expected a ndarray object with dtype = {self.dtype} (got {data.dtype}).")
        else:
            data = self._convert(data, allow_downcast)
        if data.ndim != self.ndim:
            raise TypeError(f"Wrong number of dimensions: expected {self.ndim}, got {data.ndim} with shape {data.shape}.")
        for n, stretched in zip(data.shape, self.broadcastable):
            if stretched and n != 1:
                raise TypeError(f"Non-unit value on shape on a broadcastable dimension. {data.shape} "
                                f"{self.broadcastable}")
        if self.filter_checks_isfinite and not np.all(np.isfinite(data)):
            raise ValueError("non-finite elements not allowed")
        return data

    def _convert(self, data, allow_downcast):
        if type(data) in (int, float) and self.dtype in integer_dtypes and not _fits_64_bits(data, self.dtype):
            raise (OverflowError if data == data else ValueError)(f"cannot convert {type(data).__name__} {data} to {self.dtype}")
        if allow_downcast:
            with np.errstate(all="ignore"):
                if self.dtype in integer_dtypes and not hasattr(data, "dtype"):
                    return _asarray(data, self.numpy_dtype)
                return np.asarray(data).astype(self.numpy_dtype)
        if hasattr(data, "dtype") and not isinstance(data, np.generic):
            array = np.asarray(data)
            if upcast(self.dtype, str(array.dtype)) == self.dtype:
                return array.astype(self.numpy_dtype)
            raise TypeError(f"{self} cannot store a value of dtype {array.dtype} without risking loss of precision. "
                            "If you do not mind this loss, you can: 1) explicitly cast your data to "
                            f"{self.dtype}, or 2) set \"allow_input_downcast=True\" when calling \"function\". "
                            f"Value: \"{short_repr(data)}\"")
        if allow_downcast is None and type(data) is float and self.dtype == config.floatX:
            with np.errstate(all="ignore"):
                return np.asarray(data, dtype=self.numpy_dtype)
        # NumPy has no integers that long, but a float may hold the very value.
        exact = type(data) is int and 64 < data.bit_length() < 1024 and float(data) == data
        array = np.asarray(float(data) if exact else data)
        if array.dtype == object:
            raise TypeError(f"{self} cannot store a value of type {type(data).__name__}: {short_repr(data)}")
        with np.errstate(all="ignore"):
            converted = array.astype(self.numpy_dtype)
        equal = (converted == array) | ((converted != converted) & (array != array))
        if self.dtype in complex_dtypes or str(array.dtype) not in complex_dtypes:
            if np.all(equal):
                return converted
        raise TypeError(f"{self} cannot store accurately value {short_repr(data)}, it would be represented as "
                        f"{short_repr(converted)}. If you do not mind this precision loss, you can: 1) explicitly "
                        f"convert your data to a numpy array of dtype {self.dtype}, or 2) set "
                        f"\"allow_input_downcast=True\" when calling \"function\".", data, converted)

    def filter_variable(self, other, allow_convert=True):
        """`other` as a variable of this type, declaring dimensions (non-)broadcastable where that is safe."""
        if not isinstance(other, Variable):
            other = self.make_constant(other)
        if other.type == self:
            return other
        if allow_convert:
            converted = self.convert_variable(other)
            if converted is not None:
                return converted
        raise TypeError(f"Cannot convert Type {other.type} (of Variable {other}) into Type {self}. You can try to "
                        f"manually convert {other} into a {self}.")

    def convert_variable(self, variable):
        """`variable` with this broadcast pattern, or None if dtype or number of dimensions differ."""
        other = variable.type
        if other == self:
            return variable
        if not isinstance(other, TensorType) or other.dtype != self.dtype or other.ndim != self.ndim:
            return None
        if self.is_super(other):
            return rebroadcast(variable, self.broadcastable)
        return None

    def is_super(self, other):
        """Whether every value of type `other` is one of this type."""
        return all(theirs or not ours for ours, theirs in zip(self.broadcastable, other.broadcastable))

    @staticmethod
    def values_eq(a, b, force_same_dtype=True):
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape or (force_same_dtype and a.dtype != b.dtype):
            return False
        return bool(np.all((a == b) | ((a != a) & (b != b))))

    @staticmethod
    def values_eq_approx(a, b, allow_remove_inf=False, allow_remove_nan=False, rtol=None, atol=None):
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape or a.dtype != b.dtype:
            return False
        if str(a.dtype) in discrete_dtypes:
            return bool(np.all(a == b))
        if allow_remove_inf or allow_remove_nan:
            # What is infinite (or NaN) in a is not compared.
            free = (np.isinf(a) if allow_remove_inf else False) | (np.isnan(a) if allow_remove_nan else False)
            a, b = np.where(free, 0, a), np.where(free, 0, b)
        narrow = str(a.dtype) in ("float16", "float32", "complex64")
        rtol = rtol if rtol is not None else (1e-4 if narrow else 1e-5)
        atol = atol if atol is not None else (1e-5 if narrow else 1e-8)
        return bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True))

    @staticmethod
    def may_share_memory(a, b):
        return isinstance(a, np.ndarray) and isinstance(b, np.ndarray) and np.may_share_memory(a, b)

    def value_zeros(self, shape):
        """An array of zeros of this dtype."""
        return np.zeros(shape, dtype=self.dtype)

    def get_shape_info(self, obj):
        return obj.shape

    def get_size(self, shape_info):
        """The bytes of an array of the shape `shape_info`."""
        return self.numpy_dtype.itemsize * int(np.prod(shape_info, dtype="int64"))

    def value_validity_msg(self, value):
        """Why `value` could not be stored without conversion, or "value is valid"."""
        try:
            self.filter(value, strict=True)
        except Exception as error:
            return " ".join(map(str, error.args))
        return "value is valid"

    def dtype_specs(self):
        """(Python's class of the numbers, the C type, NumPy's name of it) of the dtype."""
        python = {"b": bool, "f": float, "c": complex}.get(self.numpy_dtype.kind, int)
        return python, f"{'theano' if python is complex else 'npy'}_{self.dtype}", f"NPY_{self.dtype.upper()}"

    def to_scalar_type(self):
        """The type of one number of this dtype."""
        return scalar_type_of(self.dtype)


def _fits_64_bits(number, dtype):
    return -2 ** 63 <= number < (2 ** 64 if dtype == "uint64" and type(number) is int else 2 ** 63)


def short_repr(value):
    text = repr(value)
    return text if len(text) < 100 else text[:97] + "..."


_interned: dict = {}


def tensor_type(dtype, broadcastable):
    """The shared TensorType of `dtype` and the pattern `broadcastable`."""
    key = (dtype, tuple(broadcastable))
    found = _interned.get(key)
    if found is None:
        found = _interned[key] = TensorType(*key)
    return found


class _tensor_py_operators:
    """What a tensor has, whether it is computed, shared or constant. Operators and methods are attached by `ops/methods.py`."""

    type: Any

    @property
    def ndim(self):
        return self.type.ndim

    @property
    def dtype(self):
        return self.type.dtype

    @property
    def broadcastable(self):
        return self.type.broadcastable

    # Variables are compared by identity; T.eq compares their values.
    __hash__ = object.__hash__


class TensorVariable(_tensor_py_operators, Variable, metaclass=ShownAs):
    """A symbolic tensor; as in Theano shared variables and constants are not of this class."""

    shown_as = "theano.tensor.var.TensorVariable"

    def __init__(self, type, owner=None, index=None, name=None):
        super().__init__(type, owner, index, name)
        if config.warn_float64 != "ignore" and type.dtype == "float64":
            _float64_is_made(self)


def _float64_is_made(variable):
    """Do what the flag warn_float64 says."""
    message = "You are creating a TensorVariable with float64 dtype. You requested an action via the Theano flag warn_float64."
    if config.warn_float64 == "raise":
        raise Exception(f"{message} ({variable.name or variable.type})")
    if config.warn_float64 == "warn":
        warnings.warn(message, stacklevel=4)
    else:
        import pdb

        pdb.set_trace()


class TensorConstant(_tensor_py_operators, Constant, metaclass=ShownAs):
    """A tensor whose value is known while the graph is built."""

    shown_as = "theano.tensor.var.TensorConstant"

    def __init__(self, type, data, name=None):
        Constant.__init__(self, type, data, name)

    __hash__ = object.__hash__

    def equals(self, other):
        """Whether `other` is a constant, or number, of the same type and value."""
        if not isinstance(other, Variable):
            try:
                other = constant(other)
            except TypeError:
                return False
        return (isinstance(other, TensorConstant) and other.type == self.type
                and TensorType.values_eq(self.data, other.data))

    def signature(self):
        return (self.type, self.data.tobytes(), self.data.shape)

    merge_signature = signature
    # Theano keeps constants for reuse; here each is its own.
    cached = False

    def __copy__(self):
        return self


TensorType.variable_class = TensorVariable
TensorType.constant_class = TensorConstant


def constant(x, name=None, ndim=None, dtype=None) -> Any:
    """A TensorConstant of `x`; Python numbers take the narrowest dtype that holds them (see `autocast`).

    ndim: at least this many dimensions, added in front. Raises TypeError for what is no numeric array.
    """
    if isinstance(x, TensorConstant) and dtype is None and (ndim is None or ndim == x.ndim):
        return x if name is None else TensorConstant(x.type, x.data, name)
    if isinstance(x, Variable):
        raise TypeError(f"constant() takes a number or an array, not the symbolic variable {x}")
    if dtype is not None:
        array = _asarray(x, check_dtype(dtype))
    elif isinstance(x, (bool, int, float)) and not hasattr(x, "dtype"):
        array = autocast(x)
    else:
        try:
            array = np.asarray(x)
        except ValueError as error:
            raise TypeError(f"Could not convert {short_repr(x)} to a tensor: {error}") from None
        if array.size == 0 and not hasattr(x, "dtype"):
            array = array.astype(config.floatX)
    if str(array.dtype) not in all_dtypes:
        raise TypeError(f"Could not convert {short_repr(x)} to a tensor: its dtype {array.dtype} is not numeric")
    pattern = [n == 1 for n in array.shape]
    if ndim is not None and array.ndim < ndim:
        pattern = [True] * (ndim - array.ndim) + pattern
        array = array.reshape((1,) * (ndim - array.ndim) + array.shape)
    elif ndim is not None and array.ndim > ndim:
        raise ValueError("ndarray could not be cast to have %i dims" % ndim, x)
    # The caller may go on changing its array; the constant must not follow.
    copied = np.array(array) if array is x or (array.base is not None) else array
    made = TensorConstant(tensor_type(str(array.dtype), pattern), copied, name)
    if copied.size == 1 and copied.dtype.kind in "iuf" and -10 <= copied.item() <= 10:
        # As in Theano small numbers are one variable wherever they occur.
        return constant_cache.setdefault(made.signature(), made) if len(constant_cache) < 10000 else made
    return made


constant_cache: dict = {}
_HOLDS = ("a shared variable that holds a {}: give theano.shared an array, numpy.asarray(value, dtype=theano.config.floatX), "
          "for one to compute with")


def as_tensor_variable(x, name=None, ndim=None) -> Any:
    """`x` as a tensor variable: variables pass, numbers and arrays become constants, sequences are stacked.

    Raises AsTensorError (a TypeError) for anything else; a Python bool counts as anything else, for it is mostly
    a forgotten `T.eq`.
    """
    if hasattr(x, "_as_TensorVariable"):
        return x._as_TensorVariable()
    if isinstance(x, Apply):
        if len(x.outputs) != 1:
            raise ValueError("It is ambiguous which output of a multi-output Op has to be fetched.", x)
        x = x.default_output()
    if isinstance(x, Variable):
        if isinstance(x.type, TensorType):
            return x if ndim is None or ndim == x.ndim else _with_ndim(x, ndim)
        held = f" ({_HOLDS.format(type(x.get_value(borrow=True)).__name__)})" if (
            x.type == generic and hasattr(x, "get_value")) else ""
        raise AsTensorError(f"Variable type field must be a TensorType, got {x} of type {x.type}{held}", x, x.type)
    if isinstance(x, (list, tuple)) and any(isinstance(item, Variable) for item in _flat(x)):
        try:
            return stack_sequence(x)
        except (TypeError, ValueError) as error:
            raise AsTensorError(f"Cannot convert {short_repr(x)} to one tensor: {error}") from error
    if isinstance(x, (bool, np.bool_)) and not isinstance(x, np.generic):
        raise AsTensorError("Cannot cast True or False as a tensor variable. Please use np.array(True) or "
                            "np.array(False) if you need these constants. This error might be caused by using the "
                            "== operator on Variables. v == w does not do what you think it does, use "
                            "theano.tensor.eq(v, w) instead.")
    try:
        return constant(x, name=name, ndim=ndim)
    except (TypeError, OverflowError) as error:
        raise AsTensorError(f"Cannot convert {short_repr(x)} to TensorType", type(x)) from error


def _flat(sequence):
    for item in sequence:
        if isinstance(item, (list, tuple)):
            yield from _flat(item)
        else:
            yield item


def _with_ndim(x, ndim):
    if x.ndim > ndim:
        lost = x.broadcastable[: x.ndim - ndim]
        if not all(lost):
            raise ValueError(f"TensorType could not be cast to have {ndim} dims", x.type)
        return dimshuffle(x, range(x.ndim - ndim, x.ndim))
    return dimshuffle(x, ["x"] * (ndim - x.ndim) + list(range(x.ndim)))


# Ops that the types themselves need; `ops/shapes.py`, `joining.py` and `scalars.py` set them when they are loaded.
def dimshuffle(x, *order) -> Any:
    raise NotImplementedError("theano_lite.ops is not loaded")


def rebroadcast(x, pattern) -> Any:
    raise NotImplementedError("theano_lite.ops is not loaded")


def tensor_of_scalar(x) -> Any:
    raise NotImplementedError("theano_lite.ops is not loaded")


def scalar_of_tensor(x) -> Any:
    raise NotImplementedError("theano_lite.ops is not loaded")


def scalar_type_of(dtype) -> Any:
    raise NotImplementedError("theano_lite.core.scalar_type is not loaded")


def stack_sequence(sequence) -> Any:
    raise NotImplementedError("theano_lite.ops is not loaded")
