"""Batch normalisation (Ioffe and Szegedy 2015), and its gradient.

Source: theano.tensor.nnet.bn.
"""

from types import SimpleNamespace

import numpy as np
from jax import numpy as jnp

from theano_lite.core.config import config
from theano_lite.core.dtypes import accumulator_dtype, upcast
from theano_lite.core.op import Op, convert, elementwise_shape
from theano_lite.core.op_class import op_class
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import reduction, shapes, transcendental
from theano_lite.ops.elementwise import cast


def batch_normalization(inputs, gamma, beta, mean, std, mode="low_mem"):
    """(inputs - mean) / std * gamma + beta; all of the rank of inputs, or broadcastable against it.

    mode: 'low_mem', or 'high_mem', which divides gamma by std first. Raises ValueError for others.
    """
    if mode == "low_mem":
        return (inputs - mean) / std * gamma + beta
    if mode == "high_mem":
        return (inputs - mean) * (gamma / std) + beta
    raise ValueError(f'mode must be either "low_mem", "high_mem", got {mode!r}')


def _axes(axes, ndim):
    """The dimensions that are normalised over, and the others."""
    if isinstance(axes, str) and axes == "per-activation":
        axes = (0,)
    elif isinstance(axes, str) and axes == "spatial":
        axes = (0, *range(2, ndim))
    elif isinstance(axes, (tuple, list, np.ndarray)):
        axes = tuple(int(a) for a in axes)
    else:
        raise ValueError(f"invalid axes: {axes}")
    if not axes:
        raise ValueError("there should be at least one normalization axis")
    if min(axes) < 0 or max(axes) >= ndim:
        raise ValueError(f"axes should be less than ndim (<{ndim}), but {axes} given")
    return tuple(sorted(axes)), tuple(k for k in range(ndim) if k not in axes)


class _Layout:
    """Where the parameters lie: in all dimensions of the inputs, or in those only that are not normalised over."""

    def __init__(self, inputs, gamma, beta, axes):
        self.ndim = inputs.ndim
        self.axes, self.others = _axes(axes, self.ndim)
        self.rank = self.ndim if gamma.ndim == self.ndim else len(self.others)
        if gamma.ndim != self.rank or beta.ndim != self.rank:
            raise ValueError("gamma and beta dimensionality must match the number of non-normalized axes, or have the "
                             f"same number of dimensions as the inputs; got {gamma.ndim} and {beta.ndim} instead of "
                             f"{self.rank}")

    def widened(self, v):
        v = as_tensor_variable(v)
        if self.rank == self.ndim:
            return shapes.addbroadcast(v, *self.axes)
        order = ["x"] * self.ndim
        for k, axis in enumerate(self.others):
            order[axis] = k
        return v.dimshuffle(order)

    def narrowed(self, v):
        return v if self.rank == self.ndim else v.dimshuffle(self.others)


def _epsilon(epsilon):
    epsilon = np.asarray(epsilon, dtype=config.floatX)
    if epsilon < 1e-5:
        raise ValueError(f"epsilon must be at least 1e-5, got {epsilon}")
    return epsilon


def batch_normalization_train(inputs, gamma, beta, axes="per-activation", epsilon=1e-4, running_average_factor=0.1,
                              running_mean=None, running_var=None):
    """(normalised inputs, mean, 1 / standard deviation), and if given the new running mean and variance.

    axes: 'per-activation' (the first dimension), 'spatial' (all but the second) or a tuple. gamma, beta and the running
    averages: of length 1 along `axes`, or without them. Raises ValueError for ranks that do not match, one running
    average without the other, and epsilon below 1e-5.
    """
    layout = _Layout(inputs, gamma, beta, axes)
    if (running_mean is None) != (running_var is None):
        raise ValueError("running_mean and running_var must either both be given or both be None")
    for name, v in (("running_mean", running_mean), ("running_var", running_var)):
        if v is not None and v.ndim != layout.rank:
            raise ValueError(f"{name} must be of the same dimensionality as gamma and beta; got {v.ndim} instead of "
                             f"{layout.rank}")
    parameters = [layout.widened(v) for v in (gamma, beta)]
    running = [] if running_mean is None else [layout.widened(v) for v in (running_mean, running_var)]
    found = _train(layout.axes)(inputs, *parameters, _epsilon(epsilon), running_average_factor, *running)
    found[3:] = [shapes.patternbroadcast(v, old.broadcastable) for v, old in zip(found[3:], running)]
    return (found[0], *map(layout.narrowed, found[1:]))


