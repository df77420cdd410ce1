"""theano.tensor.nnet.corr and corr3d: correlations (filters are not turned) by the names of Theano's C code."""

from numbers import Integral

from theano_lite.core.dtypes import upcast
from theano_lite.core.graph import Apply
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops.conv import Convolution, FilterGradient, Forward, ImageGradient, register_kinds
from theano_lite.ops.elementwise import cast


def _checked_mode(border_mode, convdim):
    if isinstance(border_mode, Integral):
        if border_mode < 0:
            raise ValueError(f"invalid border_mode {border_mode}, which must be a non-negative integer")
        border_mode = (border_mode,) * convdim
    if not isinstance(border_mode, tuple):
        if border_mode not in ("valid", "full", "half"):
            raise ValueError(f"invalid border_mode {border_mode}, which must be either \"valid\", \"full\", \"half\", an "
                             f"integer or a tuple of {convdim} integers")
        return border_mode
    if len(border_mode) != convdim:
        raise ValueError(f"invalid border_mode {border_mode} which must be a tuple of length {convdim}")
    amounts = []
    for mode in border_mode:
        pair = convdim == 2 and isinstance(mode, tuple) and len(mode) == 2
        if min(mode if pair else (mode,)) < 0:
            raise ValueError(f"invalid border mode {border_mode}. The tuple can only contain integers or tuples of length "
                             "2")
        amounts.append(tuple(int(m) for m in mode) if pair else (int(mode),) * 2 if convdim == 2 else int(mode))
    return tuple(amounts)


class _Correlation(Convolution):
    family = "corr"
    check_broadcast = False
    filter_flip = False
    shared = ("border_mode", "subsample", "filter_dilation", "num_groups", "unshared", "openmp")

    def _set(self, border_mode, subsample, filter_dilation, num_groups, unshared, openmp):
        words = {2: "two", 3: "three"}[self.convdim]
        self.border_mode = _checked_mode(border_mode, self.convdim)
        for name, value in (("subsample", subsample), ("filter_dilation", filter_dilation)):
            if len(value) != self.convdim:
                raise ValueError(f"{name} must have {words} elements")
            setattr(self, name, tuple(value))
        if type(self) in (BaseCorrMM, BaseCorr3dMM):
            raise ValueError("_direction must be one of 'forward', 'backprop weights', 'backprop inputs'")
        if num_groups < 1:
            raise ValueError("Number of groups should be greater than 0")
        self.num_groups, self.unshared, self.openmp = num_groups, unshared, openmp

    @property
    def pad(self):
        """The padding per dimension as Theano's C code has it: -1 for "half", -2 for "full"."""
        if isinstance(self.border_mode, tuple):
            return self.border_mode
        amount = {"half": -1, "full": -2, "valid": 0}[self.border_mode]
        return ((amount, amount) if self.convdim == 2 else amount,) * self.convdim

    @staticmethod
    def as_common_dtype(in1, in2):
        """Both as their common dtype."""
        dtype = upcast(in1.dtype, in2.dtype)
        return cast(in1, dtype), cast(in2, dtype)

    def _common(self, *pair):
        return self.as_common_dtype(*self._pair(*pair[:4], kernels=pair[4]))

    def _lengths(self, shape, needed):
        if shape is None:
            if needed:
                raise ValueError(f"shape must be given if subsample != {(1,) * self.convdim} or border_mode == \"half\"")
            return []
        return [cast(as_tensor_variable(shape[k]), "int64") for k in range(self.convdim)]

    def _strided(self):
        return any(s != 1 for s in self.subsample)


class BaseCorrMM(_Correlation):
    """The base of CorrMM and its gradients; cannot be used itself."""

    convdim = 2
    __props__ = ("border_mode", "subsample", "filter_dilation", "num_groups", "unshared")

    def __init__(self, border_mode="valid", subsample=(1, 1), filter_dilation=(1, 1), num_groups=1, unshared=False,
                 openmp=None):
        self._set(border_mode, subsample, filter_dilation, num_groups, unshared, openmp)

    def __str__(self):
        return (f"{type(self).__name__}{{{self.border_mode}, {self.subsample}, {self.filter_dilation}, {self.num_groups} "
                f"{self.unshared}}}")


