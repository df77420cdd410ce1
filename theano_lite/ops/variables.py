"""Constructors of leaves: T.matrix, T.ivector, T.vectors('x', 'y') and their kin."""

from typing import TYPE_CHECKING, Any

from theano_lite.core.config import config
from theano_lite.core.types import TensorType, tensor_type

_SHAPES = dict(scalar=(), vector=(False,), row=(True, False), col=(False, True), matrix=(False, False),
               tensor3=(False,) * 3, tensor4=(False,) * 4, tensor5=(False,) * 5, tensor6=(False,) * 6,
               tensor7=(False,) * 7)
PREFIXES = dict(b="int8", w="int16", i="int32", l="int64", f="float32", d="float64", c="complex64", z="complex128")
PLURALS = dict(scalar="scalars", vector="vectors", row="rows", col="cols", matrix="matrices", tensor3="tensor3s",
               tensor4="tensor4s", tensor5="tensor5s", tensor6="tensor6s", tensor7="tensor7s")
made: dict = {}

if TYPE_CHECKING:

    def __getattr__(name: str) -> Any: ...  # the constructors made below


def _constructor(shape, pattern):
    def make(name=None, dtype=None):
        return tensor_type(config.floatX if dtype is None else tensor_type(dtype, ()).dtype, pattern)(name)
    make.__name__ = shape
    make.__doc__ = f"A symbolic {shape}: dtype floatX by default."
    return make


def _several(one):
    """Turn a constructor into one that makes a variable per name, or as many as the number given."""
    def make(*names):
        if names and isinstance(names[0], int):
            return [one() for _ in range(names[0])]
        if len(names) == 1:
            names = names[0]
        return one(names) if len(names) == 1 and isinstance(names, str) else [one(name) for name in names]
    make.__doc__ = f"Several variables at once: a name for each ('xy' is two names), or their number. {one.__doc__ or ''}"
    return make


for _shape, _pattern in _SHAPES.items():
    made[_shape] = _constructor(_shape, _pattern)
    for _prefix, _dtype in PREFIXES.items():
        made[_prefix + _shape] = tensor_type(_dtype, _pattern)
    _plural = PLURALS[_shape]
    for _prefix in PREFIXES:
        made[_prefix + _plural] = _several(made[_prefix + _shape])
    made[_plural] = _several(made[_shape])

globals().update(made)


def tensor(*args, **kwargs):
    """A variable of TensorType(*args): tensor('float32', (False, True)); name= names it."""
    name = kwargs.pop("name", None)
    return TensorType(*args, **kwargs)(name)


def _of(prefixes, shape):
    return tuple(made[prefix + shape] for prefix in prefixes)


int_types = int_scalar_types = _of("bwil", "scalar")
float_types = float_scalar_types = _of("fd", "scalar")
complex_types = complex_scalar_types = _of("cz", "scalar")
int_vector_types, float_vector_types, complex_vector_types = (_of(p, "vector") for p in ("bwil", "fd", "cz"))
int_matrix_types, float_matrix_types, complex_matrix_types = (_of(p, "matrix") for p in ("bwil", "fd", "cz"))
