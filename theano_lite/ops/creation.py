"""Ops that make tensors out of sizes: alloc and its kin, ranges, identity and triangular matrices.

Source: theano.tensor.basic; NumPy's functions of the same names.
"""

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes, upcast
from theano_lite.core.graph import Variable
from theano_lite.core.op import convert, op
from theano_lite.core.types import as_tensor_variable, check_dtype, constant, tensor_type
from theano_lite.ops import comparison, shapes
from theano_lite.ops.joining import vector_elements

# --- alloc ----------------------------------------------------------------------------------------


def _allocated(value, *shape):
    for n in shape:
        if n.type.ndim or n.type.dtype not in discrete_dtypes:
            raise TypeError(f"Shape arguments to Alloc must be integers, but argument {n} has type {n.type}")
    if value.type.ndim > len(shape):
        raise TypeError(f"The Alloc value to use has more dimensions than the specified dimensions: "
                        f"{value.type.ndim} and {len(shape)}")
    return tensor_type(value.type.dtype, [shapes.is_one(n) for n in shape])


def _checked_lengths(shape, value_shape):
    shape = tuple(int(n) for n in shape)
    if any(n < 0 for n in shape):
        raise ValueError(f"Alloc: negative dimensions are not allowed, got {shape}")
    offset = len(shape) - len(value_shape)
    for d, n in enumerate(value_shape):
        if n != 1 and n != shape[offset + d]:
            raise ValueError(f"could not broadcast input array from shape {tuple(value_shape)} into shape {shape}")
    return shape, offset


def _alloc_on_host(value, *shape):
    shape, _ = _checked_lengths(shape, np.shape(value))
    return np.broadcast_to(value, shape)


@op(types=_allocated, host=_alloc_on_host, name="alloc", show=lambda: "Alloc")
def _alloc(value, *shape: int):
    """`value` stretched to `shape`, of its dtype. () or (n,) -> (m, n). Raises ValueError at run time if it does not fit."""
    shape, offset = _checked_lengths(shape, value.shape)
    return lax.broadcast_in_dim(value, shape, tuple(range(offset, len(shape))))


def alloc(value, *shape):
    """`value` stretched to the lengths `shape` (ints or integer scalars): (...) -> shape.

    Raises TypeError for sizes that are no integers, ValueError at run time if `value` does not fit.
    """
    return _alloc(value, *_lengths(shape))


def _lengths(shape):
    if len(shape) == 1 and isinstance(shape[0], (list, tuple)):
        shape = shape[0]
    if len(shape) == 1 and isinstance(shape[0], Variable) and shape[0].type.ndim == 1:
        elements = vector_elements(shape[0])
        if elements is None:
            raise ValueError(f"the number of dimensions cannot be told from the shape {shape[0]}")
        shape = elements
    out = []
    for n in shape:
        if isinstance(n, (float, np.floating)):
            raise TypeError(f"Shape arguments to Alloc must be integers, but {n} is not")
        out.append(constant(np.int64(n)) if isinstance(n, (int, np.integer)) else as_tensor_variable(n))
    return out


def _filled(shape, value, dtype):
    dtype = config.floatX if dtype is None else check_dtype(dtype)
    if isinstance(shape, np.ndarray):
        shape = list(shape.reshape(-1))
    if not isinstance(shape, (list, tuple)):
        shape = [shape]
    return alloc(constant(np.array(value, dtype=dtype)), *shape)


def zeros(shape, dtype=None):
    """Zeros in `shape` (ints, integer variables or one integer vector); dtype floatX by default."""
    return _filled(shape, 0, dtype)


def ones(shape, dtype=None):
    """Ones in `shape` (ints, integer variables or one integer vector); dtype floatX by default."""
    return _filled(shape, 1, dtype)


# --- ranges ---------------------------------------------------------------------------------------


def _range_length(start, stop, step):
    if step == 0:
        raise ZeroDivisionError("arange: the step is 0")
    return max(int(np.ceil((np.float64(stop) - start) / step)), 0)


@op(types=lambda start, stop, step: tensor_type("int64", []), host=_range_length)
def arange_length(start, stop, step):
    """How many numbers arange gives, int64. (), (), () -> ()."""
    return jnp.maximum(jnp.ceil((stop - start) / step), 0).astype("int64")


arange_length.quick = _range_length



def _arange_on_host(start, step, length, dtype):
    return (np.asarray(start, dtype) + np.arange(int(length)).astype(dtype) * np.asarray(step, dtype)).astype(dtype)


