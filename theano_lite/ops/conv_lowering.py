"""Convolutions in JAX: the product of images with filters, and its two transposes, each by what is fastest.

On accelerators all three are XLA's convolutions. On CPU they often are too, but XLA has no fast code there for filters
of one pixel, for the gradient of images with few channels, or for the padded and strided convolution that the gradient
of the images is; a product of matrices serves better. Everything here is a plain function of arrays that JAX can
differentiate again.
"""

import itertools
import math
from typing import NamedTuple

import jax
from jax import lax
from jax import numpy as jnp

# float32 means float32 on every device: no bfloat16 passes on TPU, no TF32 on GPU.
_PRECISION = lax.Precision.HIGHEST
# What gradients for images with at most so many channels need is mostly the same pixels again.
_FEW_CHANNELS = 3
# Of float32: a gradient of so many filters, for images of more than few channels, is a product; and one where filters
# times the terms of the sum that each of its numbers is are more than that. Since JAX 0.11 XLA's convolution is better.
_MANY_FILTERS, _LONG_SUMS = (1, 2 ** 20) if jax.__version_info__ < (0, 11) else (48, 3 * 2 ** 20)
# Products are for matrices of up to so many bytes, all parts together.
_LARGEST = 2 ** 28
# A matrix of more bytes is made and used in parts, so that it does not leave the cache of the processor.
_PART = 2 ** 23


class Geometry(NamedTuple):
    """How filters move over images: (before, after) zeros, strides and dilation per dimension; groups of channels."""

    padding: tuple
    strides: tuple
    dilation: tuple
    groups: int

    def places(self, size):
        """The positions in a filter of spatial shape `size`, one tuple each."""
        return list(itertools.product(*map(range, size)))

    def output_size(self, image, filters):
        """The spatial shape of the result for those of the images and filters."""
        return tuple((n + lo + hi - (k - 1) * d - 1) // s + 1 for n, k, (lo, hi), s, d in zip(
            image, filters, self.padding, self.strides, self.dilation))


def _on_cpu():
    return jax.default_backend() == "cpu"


# --- the three products ---------------------------------------------------------------------------


def correlate(x, w, geometry):
    """Images (n, c, ...) with filters (k, c / groups, ...), not flipped -> (n, k, ...)."""
    size = w.shape[2:]
    found = geometry.output_size(x.shape[2:], size)
    if _split(w.shape[1], geometry):
        return _joined(correlate, (x, 1), (w, 0), geometry, 1)
    if _products_pay(x.shape[0] * x.shape[1], found, size, geometry, x.dtype) and (_one_pixel(size) or len(size) == 3):
        return _correlate_by_products(x, w, geometry)
    turned = _turned_round(size, geometry)
    if turned and _images_by_products(x.shape, x.dtype, w.shape[0], size, found, turned):
        # With so much padding it is the transpose of a convolution that has little.
        return _image_gradient_by_products(jnp.swapaxes(lax.rev(w, range(2, w.ndim)), 0, 1), x, found, turned)
    return _convolution(x, w, geometry)


def image_gradient(w, g, size, geometry):
    """What `correlate` sends to images of spatial shape `size` for the gradient g (n, k, ...) of its result."""
    if _split(w.shape[1], geometry):
        return _joined(lambda w, g, geometry: image_gradient(w, g, size, geometry), (w, 0), (g, 1), geometry, 1)
    # Of floats only images of one channel: there XLA's convolution takes 4 to 9 times as long, with three it does not.
    few = w.shape[1] <= (_FEW_CHANNELS if g.dtype == "float64" else 1) < w.shape[0] and _products_pay(
        g.shape[0] * w.shape[1], g.shape[2:], w.shape[2:], geometry, g.dtype)
    if few or _images_by_products(g.shape, g.dtype, w.shape[1], w.shape[2:], size, geometry):
        return _image_gradient_by_products(w, g, size, geometry)
    x = jax.ShapeDtypeStruct((g.shape[0], w.shape[1] * geometry.groups, *size), g.dtype)
    return jax.linear_transpose(lambda x: _convolution(x, w, geometry), x)(g)[0]


