"""theano.tensor.nnet.conv2d, conv3d and what is built of them."""

import warnings
from numbers import Integral

from theano_lite.core.graph import Constant, Variable
from theano_lite.core.types import as_tensor_variable, dimshuffle
from theano_lite.ops.conv import (
    AbstractConv2d,
    AbstractConv2d_gradInputs,
    AbstractConv2d_gradWeights,
    AbstractConv3d,
    AbstractConv3d_gradInputs,
    AbstractConv3d_gradWeights,
)

# --- forward --------------------------------------------------------------------------------------


def abstract_conv2d(input, filters, input_shape=None, filter_shape=None, border_mode="valid", subsample=(1, 1),
                    filter_flip=True, filter_dilation=(1, 1), num_groups=1, unshared=False):
    """The convolution of images with filters: as `conv2d`, without its old keyword arguments."""
    op = AbstractConv2d(input_shape, filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups,
                        unshared)
    return op(as_tensor_variable(input), as_tensor_variable(filters))


def conv2d(input, filters, input_shape=None, filter_shape=None, border_mode="valid", subsample=(1, 1), filter_flip=True,
           image_shape=None, filter_dilation=(1, 1), num_groups=1, unshared=False, **kwargs):
    """The convolution of images (n, c, h, w) with filters (k, c / num_groups, a, b) -> (n, k, h', w').

    border_mode: "valid" (no padding), "full" (a - 1, b - 1 zeros on each side), "half" (a // 2, b // 2), an int, or a
    tuple of ints and (before, after) pairs. subsample: strides. filter_flip: turn the filters by half a turn, as a
    convolution does. filter_dilation: distance of neighbouring weights. unshared: another filter (of shape
    (k, h', w', c / num_groups, a, b)) for each place. input_shape, filter_shape: declared shapes, checked with the flag
    conv.assert_shape; image_shape is the old name of input_shape. Other keyword arguments are ignored with a warning.

    The result has the dtype of `input`. Raises TypeError for other numbers of dimensions, ValueError for options that
    do not go together, and at run time for shapes that do not.
    """
    if "imshp_logical" in kwargs or "kshp_logical" in kwargs:
        raise ValueError("conv2d: the keyword arguments imshp_logical and kshp_logical are not supported any more, only "
                         "by theano.tensor.nnet.conv.conv2d()")
    if kwargs:
        warnings.warn(f"conv2d: the deprecated keyword arguments {', '.join(kwargs)} are ignored", stacklevel=2)
    if image_shape is not None:
        warnings.warn("conv2d: the keyword argument image_shape is deprecated, it is called input_shape now",
                      stacklevel=2)
        if input_shape is not None:
            raise ValueError("input_shape and image_shape should not be provided at the same time.")
        input_shape = image_shape
    return abstract_conv2d(input, filters, input_shape, filter_shape, border_mode, subsample, filter_flip,
                           filter_dilation, num_groups, unshared)


def conv3d(input, filters, input_shape=None, filter_shape=None, border_mode="valid", subsample=(1, 1, 1),
           filter_flip=True, filter_dilation=(1, 1, 1), num_groups=1):
    """The convolution of (n, c, d, h, w) with filters (k, c / num_groups, a, b, e) -> (n, k, d', h', w').

    The options are those of `conv2d`; border_mode takes no pairs.
    """
    op = AbstractConv3d(input_shape, filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups)
    return op(as_tensor_variable(input), as_tensor_variable(filters))


def _separable(kind, input, depthwise, pointwise, num_channels, input_shape, depthwise_shape, pointwise_shape,
               border_mode, subsample, filter_flip, filter_dilation):
    depth = kind(input_shape, depthwise_shape, border_mode, subsample, filter_flip, filter_dilation, num_channels)
    between = None
    if input_shape is not None and depthwise_shape is not None:
        between = depth.infer_shape(None, [input_shape, depthwise_shape])[0]
    out = depth(as_tensor_variable(input), as_tensor_variable(depthwise))
    return kind(between, pointwise_shape, "valid", filter_flip=filter_flip)(out, as_tensor_variable(pointwise))


