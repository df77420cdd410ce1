"""The ops behind theano.tensor.nnet.conv2d and conv3d, one class each as in Theano, and their gradients.

A convolution is linear in the images and in the filters, so there are three ops: the result, what a gradient of the
result sends to the images, and what it sends to the filters. The gradients of each are the other two.

Source: theano.tensor.nnet.abstract_conv.
"""

from numbers import Integral
from typing import Any

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core.dtypes import upcast
from theano_lite.core.errors import NotScalarConstantError
from theano_lite.core.graph import Apply, Constant, Variable
from theano_lite.core.op import Op, convert
from theano_lite.core.types import DisconnectedType, as_tensor_variable, tensor_type
from theano_lite.ops import conv_lowering as lowering
from theano_lite.ops import shapes
from theano_lite.ops.conv_lowering import Geometry
from theano_lite.ops.conv_shapes import assert_shape, border_mode_to_pad, get_conv_output_shape
from theano_lite.ops.elementwise import cast


class Convolution(Op):
    """What all convolutions share. `direction` tells what is computed of which two inputs; `flip` whether filters are
    turned, which makes a convolution of a correlation."""

    direction: str
    convdim: int
    border_mode: Any
    subsample: tuple
    filter_dilation: tuple
    num_groups: int
    unshared: bool
    filter_flip: bool

    name = "convolution"
    host = quick = show = None
    by_shape = unconnected = ()
    defaults: dict = {}
    __props__: tuple = ()

    def __init__(self):
        raise TypeError(f"{type(self).__name__} is only the base of convolutions")

    def _key(self):
        return type(self), *(getattr(self, name) for name in self.__props__)

    def __eq__(self, other):
        return isinstance(other, Convolution) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return _rebuild, (type(self), self.__dict__)

    def __str__(self):
        return f"{type(self).__name__}{{{', '.join(f'{name}={getattr(self, name)!r}' for name in self.__props__)}}}"

    def __repr__(self):
        return str(self)

    def describe(self, params):
        return str(self)

    def remake(self, node, inputs):
        return self.make_node(*inputs)

    def host_inputs(self, node):
        return tuple(range(2, len(node.inputs)))

    def twin(self, direction):
        """The op of the same convolution that computes `direction`: "forward", "filters" or "images"."""
        new = object.__new__(_KINDS[self.family, self.convdim, direction])
        new.__dict__.update({name: getattr(self, name) for name in self.shared})
        return new

    family: str
    # What an op has in common with its twins.
    shared: tuple = ()

    # --- the arrays -------------------------------------------------------------------------------

    def geometry(self, kernel):
        """The Geometry for filters of spatial shape `kernel`."""
        gaps = [(k - 1) * d + 1 for k, d in zip(kernel, self.filter_dilation)]
        modes = self.border_mode if isinstance(self.border_mode, tuple) else (self.border_mode,) * self.convdim
        pads = [border_mode_to_pad(m if isinstance(m, str) else (m,), 1, (k,))[0] for m, k in zip(modes, gaps)]
        return Geometry(tuple(pads), self.subsample, self.filter_dilation, self.num_groups)

    def turned(self, w):
        """Filters as the correlation takes them; the same undoes it."""
        return lax.rev(w, range(w.ndim - self.convdim, w.ndim)) if self.filter_flip else w

    def check(self, x, w, g):
        """The Geometry for the shapes of images, filters and (if not None) result. Raises ValueError."""
        kernel = w[-self.convdim:]
        groups, name = self.num_groups, type(self).__name__
        if x[1] != w[-self.convdim - 1] * groups:
            raise ValueError(f"{name}: images and kernel must have the same stack size; the images have {x[1]} channels, "
                             f"the filters {w[-self.convdim - 1]} in each of {groups} groups")
        if w[0] % groups:
            raise ValueError(f"{name}: the number of filters must be divisible by the number of groups; {w[0]} filters, "
                             f"{groups} groups")
        if min(self.subsample) <= 0:
            raise ValueError(f"{name}: subsample must be positive, got {self.subsample}")
        geometry = self.geometry(kernel)
        found = geometry.output_size(x[2:], kernel)
        if any(n <= 0 for n in found):
            raise ValueError(f"{name}: impossible output shape {(x[0], w[0], *found)} of images of shape {x} and "
                             f"filters of shape {w}")
        if self.unshared and w[1:1 + self.convdim] != found:
            raise ValueError(f"{name}: regions in kernel must match output regions; the filters have "
                             f"{w[1:1 + self.convdim]}, the output {found}")
        if g is not None and tuple(g) != (x[0], w[0], *found):
            raise ValueError(f"{name}: shape inconsistency: images of shape {x} and filters of shape {w} give a result of "
                             f"shape {(x[0], w[0], *found)}, not {tuple(g)}")
        return geometry

    def run(self, node, values):
        out = node.outputs[0].type
        dtype = upcast(*(v.type.dtype for v in node.inputs[:2]))
        first, second = (convert(jnp.asarray(v), dtype) for v in values[:2])
        size = tuple(int(n) for part in values[2:] for n in np.ravel(part))
        return [convert(self.compute(first, second, size), out.dtype)]

    def compute(self, first, second, size):
        raise NotImplementedError

    # --- the graph --------------------------------------------------------------------------------

    def _pair(self, first, second, first_name, second_name, kernels=()):
        """Both as variables of the right rank; `kernels`: the positions of filters. Raises TypeError."""
        found = []
        for k, (v, name) in enumerate(((first, first_name), (second, second_name))):
            v = v if isinstance(v, Variable) else as_tensor_variable(v)
            rank = 2 + self.convdim
            text = f"{name} must be {rank}D tensor"
            if self.unshared and k in kernels:
                rank += self.convdim
                text = f"{name} must be {rank}D tensor for unshared convolution"
            if v.type.ndim != rank:
                raise TypeError(text)
            found.append(v)
        return found

    def _gradient(self, direction, *inputs, like):
        """The gradient with respect to `like`, of its own type."""
        g = self.twin(direction)(*inputs)
        if g.type.dtype != like.type.dtype:
            g = cast(g, like.type.dtype)
        return shapes.patternbroadcast(g, like.type.broadcastable)


