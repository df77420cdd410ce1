"""Integers that decide shapes, as Python numbers, outside JAX.

`known_value` answers while the graph is built; `Closures` builds, once per program, a function per value that
computes it from the arguments of each call.
"""

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Constant
from theano_lite.core.types import ArrayType

_FOLD_LIMIT = 64


def known_value(variable, _budget=None):
    """The value of `variable` as a NumPy array if it follows from constants alone, else None."""
    if isinstance(variable, Constant):
        return variable.data if isinstance(variable.type, ArrayType) else None
    node = variable.owner
    if node is None or not isinstance(variable.type, ArrayType):
        return None
    budget = _budget if _budget is not None else [_FOLD_LIMIT]
    budget[0] -= 1
    if budget[0] < 0 or node.op.host is None:
        return None
    values = []
    for k, v in enumerate(node.inputs):
        value = _shape_only(v) if k in node.op.by_shape else known_value(v, budget)
        if value is None:
            return None
        values.append(value)
    try:
        return node.op.run_on_host(node, values)[variable.index]
    except (UnknownShape, IndexError, ValueError):
        return None


class UnknownShape(Exception):
    """A length was asked for that only a run can tell."""


class _Lengths(tuple):
    """A shape some of whose lengths may be None."""


class _Shaped:
    """Stands for a variable of which only the declared lengths are known."""

    def __init__(self, pattern):
        self._pattern = pattern
        self.ndim = len(pattern)

    @property
    def shape(self):
        if all(self._pattern):
            return (1,) * len(self._pattern)
        raise UnknownShape


def _shape_only(v):
    value = known_value(v, [4])
    if value is None and isinstance(v.type, ArrayType):
        return _Shaped(v.type.broadcastable)
    return value


def can_be_closure(node):
    """Whether the node's outputs are small enough to compute with NumPy at each call.

    What is no array is looked at only where it is at hand, as an argument or a constant.
    """
    return node.op.host is not None and all(
        isinstance(v.type, ArrayType) and (v.type.ndim == 0 or (v.type.ndim == 1 and v.type.dtype in discrete_dtypes))
        for v in node.outputs) and all(
        isinstance(v.type, ArrayType) or v.owner is None or k in node.op.by_shape for k, v in enumerate(node.inputs))


class Closures:
    """Functions `arguments -> value` for the host values of one program, sharing what they have in common.

    arguments: the tuple of the program's argument values (NumPy or JAX arrays), in the order of `leaves`.
    """

    def __init__(self, leaves, run_program, shape_program):
        self.positions = {v: k for k, v in enumerate(leaves)}
        self.run_program, self.shape_program = run_program, shape_program
        self.values, self.shapes = {}, {}

    def frozen(self, variable):
        """A closure for `variable` whose result is hashable."""
        inner = self.value(variable)
        freeze = variable.type.frozen
        return lambda a: freeze(inner(a))

    def value(self, root):
        # Iterative: the expression for a length may itself be a long chain.
        stack = [root]
        while stack:
            v = stack[-1]
            if v in self.values:
                stack.pop()
                continue
            node = v.owner
            if node is None or not can_be_closure(node):
                self.values[v] = self._leaf(v)
                stack.pop()
                continue
            missing = [w for k, w in enumerate(node.inputs) if k not in node.op.by_shape and w not in self.values]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            self._compose(node)
        return self.values[root]

    def _leaf(self, v):
        array = isinstance(v.type, ArrayType)
        if isinstance(v, Constant):
            data = v.data
            if array and v.type.ndim == 0:
                data = data.item()
            return lambda a: data
        if v in self.positions:
            k = self.positions[v]
            if not array:
                return lambda a: a[k]
            if v.type.ndim == 0:
                return lambda a: a[k].item()
            return lambda a: np.asarray(a[k])
        return self.run_program(v)

    def shape(self, v):
        """A closure giving an object with the `.shape` of `v`."""
        if v not in self.shapes:
            if v in self.positions:
                k = self.positions[v]
                self.shapes[v] = lambda a: a[k]
            elif isinstance(v, Constant):
                self.shapes[v] = lambda a: v.data
            else:
                self.shapes[v] = self.shape_program(v)
        return self.shapes[v]

    def _compose(self, node):
        inputs = [self.shape(w) if k in node.op.by_shape else self.values[w] for k, w in enumerate(node.inputs)]
        quick = _quick(node)
        if quick is not None and len(inputs) == 1:
            (f,) = inputs
            self.values[node.outputs[0]] = lambda a: quick(f(a))
        elif quick is not None and len(inputs) == 2:
            f, g = inputs
            self.values[node.outputs[0]] = lambda a: quick(f(a), g(a))
        else:
            self._compose_general(node, inputs)

    def _compose_general(self, node, inputs):
        as_is = {k for k, v in enumerate(node.inputs) if k in node.op.by_shape or not isinstance(v.type, ArrayType)}

        def run(a):
            given = [f(a) for f in inputs]
            arrays = [x if k in as_is else np.asarray(x, dtype=node.inputs[k].type.dtype)
                      for k, x in enumerate(given)]
            return node.op.run_on_host(node, arrays)

        for k, out in enumerate(node.outputs):
            if out.type.ndim == 0:
                self.values[out] = lambda a, k=k: run(a)[k].item()
            else:
                self.values[out] = lambda a, k=k: run(a)[k]


def _quick(node):
    """A function of Python numbers for the node, if its op names one and 64 or 32 bit integers make it exact."""
    quick = getattr(node.op, "quick", None)
    out = node.outputs[0]
    if quick is None or out.type.dtype not in ("int64", "int32") or out.type.ndim:
        return None
    return (lambda *xs: quick(*xs, **node.params)) if node.params else quick
