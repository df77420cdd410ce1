"""Products of vectors, matrices and tensors.

Source: theano.tensor.basic.
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import upcast
from theano_lite.core.op import convert, op
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import shapes

# float32 means float32 on every device: no bfloat16 passes on TPU, no TF32 on GPU.
_PRECISION = lax.Precision.HIGHEST


def _product(x, y, contract, batch=((), ())):
    """lax.dot_general with both inputs of the common dtype, and Theano's error where lengths differ."""
    dtype = np.result_type(x.dtype, y.dtype)
    for a, b in zip(*contract):
        if x.shape[a] != y.shape[b]:
            raise ValueError(f"shapes {_text(x)} and {_text(y)} not aligned: {x.shape[a]} (dim {a}) != "
                             f"{y.shape[b]} (dim {b})")
    for a, b in zip(*batch):
        if x.shape[a] != y.shape[b]:
            raise ValueError(f"shapes {_text(x)} and {_text(y)} differ in the batch dimension: {x.shape[a]} (dim {a}) "
                             f"!= {y.shape[b]} (dim {b})")
    x, y = convert(jnp.asarray(x), dtype), convert(jnp.asarray(y), dtype)
    if dtype.kind == "b":
        return lax.dot_general(x.astype("int32"), y.astype("int32"), (contract, batch)) != 0
    return lax.dot_general(x, y, (contract, batch), precision=_PRECISION)


def _summed(x, y, axes, batch=((), ())):
    """`_product` over several pairs of dimensions: as in Theano only their lengths' products must agree.

    Where the lengths themselves differ, the elements are paired in the order in which `axes` runs through them.
    """
    left, right = ([x.shape[d] for d in axes[0]], [y.shape[d] for d in axes[1]])
    if left == right or np.prod(left, dtype=int) != np.prod(right, dtype=int):
        return _product(x, y, axes, batch)
    x, x_axis = _with_one_axis(x, axes[0])
    y, y_axis = _with_one_axis(y, axes[1])
    return _product(x, y, ((x_axis,), (y_axis,)), batch)


def _with_one_axis(x, axes):
    """`x` with the dimensions `axes`, in this order, as one, the last; and its number."""
    kept = [d for d in range(x.ndim) if d not in axes]
    x = lax.transpose(jnp.asarray(x), (*kept, *axes))
    return lax.reshape(x, (*x.shape[:len(kept)], int(np.prod(x.shape[len(kept):], dtype=int)))), len(kept)


def _text(x):
    return "(" + ",".join(map(str, x.shape)) + ("," if len(x.shape) == 1 else "") + ")"


def _dot_type(x, y):
    if x.type.ndim not in (1, 2) or y.type.ndim not in (1, 2):
        raise TypeError(f"dot takes vectors and matrices, got {x.type} and {y.type}")
    return tensor_type(upcast(x.type.dtype, y.type.dtype), x.type.broadcastable[:-1] + y.type.broadcastable[1:])


@op(types=_dot_type, name="dot", show=lambda: "dot")
def _dot(x, y):
    """Matrix product: (m, k), (k, n) -> (m, n), and with vectors (k,)."""
    return _product(x, y, ((x.ndim - 1,), (0,)))


@op(types=lambda x, y: tensor_type(upcast(x.type.dtype, y.type.dtype), [x.type.broadcastable[-1],
                                                                        y.type.broadcastable[-1]]),
    show=lambda: "dot_of_transposed")
def dot_of_transposed(x, y):
    """x.T times y, the weight gradient of a layer: (..., k, m), (..., k, n) -> (m, n)."""
    if x.ndim > 2 and x.shape[:-1] == y.shape[:-1]:
        return transposed_times(x.reshape(-1, x.shape[-1]), y.reshape(-1, y.shape[-1]))
    if jax.default_backend() == "cpu" and x.dtype == y.dtype == "float64" and x.shape[0] >= 16:
        # XLA's float64 product is 1.6 times slower when it transposes on the way: do that first.
        return _product(lax.optimization_barrier(lax.transpose(x, (1, 0))), y, ((1,), (0,)))
    return _product(x, y, ((0,), (0,)))