def _rebuild(kind, state):
    op = object.__new__(kind)
    op.__dict__.update(state)
    return op


def _upstream(node, upstream):
    g = upstream[0]
    return g if g.type.dtype == node.outputs[0].type.dtype else cast(g, node.outputs[0].type.dtype)


# --- the three directions -------------------------------------------------------------------------


class Forward(Convolution):
    """(images, filters) -> result."""

    direction = "forward"

    def compute(self, first, second, size):
        geometry = self.check(first.shape, second.shape, None)
        product = lowering.correlate_unshared if self.unshared else lowering.correlate
        if 0 in first.shape or 0 in second.shape:
            found = geometry.output_size(first.shape[2:], second.shape[-self.convdim:])
            return jnp.zeros((first.shape[0], second.shape[0], *found), first.dtype)
        return product(first, self.turned(second), geometry)

    def input_gradients(self, node, upstream):
        (x, w), g = node.inputs, _upstream(node, upstream)
        lengths = -self.convdim
        return [self._gradient("images", w, g, shapes.shape(x)[lengths:], like=x),
                self._gradient("filters", x, g, shapes.shape(w)[lengths:], like=w)]


class FilterGradient(Convolution):
    """(images, gradient of the result, lengths of the filters) -> gradient of the filters."""

    direction = "filters"

    def compute(self, first, second, size):
        size = size or self.inferred(first.shape[2:], second.shape[2:])
        channels = first.shape[1] // self.num_groups
        places = second.shape[2:] if self.unshared else ()
        shape = (second.shape[1], *places, channels, *size)
        geometry = self.check(first.shape, shape, second.shape)
        if 0 in first.shape or 0 in second.shape or 0 in shape:
            return jnp.zeros(shape, first.dtype)
        product = lowering.unshared_filter_gradient if self.unshared else lowering.filter_gradient
        return self.turned(product(first, second, size, geometry))

    def inferred(self, images, found):
        """The filters' lengths where none are given, which strides and padding by halves do not allow."""
        if self.border_mode == "full":
            return tuple((o - n) // d + 1 for n, o, d in zip(images, found, self.filter_dilation))
        return tuple((n + lo + hi - o) // d + 1 for n, (lo, hi), o, d in zip(
            images, self.geometry((1,) * self.convdim).padding, found, self.filter_dilation))

    def input_gradients(self, node, upstream):
        x, g, w = *node.inputs[:2], _upstream(node, upstream)
        gradients = [self._gradient("images", w, g, shapes.shape(x)[-self.convdim:], like=x),
                     self._gradient("forward", x, w, like=g)]
        return gradients + [DisconnectedType()() for _ in node.inputs[2:]]


class ImageGradient(Convolution):
    """(filters, gradient of the result, lengths of the images) -> gradient of the images."""

    direction = "images"

    def compute(self, first, second, size):
        kernel = first.shape[-self.convdim:]
        if not size:
            pads = self.geometry(kernel).padding
            size = tuple(o - lo - hi + (k - 1) * d for o, (lo, hi), k, d in zip(
                second.shape[2:], pads, kernel, self.filter_dilation))
        shape = (second.shape[0], first.shape[-self.convdim - 1] * self.num_groups, *size)
        geometry = self.check(shape, first.shape, second.shape)
        if 0 in first.shape or 0 in second.shape or 0 in shape:
            return jnp.zeros(shape, first.dtype)
        product = lowering.unshared_image_gradient if self.unshared else lowering.image_gradient
        return product(self.turned(first), second, size, geometry)

    def input_gradients(self, node, upstream):
        w, g, x = *node.inputs[:2], _upstream(node, upstream)
        gradients = [self._gradient("filters", x, g, shapes.shape(w)[-self.convdim:], like=w),
                     self._gradient("forward", x, w, like=g)]
        return gradients + [DisconnectedType()() for _ in node.inputs[2:]]