def separable_conv2d(input, depthwise_filters, pointwise_filters, num_channels, input_shape=None,
                     depthwise_filter_shape=None, pointwise_filter_shape=None, border_mode="valid", subsample=(1, 1),
                     filter_flip=True, filter_dilation=(1, 1)):
    """Each of `num_channels` channels with filters of its own, then a mix of the results by filters of one pixel.

    (n, c, h, w), (m, 1, a, b), (k, m, 1, 1) -> (n, k, h', w'); the options, as for `conv2d`, are for the first part.
    """
    return _separable(AbstractConv2d, input, depthwise_filters, pointwise_filters, num_channels, input_shape,
                      depthwise_filter_shape, pointwise_filter_shape, border_mode, subsample, filter_flip,
                      filter_dilation)


def separable_conv3d(input, depthwise_filters, pointwise_filters, num_channels, input_shape=None,
                     depthwise_filter_shape=None, pointwise_filter_shape=None, border_mode="valid",
                     subsample=(1, 1, 1), filter_flip=True, filter_dilation=(1, 1, 1)):
    """As `separable_conv2d`, in three dimensions."""
    return _separable(AbstractConv3d, input, depthwise_filters, pointwise_filters, num_channels, input_shape,
                      depthwise_filter_shape, pointwise_filter_shape, border_mode, subsample, filter_flip,
                      filter_dilation)


def causal_conv1d(input, filters, filter_shape, input_shape=None, subsample=1, filter_flip=True, filter_dilation=1,
                  num_groups=1, unshared=False):
    """The convolution in time that looks back only: (n, c, t), (k, c / num_groups, a) -> (n, k, t').

    filter_shape must be given, its last element as an int. Raises ValueError unless both are 3-dimensional.
    """
    input, filters = as_tensor_variable(input), as_tensor_variable(filters)
    if input.ndim != 3:
        raise ValueError("Input should be 3D for causal convolution.")
    if filters.ndim != 3:
        raise ValueError("Filters should be 3D for causal convolution")
    for name, shape in (("input_shape", input_shape), ("filter_shape", filter_shape)):
        if shape is not None and len(shape) != 3:
            raise AssertionError(f"{name} must have 3 elements, got {shape}")
    filter_shape = (*filter_shape, 1)
    before = filter_dilation * (filter_shape[2] - 1)
    op = AbstractConv2d(None if input_shape is None else (*input_shape, 1), filter_shape, ((before, 0), 0),
                        (subsample, 1), filter_flip, (filter_dilation, 1), num_groups, unshared)
    return op(dimshuffle(input, (0, 1, 2, "x")), dimshuffle(filters, (0, 1, 2, "x")))[:, :, :, 0]


# --- gradients ------------------------------------------------------------------------------------


def _is_known(n):
    return n is None or isinstance(n, (Integral, Constant))


def _is_length(n):
    return isinstance(n, (Integral, Variable))


def _checked_shape(shape, name, convdim, error):
    """`shape` with None for symbolic lengths. Raises `error` for what may not be symbolic, or is no length."""
    for k, n in enumerate(shape[:-convdim]):
        if not _is_known(n):
            raise error(f"{name}[{k}] must be a constant or None.")
    for k, n in enumerate(shape[-convdim:]):
        if not _is_length(n):
            raise error(f"{name}[{len(shape) - convdim + k}] must be a symbolic variable or a constant.")
    return [n if _is_known(n) else None for n in shape]


def _checked_declaration(shape, name, error):
    if shape is not None and not all(_is_known(n) for n in shape):
        raise error(f"{name} must be None, or constants and None; got {shape}")


