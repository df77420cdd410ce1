"""theano.tensor.fft and fourier: discrete Fourier transforms."""

from collections.abc import Callable

import numpy as np
from jax import numpy as jnp

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import integer_dtypes
from theano_lite.core.graph import Constant
from theano_lite.core.host import known_value
from theano_lite.core.op import convert
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import elementwise, joining, reduction, shapes, transcendental

# --- of real numbers, complex ones as pairs -------------------------------------------------------


class _Sized(ClassOp):
    """A transform whose sizes may be left out."""

    least: int
    sizes: Callable

    def make_node(self, a, s=None):
        a = self.checked(a)
        s = self.sizes(a) if s is None else as_tensor_variable(s)
        if s.dtype not in integer_dtypes:
            raise TypeError(f"{self.name}: length of the transformed axis must be of type integer, got {s.type}")
        return super().make_node(a, s)

    def checked(self, a):
        """`a` as a variable. Raises TypeError if it has not enough dimensions."""
        a = as_tensor_variable(a)
        if a.ndim < self.least:
            raise TypeError(f"{self.name}: the input needs {self.least} dimensions at least, the first for batches"
                            f"{' and the last for real and imaginary parts' * (self.least - 2)}: got {a.type}")
        return a


class _Forward(_Sized):
    least = 2

    def sizes(self, a):
        return shapes.shape(a)[1:]


class _Inverse(_Sized):
    least = 3

    def sizes(self, a):
        return _sizes_of_inverse(a, 0)


def _sizes_of_inverse(a, odd):
    *rest, last = [shapes.shape_i(a, i=k) for k in range(1, a.ndim - 1)]
    return joining.stack([*rest, (last - 1) * 2 + odd])


def _check_sizes(a, s, count):
    s = tuple(int(n) for n in s)
    if len(s) != count:
        raise ValueError(f"Shape and axes have different lengths: {len(s)} sizes for {count} dimensions")
    if any(n < 1 for n in s):
        raise ValueError(f"Invalid number of FFT data points ({min(s)}) specified.")
    return s


def _real(a):
    """The real part of `a`, in floats."""
    a = jnp.asarray(a).real
    return convert(a, a.dtype if a.dtype in ("float32", "float64") else np.dtype("float64"))


@class_op(types=lambda a, s: tensor_type(a.type.dtype, [False] * (a.ndim + 1)), base=_Forward)
def RFFTOp(a, s: int):
    """The transform over all dimensions but the first, padded or cut to the sizes `s`: (m, ..., n) -> (m, ..., k, 2).

    k = s[-1] // 2 + 1; the last dimension holds real and imaginary parts. dtype of a, to which results are cut. Raises
    TypeError for less than 2 dimensions, ValueError at run time for sizes below 1.
    """
    s = _check_sizes(a, s, a.ndim - 1)
    found = jnp.fft.rfftn(_real(a), s=s, axes=range(1, a.ndim))
    return convert(jnp.stack([found.real, found.imag], axis=-1), a.dtype)


@class_op(types=lambda a, s: tensor_type(a.type.dtype, [False] * (a.ndim - 1)), base=_Inverse)
def IRFFTOp(a, s: int):
    """The inverse of `RFFTOp` times the number of elements: (m, ..., k, 2) -> (m, ..., n) with n = s[-1], by default
    2 (k - 1). Raises TypeError for less than 3 dimensions, ValueError at run time for sizes below 1.
    """
    s = _check_sizes(a, s, a.ndim - 2)
    if a.shape[-1] < 2:
        raise IndexError(f"index 1 is out of bounds for the dimension of real and imaginary parts: {a.shape}")
    x = _real(a)
    found = jnp.fft.irfftn(x[..., 0] + 1j * x[..., 1], s=s, axes=range(1, a.ndim - 1), norm="forward")
    return convert(found, a.dtype)


rfft_op, irfft_op = RFFTOp.default, IRFFTOp.default


def _scale(s, dtype, norm, inverse):
    if norm == "ortho":
        return transcendental.sqrt(elementwise.cast(reduction.prod(s), dtype))
    return elementwise.cast(reduction.prod(s), dtype) if inverse and norm is None else 1


def _check_norm(norm):
    if norm not in (None, "ortho", "no_norm"):
        raise ValueError(f"Invalid value {norm} for norm, must be None, 'ortho' or 'no norm'")


def rfft(inp, norm=None):
    """The Fourier transform of real numbers over all dimensions but the first: (m, ..., n) -> (m, ..., n // 2 + 1, 2).

    The last dimension holds real and imaginary parts. norm: None or 'no_norm' as they are, 'ortho' divided by
    sqrt(size). Raises ValueError for another, TypeError for less than 2 dimensions.
    """
    _check_norm(norm)
    inp = rfft_op.checked(inp)
    s = shapes.shape(inp)[1:]
    return rfft_op(inp, s) / _scale(s, inp.dtype, norm, False)


def irfft(inp, norm=None, is_odd=False):
    """The inverse of `rfft`: (m, ..., k, 2) -> (m, ..., n) with n = 2 (k - 1), or one more if `is_odd`.

    norm: None divides by the size, 'ortho' by its square root, 'no_norm' not. Raises ValueError for other values,
    TypeError for less than 3 dimensions.
    """
    if is_odd not in (True, False):
        raise ValueError(f"Invalid value {is_odd} for id_odd, must be True or False")
    _check_norm(norm)
    inp = irfft_op.checked(inp)
    s = _sizes_of_inverse(inp, int(is_odd))
    return irfft_op(inp, s) / _scale(s, inp.dtype, norm, True)


# --- of complex numbers ---------------------------------------------------------------------------


class _Fourier(ClassOp):
    """The transform whose length and axis may be left out."""

    def make_node(self, a, n, axis):
        a = as_tensor_variable(a)
        if a.ndim < 1:
            raise TypeError("Fourier: input must be an array, not a scalar")
        axis = as_tensor_variable(a.ndim - 1 if axis is None else axis)
        _check_integer(axis, "index of the transformed axis", lambda k: 0 <= k < a.ndim,
                       "not smaller than 0 and smaller than the dimension of the array")
        n = shapes.shape(a)[axis] if n is None else as_tensor_variable(n)
        _check_integer(n, "length of the transformed axis", lambda k: k >= 1, "strictly positive")
        return super().make_node(a, n, axis)


def _check_integer(v, what, allowed, rule):
    if v.dtype not in integer_dtypes:
        raise TypeError(f"Fourier: {what} must be of type integer, got {v.type}")
    if v.ndim or (isinstance(v, Constant) and not allowed(v.data.item())):
        raise TypeError(f"Fourier: {what} must be a scalar {rule}, got {v}")


def _fourier_type(a, n, axis):
    # Theano keeps the whole pattern, also of a dimension that becomes longer.
    axis, n = known_value(axis), known_value(n)
    pattern = [b and axis is not None and (k != axis or n == 1) for k, b in enumerate(a.type.broadcastable)]
    return tensor_type("complex128", pattern)


@class_op(types=_fourier_type, base=_Fourier)
def Fourier(a, n: int, axis: int):
    """The transform of one dimension, cut or padded with zeros to length n: (..., m, ...) -> (..., n, ...), complex128.

    n=None is the length, axis=None the last dimension. Raises TypeError for others than integers in range, ValueError
    at run time for n < 1.
    """
    n, axis = int(n), int(axis)
    if n < 1:
        raise ValueError(f"Invalid number of FFT data points ({n}) specified.")
    return jnp.fft.fft(convert(jnp.asarray(a), "complex128"), n=n, axis=axis)


fft = Fourier.default
