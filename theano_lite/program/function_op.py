"""as_op: a Python function of arrays as an op."""

import importlib

from theano_lite.core.types import Type
from theano_lite.program.user_op import Op


class FromFunctionOp(Op):
    """The op that calls `fn` on arrays of `itypes` for arrays of `otypes`; it has no gradient."""

    def __init__(self, fn, itypes, otypes, infer_shape):
        self.fn, self.itypes, self.otypes = fn, itypes, otypes
        if infer_shape is not None:
            self.infer_shape = infer_shape

    def __eq__(self, other):
        return type(self) is type(other) and self.fn is other.fn

    def __hash__(self):
        return hash(type(self)) ^ hash(self.fn)

    def __str__(self):
        return f"FromFunctionOp{{{self.fn.__name__}}}"

    def perform(self, node, inputs, output_storage, params=None):
        found = self.fn(*inputs)
        if not isinstance(found, (list, tuple)):
            found = [found]
        if len(found) != len(output_storage):
            raise AssertionError(f"{self} has {len(output_storage)} outputs, the function returned {len(found)}")
        for cell, value in zip(output_storage, found):
            cell[0] = value

    def __reduce__(self):
        name = self.fn.__name__
        if getattr(importlib.import_module(self.fn.__module__), name, None) is not self:
            raise TypeError(f"{self} can be pickled only as a module's attribute {name!r}, as @as_op makes it")
        return _named, (self.fn.__module__, name)


def _named(module, name):
    return getattr(importlib.import_module(module), name)


def as_op(itypes, otypes, infer_shape=None):
    """A decorator that makes an op of a function of NumPy arrays.

    itypes, otypes: a type or a list of types. infer_shape(node, input_shapes): the shapes of the outputs. Raises
    TypeError.
    """
    types = []
    for what, given in (("itypes", itypes), ("otypes", otypes)):
        given = list(given) if isinstance(given, (list, tuple)) else [given]
        if not all(isinstance(t, Type) for t in given):
            raise TypeError(f"{what} has to be a list of Theano types")
        types.append(given)
    if infer_shape is not None and not callable(infer_shape):
        raise TypeError("infer_shape needs to be a callable")
    return lambda fn: FromFunctionOp(fn, *types, infer_shape)
