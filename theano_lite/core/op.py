"""Ops and the decorators that make one from a function of JAX arrays.

The signature is the contract: a positional parameter is an array; one annotated `int` is a host integer, known while
tracing; a keyword-only parameter is a constant of the node.
"""

import inspect
from collections.abc import Callable
from functools import update_wrapper
from typing import Any

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import types
from theano_lite.core.dtypes import discrete_dtypes, same, upcast
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.host import known_value
from theano_lite.core.other_types import NoneTypeT
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.types import ArrayType, as_tensor_variable, tensor_type

registry: dict = {}


class Op:
    """A kind of node. Calling it on variables (or numbers) builds a node and returns its output(s).

    quick: what it computes of Python numbers, for sizes. input_gradients(node, upstream): the gradients of its inputs
    as a graph, where that serves better than jax.vjp; None leaves it to that.
    """

    __wrapped__: Callable
    quick: Callable | None = None
    input_gradients: Callable | None = None
    # The position of the input whose memory the result takes, and the op that computes the same elsewhere.
    destroys: int | None = None
    elsewhere: Any = None
    class_name: str | None = None  # that of the first OpClass of which it is an instance

    def __init__(self, lowering, types, host=None, by_shape=(), unconnected=(), name=None, show=None):
        self.name = name or lowering.__name__
        self.lowering, self.types, self.host = lowering, types, host
        self.by_shape, self.unconnected, self.show = tuple(by_shape), tuple(unconnected), show
        parameters = inspect.signature(lowering).parameters.values()
        positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        rest = [p for p in parameters if p.kind is p.VAR_POSITIONAL]
        self.arity, self.input_names = len(positional), tuple(p.name for p in positional)
        self.variadic = bool(rest)
        self.host_positions = tuple(k for k, p in enumerate(positional) if p.annotation is int)
        self.host_rest = bool(rest) and rest[0].annotation is int
        self.defaults = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        update_wrapper(self, lowering, updated=())
        said = [(lowering.__doc__ or "").rstrip(), self.contract()]
        self.__doc__ = "\n\n    ".join(text for text in said if text)
        key = (lowering.__module__, self.name)
        if key in registry:
            raise ValueError(f"the op {self.name} is registered twice in {lowering.__module__}")
        registry[key] = self

    def contract(self):
        """What holds for every op of the family, the end of its docstring: shapes, dtypes, errors, source."""
        return ""

    def in_place(self):
        """This op, its result taking the place of its first input: see `destroys`."""
        twin = self.__dict__.get("_in_place")
        if twin is None:
            twin = self._in_place = object.__new__(type(self))
            twin.__dict__.update(self.__dict__)
            twin.destroys, twin.elsewhere = 0, self
            twin.keep_first_dtype()
            twin.show = lambda **params: self.describe(params).replace("no_inplace", "inplace")
        return twin

    def keep_first_dtype(self):
        """What an op in place does besides: nothing, unless its result would be of another dtype."""

    def __reduce__(self):
        if self.elsewhere is not None:
            return Op.in_place, (self.elsewhere,)
        return _op_by_name, (self.__wrapped__.__module__, self.name)

    def __deepcopy__(self, memo):
        return self

    def __copy__(self):
        return self

    def __str__(self):
        # What the node holds is not known here: without it, the name of Theano's class.
        known = inspect.Parameter.empty not in self.defaults.values()
        return self.describe(self.defaults) if known else self.class_name or self.name.lstrip("_")

    def __repr__(self):
        return f"<{type(self).__name__} {self.name}>"

    def describe(self, params) -> str:
        """The node as Theano prints it."""
        return self.show(**params) if self.show is not None else self.name

    # --- building ---------------------------------------------------------------------------------

    def __call__(self, *args, **params) -> Any:
        outputs = self.make_node(*args, **params).outputs
        return outputs[0] if len(outputs) == 1 else outputs

    def make_node(self, *args, **params):
        if params and len(args) < self.arity:
            args = (*args, *(params.pop(name) for name in self.input_names[len(args):] if name in params))
        if len(args) < self.arity or (len(args) > self.arity and not self.variadic):
            raise TypeError(f"{self.name} takes {self.arity} inputs, got {len(args)}")
        unknown = set(params) - set(self.defaults)
        if unknown:
            raise TypeError(f"{self.name}() got an unexpected keyword argument '{unknown.pop()}'")
        params = {**self.defaults, **params}
        inputs = self.prepare([a if isinstance(a, Variable) and a.type.as_tensor is None else self.as_input(a)
                               for a in args], params)
        out = self.types(*inputs, **params)
        return Apply(self, inputs, out if isinstance(out, list) else [out], params)

    def as_input(self, x):
        return as_tensor_variable(x)

    def prepare(self, inputs, params):
        return inputs

    def remake(self, node, inputs):
        """`node` applied to inputs of other types."""
        return self.make_node(*inputs, **node.params)

    # --- what a node needs ------------------------------------------------------------------------

    def host_inputs(self, node):
        """Positions of the inputs that must be known while tracing."""
        if self.host_rest:
            return self.host_positions + tuple(range(self.arity, len(node.inputs)))
        return self.host_positions

    def connected(self, node):
        """Positions of the inputs that a gradient can flow to."""
        barred = set(self.host_inputs(node)) | set(self.by_shape) | set(self.unconnected)
        return [k for k, v in enumerate(node.inputs) if k not in barred and isinstance(v.type, ArrayType)]

    def connection_pattern(self, node):
        """For each input of `node` whether a gradient can flow to it from each of the outputs."""
        reached = self.connected(node)
        return [[k in reached] * len(node.outputs) for k in range(len(node.inputs))]

    # --- lowering ---------------------------------------------------------------------------------

    def run(self, node, values):
        """The node's outputs, as a list, for JAX arrays `values`."""
        if self.unconnected:
            # A loop is differentiated as a whole, without asking its nodes what they are connected to.
            values = [lax.stop_gradient(x) if k in self.unconnected and isinstance(x, jax.Array) else x
                      for k, x in enumerate(values)]
        out = self.lowering(*values, **node.params)
        return list(out) if isinstance(out, (list, tuple)) else [out]

    def run_on_host(self, node, values):
        """The node's outputs as NumPy arrays; needs `host`."""
        out = self.host(*values, **node.params)
        out = out if isinstance(out, (list, tuple)) and node.nout > 1 else [out]
        return [np.asarray(o, dtype=v.type.dtype) for o, v in zip(out, node.outputs)]