# --- the abstract classes -------------------------------------------------------------------------


def _checked_mode(border_mode, convdim):
    if isinstance(border_mode, Integral):
        if border_mode < 0:
            raise ValueError(f"invalid border_mode {border_mode}, which must be a non-negative integer")
        border_mode = (border_mode,) * convdim
    elif isinstance(border_mode, tuple):
        if len(border_mode) != convdim:
            raise ValueError(f"invalid border_mode {border_mode}, which must be a tuple of length {convdim}")
        border_mode = tuple(_checked_amount(mode, border_mode, convdim) for mode in border_mode)
    elif border_mode not in ("valid", "full", "half"):
        raise ValueError(f"invalid border_mode {border_mode}, which must be either \"valid\", \"full\", \"half\", an "
                         f"integer or a tuple of length {convdim}")
    if isinstance(border_mode, tuple) and all(mode == 0 for mode in border_mode):
        return "valid"
    return border_mode


def _checked_amount(mode, border_mode, convdim):
    pair = isinstance(mode, tuple) and len(mode) == 2 and all(isinstance(m, Integral) and m >= 0 for m in mode)
    if not pair and not (isinstance(mode, Integral) and mode >= 0):
        raise ValueError(f"invalid border mode {border_mode}. The tuple can only contain integers or pairs of integers")
    if not pair:
        return mode
    if convdim != 2:
        raise NotImplementedError(f"Asymmetric padding not implemented for {convdim}D")
    return mode[0] if mode[0] == mode[1] else mode  # type: ignore


def _declared(shape, rank, name):
    shape = tuple(shape) if shape else (None,) * rank
    for n in shape:
        if n is not None and not isinstance(n, (Constant, int, float, Integral)):
            raise ValueError(f"{name} should be None or a tuple of constant int values") from NotScalarConstantError()
    return shape


class BaseAbstractConv(Convolution):
    """The base of the abstract convolutions of `convdim` (2 or 3) dimensions.

    imshp, kshp: declared shapes of the images and filters, None where unknown; checked with the flag
    conv.assert_shape. border_mode: "valid", "full", "half", an int, or a tuple of ints and pairs. subsample: strides.
    filter_flip: whether filters are turned. Raises ValueError and NotImplementedError for what does not go together.
    """

    family = "abstract"
    check_broadcast = False
    __props__ = ("convdim", "border_mode", "subsample", "filter_flip", "imshp", "kshp", "filter_dilation", "num_groups",
                 "unshared")
    shared = __props__

    def __init__(self, convdim, imshp=None, kshp=None, border_mode="valid", subsample=None, filter_flip=True,
                 filter_dilation=None, num_groups=1, unshared=False):
        if convdim not in (2, 3):
            raise ValueError(f"convolution dimension {convdim} is not supported", convdim)
        self.convdim = convdim
        self.border_mode = _checked_mode(border_mode, convdim)
        self.imshp = _declared(imshp, 2 + convdim, "imshp")
        self.kshp = _declared(kshp, 2 + 2 * convdim if unshared else 2 + convdim, "kshp")
        self.filter_flip = filter_flip
        for name, value in (("subsample", subsample), ("filter_dilation", filter_dilation)):
            value = (1,) * convdim if value is None else tuple(value)
            if len(value) != convdim:
                raise ValueError(f"{name} must have {convdim} elements")
            setattr(self, name, value)
        if num_groups < 1:
            raise ValueError("num_groups must have value greater than zero")
        self.num_groups = num_groups
        if unshared and convdim != 2:
            raise NotImplementedError(f"Unshared convolution not implemented for {convdim}D")
        self.unshared = unshared

    def do_constant_folding(self, node):
        return False

    def flops(self, inp, outp):
        """Multiplications and additions for the shapes of images and filters and of the result."""
        if self.convdim != 2:
            raise NotImplementedError(f"flops not implemented for convdim={self.convdim}")
        (images, filters), (found,) = inp, outp
        if images[1] != filters[1] * self.num_groups:
            raise AssertionError(f"images of shape {images} do not fit filters of shape {filters}")
        each = filters[2] * filters[3] * 2 * found[2] * found[3]
        return each * images[1] * filters[0] * images[0] / self.num_groups


