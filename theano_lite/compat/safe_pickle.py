"""Pickles read without running anything that they name.

Arrays and containers are read. An object of any other class becomes a Bag, which only remembers what the pickle tells of
it. A pickle that wants to call anything else is refused, unless what it calls makes a plain value or a thing of Theano's;
that is remembered, not called.
"""

import pickle

import numpy as np
from numpy._core import multiarray, numeric


class Refused(pickle.UnpicklingError):
    """A pickle names something that must not be run."""


# What makes arrays and containers, in Python 3's words: called as it is.
_CALLED = {
    ("numpy", "dtype"), ("_codecs", "encode"), ("collections", "OrderedDict"), ("collections", "defaultdict"),
    ("collections", "deque"), ("builtins", "set"), ("builtins", "frozenset"), ("builtins", "list"), ("builtins", "dict"),
    ("builtins", "slice"), ("builtins", "complex"), ("builtins", "tuple"), ("builtins", "object"), ("array", "array"),
    ("array", "_array_reconstructor"),
}
_NUMPY_SCALARS = {"float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
                  "bool_", "complex64", "complex128"}
# What makes values that hold no arrays, or generators of numbers, or things of Theano: remembered instead of called.
_PLAIN_MODULES = {"argparse", "collections", "datetime", "decimal", "fractions", "ipaddress", "pathlib", "uuid", "zoneinfo"}
_PLAIN = {
    ("builtins", "range"), ("builtins", "xrange"), ("builtins", "Ellipsis"), ("copyreg", "__newobj__"), ("functools", "partial"),
    ("logging", "getLogger"), ("numpy.core", "_ufunc_reconstruct"), ("numpy._core", "_ufunc_reconstruct"),
    ("operator", "attrgetter"), ("operator", "itemgetter"), ("random", "Random"), ("re", "_compile"),
    ("time", "struct_time"), ("types", "SimpleNamespace"),
}
_OF_THEANO = {"theano", "theano_lite", "pygpu", "cuda_ndarray"}


class Bag:
    """An object of a class that was not loaded. `content`: the (key, value) pairs that it was made with or holds as a
    container; `attributes`: {name: value}."""

    __slots__ = ("content", "attributes")
    module = name = ""
    skip_calls = False

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self.content, self.attributes = [*enumerate(args), *kwargs.items()], {}
        return self

    def __init__(self, *args, **kwargs):
        # Pickles make objects by __new__ alone; this is a call.
        if not self.skip_calls and not _is_plain(self.module, self.name):
            raise Refused(f"the pickle wants to call {self.module}.{self.name}, which is not on the list of what may be called")

    def __setstate__(self, state):
        parts = state if isinstance(state, tuple) and len(state) == 2 and isinstance(state[1], dict) else (state,)
        for part in parts:
            if isinstance(part, dict):
                self.attributes.update({str(key): value for key, value in part.items()})
            elif isinstance(part, (list, tuple)):
                self.extend(part)
            else:
                self.append(part)

    # Of classes that are lists, dictionaries or sets.

    def append(self, value):
        self.content.append((len(self.content), value))

    add = append

    def extend(self, values):
        for value in values:
            self.append(value)

    def __setitem__(self, key, value):
        self.content.append((key, value))

    @classmethod
    def is_of_theano(cls):
        return cls.module.split(".")[0] in _OF_THEANO


def _is_plain(module, name):
    root = module.split(".")[0]
    return (root in _OF_THEANO or root in _PLAIN_MODULES or (module, name) in _PLAIN
            or module == "numpy.random" or module.startswith("numpy.random."))


def _bytes(kind):
    def made(*args):
        if args and not isinstance(args[0], (bytes, str, list)):
            raise Refused(f"the pickle wants {kind.__name__} of {args[0]!r:.50}")
        return kind(*args)
    return made


def _reconstructor(cls, base, state):
    if cls is object:
        return object()
    if not (isinstance(cls, type) and issubclass(cls, Bag)):
        raise Refused(f"the pickle wants an object of {cls!r}")
    made = cls.__new__(cls)
    if isinstance(state, dict):
        made.content += state.items()
    elif isinstance(state, (list, tuple, set, frozenset)):
        made.extend(state)
    return made


class _Array(np.ndarray):
    """An array of a subclass that was not loaded, whose state may hold more than an array's."""

    def __setstate__(self, state):
        super().__setstate__(state[:5])


def _array(cls, shape, dtype):
    return np.ndarray.__new__(np.ndarray if cls is np.ndarray else _Array, shape, dtype)


def _masked_array(cls, base, shape, dtype):
    return np.ma.MaskedArray(np.empty(shape, dtype), mask=np.ma.make_mask_none(shape, np.dtype(dtype)))


def _array_of_gpu(array, *context):
    return np.asarray(array)


_MULTIARRAY = ("numpy.core.multiarray", "numpy._core.multiarray")
_NUMERIC = ("numpy.core.numeric", "numpy._core.numeric")
_MADE_BY = {
    ("numpy", "ndarray"): np.ndarray, ("copyreg", "_reconstructor"): _reconstructor,
    ("builtins", "bytes"): _bytes(bytes), ("builtins", "bytearray"): _bytes(bytearray),
    **{(module, "_reconstruct"): _array for module in _MULTIARRAY},
    **{(module, "scalar"): multiarray.scalar for module in _MULTIARRAY},
    **{(module, "_frombuffer"): numeric._frombuffer for module in _NUMERIC},  # pyright: ignore[reportAttributeAccessIssue]
    **{(module, "_mareconstruct"): _masked_array for module in ("numpy.ma", "numpy.ma.core")},
    **{(module, "record"): np.void for module in ("numpy", "numpy.core.records", "numpy._core.records", "numpy.rec")},
}


class SafeUnpickler(pickle.Unpickler):
    """Loads arrays and containers; every other object becomes a Bag.

    skip_calls: where the pickle wants to call something, remember it instead of raising Refused. persistent: what
    identifiers stand for.
    """

    def __init__(self, file, skip_calls=False, persistent=None):
        super().__init__(file, encoding="latin1")
        self._bags, self._skip_calls, self._persistent = {}, skip_calls, persistent

    def persistent_load(self, pid):
        if self._persistent is None:
            raise Refused("the pickle refers to things outside of it")
        return self._persistent(pid)

    def find_class(self, module, name):
        module = {"__builtin__": "builtins", "copy_reg": "copyreg"}.get(module, module)
        if (module, name) in _MADE_BY:
            return _MADE_BY[module, name]
        if (module, name) in _CALLED:
            return super().find_class(module, name)
        if module == "numpy" and name in _NUMPY_SCALARS:
            return getattr(np, name)
        if name in ("CudaNdarray_unpickler", "GpuArray_unpickler"):
            return _array_of_gpu
        if (module, name) not in self._bags:
            self._bags[module, name] = type(name, (Bag,), {
                "__slots__": (), "module": module, "name": name, "skip_calls": self._skip_calls})
        return self._bags[module, name]