def _op_by_name(module, name):
    import importlib

    importlib.import_module(module)
    return registry[module, name]


def op(types, **options) -> Any:
    """Make an Op of the decorated lowering. `types(*inputs, **params)` gives the type(s) of its output(s).

    host: the same on NumPy arrays, for values that decide shapes. by_shape: positions of the inputs of which only the
    shape is used. unconnected: positions that no gradient flows to.
    """
    return lambda lowering: Op(lowering, types, **options)


# --- elementwise ----------------------------------------------------------------------------------


class Elemwise(Op, metaclass=ShownAs):
    """An op applied element by element. Inputs are padded to one rank; then only declared dimensions stretch."""

    shown_as = "theano.tensor.elemwise.Elemwise"

    def __init__(self, lowering, dtype=same, compute="out", host=None, **options):
        self.dtype_rule, self.compute = dtype, compute
        super().__init__(lowering, self._out_type, host, **options)

    def describe(self, params):
        if self.show is not None:
            return self.show(**params)
        return f"Elemwise{{{self.name},no_inplace}}"

    def contract(self):
        rule = inspect.getdoc(self.dtype_rule) if inspect.isfunction(self.dtype_rule) else None
        dtype = f" dtype: {rule}" if rule else ""
        several = self.variadic or self.arity > 1
        shapes = "(...), (...) -> (...), only dimensions declared broadcastable stretch" if several else "(...) -> (...)"
        return (f"{shapes}.{dtype} Raises TypeError for dtypes without a result"
                f"{', ValueError at run time for shapes that do not fit' if several else ''}. As in theano.tensor.")

    # The op of theano.scalar that does the same; `ops/scalars.py` sets it.
    scalar: Any = None

    @property
    def scalar_op(self):
        return self.scalar or self

    def prepare(self, inputs, params):
        if not inputs:
            raise TypeError(f"{self.name} takes at least one input")
        try:
            ranks = [v.type.ndim for v in inputs]
        except AttributeError:
            ranks = [types.as_tensor_variable(v).ndim for v in inputs]  # says which is no tensor
        if len(set(ranks)) == 1:
            return inputs
        rank = max(ranks)
        return [v if v.type.ndim == rank
                else types.dimshuffle(v, ("x",) * (rank - v.type.ndim) + tuple(range(v.type.ndim))) for v in inputs]

    def _out_type(self, *inputs, **params):
        try:
            dtype = self.dtype_rule(*(v.type.dtype for v in inputs), **params)
        except TypeError as error:
            raise TypeError(f"{self.name}: {error} (inputs: {', '.join(str(v.type) for v in inputs)})") from None
        return tensor_type(dtype, [all(flags) for flags in zip(*(v.type.broadcastable for v in inputs))])

    def run(self, node, values):
        shape = elementwise_shape(node, values)
        dtype = self._compute_dtype(node)
        out_dtype = node.outputs[0].type.dtype
        stretched = [broadcast(convert(x, dtype) if dtype else x, shape) for x in values]
        return [convert(self.lowering(*stretched, **node.params), out_dtype)]

    def keep_first_dtype(self):
        # The memory of the first input holds the result, which is cast to its dtype as C does.
        self.dtype_rule = lambda first, *rest, **params: first
        self.types = self._out_type

    def _compute_dtype(self, node):
        if self.compute == "out" and self.elsewhere is not None:
            return self.elsewhere.dtype_rule(*(v.type.dtype for v in node.inputs), **node.params)
        if self.compute == "out":
            return node.outputs[0].type.dtype
        if self.compute == "upcast":
            return upcast(*(v.type.dtype for v in node.inputs))
        return None

    def run_on_host(self, node, values):
        elementwise_shape(node, values)
        dtype = self._compute_dtype(node)
        if dtype:
            values = [np.asarray(x, dtype=dtype) for x in values]
        with np.errstate(all="ignore"):
            return [np.asarray(self.host(*values, **node.params)).astype(node.outputs[0].type.dtype)]


