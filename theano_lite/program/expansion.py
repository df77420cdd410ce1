"""The arithmetic of gradients, written out: what Theano has in its graph where here one Pullback node stands.

It serves to show a graph, and to compute gradients whose Pullback asks for an input that the arithmetic does not need:
`Lop(dot(x, W), W, v)` needs no W.
"""

import math
from typing import Any

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Apply, toposort
from theano_lite.core.op import Elemwise
from theano_lite.core.pullback import Pullback
from theano_lite.core.types import constant
from theano_lite.ops import activations as act
from theano_lite.ops import comparison as cmp
from theano_lite.ops import elementwise as ew
from theano_lite.ops import indexing, linalg, nnet, reduction, rounding, setting, shapes
from theano_lite.ops import transcendental as tr
from theano_lite.ops.nnet_classes import softmax_grad


class _Plain:
    """Builds the nodes of an elementwise gradient from ops as they are."""

    def __init__(self, ndim):
        self.ndim = ndim

    def __call__(self, op, *inputs):
        return op(*(v if hasattr(v, "type") else self.number(v) for v in inputs))

    def number(self, value):
        """A number, stretched to the rank of the others."""
        # Not by `dimshuffle`, which leaves out what changes nothing: Theano has a node here even for scalars.
        return shapes._dimshuffle(constant(value), order=("x",) * self.ndim)


class _AsShown(Elemwise):
    """An elementwise op that is described by its scalar op, and else the same as `family`."""

    family: Any = None

    def __eq__(self, other):
        return self.family is getattr(other, "family", other)

    def __hash__(self):
        return hash(self.family)

    def describe(self, params):
        return f"Elemwise{{{self.scalar_op}}}"


class _Shown(_Plain):
    """The same with ops that print as Theano's do here: Elemwise{mul}, without `no_inplace`."""

    def __call__(self, op, *inputs):
        return super().__call__(_as_shown(op), *inputs)


_shown_ops: dict = {}


def _as_shown(op):
    """The twin of the elementwise op `op` that is shown in gradients."""
    if op not in _shown_ops:
        twin = _shown_ops[op] = object.__new__(_AsShown)
        vars(twin).update(op.__dict__, family=op)
    return _shown_ops[op]


def _pow(f, out, g, x, y):
    return (lambda: f(ew.mul, f(ew.mul, g, y), f(ew.pow, x, f(ew.sub, y, 1))),
            lambda: f(ew.switch, f(cmp.eq, x, 0), 0, f(ew.mul, f(ew.mul, g, f(tr.log, x)), f(ew.pow, x, y))))


def _extreme(f, out, g, x, y):
    one = np.asarray(1, dtype=g.type.dtype)
    return (lambda: f(ew.mul, f(cmp.eq, out, x), g),
            lambda: f(ew.mul, f(ew.sub, one, f(cmp.eq, out, x)), g))


def _quotient(f, out, g, x, y):
    return (lambda: f(ew.true_div, g, y),
            lambda: f(ew.true_div, f(ew.neg, f(ew.mul, g, x)), f(ew.mul, y, y)))


def _product(f, out, g, *xs):
    return [lambda k=k: f(ew.mul, g, *(x for j, x in enumerate(xs) if j != k)) if len(xs) > 1 else g
            for k in range(len(xs))]


def _clip(f, out, g, x, low, high):
    return (lambda: f(ew.mul, f(cmp.and_, f(cmp.ge, x, low), f(cmp.le, x, high)), g),
            lambda: f(ew.mul, f(cmp.lt, x, low), g), lambda: f(ew.mul, f(cmp.gt, x, high), g))


def _angle_of_two(f, out, g, y, x):
    return (lambda: f(ew.true_div, f(ew.mul, g, x), f(ew.add, f(ew.sqr, x), f(ew.sqr, y))),
            lambda: f(ew.true_div, f(ew.mul, g, f(ew.neg, y)), f(ew.add, f(ew.sqr, x), f(ew.sqr, y))))


def _zeros(f, out, g, x):
    return [lambda: ew.zeros_like(x)]


def _one(x):
    return np.asarray(1, dtype=x.type.dtype)


