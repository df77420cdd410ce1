"""How a node is shown: as Theano shows what it has in that place.

Some nodes hold as parameters, or as numbers for the compiler, what Theano's nodes hold as inputs.
"""

from typing import Any

import numpy as np

from theano_lite.core.graph import Constant, toposort
from theano_lite.core.host import known_value
from theano_lite.core.op import Elemwise
from theano_lite.core.pullback import pullback
from theano_lite.core.test_values import without_test_values
from theano_lite.core.types import constant, generic
from theano_lite.ops import creation, indexing, joining, linalg, reduction, setting, shapes
from theano_lite.ops.elementwise import cast, identity, second, true_div
from theano_lite.ops.scalars import scalar_from_tensor
from theano_lite.program.expansion import shown_gradient


class Display:
    """Texts and inputs of nodes as shown; what stands for an input is made once, so that it keeps its identity."""

    def __init__(self):
        self._made = {}

    def variable(self, v):
        """The variable shown in place of `v`."""
        while v.owner is not None:
            op = getattr(v.owner.op, "family", v.owner.op)
            if op is reduction._mean_op:
                return self._once(v, lambda v=v: _mean(v))
            if op is linalg.dot_of_transposed:
                return self._once(v, lambda v=v: _dot_of_transposed(v))
            found = self._once(v, lambda v=v: shown_gradient(v, self.variable)) if op == pullback else None
            if found is None:
                return v
            v = found
        return v

    def text(self, node):
        """What the line of the node begins with."""
        op = getattr(node.op, "family", node.op)
        if op in (reduction._max, reduction._argmax):
            return f"MaxAndArgmax{{axis={tuple(node.params['axis'])}}}"
        return node.label if _index_of(node) is None else kind_text(node)

    def output(self, v):
        """'.k' for one of several outputs, else ''."""
        op = getattr(v.owner.op, "family", v.owner.op)
        if op in (reduction._max, reduction._argmax):
            return ".0" if op is reduction._max else ".1"
        return "" if len(v.owner.outputs) == 1 else f".{v.index}"

    def inputs(self, node):
        """The inputs shown below the node."""
        return [self.variable(v) for v in self._inputs(node)]

    def _inputs(self, node):
        if node.op is joining._join:
            return [self._once((node, "axis"), lambda: constant(node.params["axis"])), *node.inputs]
        if node.op is creation._arange and _is(node.inputs[2], creation.arange_length):
            return node.inputs[2].owner.inputs
        index = _index_of(node)
        if index is None:
            return node.inputs
        offset = node.op.offset
        return node.inputs[:offset] + [self._index_input(node, offset, e, k) for e, k in _numbers(index)]

    def _index_input(self, node, offset, e, k):
        part = e[k]
        if isinstance(part, int) and e[0] in ("int", "slice", "span"):
            # The same number in x[0] and in the gradient of x[0], which goes to the same place.
            return self._once((id(e), k), lambda: (e, Constant(generic, part)))[1]
        v = node.inputs[offset + (part[1] if isinstance(part, tuple) else part)]
        if v.type.ndim:
            return v
        return self._once((node, e, k), lambda: scalar_from_tensor(v))

    def order(self, outputs):
        """The nodes as shown, each after those it needs, in Theano's order."""
        return toposort([self.variable(v) for v in outputs], last_first=True, needs=self.inputs)

    def _once(self, key, make):
        if key not in self._made:
            with without_test_values():
                self._made[key] = make()
        return self._made[key]


def as_shown(outputs):
    """`outputs` as a graph that holds what is shown: means, gradients and what follows from constants written out."""
    display, memo = Display(), {}
    stack, opened = list(outputs), set()
    while stack:
        v = stack[-1]
        shown = display.variable(v)
        if v in memo:
            stack.pop()
        elif shown.owner is None:
            memo[v] = shown
        elif v not in opened:
            opened.add(v)
            stack += [i for i in shown.owner.inputs if i not in memo]
        else:
            node, inputs = shown.owner, [memo[i] for i in shown.owner.inputs]
            if any(a is not b for a, b in zip(inputs, node.inputs)):
                node = display._once((node, "copy"), lambda node=node, inputs=inputs: node.clone_with_new_inputs(inputs))
            memo[v] = _folded(node) or _plain(node) or node.outputs[shown.index]
    return [memo[v] for v in outputs]


def _folded(node):
    """The constant that `node` computes of constants, or None."""
    if len(node.outputs) != 1 or not node.inputs or not all(isinstance(v, Constant) for v in node.inputs):
        return None
    value = None if node.op is creation._alloc else known_value(node.outputs[0])
    return None if value is None else constant(np.asarray(value, node.outputs[0].type.dtype))


def _plain(node):
    """The input that an elementwise node hands on, or None."""
    op = getattr(node.op, "family", node.op)
    at = {identity: 0, second: 1}.get(op) if isinstance(op, Elemwise) else None
    return node.inputs[at] if at is not None and node.inputs[at].type == node.outputs[0].type else None


def _is(v, op):
    return v.owner is not None and v.owner.op is op


def _index_of(node) -> Any:
    """The entries of an index, if the node has one."""
    return node.params["index"] if isinstance(node.op, indexing.IndexOp) else None


def _numbers(index):
    """(entry, place in it) for everything in an index that is a number or an array."""
    for e in index:
        if e[0] in ("slice", "span"):
            yield from ((e, k) for k in (1, 2, 3) if e[k] is not None)
        elif e[0] not in ("new", "sliced"):
            yield e, 1


def kind_text(node):
    """'Subtensor{int32:int64:}' and its kin: the kind of op and the dtypes of the numbers in the index."""
    index, offset = _index_of(node), node.op.offset
    if any(e[0] == "array" for e in index):
        return node.label

    def dtype(e, k):
        part = e[k]
        if part is None:
            return ""
        if isinstance(part, int) and e[0] in ("int", "slice", "span"):
            return "int64"
        return node.inputs[offset + (part[1] if isinstance(part, tuple) else part)].type.dtype

    parts = [":".join(dtype(e, k) for k in (1, 2, 3)) if e[0] in ("slice", "span") else
             {"new": "None", "sliced": "slice"}[e[0]] if e[0] in ("new", "sliced") else dtype(e, 1) for e in index]
    kind, inner = node.label.split("{")
    lead = inner.split(";")[0] + ";" if isinstance(node.op, setting.UpdateOp) else ""
    return f"{kind}{{{lead}{', '.join(parts)}}}"


def _dot_of_transposed(v):
    x, y = v.owner.inputs
    out = linalg._dot(x.T, y)
    out.name = v.name
    return out


def _mean(v):
    """The sum over the number of elements, which Theano's graph has for a mean."""
    (x,) = v.owner.inputs
    axes = v.owner.params["axis"]
    out = reduction.sum(x, axis=axes, dtype=v.type.dtype)
    lengths = cast(shapes.shape(x), out.type.dtype)
    for a in axes:
        out = true_div(out, lengths[a])
    out.name = v.name
    return out
