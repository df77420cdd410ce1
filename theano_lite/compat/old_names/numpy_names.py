"""NumPy's old names and manners (NumPy 1.6 to 1.16)."""

import copy
import functools

import numpy as np

from theano_lite.compat.old_names.modules import Lazy, Names, gone
from theano_lite.compat.python2.files import binary
from theano_lite.compat.python2.text import to_bytes


class _Function:
    """A function of NumPy that takes what it once took. It pickles as the real one, and in a class it is no method."""

    def __init__(self, real):
        functools.update_wrapper(self, real)

    def __getattr__(self, name):
        return getattr(self.__wrapped__, name)

    def __repr__(self):
        return repr(self.__wrapped__)

    def __reduce__(self):
        return copy.copy, (self.__wrapped__,)

    def __copy__(self, memo=None):
        return self

    __deepcopy__ = __copy__


def _instead_of(real):
    """A decorator: the function stands for the real one. (A class for each of them saves a call.)"""
    return lambda call: type("function", (_Function,), {"__call__": staticmethod(call)})(real)


def _whole(size):
    """A size as old NumPy takes it: floats are truncated."""
    if isinstance(size, (float, np.floating)):
        return int(size)
    if isinstance(size, (tuple, list)):
        return type(size)(map(_whole, size)) if type(size) in (tuple, list) else size
    return size


def sized(function, *positions, names=("shape", "size", "num", "N", "M", "k")):
    """The function with whole numbers for floats where it takes sizes; positions: None is all of them."""
    @_instead_of(function)
    def call(*args, **kwargs):
        args = [_whole(x) if not positions or k in positions else x for k, x in enumerate(args)]
        return function(*args, **{key: _whole(x) if key in names else x for key, x in kwargs.items()})
    return call


def _converting(function):
    """array, asarray: ragged lists make arrays of objects; copy=False copies only where it must."""
    @_instead_of(function)
    def call(*args, **kwargs):
        if kwargs.get("copy", True) is False:
            kwargs["copy"] = None
        elif len(args) > 2 and args[2] is False:
            args = (*args[:2],)
            kwargs["copy"] = None
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error) or "dtype" in kwargs or len(args) > 1:
                raise
            return function(*args, dtype=object, **kwargs)
    return call


