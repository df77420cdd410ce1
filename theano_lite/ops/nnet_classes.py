"""Theano's ops for the gradients of softmax and cross-entropy, and its names of the classes of such ops.

Source: theano.tensor.nnet.nnet.
"""

from jax import lax
from jax import numpy as jnp

from theano_lite.core import types
from theano_lite.core.checks import require
from theano_lite.core.dtypes import discrete_dtypes, float_dtypes
from theano_lite.core.graph import Constant
from theano_lite.core.op import Op, convert, op
from theano_lite.core.op_class import op_class
from theano_lite.ops import activations, creation, nnet, reduction, shapes, transcendental

# --- gradients ------------------------------------------------------------------------------------


class _SoftmaxGrad(Op):
    def prepare(self, inputs, params):
        dy, sm = inputs
        if dy.type.ndim not in (1, 2) or dy.type.dtype not in float_dtypes:
            raise ValueError("dy must be 1-d or 2-d tensor of floats. Got ", dy.type)
        return [types.dimshuffle(v, ("x", 0)) if v.type.ndim == 1 else v for v in (dy, sm)]


def _softmax_grad(dy, sm):
    """The gradient of softmax: dy for its output `sm` -> for its input. (n, k), (n, k) -> (n, k); vectors are rows."""
    moved = dy * sm
    return convert(moved - jnp.sum(moved, axis=1, keepdims=True) * sm, sm.dtype)


softmax_grad = _SoftmaxGrad(_softmax_grad, lambda dy, sm: sm.type, name="SoftmaxGrad", show=lambda: "SoftmaxGrad")


def _at_labels(x, labels, low, error, message):
    """A mask of the shape of `x`, true at the label of each row. Raises `error` at run time for labels out of range."""
    n, k = x.shape
    if labels.shape[0] != n:
        raise ValueError(f"there are {labels.shape[0]} labels for {n} rows")
    labels = convert(jnp.asarray(labels), "int64")
    require((labels >= low * k) & (labels < k), error, message, labels)
    return lax.broadcasted_iota("int64", x.shape, 1) == jnp.where(labels < 0, labels + k, labels)[:, None]


def _dx_type(dy, sm, y_idx):
    if dy.type.ndim > 1 or dy.type.dtype not in float_dtypes:
        raise ValueError("dy must be {0,1}-d tensor of floats", dy.type)
    if sm.type.ndim != 2 or sm.type.dtype not in float_dtypes:
        raise ValueError("sm must be 2-d tensor of floats", sm.type)
    if y_idx.type.ndim != 1 or y_idx.type.dtype not in discrete_dtypes:
        raise ValueError("y_idx must be 1-d tensor of [u]ints", y_idx.type)
    return sm.type


@op(types=_dx_type, unconnected=(2,), name="CrossentropySoftmax1HotWithBiasDx",
    show=lambda: "CrossentropySoftmax1HotWithBiasDx")
def crossentropy_softmax_1hot_with_bias_dx(dy, sm, y_idx):
    """The gradient of crossentropy_softmax_argmax_1hot_with_bias by x: dy * (sm - 1 at the labels).

    () or (1,) or (n,), (n, k), (n,) -> (n, k). Raises ValueError at run time for labels out of range.
    """
    if dy.ndim and dy.shape[0] not in (1, sm.shape[0]):
        raise ValueError(f"dy has {dy.shape[0]} elements, sm {sm.shape[0]} rows")
    chosen = _at_labels(sm, y_idx, 0, ValueError, f"y_i value out of bounds: {{value}}, of {sm.shape[1]} columns")
    return convert(dy.reshape(-1, 1) * (sm - chosen), sm.dtype)


@op(types=lambda g_y, coding_dist, true_one_of_n: coding_dist.type, unconnected=(2,),
    name="CrossentropyCategorical1HotGrad", show=lambda: "CrossentropyCategorical1HotGrad")
def crossentropy_categorical_1hot_grad(g_y, coding_dist, true_one_of_n):
    """The gradient of crossentropy_categorical_1hot by coding_dist: -g_y / coding_dist at the labels, else 0.

    (n,), (n, k), (n,) -> (n, k). Raises IndexError at run time for labels out of range.
    """
    chosen = _at_labels(coding_dist, true_one_of_n, -1, IndexError,
                        f"index {{value}} is out of bounds for axis 1 with size {coding_dist.shape[1]}")
    at = jnp.where(chosen, coding_dist, 1)
    return convert(jnp.where(chosen, -g_y[:, None] / at, 0), coding_dist.dtype)


