"""The table that attaches operators and methods to tensors."""

import numpy as np

from theano_lite.core.errors import AsTensorError
from theano_lite.core.graph import Variable
from theano_lite.core.scalar_type import ComplexError
from theano_lite.core.types import _tensor_py_operators, as_tensor_variable, generic
from theano_lite.ops import (
    arguments,
    comparison,
    complex_numbers,
    elementwise,
    extra,
    indexing,
    joining,
    linalg,
    matrix_functions,
    reduction,
    rounding,
    selection,
    shapes,
    sorting,
    transcendental,
)


def _operator(op, swapped=False):
    """A binary operator method. What is no tensor is left to the other operand."""
    def method(self, other):
        try:
            return op(other, self) if swapped else op(self, other)
        except ComplexError:
            raise
        except AsTensorError:
            # Nobody else can take these: the message says what is wrong with them.
            if swapped or isinstance(other, Variable) and other.type == generic:
                raise
            return NotImplemented
        except NotImplementedError:
            return NotImplemented
    return method



def _divmod(self, other):
    return elementwise.int_div(self, other), elementwise.mod(self, other)


_OPERATORS = dict(
    __add__=elementwise.add, __sub__=elementwise.sub, __mul__=elementwise.mul, __truediv__=elementwise.true_div,
    __div__=arguments.div_proxy, __floordiv__=elementwise.int_div, __mod__=elementwise.mod, __pow__=elementwise.pow,
    __and__=comparison.and_, __or__=comparison.or_, __xor__=comparison.xor)

for _name, _op in _OPERATORS.items():
    setattr(_tensor_py_operators, _name, _operator(_op))
    setattr(_tensor_py_operators, "__r" + _name[2:], _operator(_op, swapped=True))

_ORDER = dict(__lt__=comparison.lt, __le__=comparison.le, __gt__=comparison.gt, __ge__=comparison.ge)

for _name, _op in _ORDER.items():
    setattr(_tensor_py_operators, _name, _operator(_op))

for _name, _op in dict(__neg__=elementwise.neg, __abs__=elementwise.abs_, __invert__=comparison.invert,
                       __ceil__=rounding.ceil, __floor__=rounding.floor, __trunc__=rounding.trunc).items():
    setattr(_tensor_py_operators, _name, lambda self, op=_op: op(self))


def _iter(self):
    """One variable per element of the first dimension, whose length must be known."""
    elements = joining.vector_elements(self) if self.ndim == 1 else None
    if elements is None:
        raise TypeError(f"TensorType does not support iteration. Maybe you are using builtins.sum instead of "
                        f"theano.tensor.sum? (Maybe .max?) The length of {self} is not known.") \
            if self.ndim != 1 else ValueError(f"length not known: {self} of type {self.type}")
    return iter([indexing.getitem(self, k) for k in range(len(elements))])


def _bool(self):
    """True: variables are no numbers. Comparisons refuse, for `if x < y` is surely a mistake. Raises TypeError."""
    if self.owner is not None and self.owner.op in _ORDER.values():
        raise TypeError("Variables do not support boolean operations.")
    return True


def _len(self):
    raise TypeError("object of type 'TensorVariable' has no len(); use x.shape[0] for the symbolic length")


def _getitem(self, items):
    return indexing.getitem(self, items)


def _transpose_method(self, *axes):
    if len(axes) == 0:
        return shapes.transpose(self)
    if len(axes) == 1 and (axes[0] is None or isinstance(axes[0], (list, tuple))):
        return shapes.transpose(self, axes[0])
    return shapes.transpose(self, axes)


def _reshape_method(self, shape, ndim=None):
    """`reshape((2, 3))` and `reshape(vector, ndim=2)`."""
    if ndim is not None and not isinstance(ndim, (int, np.integer)):
        raise ValueError(f"Expected ndim to be an integer, is {type(ndim)}: x.reshape takes the shape as one tuple")
    return shapes.reshape(self, shape, ndim=ndim)


def _copy(self, name=None):
    out = elementwise.tensor_copy(self)
    out.name = name
    return out


def _dimshuffle_method(self, *pattern):
    return shapes.dimshuffle(self, *pattern)


def _norm(self, L, axis=None, keepdims=False):
    return reduction.norm(self, L, axis=axis, keepdims=keepdims)


def _clip(self, a_min, a_max):
    return elementwise.clip(self, a_min, a_max)