def batch_normalization_test(inputs, gamma, beta, mean, var, axes="per-activation", epsilon=1e-4):
    """(inputs - mean) * gamma / sqrt(var + epsilon) + beta; axes, ranks and errors as in `batch_normalization_train`."""
    layout = _Layout(inputs, gamma, beta, axes)
    if mean.ndim != layout.rank or var.ndim != layout.rank:
        raise ValueError("mean and var must be of the same dimensionality as gamma and beta; got "
                         f"{mean.ndim} and {var.ndim} instead of {layout.rank}")
    return _inference(layout.axes)(inputs, *map(layout.widened, (gamma, beta, mean, var)), _epsilon(epsilon))


# --- the classes of ops ---------------------------------------------------------------------------


def _common(*arrays):
    """The arrays in the dtype that holds them all."""
    arrays = [as_tensor_variable(v) for v in arrays]
    assert len({v.ndim for v in arrays}) == 1, f"arrays of different ranks: {[v.ndim for v in arrays]}"
    dtype = upcast(*(v.dtype for v in arrays))
    return [cast(v, dtype) for v in arrays]


def _train_types(x, scale, bias, epsilon, factor, *running, axes):
    return [x.type] + [scale.type] * (2 + len(running))


class _Train(Op):
    def input_gradients(self, node, upstream):
        # As in Theano the gradient is put together of the outputs, so that they can be considered constant.
        if list(upstream) != [0]:
            return None
        x, scale, _, epsilon = node.inputs[:4]
        found = _train_grad(node.params["axes"])(x, upstream[0], scale, *node.outputs[1:3], epsilon)
        return [*found, *[None] * (len(node.inputs) - 3)]

    def run(self, node, values):
        for v, x in list(zip(node.inputs, values))[1:]:
            if x.ndim:
                elementwise_shape(SimpleNamespace(inputs=[node.inputs[0], v]), [values[0], x])
        return super().run(node, values)


def _normalise(x, scale, bias, epsilon, factor, *running, axes):
    """[normalised x, mean, 1 / standard deviation, and the new running mean and variance if there are `running`].

    The first has the shape of `x`, the others have that of the mean.
    """
    wide = convert(x, accumulator_dtype(str(x.dtype)))
    mean = jnp.mean(wide, axis=axes, keepdims=True)
    var = convert(jnp.mean(jnp.square(wide - mean), axis=axes, keepdims=True), x.dtype)
    mean, epsilon, factor = convert(mean, x.dtype), convert(epsilon, x.dtype), convert(factor, x.dtype)
    invstd = 1 / jnp.sqrt(var + epsilon)
    out = [(x - mean) * (scale * invstd) + bias, mean, invstd]
    if running:
        m = np.prod(x.shape) / np.prod(scale.shape)
        with np.errstate(divide="ignore"):
            unbiased = var * np.asarray(np.float64(m) / (m - 1), x.dtype)
        out.append(running[0] * (1 - factor) + mean * factor)
        out.append(running[1] * (1 - factor) + unbiased * factor)
    return out


_batch_norm_train = _Train(_normalise, _train_types, unconnected=(3, 4), name="BatchNormTrain")


def _train(axes=(0,)):
    def apply(x, scale, bias, epsilon=1e-4, running_average_factor=0.1, running_mean=None, running_var=None):
        assert (running_mean is None) == (running_var is None)
        running = [] if running_mean is None else [running_mean, running_var]
        x, scale, bias, *running = _common(x, scale, bias, *running)
        return list(_batch_norm_train(x, scale, bias, epsilon, running_average_factor, *running, axes=tuple(axes)))
    return apply


def _inference(axes=(0,)):
    def apply(x, scale, bias, estimated_mean, estimated_variance, epsilon=1e-4):
        x, scale, bias, mean, var = _common(x, scale, bias, estimated_mean, estimated_variance)
        return cast((x - mean) * (scale / transcendental.sqrt(var + epsilon)) + bias, x.dtype)
    return apply


def _train_grad(axes=(0,)):
    def apply(x, dy, scale, x_mean, x_invstd, epsilon=1e-4):
        x, dy, scale, x_mean, x_invstd = _common(x, dy, scale, x_mean, x_invstd)

        def mean(v):
            return reduction.mean(v, axis=axes, keepdims=True)

        centred = x - x_mean
        moved = dy * x_invstd - centred * mean(dy * centred) * x_invstd ** 3
        return [scale * (moved - mean(moved)), reduction.sum(dy * x_invstd * centred, axis=axes, keepdims=True),
                reduction.sum(dy, axis=axes, keepdims=True)]
    return apply


AbstractBatchNormTrain = op_class("AbstractBatchNormTrain", _train)
AbstractBatchNormInference = op_class("AbstractBatchNormInference", _inference)
AbstractBatchNormTrainGrad = op_class("AbstractBatchNormTrainGrad", _train_grad)
