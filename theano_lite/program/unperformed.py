"""User-written ops of whose results only the shapes are wanted: `infer_shape` tells them, `perform` does not run."""

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import replace, toposort
from theano_lite.core.op import Elemwise
from theano_lite.core.types import TensorType, as_tensor_variable, constant
from theano_lite.ops.creation import alloc
from theano_lite.ops.shapes import patternbroadcast, shape_i
from theano_lite.program.user_op import PureOp


def without_needless(outputs, known):
    """`outputs` with an array of zeros in the place of each result whose values nobody reads and whose shape is told."""
    tried = set()
    while True:
        order = toposort(outputs, known)
        if not any(_tells(node) and node not in tried for node in order):
            return outputs
        read = _read(outputs, order)
        stand_ins = {}
        for node in order:
            if _tells(node) and node not in tried and read.isdisjoint(node.outputs):
                tried.add(node)
                stand_ins.update(_stand_ins(node))
        if not stand_ins:
            return outputs
        outputs = replace(outputs, stand_ins)


def _tells(node):
    return isinstance(node.op, PureOp) and hasattr(node.op, "infer_shape")


def _read(outputs, order):
    """The variables whose values, not only their shapes, somebody reads."""
    read = set(outputs)
    for node in reversed(order):
        if isinstance(node.op, Elemwise) and read.isdisjoint(node.outputs):
            continue
        read.update(v for k, v in enumerate(node.inputs) if k not in node.op.by_shape)
    return read


def _stand_ins(node):
    """{output: zeros of its shape}, empty where `infer_shape` has no answer: then the op is performed."""
    given = [tuple(shape_i(v, i=k) for k in range(v.type.ndim)) if isinstance(v.type, TensorType) else None
             for v in node.inputs]
    try:
        shapes = [[as_tensor_variable(n) for n in shape] for shape in node.op.infer_shape(node, given)]
    except Exception:  # As Theano does: whatever goes wrong in it, the op itself has the answer.
        return {}
    if [len(s) for s in shapes] != [getattr(v.type, "ndim", None) for v in node.outputs] or not all(
            n.type.ndim == 0 and n.type.dtype in discrete_dtypes for s in shapes for n in s):
        return {}
    return {v: _zeros(v.type, shape) for v, shape in zip(node.outputs, shapes)}


def _zeros(type, shape):
    value = alloc(constant(np.zeros((), type.dtype)), *shape)
    return patternbroadcast(value, type.broadcastable)
