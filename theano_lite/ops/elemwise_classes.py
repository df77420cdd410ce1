"""theano.tensor.elemwise: ops on tensors made of ops on scalars, and Theano's classes of reductions.

`Elemwise(scalar.add)` is `T.add`. A scalar op that a program wrote becomes an op on tensors with its `impl`, called on
the host for each element, and the gradient of its `grad`.
"""

import typing

import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import op as core
from theano_lite.core.graph import Apply, Constant, Variable, toposort
from theano_lite.core.op import broadcast, elementwise_shape, reduction
from theano_lite.core.op_class import OpClass, classes, op_class
from theano_lite.core.pullback import Pullback, pullback
from theano_lite.core.scalar_type import get_scalar_type
from theano_lite.core.types import (
    DisconnectedType,
    NullType,
    as_tensor_variable,
    constant,
    tensor_type,
)
from theano_lite.ops import elementwise, shapes
from theano_lite.ops import reduction as reductions
from theano_lite.ops.scalar_op import ScalarOp, as_gradient
from theano_lite.ops.scalars import _Between, made


class ElemwiseOf(core.Elemwise):
    """The elementwise op of a scalar op that is not one of ours."""

    lowering = types = host_rest = show = None
    arity, variadic, unconnected, host_positions, defaults = 0, True, (), (), {}

    def __init__(self, scalar_op, name=None):
        self.scalar, self.name = scalar_op, name or str(scalar_op)

    def make_node(self, *inputs):
        inputs = [as_tensor_variable(v) for v in inputs]
        inner = self.scalar.make_node(*(get_scalar_type(v.type.dtype)() for v in inputs))
        # A Composite becomes another one for inputs of other types.
        op = self if inner.op is self.scalar else ElemwiseOf(inner.op, self.name)
        inputs = self.prepare(inputs, {})
        pattern = [all(flags) for flags in zip(*(v.type.broadcastable for v in inputs))]
        return Apply(op, inputs, [tensor_type(v.type.dtype, pattern) for v in inner.outputs], self.scalar.params)

    def __call__(self, *inputs, **options):
        outputs = self.make_node(*inputs).outputs
        return outputs if len(outputs) > 1 else outputs[0]

    def remake(self, node, inputs):
        return self.make_node(*inputs)

    def describe(self, params):
        return f"Elemwise{{{self.name}}}"

    # --- computing --------------------------------------------------------------------------------

    @property
    def host(self):
        return self.scalar.host

    @property
    def by_shape(self):
        return self.scalar.by_shape

    def run(self, node, values):
        shape = elementwise_shape(node, values)
        return self.scalar.run(node, [broadcast(jnp.asarray(x), shape) for x in values])

    def run_on_host(self, node, values):
        return self.scalar.run_on_host(node, values)

    def input_gradients(self, node, upstream):
        """What the scalar op's `grad` gives for numbers, as a graph of tensors."""
        if not self.scalar.own_grad:
            return None
        inner = self.scalar.make_node(*(get_scalar_type(v.type.dtype)() for v in node.inputs))
        given = [get_scalar_type(upstream[k].type.dtype)() if k in upstream else DisconnectedType()()
                 for k in range(len(node.outputs))]
        found = [as_gradient(g) for g in self.scalar.L_op(inner.inputs, inner.outputs, given)]
        out = node.outputs[0]
        known = dict(zip(inner.outputs, node.outputs))
        known.update((v, upstream[k]) for k, v in enumerate(given) if k in upstream)
        # Every input in the full shape: what is pulled back then is element by element.
        known.update((v, elementwise.second(out, x)) for v, x in zip(inner.inputs, node.inputs))
        real = [g for g in found if not isinstance(g.type, (NullType, DisconnectedType))]
        tensors = dict(zip(real, lift(real, known)))
        return [_as_input(tensors[g], v, out) if g in tensors else g for g, v in zip(found, node.inputs)]

    # --- identity ---------------------------------------------------------------------------------

    def __eq__(self, other):
        return type(self) is type(other) and self.scalar == other.scalar

    def __hash__(self):
        return hash((type(self), self.scalar))

    def __reduce__(self):
        if self.elsewhere is not None:
            return core.Op.in_place, (self.elsewhere,)
        return type(self), (self.scalar, self.name)


def _as_input(g, variable, out):
    """The gradient `g` of a node with output `out`, summed over the dimensions that `variable` was stretched in."""
    g = elementwise.second(out, g)
    axes = [k for k, (mine, whole) in enumerate(zip(variable.type.broadcastable, out.type.broadcastable))
            if mine and not whole]
    return reductions.sum(g, axis=axes, keepdims=True) if axes else g


