"""Softmax, cross-entropies and what classifiers need of them. Rows are samples, columns are classes.

Source: theano.tensor.nnet.nnet.
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import types
from theano_lite.core.checks import require
from theano_lite.core.dtypes import discrete_dtypes, float_dtypes, to_float, upcast
from theano_lite.core.op import Op, convert, elemwise, op, reduced_pattern
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops import creation, extra, joining, linalg, reduction, shapes
from theano_lite.ops.comparison import eq
from theano_lite.ops.elementwise import cast
from theano_lite.ops.transcendental import exp, log

# --- lowerings ------------------------------------------------------------------------------------


@jax.custom_jvp
def _softmax_rows(x):
    e = jnp.exp(x - jnp.max(x, axis=-1, keepdims=True, initial=-np.inf))
    return e / jnp.sum(e, axis=-1, keepdims=True)


@_softmax_rows.defjvp
def _softmax_rows_jvp(primals, tangents):
    # Without the quotient rule there is no exp(x) / sum ** 2, which a saturated row would round to NaN.
    (x,), (dx,) = primals, tangents
    y = _softmax_rows(x)
    moved = y * dx
    return y, moved - y * jnp.sum(moved, axis=-1, keepdims=True)


def _log_softmax_rows(x):
    shifted = x - lax.stop_gradient(jnp.max(x, axis=-1, keepdims=True, initial=-np.inf))
    return shifted - jnp.log(jnp.sum(jnp.exp(shifted), axis=-1, keepdims=True))


def _pick(x, labels):
    """x[k, labels[k]] for every row k: a masked sum, for its gradient needs no scatter."""
    columns = lax.broadcasted_iota(np.dtype("int64"), x.shape, 1)
    chosen = columns == convert(labels, "int64")[:, None]
    return jnp.sum(jnp.where(chosen, x, jnp.zeros((), x.dtype)), axis=1)


# --- softmax --------------------------------------------------------------------------------------


class RowsOp(Op):
    """An op on the rows of a matrix of floats; a vector counts as one row."""
    def prepare(self, inputs, params):
        (x,) = inputs
        if x.type.ndim not in (1, 2) or x.type.dtype not in float_dtypes:
            raise ValueError(f"{self.name}: x must be 1-d or 2-d tensor of floats. Got {x.type}")
        return [types.dimshuffle(x, ("x", 0))] if x.type.ndim == 1 else inputs


def _same_type(x):
    return x.type


def _softmax(x):
    """exp(x) / its sum, row by row. (n, k) -> (n, k); (k,) -> (1, k)."""
    return _softmax_rows(x)


def _logsoftmax(x):
    """log(softmax(x)), without overflow. (n, k) -> (n, k); (k,) -> (1, k)."""
    return _log_softmax_rows(x)


softmax_op = RowsOp(_softmax, _same_type, name="softmax", show=lambda: "Softmax")
logsoftmax_op = RowsOp(_logsoftmax, _same_type, name="logsoftmax", show=lambda: "LogSoftmax")


def softmax(c):
    """exp(c) / its sum, row by row; of a vector it is a row. (n, k) -> (n, k), (k,) -> (1, k); same float dtype.

    Raises ValueError for integers and for more than two dimensions, IndexError for a scalar.
    """
    c = as_tensor_variable(c)
    if c.type.ndim == 0:
        raise IndexError("softmax: a scalar has no dimension to normalise over")
    return softmax_op(c)


def logsoftmax(c):
    """log(softmax(c)) computed without overflow; shapes, dtypes and errors as softmax (ValueError for a scalar)."""
    return logsoftmax_op(c)


def softmax_graph(c):
    """exp(c) / sum(exp(c)) over the last dimension, in elementary ops; any number of dimensions but 0."""
    e = exp(c)
    return e / reduction.sum(e, axis=-1, keepdims=True)


def _biased(x, b):
    if x.type.ndim != 2 or x.type.dtype not in float_dtypes:
        raise ValueError("x must be 2-d tensor of floats", x.type)
    if b.type.ndim != 1 or b.type.dtype not in float_dtypes:
        raise ValueError("b must be 1-d tensor of floats", b.type)
    return x.type


def _add_bias(x, b):
    if x.shape[1] != b.shape[0]:
        raise ValueError(f"number of columns in x ({x.shape[1]}) does not match length of b ({b.shape[0]})")
    return convert(x + b[None, :], x.dtype)


@op(types=_biased, show=lambda: "SoftmaxWithBias")
def softmax_with_bias(x, b):
    """softmax(x + b). (n, k), (k,) -> (n, k), of the dtype of x. Raises ValueError unless both are floats."""
    return _softmax_rows(_add_bias(x, b))


# --- cross-entropy with labels --------------------------------------------------------------------


def _categorical_type(coding, labels):
    if coding.type.ndim != 2:
        raise TypeError(f"matrix required for argument: coding_dist (got type: {coding.type})")
    if labels.type.ndim != 1 or labels.type.dtype not in ("int32", "int64"):
        raise TypeError(f"integer vector required for argument: true_one_of_n (got type: {labels.type} instead of: "
                        f"{tensor_type('int64', [False])})")
    return tensor_type(coding.type.dtype, [False])


@op(types=_categorical_type, unconnected=(1,), show=lambda: "CrossentropyCategorical1Hot")
def crossentropy_categorical_1hot(coding_dist, true_one_of_n):
    """-log of each row's probability at its label; a negative label counts from the end. (n, k), (n,) -> (n,).

    Raises TypeError unless given a matrix and an int32 or int64 vector; IndexError at run time for a label out of
    range and for fewer labels than rows.
    """
    n, k = coding_dist.shape
    count = true_one_of_n.shape[0]
    if count < n:
        raise IndexError(f"index {count} is out of bounds for axis 0 with size {count}: there are {count} labels for "
                         f"{n} rows")
    labels = convert(true_one_of_n[:n], "int64")
    require((labels >= -k) & (labels < k), IndexError,
            f"index {{value}} is out of bounds for axis 1 with size {k}: a label names no column", labels)
    dtype = coding_dist.dtype
    picked = _pick(coding_dist, jnp.where(labels < 0, labels + k, labels))
    return convert(-jnp.log(convert(picked, upcast(str(dtype), "float32"))), dtype)


def _argmax_types(x, b, labels):
    sm = _biased(x, b)
    if labels.type.ndim != 1 or labels.type.dtype not in discrete_dtypes:
        raise ValueError("y_idx must be 1-d tensor of [u]ints", labels.type)
    return [tensor_type(x.type.dtype, labels.type.broadcastable), sm, labels.type]


@op(types=_argmax_types, unconnected=(2,), show=lambda: "CrossentropySoftmaxArgmax1HotWithBias")
def crossentropy_softmax_argmax_1hot_with_bias(x, b, y_idx):
    """[-log(softmax(x + b)) at the labels, softmax(x + b), its argmax by row].

    (n, k), (k,), (n,) -> (n,), (n, k), (n,); the argmax has the dtype of y_idx.
    Raises ValueError unless x and b are floats and y_idx an integer vector; at run time for negative or too large
    labels and for a number of labels other than n.
    """
    x = _add_bias(x, b)
    n, k = x.shape
    if y_idx.shape[0] != n:
        raise ValueError(f"number of rows in x ({n}) does not match length of y ({y_idx.shape[0]})")
    labels = convert(y_idx, "int64")
    require((labels >= 0) & (labels < k), ValueError,
            f"y_i value out of bounds: the label {{value}} is none of the columns 0 to {k - 1}", labels)
    highest = jnp.argmax(x, axis=1) if k else jnp.zeros((n,), "int64")
    return [-_pick(_log_softmax_rows(x), labels), _softmax_rows(x), convert(highest, y_idx.dtype)]


def _zero_bias(x):
    """Zeros, as many as `x` has columns."""
    x = as_tensor_variable(x)
    if x.type.ndim != 2 or x.type.dtype not in float_dtypes:
        raise ValueError("x must be 2-d tensor of floats", x.type)
    return x, creation.zeros((shapes.shape_i(x, i=1),), dtype=x.dtype)


def crossentropy_softmax_1hot_with_bias(x, b, y_idx):
    """[-log(softmax(x + b)) at the labels, softmax(x + b)]."""
    return crossentropy_softmax_argmax_1hot_with_bias(x, b, y_idx)[:2]


def crossentropy_softmax_1hot(x, y_idx):
    """[-log(softmax(x)) at the labels, softmax(x)]. (n, k), (n,) -> (n,), (n, k)."""
    x, b = _zero_bias(x)
    return crossentropy_softmax_1hot_with_bias(x, b, y_idx)


def crossentropy_softmax_max_and_argmax_1hot_with_bias(x, b, y_idx):
    """(-log(softmax(x + b)) at the labels, softmax(x + b), its maximum and argmax by row)."""
    xent, sm = crossentropy_softmax_1hot_with_bias(x, b, y_idx)
    highest, at = reduction.max_and_argmax(sm, axis=-1)
    return xent, sm, highest, at


def crossentropy_softmax_max_and_argmax_1hot(x, y_idx):
    """(-log(softmax(x)) at the labels, softmax(x), its maximum and argmax by row)."""
    x, b = _zero_bias(x)
    return crossentropy_softmax_max_and_argmax_1hot_with_bias(x, b, y_idx)


def categorical_crossentropy(coding_dist, true_dist):
    """The cross-entropy of `coding_dist` under `true_dist`, over the last dimension.

    true_dist: a distribution of the same rank, or one dimension less: the labels, an int32 or int64 vector.
    Raises TypeError for other ranks and label types; IndexError at run time for labels out of range.
    """
    coding_dist, true_dist = as_tensor_variable(coding_dist), as_tensor_variable(true_dist)
    if true_dist.ndim == coding_dist.ndim:
        return -reduction.sum(true_dist * log(coding_dist), axis=coding_dist.ndim - 1)
    if true_dist.ndim == coding_dist.ndim - 1:
        return crossentropy_categorical_1hot(coding_dist, true_dist)
    raise TypeError(f"rank mismatch between coding and true distributions: {coding_dist.ndim} and {true_dist.ndim}")


# --- binary cross-entropy -------------------------------------------------------------------------


def binary_crossentropy(output, target):
    """-(target * log(output) + (1 - target) * log(1 - output)), elementwise; `output` are probabilities."""
    if not isinstance(target, (int, float)):
        target = as_tensor_variable(target)
    return -(target * log(output) + (1.0 - target) * log(1.0 - output))


@jax.custom_jvp
def _sigmoid_crossentropy(output, target):
    above = (output > 0).astype(output.dtype)
    return jnp.log1p(jnp.exp(-jnp.abs(output))) + output * (above - target)


@_sigmoid_crossentropy.defjvp
def _sigmoid_crossentropy_jvp(primals, tangents):
    (output, target), (d_output, d_target) = primals, tangents
    return (_sigmoid_crossentropy(output, target),
            d_output * (jax.nn.sigmoid(output) - target) + d_target * -output)


@elemwise(dtype=lambda output, target: upcast(to_float(output), target),
          show=lambda: "sigmoid_binary_crossentropy{inline=True}")
def sigmoid_binary_crossentropy(output, target):
    """binary_crossentropy(sigmoid(output), target), without overflow; elementwise, floats."""
    return _sigmoid_crossentropy(output, target)


# --- what only the rewrites of program/stabilize.py make ------------------------------------------


def _log_sum_type(x, axis):
    return tensor_type(x.type.dtype, reduced_pattern(x, axis))


@op(types=_log_sum_type)
def log_sum_exp(x, *, axis):
    """log(sum(exp(x))) over the dimensions `axis`, without overflow; NaN where x is infinite, as in Theano.

    (..., n, ...) -> (...), of the dtype of x.
    """
    highest = lax.stop_gradient(jnp.max(x, axis=axis, keepdims=True, initial=-np.inf))
    return jnp.squeeze(highest, axis) + jnp.log(jnp.sum(jnp.exp(x - highest), axis=axis))


@elemwise(dtype=to_float)
def log_add_exp(x, y):
    """log(exp(x) + exp(y)), without overflow."""
    return jnp.logaddexp(x, y)


def _scaled_erfc(x):
    """exp(x ** 2) erfc(x) for large x: the first terms of its asymptotic series (Abramowitz & Stegun 7.1.23)."""
    z = 1 / (2 * x * x)
    return (1 - z * (1 - z * (3 - 15 * z))) / (x * np.sqrt(np.pi))


def _split_erfc(x):
    """Whether erfc(x) underflows, and x where it does and where not."""
    far = x > (26 if x.dtype == "float64" else 9)
    return far, jnp.where(far, x, 30), jnp.where(far, 0, x)


@jax.custom_jvp
def _log_erfc(x):
    far, large, small = _split_erfc(x)
    return jnp.where(far, jnp.log(_scaled_erfc(large)) - large * large, jnp.log(lax.erfc(small))).astype(x.dtype)


@_log_erfc.defjvp
def _log_erfc_jvp(primals, tangents):
    (x,), (dx,) = primals, tangents
    far, large, small = _split_erfc(x)
    scaled = jnp.where(far, _scaled_erfc(large), jnp.exp(small * small) * lax.erfc(small))
    return _log_erfc(x), (-2 / np.sqrt(np.pi) / scaled).astype(x.dtype) * dx


@elemwise(dtype=to_float)
def log_erfc(x):
    """log(erfc(x)), also where erfc underflows."""
    return _log_erfc(x)


# --- the rest -------------------------------------------------------------------------------------


def confusion_matrix(actual, pred):
    """[how often each class was predicted as each, the classes in order]. (n,), (n,) -> (k, k) int64, (k,).

    Raises ValueError unless both are vectors.
    """
    actual, pred = as_tensor_variable(actual), as_tensor_variable(pred)
    for name, v in (("actual", actual), ("pred", pred)):
        if v.ndim != 1:
            raise ValueError(f"{name} must be 1-d tensor variable")
    order = extra.unique(joining.concatenate([actual, pred]))
    classes = types.dimshuffle(order, ("x", 0))
    is_actual = cast(eq(types.dimshuffle(actual, (0, "x")), classes), "int64")
    is_predicted = cast(eq(types.dimshuffle(pred, (0, "x")), classes), "int64")
    return [linalg.dot(types.dimshuffle(is_actual, (1, 0)), is_predicted), order]


def _prepended(value, x):
    if x.type.ndim != 2:
        raise TypeError(f"prepend_scalar_to_each_row: expected a matrix as input, got {x.type}")
    assert value.type.ndim == 0, f"prepend_scalar_to_each_row: expected a scalar to prepend, got {value.type}"
    return tensor_type(x.type.dtype, [x.type.broadcastable[0], False])


@op(types=_prepended)
def prepend_scalar_to_each_row(value, x):
    """`x` with a column of `value` in front. (), (n, k) -> (n, k + 1), of the dtype of x."""
    column = jnp.full((x.shape[0], 1), convert(jnp.asarray(value), x.dtype))
    return lax.concatenate([column, x], 1)


def h_softmax(x, batch_size, n_outputs, n_classes, n_outputs_per_class, W1, b1, W2, b2, target=None):
    """Two-level hierarchical softmax: the probabilities of all outputs, or of the `target` of each sample.

    x: (batch_size, d); W1: (d, n_classes), b1: (n_classes,); W2: (n_classes, d, n_outputs_per_class), b2:
    (n_classes, n_outputs_per_class). Without target -> (batch_size, n_outputs), else (batch_size,).
    """
    class_probabilities = softmax(linalg.dot(x, W1) + b1)
    if target is None:
        activations = linalg.tensordot(x, W2, (1, 1)) + b2
        within = softmax(activations.reshape((-1, n_outputs_per_class)))
        within = within.reshape((batch_size, n_classes, -1))
        out = types.dimshuffle(class_probabilities, (0, 1, "x")) * within
        return out.reshape((batch_size, -1))[:, :n_outputs]
    target = shapes.flatten(target)
    group, place = target // n_outputs_per_class, target % n_outputs_per_class
    within = softmax(linalg.batched_dot(x, W2[group]) + b2[group])
    rows = creation.arange(batch_size)
    return class_probabilities[rows, group] * within[rows, place]