def elemwise(dtype: Any = same, compute: str | None = "out", host=None, **options) -> Any:
    """Make an elementwise Op. dtype: from the inputs' dtypes to the output's.

    compute: the inputs are cast to the output's dtype ("out"), to their common one ("upcast") or left (None).
    """
    return lambda lowering: Elemwise(lowering, dtype, compute, host, **options)


def elementwise_shape(node, values):
    """The common shape of `values`; a length of 1 stretches only where the type says so. Raises ValueError."""
    first = values[0].shape
    if all(v.shape == first for v in values):
        return first
    shape = []
    for axis in range(len(first)):
        known = None
        for k, (x, v) in enumerate(zip(values, node.inputs)):
            if v.type.broadcastable[axis] and x.shape[axis] == 1:
                continue
            if known is None:
                known = (k, x.shape[axis])
            elif known[1] != x.shape[axis]:
                raise ValueError(f"Input dimension mis-match. (input[{known[0]}].shape[{axis}] = {known[1]}, "
                                 f"input[{k}].shape[{axis}] = {x.shape[axis]})")
        shape.append(1 if known is None else known[1])
    return tuple(shape)


def broadcast(x, shape) -> Any:
    """`x` stretched to `shape`, of the same rank."""
    return x if x.shape == shape else lax.broadcast_in_dim(x, shape, tuple(range(len(shape))))


