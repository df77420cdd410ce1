"""NumPy functions called from inside a compiled program.

JAX may call back from a thread of its own, where 64-bit types are off: it would round the arrays on their way in and
refuse those on their way out. So 64-bit values cross over as pairs of 32-bit words, which nothing touches.
"""

import logging

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

_WIDE = ("float64", "int64", "uint64", "complex128")
_LOG = logging.getLogger("jax._src.callback")
_failures: list[Exception] = []
# How many calls were put into programs so far: a program that holds one may end in an error while it runs.
traced = 0


def call_on_host(function, out, *values, vmap_method=None):
    """What function(*arrays of NumPy) gives, inside a program.

    out: a jax.ShapeDtypeStruct for each result; function returns a list or tuple of as many arrays, of any dtype.
    Errors in `function` end the program, see `failure`. vmap_method: that of `jax.pure_callback`.
    """
    global traced
    traced += 1
    dtypes = [np.dtype(v.dtype) for v in values]

    def call(*arrays):
        arrays = [_joined_on_host(np.asarray(a), dtype) for a, dtype in zip(arrays, dtypes)]
        try:
            found = function(*arrays)
        except Exception as error:
            if not _failures:
                _LOG.addFilter(_is_news)
            _failures.append(error)
            raise
        return tuple(_split_on_host(np.asarray(x), spec.dtype) for x, spec in zip(found, out))

    words = tuple(jax.ShapeDtypeStruct(*_crossing(spec)) for spec in out)
    found = jax.pure_callback(call, words, *map(_split, values), vmap_method=vmap_method)
    return [_joined(x, spec.dtype) for x, spec in zip(found, out)]


def _is_news(record):
    """Whether a line of JAX's log tells of something else than an error of ours, which the user gets to see anyway."""
    return not record.exc_info or record.exc_info[1] not in _failures


def failure(error):
    """The error that a called function raised and that ended a program with `error`; None if there was none.

    JAX tells of it only as text. What an earlier program left behind, where two of its calls failed, is not taken for it.
    """
    first = next((e for e in _failures if type(e).__name__ in str(error)), None)
    _failures.clear()
    _LOG.removeFilter(_is_news)
    return first


def _crossing(spec):
    """(shape, dtype) in which an array crosses over."""
    dtype = np.dtype(spec.dtype)
    return (*spec.shape, dtype.itemsize // 4) if dtype.name in _WIDE else spec.shape, \
        np.dtype("uint32") if dtype.name in _WIDE else dtype


def _split(x):
    if x.dtype == "complex128":
        return jnp.concatenate([_split(x.real), _split(x.imag)], axis=-1)
    return lax.bitcast_convert_type(x, jnp.uint32) if x.dtype.name in _WIDE else x


def _joined(words, dtype):
    dtype = np.dtype(dtype)
    if dtype == "complex128":
        return lax.complex(_joined(words[..., :2], "float64"), _joined(words[..., 2:], "float64"))
    return lax.bitcast_convert_type(words, dtype) if dtype.name in _WIDE else words


def _joined_on_host(words, dtype):
    return np.ascontiguousarray(words).view(dtype)[..., 0] if dtype.name in _WIDE else words


def _split_on_host(x, dtype):
    x = x.astype(dtype)
    dtype = np.dtype(dtype)
    return np.ascontiguousarray(x[..., None]).view(np.uint32) if dtype.name in _WIDE else x