def transposed_times(x, y):
    """x.T times y where `x` has many rows, more than columns: (k, m), (k, n) -> (m, n)."""
    if jax.default_backend() == "cpu":
        # XLA's product is up to twice as slow when it transposes on the way.
        return _product(lax.optimization_barrier(lax.transpose(x, (1, 0))), y, ((1,), (0,)))
    return _product(x, y, ((0,), (0,)))


def _dot_gradients(node, upstream):
    """Two products; written out because `dot_of_transposed` is faster than what jax.vjp makes of the second."""
    x, y = node.inputs
    g = upstream[0]
    if x.ndim != 2 or y.ndim != 2:
        return None
    return [shapes.patternbroadcast(_dot(g, shapes.transpose(y)), x.broadcastable),
            shapes.patternbroadcast(dot_of_transposed(x, g), y.broadcastable)]


_dot.input_gradients = _dot_gradients


def dot(l, r):  # noqa: E741 (Theano's names)
    """Product over the last dimension of `l` and the last but one of `r`; with a scalar, the elementwise product.

    (m, k), (k, n) -> (m, n); (k,), (k,) -> (); tensors as in numpy.dot. Raises ValueError at run time where the
    lengths differ.
    """
    from theano_lite.ops.elementwise import mul

    l, r = as_tensor_variable(l), as_tensor_variable(r)  # noqa: E741
    if l.ndim == 0 or r.ndim == 0:
        return mul(l, r)
    if l.ndim > 2 or r.ndim > 2:
        return tensordot(l, r, [[l.ndim - 1], [max(0, r.ndim - 2)]])
    return _dot(l, r)


def _tensordot_type(x, y, axes):
    left, right = axes
    pattern = [b for d, b in enumerate(x.type.broadcastable) if d not in left]
    pattern += [b for d, b in enumerate(y.type.broadcastable) if d not in right]
    return tensor_type(upcast(x.type.dtype, y.type.dtype), pattern)


@op(types=_tensordot_type, name="tensordot", show=lambda axes: "TensorDot")
def _tensordot(x, y, *, axes):
    """Sum of products over the paired dimensions `axes`. (m, k), (k, n) with ((1,), (0,)) -> (m, n)."""
    return _summed(x, y, axes)


def _tensordot_gradients(node, upstream):
    """Those of a tensor times a matrix: see `_dot_gradients`."""
    (x, y), g = node.inputs, upstream[0]
    if y.ndim != 2 or x.ndim < 3 or tuple(map(tuple, node.params["axes"])) != ((x.ndim - 1,), (0,)):
        return None
    return [shapes.patternbroadcast(tensordot(g, y, [[g.ndim - 1], [1]]), x.broadcastable),
            shapes.patternbroadcast(dot_of_transposed(x, g), y.broadcastable)]


_tensordot.input_gradients = _tensordot_gradients


def tensordot(a, b, axes=2):
    """Sum of products over dimensions: the last `axes` of `a` with the first of `b`, or the pairs axes=[[..], [..]].

    Raises ValueError for axes that do not fit.
    """
    a, b = as_tensor_variable(a), as_tensor_variable(b)
    if not isinstance(axes, (list, tuple, np.ndarray)) or (isinstance(axes, np.ndarray) and axes.ndim == 0):
        axes = int(axes)
        if axes < 0 or axes > min(a.ndim, b.ndim):
            raise ValueError(f"axes should be an int between 0 and {min(a.ndim, b.ndim)}, got {axes}")
        left, right = range(a.ndim - axes, a.ndim), range(axes)
    else:
        if len(axes) != 2:
            raise ValueError("Axes should be an integer or a list/tuple of len 2 (%s was provided)" % str(axes))
        left, right = (list(x) if isinstance(x, (list, tuple, np.ndarray, range)) else [x] for x in axes)
    left, right = [int(d) for d in left], [int(d) for d in right]
    if len(left) != len(right):
        raise ValueError(f"tensordot: axes must pair up, got {left} and {right}")
    for x, ds in ((a, left), (b, right)):
        if any(not -x.ndim <= d < x.ndim for d in ds):
            raise ValueError(f"Axes {ds} out of range for a tensor of {x.ndim} dimensions")
    return _tensordot(a, b, axes=(tuple(d % a.ndim for d in left), tuple(d % b.ndim for d in right)))


