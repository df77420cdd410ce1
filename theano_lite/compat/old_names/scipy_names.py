"""SciPy's old names: scipy.misc with its images, the windows of scipy.signal, NumPy's functions in scipy itself."""

import numpy as np

from theano_lite.compat.old_names.modules import Lazy, Names, gone


def _pillow():
    try:
        from PIL import Image  # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise ImportError("scipy.misc's image functions need Pillow: pip install pillow", name="PIL") from error
    return Image


def bytescale(data, cmin=None, cmax=None, high=255, low=0):
    """Data scaled to bytes from low to high; bytes pass."""
    data = np.asarray(data)
    if data.dtype == np.uint8:
        return data
    cmin = data.min() if cmin is None else cmin
    cmax = data.max() if cmax is None else cmax
    span = float(cmax) - float(cmin)
    scaled = (data - cmin) * ((high - low) / (span if span else 1)) + low
    return (scaled.clip(low, high) + 0.5).astype(np.uint8)


def toimage(arr, high=255, low=0, cmin=None, cmax=None, pal=None, mode=None, channel_axis=None):
    """A PIL image of a (rows, columns) array, or of one with 3 or 4 channels in the first or last axis."""
    image = _pillow()
    data = np.asarray(arr)
    if data.ndim == 2:
        if mode == "F":
            return image.fromarray(data.astype(np.float32))
        return image.fromarray(bytescale(data, cmin, cmax, high, low))
    if data.ndim != 3 or not {3, 4} & set(data.shape):
        raise ValueError("'arr' does not have a suitable array shape for any mode.")
    axis = channel_axis if channel_axis is not None else next(k for k in (2, 0, 1) if data.shape[k] in (3, 4))
    return image.fromarray(np.ascontiguousarray(np.moveaxis(bytescale(data, cmin, cmax, high, low), axis, 2)))


def fromimage(im, flatten=False, mode=None):
    """The array of a PIL image."""
    if mode is not None and mode != im.mode:
        im = im.convert(mode)
    if flatten:
        im = im.convert("F")
    elif im.mode == "1":
        im = im.convert("L")
    elif im.mode == "P":
        im = im.convert("RGBA" if "transparency" in im.info else "RGB")
    return np.array(im)


def imread(name, flatten=False, mode=None):
    """An image file as an array."""
    return fromimage(_pillow().open(name), flatten, mode)


def imsave(name, arr, format=None):
    """Write an array as an image file."""
    image = toimage(arr, channel_axis=2) if np.ndim(arr) == 3 else toimage(arr)
    image.save(name) if format is None else image.save(name, format)


_FILTERS = {"nearest": 0, "lanczos": 1, "bilinear": 2, "bicubic": 3, "cubic": 3}


def imresize(arr, size, interp="bilinear", mode=None):
    """The array as an image of another size: a percentage, a fraction, or (rows, columns)."""
    image = toimage(arr, mode=mode)
    if isinstance(size, (int, np.integer)):
        shape = tuple((np.array(image.size) * (size / 100.0)).astype(int))
    elif isinstance(size, (float, np.floating)):
        shape = tuple((np.array(image.size) * size).astype(int))
    else:
        shape = (int(size[1]), int(size[0]))
    return fromimage(image.resize(shape, resample=_FILTERS[interp]))


def imrotate(arr, angle, interp="bilinear"):
    """The array as an image, rotated."""
    return fromimage(toimage(arr).rotate(angle, resample=_FILTERS[interp]))


def _special(name):
    def make():
        import scipy.special
        return getattr(scipy.special, name)
    return Lazy(make)


def _dataset(name):
    def make():
        import scipy.datasets
        return getattr(scipy.datasets, name)
    return Lazy(make)


def _windows():
    import scipy.signal
    return vars(scipy.signal.windows)


def _integrate(name):
    def make():
        import scipy.integrate
        return getattr(scipy.integrate, name)
    return Lazy(make)


_MISC = {
    "imread": imread, "imsave": imsave, "imresize": imresize, "imrotate": imrotate, "toimage": toimage,
    "fromimage": fromimage, "bytescale": bytescale, "imshow": lambda arr: toimage(arr).show(),
    **{name: _special(name) for name in ("logsumexp", "comb", "factorial", "factorial2", "factorialk")},
    "lena": gone("scipy.misc.lena", "the picture was removed from SciPy for its licence"),
    "face": _dataset("face"), "ascent": _dataset("ascent"),
}
_SIGNAL = {name: Lazy(lambda name=name: _windows()[name]) for name in (
    "hamming", "hann", "hanning", "blackman", "bartlett", "kaiser", "gaussian", "boxcar", "triang", "parzen")}
# What NumPy imports only when asked for it is no function that SciPy had.
_OF_NUMPY = {name: vars(np)[name] for name in np.__all__ if name in vars(np) and not name.startswith("_") and name not in (
    "linalg", "fft", "test", "random", "typing", "testing", "version", "dtypes", "exceptions", "strings", "char", "rec",
    "core", "ma", "ctypeslib", "polynomial", "lib", "emath")}
_OF_NUMPY |= {"rand": np.random.rand, "randn": np.random.randn}

MODULES = {
    "scipy": Names(missing=_OF_NUMPY),
    "scipy.misc": Names(missing=_MISC, stand_in=True),
    "scipy.misc.pilutil": Names(missing=_MISC, stand_in=True),
    "scipy.misc.common": Names(missing=_MISC, stand_in=True),
    "scipy.ndimage": Names(missing={"imread": imread}),
    "scipy.ndimage.interpolation": Names(real="scipy.ndimage"),
    "scipy.ndimage.filters": Names(real="scipy.ndimage"),
    "scipy.ndimage.measurements": Names(real="scipy.ndimage"),
    "scipy.ndimage.morphology": Names(real="scipy.ndimage"),
    "scipy.signal": Names(missing=_SIGNAL),
    "scipy.integrate": Names(missing={"trapz": _integrate("trapezoid"), "simps": _integrate("simpson"),
                                      "cumtrapz": _integrate("cumulative_trapezoid")}),
    "scipy.sparse.csr": Names(real="scipy.sparse"), "scipy.sparse.csc": Names(real="scipy.sparse"),
    "scipy.sparse.coo": Names(real="scipy.sparse"), "scipy.sparse.base": Names(real="scipy.sparse"),
    "scipy.weave": Names(missing={name: gone(f"scipy.weave.{name}", "it compiles C++ under Python 2 only")
                                  for name in ("inline", "blitz", "converters")}, stand_in=True),
}
