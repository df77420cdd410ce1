"""ScalarOp: what the ops of theano.scalar are, and the base of those that programs write."""

from typing import Any

import jax
import numpy as np

from theano_lite.core import types
from theano_lite.core.callback import call_on_host
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import MethodNotDefined
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.lower import x64
from theano_lite.core.op import Elemwise, Op
from theano_lite.core.pullback import pullback
from theano_lite.core.scalar_type import Scalar, as_scalar, get_scalar_type
from theano_lite.core.types import DisconnectedType, Type


class ScalarOp(Op):
    """An op on numbers. `output_types_preference(*types)` gives the types of its outputs.

    Programs write their own by subclassing it with `impl`, a function of numbers that is called for each element on the
    host, and `grad` or `L_op`.
    nin: the number of inputs, -1 for any. nout: of outputs. Raises TypeError for a preference that is not callable.
    """

    nin, nout = -1, 1
    elementwise: Elemwise | None = None
    params: dict = {}
    output_types_preference: Any = None
    arity, variadic, unconnected, show = 0, True, (), None
    host_positions, host_rest = (), False

    def __init__(self, output_types_preference=None, name=None):
        self.name = name
        if output_types_preference is not None:
            if not callable(output_types_preference):
                raise TypeError(f"Expected a callable for the 'output_types_preference' argument to {type(self)}. "
                                f"(got: {output_types_preference})")
            self.output_types_preference = output_types_preference

    # --- building ---------------------------------------------------------------------------------

    def __call__(self, *inputs, name=None, return_list=False):
        outputs = self.make_node(*inputs).outputs
        if name is not None:
            outputs[0].name = name
        return outputs if return_list or len(outputs) != 1 else outputs[0]

    def make_node(self, *inputs):
        inputs = self.as_scalars(inputs)
        return Apply(self, inputs, self.checked_types([v.type for v in inputs]), self.params)

    def as_scalars(self, inputs):
        """`inputs` as scalar variables. Raises TypeError for the wrong number of them."""
        if self.nin >= 0 and len(inputs) != self.nin:
            raise TypeError(f"Wrong number of inputs for {self}.make_node (got {len(inputs)}({inputs}), expected "
                            f"{self.nin})")
        return [as_scalar(v) for v in inputs]

    def checked_types(self, types):
        """The types of the outputs for inputs of `types`. Raises TypeError if they are not as many as `nout`."""
        found = self.output_types(types)
        if len(found) != self.nout:
            raise TypeError(f"Not the right number of outputs produced for {self}({', '.join(map(str, types))}). "
                            f"Expected {self.nout}, got {len(found)}.")
        return found

    def output_types(self, types):
        """The types of the outputs, as a list, for inputs of the Scalar types `types`."""
        if self.output_types_preference is not None:
            found = self.output_types_preference(*types)
            if not isinstance(found, (list, tuple)) or any(not isinstance(t, Type) for t in found):
                raise TypeError("output_types_preference should return a list or a tuple of types",
                                self.output_types_preference, found)
            return list(found)
        if self.elementwise is None:
            raise NotImplementedError(f"Cannot calculate the output types for {self}")
        if not types:
            raise TypeError(f"{self} takes at least one input")
        return [get_scalar_type(self.elementwise.dtype_rule(*(t.dtype for t in types), **self.params))]

    def remake(self, node, inputs):
        return self.make_node(*inputs)

    # --- computing --------------------------------------------------------------------------------

    @property
    def own_impl(self):
        """Whether a program defines what is computed."""
        return self.elementwise is None or type(self).impl is not ScalarOp.impl

    @property
    def own_grad(self):
        """Whether a program defines the gradient."""
        mine = type(self)
        return self.own_impl or mine.grad is not ScalarOp.grad or mine.L_op is not ScalarOp.L_op

    def impl(self, *inputs):
        """The value(s) for numbers `inputs`."""
        if self.elementwise is None:
            raise MethodNotDefined("impl", type(self), type(self).__name__)
        node = self.make_node(*inputs)
        with x64():
            return np.asarray(self.run(node, [jax.numpy.asarray(v.data) for v in node.inputs])[0])[()]

    def run(self, node, values):
        if self.own_impl:
            return self._call_impl(node, values)
        return self.elementwise.run(node, values)  # type: ignore[union-attr]

    def _call_impl(self, node, values):
        """`impl` on the host, element by element, as NumPy's frompyfunc does; numbers arrive as NumPy scalars."""
        shape = np.broadcast_shapes(*(x.shape for x in values))
        out = [jax.ShapeDtypeStruct(shape, v.type.dtype) for v in node.outputs]
        single = isinstance(node.outputs[0].type, Scalar)

        def call(*arrays):
            if single and all(a.ndim == 0 for a in arrays):
                found = self.impl(*(a[()] for a in arrays))
            else:
                found = np.frompyfunc(self.impl, len(arrays), len(out))(*arrays)
            return found if len(out) > 1 else [found]

        return call_on_host(call, out, *values, vmap_method="expand_dims")

    @property
    def host(self):
        return None if self.own_impl else self.elementwise.host  # type: ignore[union-attr]

    @property
    def by_shape(self):
        return () if self.own_impl else self.elementwise.by_shape  # type: ignore[union-attr]

    def run_on_host(self, node, values):
        return self.elementwise.run_on_host(node, values)  # type: ignore[union-attr]

    # --- gradients --------------------------------------------------------------------------------

    def grad(self, inputs, output_gradients):
        """The gradients of the inputs, as scalar variables."""
        if self.own_impl:
            raise MethodNotDefined("grad", type(self), type(self).__name__)
        node = self.make_node(*inputs)
        wrt = self.connected(node)
        if node.outputs[0].type.dtype in discrete_dtypes:
            found = {k: node.inputs[k].zeros_like(dtype="floatX") for k in wrt}
        else:
            found = dict(zip(wrt, pullback.make(node, wrt, [0], [as_scalar(g) for g in output_gradients]).outputs))
        return [found[k] if k in found else DisconnectedType()() for k in range(len(node.inputs))]

    def L_op(self, inputs, outputs, output_gradients):
        """As `grad`, where the outputs are given too."""
        return self.grad(inputs, output_gradients)

    def input_gradients(self, node, upstream):
        if not self.own_grad:
            return None
        given = [upstream[k] if k in upstream else DisconnectedType()() for k in range(len(node.outputs))]
        return [as_gradient(g) for g in self.L_op(node.inputs, node.outputs, given)]

    # --- identity ---------------------------------------------------------------------------------

    def __eq__(self, other):
        return type(self) is type(other) and self.output_types_preference == other.output_types_preference

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash((type(self), self.output_types_preference))

    def __reduce__(self):
        return _restored, (type(self), self.__dict__)

    def __str__(self):
        if self.__dict__.get("name"):
            return self.__dict__["name"]
        shown = [f"{k}={v}" for k, v in self.__dict__.items() if k not in ("name", "params", "output_types_preference")]
        return f"{type(self).__name__}{{{', '.join(shown)}}}" if shown else type(self).__name__

    def __repr__(self):
        return f"<theano.scalar op {self}>"

    def describe(self, params):
        return str(self)


def _restored(cls, state):
    op = cls.__new__(cls)
    op.__dict__.update(state)
    return op


def as_gradient(g):
    """A gradient that a program's `grad` returned, as a scalar variable unless it says that there is none."""
    if isinstance(g, Variable) and not isinstance(g.type, (Scalar, types.TensorType)):
        return g
    return as_scalar(g)


class UnaryScalarOp(ScalarOp):
    """A scalar op of one input."""

    nin = 1


class BinaryScalarOp(ScalarOp):
    """A scalar op of two inputs; `identity`, `commutative` and `associative` tell whether it can reduce."""

    nin = 2


class LogicalComparison(BinaryScalarOp):
    """Two numbers give a bool."""


class FixedLogicalComparison(UnaryScalarOp):
    """One number gives a bool."""


class UnaryBitOp(UnaryScalarOp):
    """One integer, bit by bit."""


class BinaryBitOp(BinaryScalarOp):
    """Two integers, bit by bit."""