# The gradients by each input of an elementwise op, f(builder, output, gradient of the output, *inputs); those of one
# input give the gradient itself.
_SEVERAL = {
    ew.add: lambda f, out, g, *xs: [lambda: g] * len(xs), ew.mul: _product, ew.true_div: _quotient, ew.pow: _pow,
    ew.sub: lambda f, out, g, x, y: (lambda: g, lambda: f(ew.neg, g)),
    ew.mod: lambda f, out, g, x, y: (lambda: g, lambda: f(ew.mul, f(ew.neg, f(ew.int_div, x, y)), g)),
    ew.maximum: _extreme, ew.minimum: _extreme, ew.clip: _clip, tr.arctan2: _angle_of_two,
    ew.switch: lambda f, out, g, c, x, y: (lambda: ew.zeros_like(c), lambda: f(ew.switch, c, g, 0.0),
                                           lambda: f(ew.switch, c, 0.0, g)),
    ew.second: lambda f, out, g, x, y: (lambda: ew.zeros_like(x), lambda: g),
}
_SINGLE = {
    ew.neg: lambda f, out, g, x: f(ew.neg, g), ew.identity: lambda f, out, g, x: g,
    ew.abs_: lambda f, out, g, x: f(ew.mul, g, f(ew.sgn, x)), ew.sgn: lambda f, out, g, x: ew.zeros_like(x),
    ew.inv: lambda f, out, g, x: f(ew.true_div, f(ew.neg, g), f(ew.mul, x, x)),
    ew.sqr: lambda f, out, g, x: f(ew.mul, f(ew.mul, g, x), 2),
    tr.exp: lambda f, out, g, x: f(ew.mul, g, f(tr.exp, x)), tr.expm1: lambda f, out, g, x: f(ew.mul, g, f(tr.exp, x)),
    tr.log: lambda f, out, g, x: f(ew.true_div, g, x),
    tr.log2: lambda f, out, g, x: f(ew.true_div, g, f(ew.mul, x, np.asarray(math.log(2.0)).astype(x.type.dtype))),
    tr.log10: lambda f, out, g, x: f(ew.true_div, g, f(ew.mul, x, math.log(10.0))),
    tr.log1p: lambda f, out, g, x: f(ew.true_div, g, f(ew.add, 1, x)),
    tr.sqrt: lambda f, out, g, x: f(ew.true_div, f(ew.mul, g, 0.5), f(tr.sqrt, x)),
    tr.sin: lambda f, out, g, x: f(ew.mul, g, f(tr.cos, x)),
    tr.cos: lambda f, out, g, x: f(ew.mul, f(ew.neg, g), f(tr.sin, x)),
    tr.tan: lambda f, out, g, x: f(ew.true_div, g, f(ew.sqr, f(tr.cos, x))),
    tr.arcsin: lambda f, out, g, x: f(ew.true_div, g, f(tr.sqrt, f(ew.sub, _one(x), f(ew.sqr, x)))),
    tr.arccos: lambda f, out, g, x: f(ew.true_div, f(ew.neg, g), f(tr.sqrt, f(ew.sub, _one(x), f(ew.sqr, x)))),
    tr.arctan: lambda f, out, g, x: f(ew.true_div, g, f(ew.add, _one(x), f(ew.sqr, x))),
    tr.sinh: lambda f, out, g, x: f(ew.mul, g, f(tr.cosh, x)), tr.cosh: lambda f, out, g, x: f(ew.mul, g, f(tr.sinh, x)),
    tr.tanh: lambda f, out, g, x: f(ew.mul, g, f(ew.sub, 1, f(ew.sqr, f(tr.tanh, x)))),
    tr.arcsinh: lambda f, out, g, x: f(ew.true_div, g, f(tr.sqrt, f(ew.add, f(ew.sqr, x), _one(x)))),
    tr.arccosh: lambda f, out, g, x: f(ew.true_div, g, f(tr.sqrt, f(ew.sub, f(ew.sqr, x), _one(x)))),
    tr.arctanh: lambda f, out, g, x: f(ew.true_div, g, f(ew.sub, _one(x), f(ew.sqr, x))),
    act.sigmoid: lambda f, out, g, x: f(ew.mul, f(ew.mul, g, f(act.sigmoid, x)), f(ew.sub, 1.0, f(act.sigmoid, x))),
    act.softplus: lambda f, out, g, x: f(ew.mul, g, f(act.sigmoid, x)),
    rounding.floor: lambda f, out, g, x: ew.zeros_like(x), rounding.ceil: lambda f, out, g, x: ew.zeros_like(x),
}


def _elementwise(forward, inputs, out, g, make):
    f = make(out.type.ndim)
    op = getattr(forward.op, "family", forward.op)
    if op in _SINGLE:
        found: Any = [lambda: _SINGLE[op](f, out, g, *inputs)]
    elif op is ew._cast:
        found = [lambda: g]
    elif op in _SEVERAL:
        found = _SEVERAL[op](f, out, g, *inputs)
    else:
        return None

    def fitted(k, made):
        stretched = [d for d, one in enumerate(inputs[k].type.broadcastable) if one and not out.type.broadcastable[d]]
        return reduction.sum(made(), axis=stretched, keepdims=True) if stretched else made()
    return [lambda k=k, made=made: fitted(k, made) for k, made in enumerate(found)]


