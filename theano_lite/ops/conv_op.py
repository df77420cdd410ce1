"""theano.tensor.nnet.conv and theano.tensor.signal.conv: the convolution of Theano before 0.8."""

import warnings

from jax import lax
from jax import numpy as jnp

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import NotScalarConstantError
from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable, dimshuffle, tensor_type
from theano_lite.ops.conv import BaseAbstractConv, Forward
from theano_lite.ops.conv_shapes import get_conv_output_shape, get_conv_shape_1axis, known_length


class ConvOp(Forward):
    """(images, filters) -> their convolution: (n, c, h, w), (k, c, a, b) -> (n, k, h', w').

    output_mode: "valid" or "full"; dx, dy: strides. imshp (channels, height, width), kshp (height, width), nkern and
    bsize declare shapes: ValueError at run time for others. imshp_logical, kshp_logical: the size that images and
    filters get by zeros between their elements. What only steered Theano's C code is kept as an attribute.
    """

    family = "abstract"
    convdim = 2
    filter_flip = True
    unshared = False
    num_groups = 1
    filter_dilation = (1, 1)
    shared = BaseAbstractConv.shared
    __props__ = ("imshp", "kshp", "nkern", "bsize", "dx", "dy", "out_mode", "unroll_batch", "unroll_kern",
                 "unroll_patch", "imshp_logical", "kshp_logical", "kshp_logical_top_aligned")

    def __init__(self, imshp=None, kshp=None, nkern=None, bsize=None, dx=1, dy=1, output_mode="valid", unroll_batch=None,
                 unroll_kern=None, unroll_patch=None, imshp_logical=None, kshp_logical=None,
                 kshp_logical_top_aligned=True, verbose=0, version=-1, direction_hint="forward", openmp=None):
        imshp = (None,) * 3 if imshp is None else tuple(imshp)
        kshp = (None,) * 2 if kshp is None else tuple(kshp)
        if len(imshp) == 2:
            imshp = (1, *imshp)
        if len(imshp) != 3:
            raise ValueError(f"len(imshp) must be 2 or 3, got {len(imshp)}")
        if len(kshp) != 2:
            raise ValueError(f"len(kshp) must be 2, got {len(kshp)}")
        self.dx, self.dy = (_stride(name, n) for name, n in (("dx", dx), ("dy", dy)))
        if (unroll_batch or unroll_kern) and not self.has_all_shape(imshp, kshp, nkern, bsize):
            raise Exception("In ConvOp, when using unroll_batch and unroll_nkern, all shape are needed")
        self.imshp, self.kshp, self.nkern, self.bsize = imshp, kshp, nkern, bsize
        self.unroll_batch, self.unroll_kern, self.unroll_patch = unroll_batch, unroll_kern, unroll_patch
        self.verbose, self.direction_hint, self.openmp = verbose, direction_hint, openmp
        self.fft_opt, self.version = version != "no_fft", -1 if version == "no_fft" else version
        self.imshp_logical = _logical("imshp_logical", imshp_logical, imshp)
        self.kshp_logical = _logical("kshp_logical", kshp_logical, kshp)
        self.kshp_logical_top_aligned = kshp_logical_top_aligned
        if output_mode not in ("valid", "full"):
            raise Exception(f"Mode {output_mode} not implemented")
        self.out_mode = self.border_mode = output_mode
        self.subsample = (self.dx, self.dy)
        self.outshp, self.fulloutshp = (
            get_conv_output_shape((None, *self.imshp_logical), (None, None, *self.kshp_logical), output_mode, steps)[2:]
            for steps in (self.subsample, (1, 1)))
        if any(n is not None and n <= 0 for n in self.outshp):
            raise Exception(f"Bad size for the output shape. Verify that [post-supersampling] input shape "
                            f"({self.imshp_logical}) and kern shape({self.kshp_logical}) are ok. (Hint: kerns must fit "
                            "inside image in valid mode)")

    @staticmethod
    def has_all_shape(imshp, kshp, nkern=1, bsize=1):
        """Whether every length is known."""
        return None not in (nkern, bsize, *imshp, *kshp)

    @staticmethod
    def getOutputShape(inshp, kshp, stride=(1, 1), mode="valid"):
        """The lengths of the result; deprecated in favour of get_conv_output_shape."""
        warnings.warn("The method `getOutputShape` is deprecated use `get_conv_output_shape` instead.", stacklevel=2)
        return tuple(get_conv_shape_1axis(i, k, mode, d) for i, k, d in zip(inshp, kshp, stride))

    def __str__(self):
        return "ConvOp{" + ",".join(str((name, getattr(self, name))) for name in self.__props__) + "}"

    def flops(self, inputs, outputs):
        """Multiplications and additions for the shapes of images and filters and of the result."""
        (images, filters), (out,) = inputs, outputs
        if images[1] != filters[1]:
            raise AssertionError(f"images of shape {images} do not fit filters of shape {filters}")
        each = out[2:] if self.out_mode == "valid" else images[2:]
        return filters[2] * filters[3] * 2 * each[0] * each[1] * images[1] * filters[0] * images[0]

    def make_node(self, inputs, kerns):
        inputs, kerns = as_tensor_variable(inputs), as_tensor_variable(kerns)
        if inputs.ndim != 4:
            raise TypeError(f"ConvOp (make_node) requires input be a 4D tensor; received \"{inputs}\" ({inputs.ndim} "
                            "dims)")
        if kerns.ndim != 4:
            raise TypeError(f"make_node requires 4D tensor of kernels, received \"{kerns}\" ({kerns.ndim} dims)")
        if inputs.dtype != kerns.dtype:
            raise NotImplementedError(f"The image and the kernel must have the same type. inputs({inputs.dtype}), "
                                      f"kerns({kerns.dtype})")
        pattern = [inputs.broadcastable[0], kerns.broadcastable[0], *(n == 1 for n in self.outshp)]
        return Apply(self, [inputs, kerns], [tensor_type(inputs.dtype, pattern)])

    def infer_shape(self, node, input_shapes):
        """The shape of the result, from declared lengths where there are some."""
        known = [(self.bsize, *self.imshp_logical), (self.nkern, None, *self.kshp_logical)]
        images, filters = ([a if b is None else b for a, b in zip(shape, declared)]
                           for shape, declared in zip(input_shapes, known))
        return [get_conv_output_shape(images, filters, self.out_mode, self.subsample)]

    def compute(self, first, second, size):
        self._check_declared("image shape", self.imshp, first.shape[1:])
        self._check_declared("filter shape", self.kshp, second.shape[2:])
        self._check_declared("batch size", (self.bsize,), first.shape[:1])
        self._check_declared("number of filters", (self.nkern,), second.shape[:1])
        if self._logical:
            first = _spread(first, self.imshp_logical[1:], True)
            second = _spread(second, self.kshp_logical, self.kshp_logical_top_aligned)
        return super().compute(first, second, size)

    def _check_declared(self, what, declared, given):
        if any(n is not None and n != m for n, m in zip(declared, given)):
            raise ValueError(f"ConvOp: the {what} provided at build time is different from the one passed at run time: "
                             f"{declared}, {given}")

    @property
    def _logical(self):
        return self.imshp != self.imshp_logical or self.kshp != self.kshp_logical

    def input_gradients(self, node, upstream):
        # With zeros between the elements that is left to jax.vjp.
        return None if self._logical else super().input_gradients(node, upstream)

    def twin(self, direction):
        new = super().twin(direction)
        new.imshp, new.kshp = (None,) * 4, (None,) * 4
        return new