def _ragged(function, position=0):
    """The function of a ragged list is that of an array of objects."""
    @_instead_of(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except ValueError as error:
            if "inhomogeneous" not in str(error) or len(args) <= position:
                raise
            return function(*args[:position], np.array(args[position], object), *args[position + 1:], **kwargs)
    return call


def _fromstring(string, dtype=float, count=-1, sep=""):
    if sep:
        return np.fromstring(string, dtype, count, sep=sep)
    return np.frombuffer(to_bytes(string), dtype, count).copy()


def _frombuffer(buffer, *args, **kwargs):
    return np.frombuffer(to_bytes(buffer), *args, **kwargs)


def _load(file, mmap_mode=None, allow_pickle=True, fix_imports=True, encoding="latin1"):
    """Object arrays load, and those of Python 2 too: that was the default until NumPy 1.16.3."""
    return np.load(binary(file), mmap_mode, allow_pickle, fix_imports, encoding=encoding)


def _to_binary(function):
    @_instead_of(function)
    def call(file, *args, **kwargs):
        return function(binary(file), *args, **kwargs)
    return call


def _loads(data):
    import pickle
    return pickle.loads(to_bytes(data), encoding="latin1")


def _histogram(a, bins=10, range=None, normed=None, weights=None, density=None):
    return np.histogram(a, bins, range, density=normed if density is None else density, weights=weights)


def _stacking(function):
    """vstack, hstack: what is stacked may come from any iterator."""
    @_instead_of(function)
    def call(arrays, *args, **kwargs):
        return function(arrays if isinstance(arrays, (list, tuple, np.ndarray)) else list(arrays), *args, **kwargs)
    return call


class _Cast:
    """numpy.cast[dtype](x)"""

    def __getitem__(self, dtype):
        return lambda x: np.asarray(x).astype(dtype)


def _lstsq(a, b, rcond=-1):
    return np.linalg.lstsq(a, b, rcond)


def _find_common_type(array_types, scalar_types):
    return np.result_type(*[np.dtype(t) for t in array_types], *[np.dtype(t).type(0) for t in scalar_types])


def _random_integers(low, high=None, size=None):
    from theano_lite.compat.old_names.attributes import numpy_attribute
    return numpy_attribute(np.random, "random_integers")(low, high, size)


_TYPES = {"float": float, "int": int, "bool": bool, "object": object, "complex": complex, "str": str, "long": int,
          "unicode": str, "float_": np.float64, "complex_": np.complex128, "string_": np.bytes_, "unicode_": np.str_,
          "bool8": np.bool_, "int0": np.intp, "uint0": np.uintp, "object0": np.object_, "str0": np.str_,
          "singlecomplex": np.complex64, "cfloat": np.complex128, "longfloat": np.longdouble,
          "longcomplex": np.clongdouble, "clongfloat": np.clongdouble}
_VALUES = {"Inf": np.inf, "Infinity": np.inf, "infty": np.inf, "NaN": np.nan, "NAN": np.nan, "PINF": np.inf,
           "NINF": -np.inf, "PZERO": 0.0, "NZERO": -0.0, "tracemalloc_domain": 389047}
_FUNCTIONS = {
    "product": np.prod, "cumproduct": np.cumprod, "alltrue": np.all, "sometrue": np.any,
    "round_": np.round, "mat": np.asmatrix, "cast": _Cast(), "loads": _loads, "find_common_type": _find_common_type,
    "asscalar": lambda a: np.asarray(a).item(), "in1d": lambda *a, **k: np.isin(*a, **k).ravel(),
    "rank": lambda a: np.ndim(a), "msort": lambda a: np.sort(a, axis=0),
    "trapz": Lazy(lambda: np.trapezoid), "asfarray": lambda a, dtype=np.float64: np.asarray(a, dtype),
    "typeDict": np.sctypeDict, "issubsctype": lambda a, b: issubclass(np.dtype(a).type, np.dtype(b).type),
    "obj2sctype": lambda x: np.dtype(x).type, "sctype2char": lambda x: np.dtype(x).char,
    "sctypes": {"int": [np.int8, np.int16, np.int32, np.int64], "uint": [np.uint8, np.uint16, np.uint32, np.uint64],
                "float": [np.float16, np.float32, np.float64, np.longdouble],
                "complex": [np.complex64, np.complex128, np.clongdouble],
                "others": [bool, object, bytes, str, np.void]},
    "getbuffer": lambda x, *bounds: memoryview(x), "newbuffer": lambda n: bytearray(n),
    "set_string_function": gone("numpy.set_string_function", "NumPy 2 has removed it; use numpy.set_printoptions"),
    "oldnumeric": Lazy(lambda: gone("numpy.oldnumeric", "it left NumPy in 2013")),
}
_SIZED = {name: sized(getattr(np, name), 0) for name in ("zeros", "ones", "empty", "full")}
_SIZED |= {name: sized(getattr(np, name)) for name in ("eye", "identity")}
_SIZED |= {"reshape": sized(np.reshape, 1), "tile": sized(np.tile, 1), "repeat": sized(np.repeat, 1),
           "linspace": sized(np.linspace, 2), "logspace": sized(np.logspace, 2), "resize": sized(np.resize, 1),
           "array_split": _ragged(sized(np.array_split, 1)), "split": sized(np.split, 1)}
_CHANGED = {
    **{name: _ragged(getattr(np, name)) for name in (
        "max", "min", "amax", "amin", "sum", "shape", "size", "ndim", "unique", "take", "append", "insert", "delete")},
    **_SIZED, **{name: _converting(getattr(np, name)) for name in ("array", "asarray", "asanyarray")},
    **{name: _stacking(getattr(np, name)) for name in ("vstack", "hstack", "dstack", "column_stack")},
    "row_stack": _stacking(np.vstack), "fromstring": _fromstring,
    "frombuffer": _frombuffer, "histogram": _histogram, "load": _load,
    **{name: _to_binary(getattr(np, name)) for name in ("savez", "savez_compressed", "fromfile")},
    "save": _ragged(_to_binary(np.save), 1),
}
_RANDOM = {name: sized(getattr(np.random, name)) for name in ("rand", "randn")}
_RANDOM["permutation"] = _ragged(np.random.permutation)
_RANDOM |= {name: sized(getattr(np.random, name), -1) for name in (
    "uniform", "normal", "randint", "binomial", "random_sample", "standard_normal", "exponential", "gamma", "poisson",
    "beta", "multinomial", "choice")}

MODULES = {
    "numpy": Names(missing=_TYPES | _VALUES | _FUNCTIONS, changed=_CHANGED, kept=True),
    "numpy.random": Names(missing={"random_integers": _random_integers}, changed={
        **_RANDOM, "random_integers": _random_integers}, kept=True),
    "numpy.linalg": Names(changed={"lstsq": _lstsq}),
    "numpy.linalg.linalg": Names(real="numpy.linalg"),
    "numpy.lib": Names(missing={"stride_tricks": Lazy(lambda: np.lib.stride_tricks)}),
    "numpy.testing": Names(missing={"Tester": gone("numpy.testing.Tester", "NumPy has removed it; use pytest"),
                                    "rand": lambda *shape: np.random.rand(*shape)}),
    "numpy.testing.utils": Names(real="numpy.testing"),
    "numpy.core": Names(real="numpy"),
    "numpy.core.numeric": Names(real="numpy"),
    "numpy.core.multiarray": Names(real="numpy"),
    "numpy.core.umath": Names(real="numpy"),
    "numpy.core.fromnumeric": Names(real="numpy"),
    "numpy.compat": Names(missing={"long": int, "basestring": str, "unicode": str, "asbytes": to_bytes}, stand_in=True),
    "pylab": Names(missing=_VALUES | _FUNCTIONS),
}