class BaseCorr3dMM(_Correlation):
    """The base of Corr3dMM and its gradients; cannot be used itself."""

    convdim = 3
    __props__ = ("border_mode", "subsample", "filter_dilation", "num_groups")

    def __init__(self, border_mode="valid", subsample=(1, 1, 1), filter_dilation=(1, 1, 1), openmp=None, num_groups=1):
        self._set(border_mode, subsample, filter_dilation, num_groups, False, openmp)

    def __str__(self):
        return (f"{type(self).__name__}{{{self.border_mode}, {self.subsample}, {self.filter_dilation}, "
                f"{self.num_groups}}}")


class _CorrForward(_Correlation, Forward):
    def make_node(self, img, kern):
        img, kern = self._common(img, kern, "img", "kern", (1,))
        pattern = [img.broadcastable[0], kern.broadcastable[0]] + [False] * self.convdim
        return Apply(self, [img, kern], [tensor_type(img.type.dtype, pattern)])


class _CorrFilters(_Correlation, FilterGradient):
    def make_node(self, img, topgrad, shape=None):
        img, topgrad = self._common(img, topgrad, "img", "topgrad", ())
        size = self._lengths(shape, self._strided() or self.border_mode == "half")
        lengths = [False] * self.convdim
        pattern = [topgrad.broadcastable[1], *(lengths if self.unshared else ()), img.broadcastable[1], *lengths]
        return Apply(self, [img, topgrad, *size], [tensor_type(img.type.dtype, pattern)])


class _CorrImages(_Correlation, ImageGradient):
    def make_node(self, kern, topgrad, shape=None):
        kern, topgrad = self._common(kern, topgrad, "kern", "topgrad", (0,))
        one = self.num_groups == 1 and kern.broadcastable[-self.convdim - 1]
        pattern = [topgrad.broadcastable[0], one] + [False] * self.convdim
        return Apply(self, [kern, topgrad, *self._lengths(shape, self._strided())],
                     [tensor_type(kern.type.dtype, pattern)])


class CorrMM(BaseCorrMM, _CorrForward):
    """(images, filters) -> their correlation: (n, c, h, w), (k, c / groups, h, w) -> (n, k, h, w)."""


class CorrMM_gradWeights(BaseCorrMM, _CorrFilters):
    """(images, gradient of the result[, (height, width) of the filters]) -> gradient of the filters."""


class CorrMM_gradInputs(BaseCorrMM, _CorrImages):
    """(filters, gradient of the result[, (height, width) of the images]) -> gradient of the images."""


class Corr3dMM(BaseCorr3dMM, _CorrForward):
    """As CorrMM, in three dimensions."""


class Corr3dMM_gradWeights(BaseCorr3dMM, _CorrFilters):
    """As CorrMM_gradWeights, in three dimensions."""


class Corr3dMM_gradInputs(BaseCorr3dMM, _CorrImages):
    """As CorrMM_gradInputs, in three dimensions."""


# --- what stands for a convolution in a program -----------------------------------------------------


def _turned(filters, dims):
    return filters[(slice(None),) * (filters.type.ndim - dims) + (slice(None, None, -1),) * dims]


def as_correlation(node):
    """The abstract convolution `node` as one of the correlations of this file, as Theano compiles it.

    The filters, which those do not turn, are turned before or after.
    """
    op, (first, second, *size) = node.op, node.inputs
    options = {name: getattr(op, name) for name in ("border_mode", "subsample", "filter_dilation", "num_groups")}
    if op.convdim == 2:
        options["unshared"] = op.unshared
    kind = _CORRELATIONS[op.convdim, op.direction](**options)
    if op.direction == "forward":
        return kind(first, _turned(second, op.convdim) if op.filter_flip else second)
    if op.direction == "images":
        return kind(_turned(first, op.convdim) if op.filter_flip else first, second, *size)
    out = kind(first, second, *size)
    return _turned(out, op.convdim) if op.filter_flip else out


_CORRELATIONS = {(kind.convdim, kind.direction): kind for kind in (
    CorrMM, CorrMM_gradWeights, CorrMM_gradInputs, Corr3dMM, Corr3dMM_gradWeights, Corr3dMM_gradInputs)}
register_kinds(CorrMM, CorrMM_gradWeights, CorrMM_gradInputs, Corr3dMM, Corr3dMM_gradWeights, Corr3dMM_gradInputs)