def convert(x, dtype) -> Any:
    """`x` as `dtype`; no operation if it is already. Floats become integers as in C."""
    if x.dtype == dtype:
        return x
    if isinstance(x, (np.ndarray, np.generic)):
        return x.astype(dtype)
    if x.dtype.kind == "f" and np.dtype(dtype).kind in "iu":
        return float_to_integer(x, dtype)
    if x.dtype == bool and np.dtype(dtype).kind in "fc":
        # Straight from booleans, XLA turns products with the result into choices: NaN * 0 became 0.
        x = lax.convert_element_type(x, np.int8)
    return lax.convert_element_type(x, np.dtype(dtype))


def float_to_integer(x, dtype):
    """Floats as integers the way C does on x86: towards zero; what does not fit is the smallest (32 or 64 bit) one."""
    dtype = np.dtype(dtype)
    if dtype == np.uint64:
        return jnp.where(x < 0, lax.convert_element_type(lax.convert_element_type(x, np.int64), dtype),
                         lax.convert_element_type(x, dtype))
    wide = np.dtype("int64") if dtype.itemsize == 8 or dtype == np.uint32 else np.dtype("int32")
    limit = float(2 ** (wide.itemsize * 8 - 1))
    fits = (x >= -limit) & (x < limit)
    whole = jnp.where(fits, lax.convert_element_type(jnp.where(fits, x, 0), wide), np.iinfo(wide).min)
    return lax.convert_element_type(whole, dtype)


# --- reductions -----------------------------------------------------------------------------------


def canonical_axes(axis, ndim, name="reduction"):
    """`axis` (None, int, or a sequence) as a sorted tuple of non-negative ints. Raises ValueError."""
    if axis is None:
        return tuple(range(ndim))
    if isinstance(axis, Variable):
        if isinstance(axis.type, NoneTypeT):
            return tuple(range(ndim))
        axis = _known_axis(axis, name)
    if isinstance(axis, (int, np.integer)) or (isinstance(axis, np.ndarray) and axis.ndim == 0):
        axis = (int(axis),)
    axes = []
    for a in axis:
        if isinstance(a, Variable):
            a = _known_axis(a, name)
        if isinstance(a, str):
            raise ValueError(f"{name}: axis must be an int or a sequence of ints, got {axis!r}")
        if not isinstance(a, (int, np.integer)) and not (isinstance(a, np.ndarray) and a.ndim == 0) and a != int(a):
            raise TypeError(f"{name}: axis must be an int or a sequence of ints, got {axis!r}")
        if not -ndim <= a < ndim:
            raise ValueError(f"Not enough dimensions on input of {name} to reduce on axis {int(a)} "
                             f"(it has {ndim} dimensions)")
        axes.append(int(a) % ndim)
    return tuple(sorted(set(axes)))


def _known_axis(axis, name):
    value = known_value(axis)
    if value is None or str(value.dtype) not in discrete_dtypes:
        raise TypeError(f"{name}: axis needs to be known while the graph is built, and integer; got {axis}")
    return value


def reduced_pattern(x, axes):
    return [b for k, b in enumerate(x.type.broadcastable) if k not in axes]