def _batched_type(x, y, axes):
    left, right = axes
    pattern = [x.type.broadcastable[0] or y.type.broadcastable[0]]
    pattern += [b for d, b in enumerate(x.type.broadcastable) if d and d not in left]
    pattern += [b for d, b in enumerate(y.type.broadcastable) if d and d not in right]
    return tensor_type(upcast(x.type.dtype, y.type.dtype), pattern)


@op(types=_batched_type, name="batched_dot", show=lambda axes: "BatchedDot")
def _batched_dot(x, y, *, axes):
    """For each i the sum of products of x[i] and y[i] over the paired dimensions `axes`. (b, m, k), (b, k, n) -> (b, m, n)."""
    if x.shape[0] != y.shape[0]:
        raise ValueError(f"Shape mismatch: batch sizes unequal. x.shape is {x.shape}, y.shape is {y.shape}.")
    return _summed(x, y, axes, ((0,), (0,)))


def batched_dot(a, b):
    """The matrix product of each a[i] with b[i]: (b, m, k), (b, k, n) -> (b, m, n).

    Raises TypeError for scalars, ValueError at run time where the first dimensions differ.
    """
    a, b = as_tensor_variable(a), as_tensor_variable(b)
    if a.ndim == 0:
        raise TypeError("a must have at least one (batch) axis")
    if b.ndim == 0:
        raise TypeError("b must have at least one (batch) axis")
    if a.ndim == 1:
        return shapes.dimshuffle(a, *([0] + ["x"] * (b.ndim - 1))) * b
    if b.ndim == 1:
        return a * shapes.dimshuffle(b, *([0] + ["x"] * (a.ndim - 1)))
    return _batched_dot(a, b, axes=((a.ndim - 1,), (max(1, b.ndim - 2),)))


def batched_tensordot(x, y, axes=2):
    """For each i the tensordot of x[i] and y[i]; `axes` counts the dimensions of x and y (0 is the batch)."""
    x, y = as_tensor_variable(x), as_tensor_variable(y)
    if isinstance(axes, (int, np.integer)):
        left, right = list(range(x.ndim - axes, x.ndim)), list(range(1, axes + 1))
    else:
        left, right = ([int(d) for d in (s if isinstance(s, (list, tuple)) else [s])] for s in axes)
    if 0 in left or 0 in right:
        raise ValueError("batched_tensordot: the batch dimension 0 cannot be summed over")
    return _batched_dot(x, y, axes=(tuple(d % x.ndim for d in left), tuple(d % y.ndim for d in right)))


def outer(x, y):
    """All products of the elements of two vectors (tensors are flattened): (m,), (n,) -> (m, n)."""
    x, y = as_tensor_variable(x), as_tensor_variable(y)
    x = x if x.ndim == 1 else shapes.flatten(x)
    y = y if y.ndim == 1 else shapes.flatten(y)
    return dot(shapes.dimshuffle(x, 0, "x"), shapes.dimshuffle(y, "x", 0))


def matrix_dot(*args):
    """The product of matrices, from left to right. Raises IndexError if there are none."""
    product = args[0]
    for factor in args[1:]:
        product = dot(product, factor)
    return product


def matrix_power(M, n):
    """The square matrix `M` to the power `n`, an int; the number 1 for n < 1. Raises ValueError at run time."""
    power = 1
    for _ in range(n):
        power = dot(power, M)
    return power