@op(types=lambda start, step, length, dtype: tensor_type(dtype, [False]), host=_arange_on_host, name="arange",
    show=lambda dtype: f"ARange{{dtype='{dtype}'}}")
def _arange(start, step, length: int, *, dtype):
    """start, start + step, ... `length` numbers. (), () -> (length,)."""
    steps = lax.iota(np.dtype(dtype), int(length))
    start, step = jnp.asarray(start).astype(dtype), jnp.asarray(step).astype(dtype)
    if dtype not in ("float32", "float64"):
        return start + steps * step
    # NumPy's own arithmetic, to the last bit: the distance of the first two, and no fused multiply and add, which the
    # comparison keeps XLA from.
    product = steps * ((start + step) - start)
    return start + jnp.where(product == product, product, np.nan)


def arange(start, stop=None, step=1, dtype=None):
    """start, start + step, ... below `stop`; arange(n) counts from 0. () -> (n,).

    dtype: by default the common one of the arguments: integers give int64, floats of floatX=float32 float32.
    """
    if stop is None:
        start, stop = 0, start
    start, stop, step = map(as_tensor_variable, (start, stop, step))
    for v in (start, stop, step):
        if v.type.ndim:
            raise AssertionError(f"arange takes scalars, got {v} of type {v.type}")
    if dtype is None:
        dtype = _arange_dtype(start, stop, step)
    return _arange(start, step, arange_length(start, stop, step), dtype=check_dtype(dtype))


def _arange_dtype(*arguments):
    """Integers count in 64 bits; anything else is promoted."""
    dtype = upcast(*(v.type.dtype for v in arguments))
    return upcast(dtype, "int64") if dtype in discrete_dtypes else dtype


# --- matrices of ones and zeros -------------------------------------------------------------------


@op(types=lambda n, m, k, dtype: tensor_type(dtype, [False, False]), name="eye",
    show=lambda dtype: f"Eye{{dtype='{dtype}'}}")
def _eye(n: int, m: int, k: int, *, dtype):
    """(n, m) zeros with ones on diagonal `k`."""
    return jnp.eye(int(n), int(m), int(k), dtype=dtype)


def eye(n, m=None, k=0, dtype=None):
    """(n, m) zeros with ones on diagonal `k`; dtype floatX by default."""
    return _eye(n, n if m is None else m, k, dtype=config.floatX if dtype is None else check_dtype(dtype))


@op(types=lambda n, m, k, dtype: tensor_type(dtype, [False, False]), name="tri",
    show=lambda dtype: f"Tri{{dtype='{dtype}'}}")
def _tri(n: int, m: int, k: int, *, dtype):
    """(n, m) ones at and below diagonal `k`, zeros above."""
    return convert(jnp.tri(max(int(n), 0), max(int(m), 0), int(k), dtype=bool), dtype)


def tri(N, M=None, k=0, dtype=None):
    """(N, M) ones at and below diagonal `k`, zeros above; dtype floatX by default."""
    return _tri(N, N if M is None else M, k, dtype=config.floatX if dtype is None else check_dtype(dtype))


def tril(m, k=0):
    """The matrix `m` with zeros above diagonal `k`."""
    m = as_tensor_variable(m)
    return m * tri(shapes.shape_i(m, i=0), shapes.shape_i(m, i=1), k=k, dtype=m.dtype)


def triu(m, k=0):
    """The matrix `m` with zeros below diagonal `k`."""
    m = as_tensor_variable(m)
    below = tri(shapes.shape_i(m, i=0), shapes.shape_i(m, i=1), k=k - 1, dtype=m.dtype)
    return m * (1 - below)  # booleans become int8, unsigned integers signed ones


def identity_like(x):
    """An identity matrix of the shape and dtype of the matrix `x`."""
    x = as_tensor_variable(x)
    return eye(shapes.shape_i(x, i=0), shapes.shape_i(x, i=1), k=0, dtype=x.dtype)


# --- what is never so of integers -----------------------------------------------------------------


def _never(a):
    """False in the shape of `a`."""
    return alloc(np.asarray(False, dtype="bool"), *(shapes.shape_i(a, i=d) for d in range(a.ndim)))


def isnan(a):
    """Whether each element is not a number, bool."""
    a = as_tensor_variable(a)
    return _never(a) if a.dtype in discrete_dtypes else comparison.isnan(a)


def isinf(a):
    """Whether each element is infinite, bool."""
    a = as_tensor_variable(a)
    return _never(a) if a.dtype in discrete_dtypes else comparison.isinf(a)