class Reduction(Op):
    """An op that takes away the dimensions `axis`. The graph node always drops them; `keepdims` pads afterwards."""

    def __init__(self, lowering, dtype=None, accumulate=None, bool_result=False, host=None, **options):
        self.dtype_rule, self.accumulate = dtype or (lambda d: d), accumulate
        super().__init__(lowering, self._out_type, host, **options)
        self.has_dtype = "dtype" in self.defaults
        self.family = self

    def contract(self):
        rule = inspect.getdoc(self.dtype_rule) if inspect.isfunction(self.dtype_rule) else None
        return (f"(..., n, ...) -> (...), or with keepdims (..., 1, ...). dtype: {rule or 'that of the input.'} "
                "Raises ValueError for an axis that is not there or named twice. As in theano.tensor.")

    # A node's op is a twin that shows what was chosen for it: node.op.axis, .dtype and .acc_dtype.
    axis = dtype = acc_dtype = None

    def make_node(self, *args, **params):
        node = super().make_node(*args, **params)
        node.op = self._twin(node)
        return node

    def _twin(self, node):
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        axes = node.params["axis"]
        twin.axis = None if len(axes) == node.inputs[0].type.ndim else axes
        if self.has_dtype:
            twin.dtype = node.outputs[0].type.dtype
            acc = node.params["acc_dtype"]
            twin.acc_dtype = types.check_dtype(acc) if acc else (self.accumulate or str)(twin.dtype)
        return twin

    def __eq__(self, other):
        return self is other or (isinstance(other, Reduction) and self.family is other.family)

    def __hash__(self):
        return id(self.family) >> 4

    def __call__(self, x, axis=None, dtype=None, keepdims=False, acc_dtype=None, **params) -> Any:
        """Reduce `x` over `axis` (default: all). dtype: of the result; acc_dtype: of the accumulator."""
        x = as_tensor_variable(x)
        if self.family is not self:
            axis, dtype, acc_dtype = (mine if given is None else given for mine, given in (
                (self.axis, axis), (self.dtype, dtype), (self.acc_dtype, acc_dtype)))
        axes = canonical_axes(axis, x.type.ndim, self.name)
        if self.has_dtype:
            params.update(dtype=dtype, acc_dtype=acc_dtype)
        out = super().__call__(x, axis=axes, **params)
        return keep_dims(x, out, axes) if keepdims else out

    def _out_type(self, x, axis, dtype=None, acc_dtype=None, **params):
        source = x.type.dtype
        result = self.dtype_rule(source)
        if dtype is not None:
            result = types.check_dtype(dtype)
            if source.startswith("complex") and not result.startswith("complex"):
                raise TypeError(f"Cannot use a dtype {result} for the {self.name} of {source}")
        wide = acc_dtype is None or types.check_dtype(acc_dtype)
        integers_as_floats = source in discrete_dtypes and wide not in discrete_dtypes
        if acc_dtype is not None and not integers_as_floats and upcast(source, wide) != wide:
            raise TypeError(f"Cannot build {self.name} node with input dtype {source} and acc_dtype {acc_dtype}, as "
                            "precision would be lost: cast the input first")
        return tensor_type(result, reduced_pattern(x, axis))

    def run(self, node, values):
        (x,) = values
        params = dict(node.params)
        out_dtype = node.outputs[0].type.dtype
        acc = params.pop("acc_dtype", None)
        params.pop("dtype", None)
        if self.accumulate is not None:
            acc = types.check_dtype(acc) if acc else self.accumulate(out_dtype)
            if acc in discrete_dtypes and node.inputs[0].type.dtype not in discrete_dtypes:
                # Floats are summed as floats and only the result is cut to an integer.
                acc = self.accumulate(node.inputs[0].type.dtype)
                out_dtype = acc
            x = convert(x, upcast(acc, out_dtype) if acc not in discrete_dtypes else acc)
        return [convert(convert(self.lowering(x, **params), out_dtype), node.outputs[0].type.dtype)]

    def run_on_host(self, node, values):
        params = {k: v for k, v in node.params.items() if k not in ("dtype", "acc_dtype")}
        return [np.asarray(self.host(values[0], **params)).astype(node.outputs[0].type.dtype)]

    def describe(self, params):
        if self.family is not self:
            params = {**params, "axis": self.axis, **({"dtype": self.dtype, "acc_dtype": self.acc_dtype}
                                                      if self.has_dtype else {})}
        if self.show is not None:
            return self.show(**params)
        return f"{self.name.capitalize()}{{axis={list(params.get('axis') or ())}}}"


def reduction(dtype=None, accumulate=None, **options) -> Any:
    """Make a Reduction. dtype: from the input's dtype to the result's; accumulate: to the accumulator's."""
    return lambda lowering: Reduction(lowering, dtype, accumulate, **options)


def keep_dims(x, out, axes):
    """`out`, a reduction of `x` over `axes`, with those dimensions back as broadcastable ones."""
    order, k = [], 0
    for d in range(x.type.ndim):
        if d in axes:
            order.append("x")
        else:
            order.append(k)
            k += 1
    return types.dimshuffle(out, order)
