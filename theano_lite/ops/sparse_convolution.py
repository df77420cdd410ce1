"""Convolution and max-pooling of images in rows, by a sparse matrix that takes out the patches.

An image is a row in raster order, feature maps one after the other.
"""

import numpy as np

from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import joining, linalg, reduction, shapes
from theano_lite.ops.sparse_products import structured_dot
from theano_lite.ops.sparse_structure import csm


class ConvolutionIndices:
    """The places of the ones in the matrix whose product with an image is the stack of its patches."""

    @staticmethod
    def conv_eval(inshp, kshp, strides=(1, 1), mode="valid"):
        """`evaluate` for one kernel."""
        return ConvolutionIndices.evaluate(inshp, kshp, strides, mode=mode)

    @staticmethod
    def evaluate(inshp, kshp, strides=(1, 1), nkern=1, mode="valid", ws=True):
        """(indices, indptr, shape, "csc", shape of the output image) of that matrix.

        inshp: (height, width) or (maps, height, width); kshp: (height, width); strides: (across, down); mode "valid" or
        "full". Raises ValueError where no patch fits.
        """
        if not ws:
            raise Exception("ws is obsolete and it must be always True")
        maps, height, width = inshp if len(inshp) == 3 else (1, *inshp)
        dx, dy = strides
        sign = -1 if mode == "valid" else 1
        outshp = np.array([-(-(n + sign * (k - 1)) // d) for n, k, d in zip((height, width), kshp, (dy, dx))])
        if (outshp <= 0).any():
            raise ValueError("Invalid kernel", kshp, "and/or step size", (dx, dy), "for given input shape", inshp)
        before = (0, 0) if mode == "valid" else (kshp[0] - 1, kshp[1] - 1)
        fmap, y, x, ky, kx = np.ix_(*map(np.arange, (maps, *outshp, *kshp)))
        iy, ix = y * dy + ky - before[0], x * dx + kx - before[1]
        inside = (iy >= 0) & (iy < height) & (ix >= 0) & (ix < width) & (fmap >= 0)
        taps = kshp[0] * kshp[1]
        rows = ((y * outshp[1] + x) * maps + fmap) * taps + ky * kshp[1] + kx
        cols = (fmap * height + iy) * width + ix
        rows, cols = (np.broadcast_to(a, inside.shape)[inside] for a in (rows, cols))
        indptr = np.concatenate([[0], np.cumsum(np.bincount(cols, minlength=maps * height * width))])
        shape = (int(outshp.prod()) * taps * maps, maps * height * width)
        return rows[np.lexsort((rows, cols))].astype("int32"), indptr.astype("int32"), shape, "csc", outshp


convolution_indices = ConvolutionIndices()


def _patches(images, imgshp, kshp, step, mode):
    """The patches of the images side by side, (images, all pixels of all patches), and the shape of the output."""
    indices, indptr, shape, format, outshp = convolution_indices.conv_eval(imgshp, kshp, step, mode)
    matrix = csm(np.ones(indices.size), indices, indptr, shape, format)
    return shapes.transpose(structured_dot(matrix, shapes.transpose(images))), outshp


def _shape(*lengths):
    return joining.stack([as_tensor_variable(n) for n in lengths])


def convolve(kerns, kshp, nkern, images, imgshp, step=(1, 1), bias=None, mode="valid", flatten=True):
    """The images (batch, pixels) convolved with the kernels (nkern, maps * taps), which are not flipped.

    kshp: (height, width) of a kernel; imgshp: (height, width) or (maps, height, width); step: (across, down); bias: one
    number a kernel; mode "valid" or "full". Returns ((batch, nkern * pixels), or three-dimensional unless `flatten`;
    [nkern, height, width]). Raises ValueError where no patch fits.
    """
    images = as_tensor_variable(images)
    maps = imgshp[0] if len(imgshp) == 3 else 1
    patches, outshp = _patches(images, imgshp, kshp, step, mode)
    count, pixels = images.shape[0], int(np.prod(outshp))
    stacked = shapes.reshape(patches, _shape(count * pixels, maps * int(np.prod(kshp))), ndim=2)
    output = linalg.dot(stacked, shapes.transpose(as_tensor_variable(kerns)))
    if bias is not None:
        output = output + bias
    output = shapes.dimshuffle(shapes.reshape(output, _shape(count, pixels, nkern), ndim=3), 0, 2, 1)
    return (shapes.flatten(output, 2) if flatten else output), np.hstack((nkern, outshp))


def max_pool(images, imgshp, maxpoolshp):
    """The largest pixel of each tile of `maxpoolshp` pixels of the images (batch, pixels); tiles do not overlap.

    imgshp: (height, width) or (maps, height, width). Returns ((batch, maps * tiles), [height, width]).
    """
    images = as_tensor_variable(images)
    maps = imgshp[0] if len(imgshp) == 3 else 1
    patches, outshp = _patches(images, imgshp, maxpoolshp, maxpoolshp, "valid")
    count, tiles = images.shape[0], int(np.prod(outshp))
    stacked = shapes.reshape(patches, _shape(count * tiles, maps, int(np.prod(maxpoolshp))), ndim=3)
    pooled = shapes.reshape(reduction.max(stacked, axis=2), _shape(count, tiles, maps), ndim=3)
    return shapes.flatten(shapes.dimshuffle(pooled, 0, 2, 1), 2), outshp