def filter_gradient(x, g, size, geometry):
    """What `correlate` sends to filters of spatial shape `size` for the gradient g (n, k, ...) of its result."""
    if _split(x.shape[1] // geometry.groups, geometry):
        return _joined(lambda x, g, geometry: filter_gradient(x, g, size, geometry), (x, 1), (g, 1), geometry, 0)
    if _filters_by_products(x.shape, g.shape, x.dtype, size, geometry):
        return _filter_gradient_by_products(x, g, size, geometry)
    w = jax.ShapeDtypeStruct((g.shape[1], x.shape[1] // geometry.groups, *size), g.dtype)
    return jax.linear_transpose(lambda w: _convolution(x, w, geometry), w)(g)[0]


def _convolution(x, w, geometry):
    # Zeros that a filter meets alone are put there first: they are negative padding in the gradient, where XLA on CPU
    # reads memory that is not its own.
    gaps = [(k - 1) * d for k, d in zip(w.shape[2:], geometry.dilation)]
    more = [tuple(max(n - gap, 0) for n in pair) for gap, pair in zip(gaps, geometry.padding)]
    if any(map(any, more)):
        x = lax.pad(x, jnp.zeros((), x.dtype), [(0, 0, 0)] * 2 + [(lo, hi, 0) for lo, hi in more])
        geometry = geometry._replace(padding=tuple(
            (lo - a, hi - b) for (lo, hi), (a, b) in zip(geometry.padding, more)))
    return lax.conv_general_dilated(
        x, w, geometry.strides, geometry.padding, rhs_dilation=geometry.dilation,
        dimension_numbers=lax.conv_dimension_numbers(x.shape, w.shape, None), feature_group_count=geometry.groups,
        precision=_PRECISION)


# --- which way is faster on CPU -------------------------------------------------------------------


def _split(channels, geometry):
    """Whether the groups are done one by one: XLA's code for groups of more than one channel is slow."""
    return geometry.groups > 1 and channels > 1 and _on_cpu()


def _joined(product, first, second, geometry, axis):
    """`product` of each group; first, second: (array, the dimension that the groups divide)."""
    alone = geometry._replace(groups=1)
    parts = zip(*(jnp.split(x, geometry.groups, divided) for x, divided in (first, second)))
    return lax.concatenate([product(a, b, alone) for a, b in parts], axis)


def _one_pixel(size):
    return all(k == 1 for k in size)


def _products_pay(channels, found, size, geometry, dtype):
    """Whether products are possible: on CPU, without groups, and with room for every pixel that every filter meets."""
    elements = channels
    for o, k in zip(found, size):
        elements *= o * k
    return geometry.groups == 1 and elements * dtype.itemsize <= _LARGEST and _on_cpu()


def _around(size, geometry):
    """The zeros around a gradient when it is convolved with the filters."""
    return [(k - 1) * d - lo for k, d, (lo, _) in zip(size, geometry.dilation, geometry.padding)]


def _outside(around, filters):
    """Whether more than half of a filter lies outside at the border."""
    return any(2 * n >= k + 1 for n, k in zip(around, filters))


def _images_by_products(shape, dtype, channels, filters, size, geometry):
    """Whether products and additions take less time than the convolution of a gradient of shape `shape`.

    XLA convolves doubles well only where at most half a filter lies outside and nothing is dilated. Floats it always
    does, but it multiplies with the zeros around a small gradient. Films are slow in both.
    """
    if not _products_pay(shape[0] * channels, shape[2:], filters, geometry, dtype):
        return False
    if _one_pixel(filters) or len(filters) == 3:
        return True
    dilated = any(s > 1 for s in (*geometry.strides, *geometry.dilation))
    if dtype == "float64" and (dilated or _outside(_around(filters, geometry), filters)):
        return True
    pixels, found = 1, 1
    for n, o in zip(size, shape[2:]):
        pixels, found = pixels * n, found * o
    return not dilated and 4 * pixels >= 7 * found


def _filters_by_products(images, gradient, dtype, filters, geometry):
    """Whether a product takes less time than the convolution of images and a gradient of these shapes.

    XLA convolves them as images with filters of the gradient's size. Doubles it never does well; floats not where many
    numbers of the result are long sums (up to 16 times slower), nor for filters that are larger than the images (10 times).
    """
    found = gradient[2:]
    if not _products_pay(images[0] * images[1], found, filters, geometry, dtype):
        return False
    if _one_pixel(filters) or len(filters) == 3 or dtype == "float64" or any(o > n for o, n in zip(found, images[2:])):
        return True
    if math.prod((*found, images[1], *filters)) * dtype.itemsize > _PART:
        return False
    many = images[1] > _FEW_CHANNELS and gradient[1] >= _MANY_FILTERS
    return many or gradient[1] * gradient[0] * math.prod(found) > _LONG_SUMS


def _turned_round(size, geometry):
    """The Geometry of which a convolution without strides is the transpose, or None."""
    padding = tuple((n, (k - 1) * d - hi) for n, k, d, (_, hi) in zip(
        _around(size, geometry), size, geometry.dilation, geometry.padding))
    if any(s > 1 for s in geometry.strides) or any(n < 0 for pair in padding for n in pair):
        return None
    return geometry._replace(padding=padding)


# --- by products of matrices ----------------------------------------------------------------------


def _windows(x, size, found, geometry, axis):
    """For each place in a filter the pixels of x (from dimension `axis` on, padded) that it meets."""
    config = [(0, 0, 0)] * x.ndim
    for k, (lo, hi) in enumerate(geometry.padding):
        config[axis + k] = (lo, hi, 0)
    if any(map(any, geometry.padding)):
        x = lax.pad(x, jnp.zeros((), x.dtype), config)
    for place in geometry.places(size):
        start, stop, step = [0] * x.ndim, list(x.shape), [1] * x.ndim
        for k, (i, o, s, d) in enumerate(zip(place, found, geometry.strides, geometry.dilation)):
            start[axis + k], stop[axis + k], step[axis + k] = i * d, i * d + (o - 1) * s + 1, s
        yield lax.slice(x, start, stop, step)


def _channels_last(x):
    return jnp.moveaxis(x, 1, -1)


def _in_parts(product, each, *arrays):
    """product(*arrays), of as many images (dimension 0) at a time as make a matrix of windows that stays in the cache.

    each: the bytes of that matrix for one image. Gives (results of the equal parts, one after the other; result of the
    images that are left or None).
    """
    count = arrays[0].shape[0]
    size = count if count * each <= _PART else max(1, _PART // each)
    size = next((n for n in range(size, size // 2, -1) if count % n == 0), size)
    if size == count:
        return None, product(*arrays)
    whole = count // size * size
    parts = [x[:whole].reshape(-1, size, *x.shape[1:]) for x in arrays]
    left = product(*(x[whole:] for x in arrays)) if whole < count else None
    return parts, left


def _every_image(product, each, x):
    """`product` of all images, in parts."""
    parts, left = _in_parts(product, each, x)
    if parts is None:
        return left
    out = lax.map(lambda part: product(part), parts[0])
    out = out.reshape(-1, *out.shape[2:])
    return out if left is None else lax.concatenate([out, left], 0)


def _correlate_by_products(x, w, geometry):
    k, c, *size = w.shape
    found = geometry.output_size(x.shape[2:], size)
    factor = jnp.moveaxis(w.reshape(k, c, -1), 0, -1).swapaxes(0, 1).reshape(-1, k)

    def product(x):
        windows = list(_windows(_channels_last(x), size, found, geometry, 1))
        columns = lax.concatenate(windows, x.ndim - 1).reshape(-1, len(windows) * c)
        out = jnp.matmul(columns, factor, precision=_PRECISION)
        return jnp.moveaxis(out.reshape(x.shape[0], *found, k), -1, 1)

    return _every_image(product, math.prod((*found, c, *size)) * x.dtype.itemsize, x)


def _image_gradient_by_products(w, g, size, geometry):
    k, c, *filters = w.shape
    found = g.shape[2:]
    places = geometry.places(filters)
    factor = jnp.moveaxis(w.reshape(k, c, -1), 1, 2).reshape(k, -1)

    def product(g):
        parts = jnp.matmul(_channels_last(g).reshape(-1, k), factor, precision=_PRECISION)
        parts = parts.reshape(g.shape[0], *found, len(places) * c)
        total = None
        for number, place in enumerate(places):
            part = lax.slice_in_dim(parts, number * c, (number + 1) * c, axis=parts.ndim - 1)
            config = [(0, 0, 0)]
            for i, n, o, (lo, _), s, d in zip(place, size, found, *geometry[:3]):
                before = i * d - lo
                config.append((before, n - before - (o - 1) * s - 1, s - 1))
            part = lax.pad(part, jnp.zeros((), g.dtype), [*config, (0, 0, 0)])
            total = part if total is None else total + part
        return jnp.moveaxis(total, -1, 1)

    return _every_image(product, math.prod((*found, c, *filters)) * g.dtype.itemsize, g)


def _filter_gradient_by_products(x, g, size, geometry):
    k, c = g.shape[1], x.shape[1]

    def product(x, g):
        windows = list(_windows(jnp.swapaxes(x, 0, 1), size, g.shape[2:], geometry, 2))
        columns = jnp.stack(windows, 1).reshape(c * len(windows), -1)
        factor = jnp.swapaxes(g, 0, 1).reshape(k, -1)
        return lax.dot_general(factor, columns, (((1,), (1,)), ((), ())), precision=_PRECISION).reshape(k, c, *size)

    parts, left = _in_parts(product, math.prod((*g.shape[2:], c, *size)) * x.dtype.itemsize, x, g)
    if parts is None:
        return left
    start = jnp.zeros((k, c, *size), x.dtype) if left is None else left
    return lax.scan(lambda total, part: (total + product(*part), None), start, tuple(parts))[0]


# --- a filter of its own for each place -----------------------------------------------------------


def correlate_unshared(x, w, geometry):
    """Images (n, c, ...) with filters (k, *places, c / groups, ...), another one for each place -> (n, k, ...)."""
    spatial = x.ndim - 2
    found, (c, *size) = w.shape[1:1 + spatial], w.shape[1 + spatial:]
    windows = jnp.stack(list(_windows(x, size, found, geometry, 2)), 2)
    windows = windows.reshape(x.shape[0], geometry.groups, c * windows.shape[2], -1)
    filters = w.reshape(geometry.groups, w.shape[0] // geometry.groups, -1, windows.shape[2])
    out = jnp.einsum("ngcp,gkpc->ngkp", windows, filters, precision=_PRECISION)
    return out.reshape(x.shape[0], w.shape[0], *found)


def unshared_image_gradient(w, g, size, geometry):
    """As `image_gradient`, for `correlate_unshared`."""
    x = jax.ShapeDtypeStruct((g.shape[0], w.shape[g.ndim - 1] * geometry.groups, *size), g.dtype)
    return jax.linear_transpose(lambda x: correlate_unshared(x, w, geometry), x)(g)[0]


def unshared_filter_gradient(x, g, size, geometry):
    """As `filter_gradient`, for `correlate_unshared`."""
    w = jax.ShapeDtypeStruct((g.shape[1], *g.shape[2:], x.shape[1] // geometry.groups, *size), g.dtype)
    return jax.linear_transpose(lambda w: correlate_unshared(x, w, geometry), w)(g)[0]