def _zeros(v):
    """Whether `v` is made of zeros, like the bias of a cross-entropy without one."""
    return v.owner is not None and v.owner.op is creation._alloc and isinstance(v.owner.inputs[0], Constant) \
        and not v.owner.inputs[0].data.any()


def _crossentropy_gradients(node, upstream):
    if list(upstream) != [0]:
        return None
    x, b, labels = node.inputs
    sm = nnet.softmax_op(x) if _zeros(b) else nnet.softmax_with_bias(x, b)
    dx = crossentropy_softmax_1hot_with_bias_dx(upstream[0], sm, labels)
    return [dx, reduction.sum(dx, axis=0), None]


nnet.crossentropy_softmax_argmax_1hot_with_bias.input_gradients = _crossentropy_gradients

# --- classes --------------------------------------------------------------------------------------


def _only(function):
    """make() for a class without options."""
    return lambda: function


def _constant_column(val=0):
    if not isinstance(val, float):
        val = float(val)
    return lambda mat: nnet.prepend_scalar_to_each_row(val, mat)


Softmax = op_class("Softmax", _only(nnet.softmax_op), nnet.softmax_op)
LogSoftmax = op_class("LogSoftmax", _only(nnet.logsoftmax_op), nnet.logsoftmax_op)
SoftmaxWithBias = op_class("SoftmaxWithBias", _only(nnet.softmax_with_bias), nnet.softmax_with_bias)
SoftmaxGrad = op_class("SoftmaxGrad", _only(softmax_grad), softmax_grad)
CrossentropyCategorical1Hot = op_class(
    "CrossentropyCategorical1Hot", _only(nnet.crossentropy_categorical_1hot), nnet.crossentropy_categorical_1hot)
CrossentropyCategorical1HotGrad = op_class(
    "CrossentropyCategorical1HotGrad", _only(crossentropy_categorical_1hot_grad), crossentropy_categorical_1hot_grad)
CrossentropySoftmaxArgmax1HotWithBias = op_class(
    "CrossentropySoftmaxArgmax1HotWithBias", _only(nnet.crossentropy_softmax_argmax_1hot_with_bias),
    nnet.crossentropy_softmax_argmax_1hot_with_bias)
CrossentropySoftmax1HotWithBiasDx = op_class(
    "CrossentropySoftmax1HotWithBiasDx", _only(crossentropy_softmax_1hot_with_bias_dx),
    crossentropy_softmax_1hot_with_bias_dx)
Prepend_scalar_to_each_row = op_class(
    "Prepend_scalar_to_each_row", _only(nnet.prepend_scalar_to_each_row), nnet.prepend_scalar_to_each_row)
Prepend_scalar_constant_to_each_row = op_class(
    "Prepend_scalar_constant_to_each_row", _constant_column, nnet.prepend_scalar_to_each_row)
prepend_0_to_each_row = Prepend_scalar_constant_to_each_row(0.0)
prepend_1_to_each_row = Prepend_scalar_constant_to_each_row(1.0)

sigmoid_inplace = activations.sigmoid.in_place()
ultra_fast_sigmoid_inplace = activations.ultra_fast_sigmoid.in_place()


def softmax_simplifier(numerators, denominators):
    """exp(x) among the numerators and its sum over rows among the denominators become softmax(x). Both lists change."""
    for top in list(numerators):
        if top.type.ndim != 2 or top.type.dtype not in float_dtypes or top.owner is None \
                or top.owner.op is not transcendental.exp:
            continue
        for bottom in denominators:
            shuffle = bottom.owner
            if shuffle is None or shuffle.op is not shapes._dimshuffle or shuffle.params["order"] != (0, "x"):
                continue
            total = shuffle.inputs[0].owner
            if total is not None and total.op == reduction.sum and total.params["axis"] == (1,) \
                    and total.inputs[0] is top:
                numerators.remove(top)
                denominators.remove(bottom)
                numerators.append(nnet.softmax_op(top.owner.inputs[0]))
                break
    return numerators, denominators