def lift(outputs, known):
    """The scalar variables `outputs` as tensors; known: {scalar variable: tensor} where the graph starts."""
    known = dict(known)

    def tensor(v):
        if v not in known:
            known[v] = constant(v.data) if isinstance(v, Constant) else as_tensor_variable(v)
        return known[v]

    for node in toposort(outputs, known):
        inputs = [tensor(v) for v in node.inputs]
        if isinstance(node.op, Pullback):
            forward, count = node.params["node"], len(node.params["node"].inputs)
            tensors = as_elemwise(forward.op).make_node(*inputs[:count])
            found = pullback.make(tensors, node.params["wrt"], node.params["outs"], inputs[count:]).outputs
        elif isinstance(node.op, _Between):
            found = inputs
        else:
            found = as_elemwise(node.op).make_node(*inputs).outputs
        for v, new in zip(node.outputs, found):
            known.setdefault(v, new)
    return [tensor(v) for v in outputs]


def as_elemwise(scalar_op, name=None):
    """The elementwise op of `scalar_op`: for one of theano.scalar the op of theano.tensor itself."""
    op = getattr(scalar_op, "elementwise", None)
    if op is not None and op.scalar is not None and op.scalar == scalar_op and not scalar_op.own_grad:
        return op
    return ElemwiseOf(scalar_op, name)


class _ElemwiseClass(OpClass):
    """The class of all elementwise ops."""

    def __call__(self, scalar_op, inplace_pattern=None, name=None, nfunc_spec=None, openmp=None):
        if not isinstance(scalar_op, ScalarOp):
            raise TypeError(f"Elemwise takes a scalar op, got {scalar_op!r}")
        op = as_elemwise(scalar_op, name)
        return op.in_place() if inplace_pattern == {0: 0} else op

    def __instancecheck__(self, op):
        return isinstance(op, core.Elemwise)


Elemwise = classes["Elemwise"] = _ElemwiseClass("Elemwise", as_elemwise)


# --- reductions -----------------------------------------------------------------------------------


def _folded(function, start):
    """A reduction by `function` of two arrays that starts from `start`, over all `axis` at once."""
    return lambda x, axis: lax.reduce(x, np.asarray(start).astype(x.dtype), function, axis)


_KNOWN = dict(
    add=lambda x, axis: jnp.any(x, axis) if x.dtype == bool else jnp.sum(x, axis, dtype=x.dtype),
    mul=lambda x, axis: jnp.all(x, axis) if x.dtype == bool else jnp.prod(x, axis, dtype=x.dtype),
    maximum=reductions._max.lowering, minimum=reductions._min.lowering, and_=_folded(lax.bitwise_and, -1),
    or_=_folded(lax.bitwise_or, 0), xor=_folded(lax.bitwise_xor, 0))


def _fold(x, axis, scalar_op):
    """`scalar_op` between the elements of `x` along one axis after the other, the last one first."""
    kind = get_scalar_type(str(x.dtype))
    node = scalar_op.make_node(kind(), kind())
    if node.outputs[0].type != kind:
        raise TypeError(f"CAReduce: {scalar_op} of two {kind} is a {node.outputs[0].type}")
    for a in sorted(axis, reverse=True):
        rows = jnp.moveaxis(x, a, 0)
        if rows.shape[0] == 0:
            start = getattr(scalar_op, "identity", None)
            if start is None:
                raise ValueError(f"Input of shape {x.shape} has zero-size on axis {a}, for which {scalar_op} has no value")
            x = jnp.full(rows.shape[1:], start, x.dtype)
        else:
            x = lax.scan(lambda total, row: (node.op.run(_rank(node, row), [total, row])[0], None), rows[0], rows[1:])[0]
    return x


def _rank(node, row):
    """`node` of scalars as one of tensors of the rank of `row`: its `impl` is to be called for each element."""
    types = [tensor_type(v.type.dtype, (False,) * row.ndim) for v in node.inputs]
    return Apply(node.op, [t() for t in types], [types[0]], node.params)


@reduction(name="CAReduce", show=lambda axis=None, scalar_op=None: f"Reduce{{{scalar_op}}}{{{_listed(axis)}}}")
def careduce(x, *, axis=None, scalar_op=None):
    """The elements over `axis` combined by a binary scalar op (add), in x's dtype. Raises ValueError for no elements."""
    scalar_op = made["add"] if scalar_op is None else scalar_op
    for name, lowering in _KNOWN.items():
        if made[name] == scalar_op:
            return lowering(x, axis=axis)
    return _fold(x, axis, scalar_op)


def _listed(axis):
    return ", ".join(map(str, axis or ()))


def _undefined(node, upstream):
    return [NullType("grad undefined for ProdWithoutZeros")()]


@reduction(dtype=reductions.prod.dtype_rule, accumulate=reductions.prod.accumulate, name="ProdWithoutZeros")
def prod_without_zeros(x, *, axis=None, dtype=None, acc_dtype=None):
    """Product over `axis` of what is not 0, as `prod`. Its gradient is undefined."""
    return jnp.prod(jnp.where(x == 0, 1, x), axis=axis, dtype=x.dtype)


prod_without_zeros.input_gradients = _undefined


