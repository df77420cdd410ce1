"""Shapes of convolutions: what goes in, what comes out, how much is padded. Lengths are ints, symbolic, or None."""

from numbers import Integral

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.host import known_value
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import shapes
from theano_lite.ops.asserts import Assert
from theano_lite.ops.comparison import eq, ge, gt

# Programs ask before they convolve; SciPy comes with JAX.
integer_types = (int,)
imported_scipy_signal = True


def known_length(n):
    """The integer that `n` is for certain, else None."""
    if isinstance(n, Variable):
        value = known_value(n)
        return None if value is None or str(value.dtype) not in discrete_dtypes else int(value)
    return int(n)


def _paddings(border_mode, kernel):
    """(before, after) of one dimension; `kernel` is the filter's length with its gaps. Raises ValueError."""
    if border_mode == "half":
        return kernel // 2, kernel // 2
    if border_mode == "full":
        return kernel - 1, kernel - 1
    if border_mode == "valid":
        return 0, 0
    before, after = border_mode if isinstance(border_mode, tuple) else (border_mode, border_mode)
    if before < 0 or after < 0:
        raise ValueError("border_mode must be >= 0")
    return before, after


def _is_zero(n):
    return not isinstance(n, Variable) and n == 0


def get_conv_shape_1axis(image_shape, kernel_shape, border_mode, subsample, dilation=1):
    """The length of a convolution's result in one dimension; None if something it depends on is None.

    border_mode: "valid", "full", "half", an int, or a pair of ints. Raises ValueError for negative ones.
    """
    if any(v is None for v in (image_shape, kernel_shape, border_mode, subsample, dilation)):
        return None
    kernel = (kernel_shape - 1) * dilation + 1
    length = image_shape - kernel
    for amount in _paddings(border_mode, kernel):
        if not _is_zero(amount):
            length = length + amount
    if isinstance(subsample, Variable) or subsample != 1:
        length = length // subsample
    return length + 1


def _each(function, first, second, border_mode, subsample, filter_dilation):
    dilation = (1,) * len(subsample) if filter_dilation is None else filter_dilation
    modes = border_mode if isinstance(border_mode, tuple) else (border_mode,) * len(subsample)
    found = (function(first[k], second[k], modes[k], subsample[k], dilation[k]) for k in range(len(subsample)))
    # Theano's default dilation is an array, which makes a float64 of a float32 variable times such a length.
    return tuple(np.int64(n) if filter_dilation is None and isinstance(n, int) else n for n in found)


def get_conv_output_shape(image_shape, kernel_shape, border_mode, subsample, filter_dilation=None):
    """(batch size, number of filters, *lengths): the shape of the convolution of images with filters.

    image_shape: (n, channels, ...); kernel_shape: (filters, channels, ...), or with the output's lengths in between for
    unshared filters. None where unknown.
    """
    count = len(image_shape) - 2
    lengths = _each(get_conv_shape_1axis, image_shape[2:], kernel_shape[-count:], border_mode, subsample,
                    filter_dilation)
    return image_shape[0], kernel_shape[0], *lengths


def get_conv_gradweights_shape_1axis(image_shape, top_shape, border_mode, subsample, dilation):
    """The filter's length in one dimension out of the image's and the result's; None if they do not tell it."""
    if any(v is None for v in (image_shape, top_shape, border_mode, subsample, dilation)):
        return None
    if subsample != 1 or border_mode == "half":
        return None
    if border_mode == "full":
        length = top_shape - image_shape
    else:
        before, after = _paddings(border_mode, 1)
        length = image_shape + before + after - top_shape
    if dilation > 1:
        length = length / dilation
    return length + 1


def get_conv_gradweights_shape(image_shape, top_shape, border_mode, subsample, filter_dilation=None, num_groups=1,
                               unshared=False):
    """The filters' shape out of the images' and the result's. None where they do not tell it."""
    filters, channels = top_shape[1], image_shape[1]
    # As Theano has it: the groups divide the number of filters here.
    if num_groups > 1:
        filters = filters // num_groups
    lengths = _each(get_conv_gradweights_shape_1axis, image_shape[2:], top_shape[2:], border_mode, subsample,
                    filter_dilation)
    return (filters, *(top_shape[2:] if unshared else ()), channels, *lengths)