def conv2d_grad_wrt_inputs(output_grad, filters, input_shape, filter_shape=None, border_mode="valid", subsample=(1, 1),
                           filter_flip=True, filter_dilation=(1, 1), num_groups=1, unshared=False):
    """The gradient of the images for the gradient `output_grad` (n, k, h', w') of a convolution -> (n, c, h, w).

    input_shape: the shape of the images; its first two elements may be None, the others may be symbolic. Raises
    ValueError for other ones, and at run time for an output_grad that no such images give.
    """
    known = _checked_shape(input_shape, "input_shape", 2, ValueError)
    if filter_shape is not None:
        expected = 6 if unshared else 4
        if len(filter_shape) != expected:
            raise ValueError(f"The length of filter_shape was {len(filter_shape)}, but we expected {expected}.")
        _checked_declaration(filter_shape, "filter_shape", ValueError)
    op = AbstractConv2d_gradInputs(known, filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups,
                                   unshared)
    return op(as_tensor_variable(filters), as_tensor_variable(output_grad), input_shape[-2:])


def conv3d_grad_wrt_inputs(output_grad, filters, input_shape, filter_shape=None, border_mode="valid",
                           subsample=(1, 1, 1), filter_flip=True, filter_dilation=(1, 1, 1), num_groups=1):
    """As `conv2d_grad_wrt_inputs`, in three dimensions. Raises AssertionError for shapes that are not allowed."""
    known = _checked_shape(input_shape, "input_shape", 3, AssertionError)
    _checked_declaration(filter_shape, "filter_shape", AssertionError)
    op = AbstractConv3d_gradInputs(known, filter_shape, border_mode, subsample, filter_flip, filter_dilation, num_groups)
    return op(as_tensor_variable(filters), as_tensor_variable(output_grad), input_shape[-3:])


def conv2d_grad_wrt_weights(input, output_grad, filter_shape, input_shape=None, border_mode="valid", subsample=(1, 1),
                            filter_flip=True, filter_dilation=(1, 1), num_groups=1, unshared=False):
    """The gradient of the filters for the gradient `output_grad` (n, k, h', w') of a convolution.

    filter_shape: the shape of the filters; its last two elements may be symbolic, the others may be None. Raises
    AssertionError for other ones; ValueError at run time for an output_grad that no such filters give.
    """
    known = _checked_shape(filter_shape, "filter_shape", 2, AssertionError)
    _checked_declaration(input_shape, "input_shape", AssertionError)
    op = AbstractConv2d_gradWeights(input_shape, known, border_mode, subsample, filter_flip, filter_dilation, num_groups,
                                    unshared)
    return op(as_tensor_variable(input), as_tensor_variable(output_grad), filter_shape[-2:])


def conv3d_grad_wrt_weights(input, output_grad, filter_shape, input_shape=None, border_mode="valid",
                            subsample=(1, 1, 1), filter_flip=True, filter_dilation=(1, 1, 1), num_groups=1):
    """As `conv2d_grad_wrt_weights`, in three dimensions."""
    known = _checked_shape(filter_shape, "filter_shape", 3, AssertionError)
    _checked_declaration(input_shape, "input_shape", AssertionError)
    op = AbstractConv3d_gradWeights(input_shape, known, border_mode, subsample, filter_flip, filter_dilation, num_groups)
    return op(as_tensor_variable(input), as_tensor_variable(output_grad), filter_shape[-3:])


def conv2d_transpose(input, filters, output_shape, filter_shape=None, border_mode="valid", input_dilation=(1, 1),
                     filter_flip=True, filter_dilation=(1, 1), num_groups=1, unshared=False):
    """The transposed convolution: (n, k, h', w'), (k, c / num_groups, a, b) -> (n, c, h, w).

    What `conv2d_grad_wrt_inputs` computes, with subsample = input_dilation and input_shape = output_shape.
    """
    return conv2d_grad_wrt_inputs(input, filters, output_shape, filter_shape, border_mode, input_dilation, filter_flip,
                                  filter_dilation, num_groups, unshared)