def _fill(self, value):
    return elementwise.fill(self, value)


def _size(self):
    return number_of_elements(self)


def number_of_elements(x):
    """The number of elements, int64."""
    if x.ndim == 1:
        return shapes.shape_i(x, i=0)
    return reduction.prod(shapes.shape(x))


def _get_scalar_constant_value(self):
    from theano_lite.program.constants import get_scalar_constant_value

    return get_scalar_constant_value(self)


def _array(self, dtype=None, copy=None):
    out = np.empty((), dtype=object)
    out[()] = self
    return out


def _nonzero_method(self, return_matrix=False):
    return selection.nonzero(self, return_matrix=return_matrix)


def _astype(self, dtype):
    return elementwise.cast(self, dtype)


def _repeat(self, repeats, axis=None):
    return extra.repeat(self, repeats, axis)


def _flatten(self, ndim=None, outdim=None):
    return shapes.flatten(self, ndim=ndim, outdim=outdim)


def _apply(function):
    """A method that is the function itself, by late lookup of nothing: first argument self."""
    def method(self, *args, **kwargs):
        return function(self, *args, **kwargs)
    method.__doc__ = function.__doc__
    return method


_METHODS = dict(
    __bool__=_bool, __nonzero__=_bool,
    __iter__=_iter, __len__=_len, __getitem__=_getitem, __array__=_array, __divmod__=_divmod,
    __rdivmod__=lambda self, other: _divmod(as_tensor_variable(other), self),
    transpose=_transpose_method, reshape=_reshape_method, dimshuffle=_dimshuffle_method, copy=_copy, norm=_norm,
    clip=_clip, fill=_fill, astype=_astype, repeat=_repeat, flatten=_flatten, nonzero=_nonzero_method,
    get_scalar_constant_value=_get_scalar_constant_value,
    dot=_apply(linalg.dot), __dot__=_apply(linalg.dot), __matmul__=_apply(linalg.dot),
    __rmatmul__=lambda self, other: linalg.dot(other, self), __rdot__=lambda self, other: linalg.dot(other, self),
    sum=_apply(reduction.sum), prod=_apply(reduction.prod), mean=_apply(reduction.mean), var=_apply(reduction.var),
    std=_apply(reduction.std), min=_apply(reduction.min), max=_apply(reduction.max), any=_apply(reduction.any),
    all=_apply(reduction.all), argmin=_apply(reduction.argmin), argmax=_apply(reduction.argmax),
    ptp=_apply(reduction.ptp), transfer=lambda self, target: self,
    cumsum=_apply(reduction.cumsum), cumprod=_apply(reduction.cumprod),
    sort=_apply(sorting.sort), argsort=_apply(sorting.argsort),
    ravel=_apply(shapes.flatten), squeeze=_apply(shapes.squeeze), swapaxes=_apply(shapes.swapaxes),
    diagonal=_apply(selection.diagonal), trace=_apply(matrix_functions.trace),
    choose=_apply(selection.choose), take=_apply(selection.take), nonzero_values=_apply(selection.nonzero_values),
    zeros_like=_apply(elementwise.zeros_like), ones_like=_apply(elementwise.ones_like),
    conj=_apply(complex_numbers.conj), conjugate=_apply(complex_numbers.conj), round=_apply(rounding.round),
    ceil=_apply(rounding.ceil), floor=_apply(rounding.floor), trunc=_apply(rounding.trunc),
    get_parents=lambda self: [self.owner] if self.owner is not None else [],
)

for _name, _function in _METHODS.items():
    setattr(_tensor_py_operators, _name, _function)

for _name in ("arccos arccosh arcsin arcsinh arctan arctanh cos cosh deg2rad exp exp2 expm1 log log10 log1p log2 rad2deg "
              "sin sinh sqrt tan tanh").split():
    setattr(_tensor_py_operators, _name, _apply(getattr(transcendental, _name)))

for _name in ("compress", "searchsorted"):
    if hasattr(extra, _name):
        setattr(_tensor_py_operators, _name, _apply(getattr(extra, _name)))

for _name, _getter in dict(shape=lambda self: shapes.shape(self), size=_size, T=lambda self: shapes.transpose(self),
                           real=lambda self: complex_numbers.real(self), imag=lambda self: complex_numbers.imag(self)).items():
    setattr(_tensor_py_operators, _name, property(_getter))