def _stride(name, n):
    n = 1 if n is None else n
    if int(n) != n:
        raise TypeError(f"ConvOp.__init__ param {name} must be an int", n)
    return int(n)


def _logical(name, given, default):
    if given is None:
        return default
    if len(given) != len(default):
        raise ValueError(f"len({name}) must be {len(default)}, got {len(given)}")
    return tuple(given)


def _spread(x, size, top_aligned):
    """`x` with zeros between its rows and columns so that they become `size`; None: as they are."""
    config_ = [(0, 0, 0)] * 2
    for n, logical in zip(x.shape[2:], size):
        logical = n if logical is None else logical
        step = -(-logical // n)
        before = 0 if top_aligned else (logical - n * step - 1 + step) % step
        config_.append((before, logical - before - ((n - 1) * step + 1), step - 1))
    return lax.pad(x, jnp.zeros((), x.dtype), config_)


def _known_shape(shape, name):
    """`shape` with constants as ints. Raises NotScalarConstantError for what is symbolic, AssertionError for floats."""
    if shape is None:
        return None
    found = []
    for n in shape:
        if n is not None:
            n = as_tensor_variable(n)
            if n.dtype not in discrete_dtypes:
                raise AssertionError(f"{name} must hold integers; got {n.dtype}")
            n = known_length(n)
            if n is None:
                raise NotScalarConstantError(f"{name} must hold ints, constants and None; got {shape}")
        found.append(n)
    return found


def conv2d(input, filters, image_shape=None, filter_shape=None, border_mode="valid", subsample=(1, 1), **kargs):
    """The convolution of images (n, c, h, w) with filters (k, c, a, b): theano.tensor.nnet.conv.conv2d.

    border_mode: "valid" or "full". Further keyword arguments go to ConvOp. Raises AssertionError for declared shapes
    whose channels differ, NotImplementedError for inputs of different dtypes, and ValueError at run time for other
    shapes than the declared ones.
    """
    image_shape, filter_shape = _known_shape(image_shape, "image_shape"), _known_shape(filter_shape, "filter_shape")
    if image_shape and filter_shape and None not in (image_shape[1], filter_shape[1]):
        if image_shape[1] != filter_shape[1]:
            raise AssertionError(f"images of shape {image_shape} have other channels than filters of shape {filter_shape}")
    nkern, kshp = (filter_shape[0], filter_shape[2:]) if filter_shape is not None else (None, None)
    bsize, imshp = (image_shape[0], image_shape[1:]) if image_shape is not None else (None, None)
    return ConvOp(imshp, kshp, nkern, bsize, subsample[0], subsample[1], border_mode, **kargs)(input, filters)


def signal_conv2d(input, filters, image_shape=None, filter_shape=None, border_mode="valid", subsample=(1, 1), **kargs):
    """Each of the images ([n,] h, w) convolved with each of the filters ([k,] a, b) -> ([n,] [k,] h', w').

    border_mode: "valid" or "full". Raises AssertionError for other numbers of dimensions.
    """
    if input.ndim not in (2, 3) or filters.ndim not in (2, 3):
        raise AssertionError(f"signal.conv.conv2d takes matrices and 3-dimensional tensors, got {input.type} and "
                             f"{filters.type}")
    bsize = imshp = nkern = kshp = None
    if filter_shape and image_shape:
        bsize, imshp = image_shape[0] if input.ndim == 3 else 1, (1, *image_shape[-2:])
        nkern, kshp = filter_shape[0] if filters.ndim == 3 else 1, tuple(filter_shape[-2:])
    op = ConvOp(imshp, kshp, nkern, bsize, subsample[0], subsample[1], border_mode, **kargs)
    out = op(_as_images(input), _as_images(filters))
    if input.ndim == 2 and filters.ndim == 2:
        if config.warn.signal_conv2d_interface:
            warnings.warn("theano.tensor.signal.conv2d() now outputs a 2d tensor when both inputs are 2d. To disable this "
                          "warning, set the Theano flag warn.signal_conv2d_interface to False", stacklevel=2)
        return out[0, 0]
    if input.ndim == 2:
        return out[0]
    return out[:, 0] if filters.ndim == 2 else out


def _as_images(x):
    """Images or filters of one channel each."""
    x = as_tensor_variable(x)
    return dimshuffle(x, ("x", "x", 0, 1) if x.ndim == 2 else (0, "x", 1, 2))