class AbstractConv(BaseAbstractConv, Forward):
    """(images, filters) -> their convolution: (n, c, ...), (k, c / groups, ...) -> (n, k, ...)."""

    def make_node(self, img, kern):
        img, kern = self._pair(img, kern, "img", "kern", (1,))
        img = assert_shape(img, self.imshp,
                           "AbstractConv shape mismatch: shape of image does not match given imshp.")
        kern = assert_shape(kern, self.kshp,
                            "AbstractConv shape mismatch: shape of filters does not match given kshp.")
        pattern = [img.broadcastable[0], kern.broadcastable[0]] + [False] * self.convdim
        return Apply(self, [img, kern], [tensor_type(img.type.dtype, pattern)])

    def infer_shape(self, node, input_shapes):
        """The shape of the result, from declared lengths where there are some."""
        imshp, kshp = ([given if known is None else known for given, known in zip(shape, declared)]
                       for shape, declared in zip(input_shapes, (self.imshp, self.kshp)))
        return [get_conv_output_shape(imshp, kshp, self.border_mode, self.subsample, self.filter_dilation)]


class AbstractConv_gradWeights(BaseAbstractConv, FilterGradient):
    """(images, gradient of the result, lengths of the filters) -> gradient of the filters."""

    def make_node(self, img, topgrad, shape, add_assert_shape=True):
        img, topgrad = self._pair(img, topgrad, "img", "topgrad")
        if add_assert_shape:
            img = assert_shape(img, self.imshp, "AbstractConv_gradWeights shape mismatch: shape of image does not match "
                                                "given imshp.")
        lengths = [False] * self.convdim
        pattern = [topgrad.broadcastable[1], *(lengths if self.unshared else ()), img.broadcastable[1], *lengths]
        return Apply(self, [img, topgrad, as_tensor_variable(shape)], [tensor_type(img.type.dtype, pattern)])


class AbstractConv_gradInputs(BaseAbstractConv, ImageGradient):
    """(filters, gradient of the result, lengths of the images) -> gradient of the images."""

    def make_node(self, kern, topgrad, shape, add_assert_shape=True):
        kern, topgrad = self._pair(kern, topgrad, "kern", "topgrad", (0,))
        if add_assert_shape:
            kern = assert_shape(kern, self.kshp, "AbstractConv_gradInputs shape mismatch: shape of filters does not "
                                                 "match given kshp.")
        one = self.num_groups == 1 and kern.broadcastable[-self.convdim - 1]
        pattern = [topgrad.broadcastable[0], one] + [False] * self.convdim
        return Apply(self, [kern, topgrad, as_tensor_variable(shape)], [tensor_type(kern.type.dtype, pattern)])


class _In2d(BaseAbstractConv):
    def __init__(self, imshp=None, kshp=None, border_mode="valid", subsample=(1, 1), filter_flip=True,
                 filter_dilation=(1, 1), num_groups=1, unshared=False):
        super().__init__(2, imshp, kshp, border_mode, subsample, filter_flip, filter_dilation, num_groups, unshared)


class _In3d(BaseAbstractConv):
    def __init__(self, imshp=None, kshp=None, border_mode="valid", subsample=(1, 1, 1), filter_flip=True,
                 filter_dilation=(1, 1, 1), num_groups=1):
        super().__init__(3, imshp, kshp, border_mode, subsample, filter_flip, filter_dilation, num_groups)


class AbstractConv2d(_In2d, AbstractConv):
    """As AbstractConv, for images of two dimensions."""


class AbstractConv2d_gradWeights(_In2d, AbstractConv_gradWeights):
    """As AbstractConv_gradWeights, for images of two dimensions."""


class AbstractConv2d_gradInputs(_In2d, AbstractConv_gradInputs):
    """As AbstractConv_gradInputs, for images of two dimensions."""


class AbstractConv3d(_In3d, AbstractConv):
    """As AbstractConv, for images of three dimensions."""


class AbstractConv3d_gradWeights(_In3d, AbstractConv_gradWeights):
    """As AbstractConv_gradWeights, for images of three dimensions."""


class AbstractConv3d_gradInputs(_In3d, AbstractConv_gradInputs):
    """As AbstractConv_gradInputs, for images of three dimensions."""


_KINDS: dict = {(kind.family, convdim, kind.direction): kind for convdim, kinds in (
    (2, (AbstractConv2d, AbstractConv2d_gradWeights, AbstractConv2d_gradInputs)),
    (3, (AbstractConv3d, AbstractConv3d_gradWeights, AbstractConv3d_gradInputs))) for kind in kinds}


def register_kinds(*kinds):
    """Make the classes of another family known to `twin`."""
    _KINDS.update({(kind.family, kind.convdim, kind.direction): kind for kind in kinds})