def _dot(inputs, g):
    x, y = inputs
    if x.ndim == y.ndim == 1:
        return lambda: g * y, lambda: g * x
    return (lambda: linalg.outer(g, y.T) if y.ndim == 1 else linalg._dot(g, y.T),
            lambda: linalg.outer(x.T, g) if x.ndim == 1 else linalg._dot(x.T, g))


def _padded(g, ndim, axes):
    """`g` with the dimensions `axes` that a reduction took away."""
    kept = iter(range(g.type.ndim))
    return shapes._dimshuffle(g, order=tuple("x" if d in axes else next(kept) for d in range(ndim)))


def _sum(forward, inputs, g, make):
    (x,) = inputs
    axes = forward.params["axis"]
    return [lambda: make(x.type.ndim)(ew.second, x, _padded(g, x.type.ndim, axes) if axes else g)]


def _mean(forward, inputs, out, g, make, shown):
    """The gradient of the sum over lengths as which a mean is `shown`."""
    def made():
        top, lengths = shown(out), []
        for _ in forward.params["axis"]:
            top, length = top.owner.inputs
            lengths.append(length)
        pulled = g
        for length in lengths:
            pulled = make(g.type.ndim)(ew.true_div, pulled, length)
        return _sum(forward, inputs, pulled, make)[0]()
    return [made]


def _dimshuffle(forward, inputs, g, make):
    (x,) = inputs
    order = ["x"] * x.type.ndim
    for k, d in enumerate(forward.params["order"]):
        if d != "x":
            order[d] = k
    return [lambda: shapes._dimshuffle(make(g.type.ndim)(ew.identity, g), order=tuple(order))]


def _index(forward, inputs, g):
    (x, *numbers), index = inputs, forward.params["index"]
    increment = setting.inc_subtensor_ops[indexing.kind_of_index(index, numbers)]
    return [lambda: increment(ew.zeros_like(x), g, *numbers, index=index, set=False)]


def expansion(node, make=_Plain, shown=lambda v: v):
    """For each output of the Pullback `node` a function that writes it out, or None; None for none of them.

    make: the class that builds elementwise nodes. shown: the variable that is displayed in place of another.
    """
    forward, wrt, outs = (node.params[k] for k in ("node", "wrt", "outs"))
    count = len(forward.inputs)
    inputs, upstream = node.inputs[:count], node.inputs[count:]
    if len(outs) != 1:
        return None
    same = all(a is b for a, b in zip(inputs, forward.inputs))
    out = forward.outputs[0] if same else forward.clone_with_new_inputs(inputs).outputs[0]
    g = upstream[0]
    if g.type.dtype != out.type.dtype:
        g = make(g.type.ndim)(ew.cast, g, out.type.dtype) if make is _Plain else ew.cast(g, out.type.dtype)
    found = _of(forward, inputs, out, g, make, shown)
    if found is None:
        return None
    return [None if inputs[k].type.dtype in discrete_dtypes else found[k] for k in wrt]


def _of(forward, inputs, out, g, make, shown):
    op = getattr(forward.op, "family", forward.op)
    if isinstance(op, Elemwise):
        return _elementwise(forward, inputs, out, g, make)
    if op is linalg._dot:
        return _dot(inputs, g)
    if op is reduction.sum:
        return _sum(forward, inputs, g, make)
    if op is reduction._mean_op:
        return _mean(forward, inputs, out, g, make, shown) if shown(out) is not out else None
    if op is shapes._dimshuffle:
        return _dimshuffle(forward, inputs, g, make)
    if any(op is known for known in indexing.subtensor_ops.values()):
        return _index(forward, inputs, g)
    if op is nnet.softmax_op:
        return [lambda: softmax_grad(g, out)]
    return None


def shown_gradient(v, shown):
    """The variable to show in place of the gradient `v`, or None."""
    found = expansion(v.owner, _Shown, shown) if isinstance(v.owner.op, Pullback) else None
    if found is None or found[v.index] is None:
        return None
    made = found[v.index]()
    if made.name is None and made.owner is not None and made not in v.owner.inputs:
        made.name = v.name
    return made


def spare(outputs, missing):
    """Copies of `outputs` in which gradients by way of the leaves `missing` are written out, where that helps."""
    memo: dict = {}
    lacking = set(missing)
    for node in toposort(list(outputs)):
        affected = any(v in lacking for v in node.inputs)
        if affected:
            lacking.update(node.outputs)
        new = [memo.get(v, v) for v in node.inputs]
        changed = any(a is not b for a, b in zip(new, node.inputs))
        copy: Apply = node.clone_with_new_inputs(new) if changed else node
        found = expansion(copy) if affected and isinstance(node.op, Pullback) else None
        for k, v in enumerate(node.outputs):
            made = None if found is None else found[k]
            out = copy.outputs[k] if made is None else v.type.filter_variable(made())
            if out is not v:
                memo[v] = out
    return [memo.get(v, v) for v in outputs]