def get_conv_gradinputs_shape_1axis(kernel_shape, top_shape, border_mode, subsample, dilation):
    """The image's length in one dimension out of the filter's and the result's; None if they do not tell it."""
    if any(v is None for v in (kernel_shape, top_shape, border_mode, subsample, dilation)):
        return None
    if subsample != 1:
        return None
    kernel = (kernel_shape - 1) * dilation + 1
    length = top_shape + kernel - 1
    for amount in _paddings(border_mode, kernel):
        if not _is_zero(amount):
            length = length - amount
    return length


def get_conv_gradinputs_shape(kernel_shape, top_shape, border_mode, subsample, filter_dilation=None, num_groups=1):
    """The images' shape out of the filters' and the result's. None where they do not tell it."""
    count = len(top_shape) - 2
    channels = kernel_shape[1]
    if num_groups > 1:
        channels = channels * num_groups
    lengths = _each(get_conv_gradinputs_shape_1axis, kernel_shape[-count:], top_shape[2:], border_mode, subsample,
                    filter_dilation)
    return top_shape[0], channels, *lengths


def check_conv_gradinputs_shape(image_shape, kernel_shape, output_shape, border_mode, subsample, filter_dilation=None):
    """Whether such images and filters can give such an output; True also where symbolic lengths leave it open."""
    image_shape, kernel_shape, output_shape = tuple(image_shape), tuple(kernel_shape), tuple(output_shape)
    rank = len(image_shape)
    if len(kernel_shape) != rank or len(output_shape) != rank or rank - 2 != len(subsample):
        return False
    if filter_dilation is not None and rank - 2 != len(filter_dilation):
        return False
    computed = get_conv_output_shape(image_shape, kernel_shape, border_mode, subsample, filter_dilation)
    for given, found in zip(output_shape, computed):
        if given is None or found is None:
            continue
        given, found = known_length(given), known_length(found)
        if given is not None and found is not None and given != found:
            return False
    return True


def assert_conv_shape(shape):
    """`shape` with checks: the first two lengths at least 0, the others above 0.

    Raises ValueError now for known lengths, AssertionError at run time for symbolic ones.
    """
    checked = []
    for k, n in enumerate(shape):
        known, sign = known_length(n), "<" if k < 2 else "<="
        if known is None:
            condition = ge(n, 0) if k < 2 else gt(n, 0)
            n = Assert(f"The convolution would produce an invalid shape (dim[{k}] {sign} 0).")(n, condition)
        elif known < 0 or (k >= 2 and known == 0):
            raise ValueError(f"The convolution would produce an invalid shape (dim[{k}]: {known} {sign} 0).")
        checked.append(n)
    return tuple(checked)


def assert_shape(x, expected_shape, msg="Unexpected shape."):
    """`x`; with the flag conv.assert_shape AssertionError(msg) at run time where its lengths are not as expected."""
    if expected_shape is None or not config.conv.assert_shape:
        return x
    size = shapes.shape(x)
    tests = [eq(size[k], as_tensor_variable(n)) for k, n in enumerate(expected_shape) if n is not None]
    return Assert(msg)(x, *tests) if tests else x


def border_mode_to_pad(mode, convdim, kshp):
    """((before, after), ...): the padding of each of `convdim` dimensions for filters of lengths `kshp`.

    mode: "valid", "full", "half", or a tuple of ints and pairs of ints. Raises ValueError for others.
    """
    if isinstance(mode, tuple):
        if len(mode) != convdim:
            raise ValueError(f"invalid border_mode {mode} which must be a tuple of length {convdim}")
        pads = []
        for m in mode:
            if isinstance(m, Integral) and m >= 0:
                pads.append((m, m))
            elif isinstance(m, tuple) and min(m) >= 0 and all(isinstance(b, Integral) for b in m):
                if len(m) != 2:
                    raise NotImplementedError(f"Asymmetric padding not implemented for {len(m)}d")
                pads.append(m)
            else:
                raise ValueError(f"invalid border mode {mode}. The tuple can only contain integers or tuples of length "
                                 "2")
        return tuple(pads)
    if mode in ("full", "half", "valid"):
        return tuple(_paddings(mode, kshp[k]) for k in range(convdim))
    raise ValueError(f"invalid border_mode {mode}, which must be either \"valid\", \"full\", \"half\", an integer or a "
                     f"tuple of length {convdim}")
