"""Enlarging images by bilinear interpolation, as transposed convolutions with a fixed kernel."""

from math import gcd

from theano_lite.core.config import config
from theano_lite.core.types import as_tensor_variable, dimshuffle
from theano_lite.ops import creation, joining, shapes
from theano_lite.ops.conv_functions import abstract_conv2d, conv2d_grad_wrt_inputs
from theano_lite.ops.elementwise import cast


def bilinear_kernel_1D(ratio, normalize=True):
    """1, 2 ... ratio ... 2, 1 of dtype floatX, divided by `ratio` if `normalize`: (2 ratio - 1,)."""
    half = creation.arange(1, ratio + 1, dtype=config.floatX)
    kernel = joining.concatenate([half, half[-2::-1]])
    return kernel / cast(as_tensor_variable(ratio), config.floatX) if normalize else kernel


def bilinear_kernel_2D(ratio, normalize=True):
    """The outer product of two `bilinear_kernel_1D`; ratio: one for both, or (rows, columns)."""
    rows, columns = ratio if isinstance(ratio, tuple) else (ratio, ratio)
    across = dimshuffle(bilinear_kernel_1D(columns, normalize), ("x", 0))
    return across * dimshuffle(bilinear_kernel_1D(rows, normalize), (0, "x"))


def _with_border(input):
    """(images of one channel each, rows, columns): the first and last row and column doubled."""
    rows, columns = shapes.shape(input)[2], shapes.shape(input)[3]
    x = shapes.reshape(input, (-1, 1, rows, columns))
    x = joining.concatenate((x[:, :, :1, :], x, x[:, :, -1:, :]), axis=2)
    return joining.concatenate((x[:, :, :, :1], x, x[:, :, :, -1:]), axis=3), rows, columns


def frac_bilinear_upsampling(input, frac_ratio):
    """Images (n, c, h, w) enlarged by a fraction: frac_ratio is (numerator, denominator), or a pair of those.

    Raises ValueError unless frac_ratio is a tuple.
    """
    if not isinstance(frac_ratio, tuple):
        raise ValueError("frac_ratio must be a tuple")
    fractions = frac_ratio if isinstance(frac_ratio[0], tuple) else (frac_ratio, frac_ratio)
    reduced = [(int(p) // gcd(p, q), int(q) // gcd(p, q)) for p, q in fractions]
    ratio, subsample = tuple(p for p, _ in reduced), tuple(q for _, q in reduced)
    images, rows, columns = _with_border(input)
    kernel = cast(bilinear_kernel_2D(ratio), config.floatX)
    # The images are the filters here: between their pixels lie `ratio` steps of the padded kernel.
    for axis, (length, step) in enumerate(zip((rows, columns), ratio)):
        both = (2 * length - 1) * step + 1
        other = shapes.shape(kernel)[1 - axis]

        def zeros(n, axis=axis, other=other):
            return creation.zeros((n, other) if axis == 0 else (other, n), dtype=config.floatX)

        kernel = joining.concatenate((zeros(both // 2), kernel, zeros(both - both // 2)), axis=axis)
    kernel = dimshuffle(kernel, ("x", "x", 0, 1))
    out = abstract_conv2d(kernel, images, filter_dilation=ratio, subsample=subsample)
    size, found = shapes.shape(input), shapes.shape(out)
    return shapes.reshape(out, (size[0], size[1], found[2], found[3]))


def bilinear_upsampling(input, ratio=None, frac_ratio=None, batch_size=None, num_input_channels=None,
                        use_1D_kernel=True):
    """Images (n, c, h, w) enlarged by bilinear interpolation -> (n, c, ratio * h, ratio * w).

    Give either `ratio` (an int or integer scalar) or `frac_ratio` (see `frac_bilinear_upsampling`, with
    use_1D_kernel=False). use_1D_kernel: rows and columns one after the other. Raises ValueError otherwise.
    """
    given = ratio is not None and not (isinstance(ratio, int) and ratio == 0)
    if given and frac_ratio:
        raise ValueError("can't use ratio and frac_ratio together")
    if not (given or frac_ratio):
        raise ValueError("No ratio (or frac_ratio) provided")
    if frac_ratio:
        if use_1D_kernel:
            raise ValueError("For fractional ratios 1D kernel method not implemented. You may want to pass "
                             "use_1D_kernel as False")
        return frac_bilinear_upsampling(input, frac_ratio)
    count = None if batch_size is None or num_input_channels is None else batch_size * num_input_channels
    images, rows, columns = _with_border(input)
    pad = 2 * ratio - (ratio - 1) // 2 - 1  # type: ignore
    size = (count, 1, rows * ratio, columns * ratio)
    if use_1D_kernel:
        kernel = bilinear_kernel_1D(ratio)
        tall = conv2d_grad_wrt_inputs(images, dimshuffle(kernel, ("x", "x", 0, "x")), (*size[:3], columns + 2),
                                      (1, 1, None, 1), (pad, 0), (ratio, 1))
        out = conv2d_grad_wrt_inputs(tall, dimshuffle(kernel, ("x", "x", "x", 0)), size, (1, 1, 1, None), (0, pad),
                                     (1, ratio))
    else:
        kernel = bilinear_kernel_2D(ratio)
        out = conv2d_grad_wrt_inputs(images, dimshuffle(kernel, ("x", "x", 0, 1)), size, (1, 1, None, None), (pad, pad),
                                     (ratio, ratio))
    whole = shapes.shape(input)
    return shapes.reshape(out, (whole[0], whole[1], *size[2:]))