class ReductionClass(OpClass):
    """A class of reductions; the option `axis` is kept as a tuple."""

    def __call__(self, *args, **kwargs):
        applied = super().__call__(*args, **kwargs)
        axis = applied.options.get("axis")
        if axis is not None and not isinstance(axis, Variable):
            axis = [axis] if np.ndim(axis) == 0 else axis
            applied.options["axis"] = tuple(int(a) for a in axis)
        return applied


def _reduction_class(name, make, *ops):
    classes[name] = ReductionClass(name, make, *ops)
    return classes[name]


def _with_dtypes(op):
    """make() for a class with Theano's three options of sums and products."""
    def make(axis=None, dtype=None, acc_dtype=None):
        return lambda x: op(x, axis=axis, dtype=dtype, acc_dtype=acc_dtype)
    return make


def _careduce(scalar_op, axis=None):
    if scalar_op.nin not in (2, -1) or scalar_op.nout != 1:
        raise NotImplementedError("CAReduce only supports binary functions with a single output.")
    return lambda x: careduce(x, axis=axis, scalar_op=scalar_op)


def _careduce_dtype(scalar_op, axis=None, dtype=None, acc_dtype=None):
    known = {made["add"]: reductions.sum, made["mul"]: reductions.prod}
    if scalar_op in known:
        return _with_dtypes(known[scalar_op])(axis, dtype, acc_dtype)

    def apply(x):
        x = as_tensor_variable(x)
        wide = acc_dtype or reductions.sum.dtype_rule(x.dtype)
        return elementwise.cast(careduce(elementwise.cast(x, wide), axis=axis, scalar_op=scalar_op), dtype or wide)
    return apply


def _prod(axis=None, dtype=None, acc_dtype=None, no_zeros_in_input=False):
    return _with_dtypes(reductions.prod)(axis, dtype, acc_dtype)


CAReduce = _reduction_class("CAReduce", _careduce, careduce, reductions.sum, reductions.prod, prod_without_zeros,
                            reductions._max, reductions._min, reductions._all, reductions._any)
CAReduceDtype = _reduction_class("CAReduceDtype", _careduce_dtype, reductions.sum, reductions.prod, prod_without_zeros)
Sum = _reduction_class("Sum", _with_dtypes(reductions.sum), reductions.sum)
Prod = _reduction_class("Prod", _prod, reductions.prod)
ProdWithoutZeros = _reduction_class("ProdWithoutZeros", _with_dtypes(prod_without_zeros), prod_without_zeros)
All = _reduction_class("All", lambda axis=None: lambda x: reductions.all(x, axis=axis), reductions._all)
Any = _reduction_class("Any", lambda axis=None: lambda x: reductions.any(x, axis=axis), reductions._any)


# --- dimshuffle -----------------------------------------------------------------------------------


def _checked_order(pattern, order):
    seen = [d for d in order if d != "x"]
    for k, d in enumerate(order):
        if d == "x":
            continue
        if not isinstance(d, (int, np.integer)):
            raise TypeError(f"DimShuffle indices must be python ints. Got: '{d}' of type '{type(d)}'")
        if not 0 <= d < len(pattern):
            raise ValueError(f"new_order[{k}] is {d}, but the input only has {len(pattern)} axes.")
    if len(set(seen)) != len(seen):
        raise ValueError("The same input dimension may not appear twice in the list of output dimensions", order)
    if any(not stretched for k, stretched in enumerate(pattern) if k not in seen):
        raise ValueError("You cannot drop a non-broadcastable dimension.", (pattern, order))


def _dimshuffle(input_broadcastable, new_order, inplace=True):
    pattern, order = tuple(bool(b) for b in input_broadcastable), tuple(new_order)
    _checked_order(pattern, order)

    def apply(x):
        x = as_tensor_variable(x)
        if x.ndim != len(pattern):
            raise TypeError("The number of dimensions of the input is incorrect for this op. Expected "
                            f"{pattern}, got {x.broadcastable}.")
        if any(mine and not theirs for mine, theirs in zip(pattern, x.broadcastable)):
            raise TypeError("The broadcastable pattern of the input is incorrect for this op. Expected "
                            f"{pattern}, got {x.broadcastable}.")
        return shapes._dimshuffle(x, order=tuple(d if d == "x" else int(d) for d in order))
    return apply


DimShuffle = op_class("DimShuffle", _dimshuffle, shapes._dimshuffle)

# In-place ops compute the same; a function with a mutable input leaves the result in the argument, too.
inplace = {f"{name}_inplace": op.elementwise.in_place() for name, op in made.items() if isinstance(op, ScalarOp)}
inplace["fill_inplace"] = elementwise.second.in_place()


def transpose_inplace(x, axes=None):
    """`x` with its dimensions reversed, or in the order `axes`; `x` itself does not change."""
    return shapes.transpose(x, axes)


inplace["transpose_inplace"] = transpose_inplace


def __getattr__(name: str) -> typing.Any:
    """The in-place ops by name."""
    if name in inplace:
        return inplace[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
