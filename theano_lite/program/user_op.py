"""Ops that users write: `class MyOp(theano.Op)` with `perform`, and perhaps `grad`, `R_op` and `infer_shape`.

A function is split around them (core/stages.py): `perform` gets and gives NumPy arrays, outside JAX.
"""

import copy as copying
import warnings

import jax
import numpy as np

from theano_lite.core.callback import call_on_host
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import MethodNotDefined
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.host import known_value
from theano_lite.core.report import annotate, describe
from theano_lite.core.types import ArrayType, DisconnectedType, NullType, TensorType, as_tensor_variable, constant


class PureOp:
    """The base of user-written ops. Subclasses give `make_node` (or `itypes` and `otypes`) and `perform`."""

    default_output = None
    # What the graph asks of every op; see core/op.py.
    outside = True
    host = None
    quick = None
    by_shape = ()
    unconnected = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        if "__eq__" in cls.__dict__ and cls.__dict__.get("__hash__") is None:
            # Python takes the hash away from a class that only says when it is equal.
            cls.__hash__ = lambda self: hash(type(self))

    # --- identity: ops with equal __props__ are one op --------------------------------------------

    def _props(self):
        return tuple(self._props_dict().values())

    def _props_dict(self):
        # Not declared above: Theano's users ask hasattr(op, "__props__").
        return {name: getattr(self, name) for name in getattr(self, "__props__")}  # noqa: B009

    def __eq__(self, other):
        if getattr(self, "__props__", None) is None:
            return self is other
        return type(self) is type(other) and self._props() == other._props()

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        if getattr(self, "__props__", None) is None:
            return id(self) // 16
        return hash((type(self), self._props()))

    def __str__(self):
        props = getattr(self, "__props__", None)
        if not props:
            return getattr(self, "name", None) or type(self).__name__
        inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in props)
        return f"{type(self).__name__}{{{inner}}}"

    def describe(self, params):
        return str(self)

    # --- building ---------------------------------------------------------------------------------

    def make_node(self, *inputs):
        """The node of this op on `inputs`, from `itypes` and `otypes`. Raises NotImplementedError, TypeError."""
        itypes, otypes = getattr(self, "itypes", None), getattr(self, "otypes", None)
        if itypes is None:
            raise NotImplementedError("You can either define itypes and otypes, or implement make_node")
        if otypes is None:
            raise NotImplementedError("You can either define itypes and otypes, or implement make_node")
        if len(inputs) != len(itypes):
            raise ValueError(f"We expected {len(itypes)} inputs but got {len(inputs)}.")
        inputs = [v if isinstance(v, Variable) else as_tensor_variable(v) for v in inputs]
        if not all(v.type == t for v, t in zip(inputs, itypes)):
            raise TypeError(f"We expected inputs of types '{itypes}' but got types '{[v.type for v in inputs]}'")
        return Apply(self, inputs, [t() for t in otypes])

    def __call__(self, *inputs, **kwargs):
        return_list = kwargs.pop("return_list", False)
        node = self.make_node(*inputs, **kwargs)
        if self.default_output is not None:
            chosen = node.outputs[self.default_output]
            return [chosen] if return_list else chosen
        if return_list:
            return list(node.outputs)
        return node.outputs[0] if len(node.outputs) == 1 else node.outputs

    def remake(self, node, inputs):
        return self.make_node(*inputs)

    # --- running ----------------------------------------------------------------------------------

    def may_destroy(self, node):
        """The position of an input that `run_outside` could change in place, or None."""
        return None

    def perform(self, node, inputs, output_storage, params=None):
        """Put the outputs for `inputs` (arrays) into output_storage[k][0]."""
        raise MethodNotDefined("perform", type(self), type(self).__name__,
                               "Did you used Theano flags mode=FAST_COMPILE? You can use optimizer=fast_compile instead.")

    def run_outside(self, node, inputs):
        """The outputs of `perform`, as values of the outputs' types."""
        storage = [[None] for _ in node.outputs]
        # An op may work in place on its input; what others see must not change.
        inputs = [np.array(x) if isinstance(x, (np.ndarray, np.generic)) else x for x in inputs]
        try:
            self._perform(node, inputs, storage)
        except Exception as error:
            error.add_note(describe(node, inputs))
            raise
        out = []
        for v, (value,) in zip(node.outputs, storage):
            if value is None and isinstance(v.type, ArrayType):
                raise ValueError(f"{self}.perform left output {v.index} empty\n{describe(node, inputs)}")
            try:
                out.append(v.type.filter(value, allow_downcast=True))
            except (TypeError, ValueError) as error:
                raise annotate(error, node, inputs) from None
        return out

    def _perform(self, node, inputs, storage):
        kind = type(self)
        if all(getattr(kind, name) is getattr(PureOp, name) for name in ("make_thunk", "make_py_thunk", "prepare_node")):
            _notice_c_code(kind)
            self.perform(node, inputs, storage, *self._params(node))
            return
        # Ops with a thunk of their own work on storage alone.
        compute = {v: [False] for v in node.outputs}
        cells = {v: [x] for v, x in zip(node.inputs, inputs)} | dict(zip(node.outputs, storage))
        self.make_thunk(node, cells, compute, [])()

    def _params(self, node):
        return () if getattr(self, "params_type", None) is None else (self.get_params(node),)

    def prepare_node(self, node, storage_map, compute_map, impl):
        """What the op has to do with `node` before it runs."""

    def make_py_thunk(self, node, storage_map, compute_map, no_recycling, debug=False):
        """A function without arguments that performs the op on storage_map[v][0] and sets compute_map[v][0]."""
        inputs, outputs = ([storage_map[v] for v in some] for some in (node.inputs, node.outputs))

        def thunk():
            self.perform(node, [x for (x,) in inputs], outputs, *self._params(node))
            for v in node.outputs:
                compute_map[v][0] = True

        thunk.inputs, thunk.outputs, thunk.lazy = inputs, outputs, False
        return thunk

    def make_thunk(self, node, storage_map, compute_map, no_recycling, impl=None):
        """The same after `prepare_node`. impl: changes nothing, there is no C code."""
        _notice_c_code(type(self))
        self.prepare_node(node, storage_map=storage_map, compute_map=compute_map, impl="py")
        return self.make_py_thunk(node, storage_map, compute_map, no_recycling)

    def run(self, node, values):
        """Inside a loop: called back from the program, with shapes that `infer_shape` tells."""
        shapes = self._shapes(node, values)
        out = [jax.ShapeDtypeStruct(s, v.type.numpy_dtype) for s, v in zip(shapes, node.outputs)]

        def call(*arrays):
            return self.run_outside(node, list(arrays))

        return call_on_host(call, out, *values, vmap_method="sequential")

    def _shapes(self, node, values):
        if all(v.type.ndim == 0 for v in node.outputs):
            return [()] * len(node.outputs)
        infer = getattr(self, "infer_shape", None)
        if infer is None:
            raise NotImplementedError(f"{self} inside a loop needs the method infer_shape, which tells the shapes of its "
                                      "outputs")
        given = [tuple(constant(np.int64(n)) for n in np.shape(x)) for x in values]
        return [tuple(int(known_value(as_tensor_variable(n))) for n in shape) for shape in infer(node, given)]

    # --- gradients --------------------------------------------------------------------------------

    def host_inputs(self, node):
        return ()

    def connected(self, node):
        """Positions of the inputs that some output is connected to."""
        pattern = self._pattern(node)
        return [k for k, row in enumerate(pattern) if any(row)]

    def _pattern(self, node):
        told = getattr(self, "connection_pattern", None)
        return told(node) if told is not None else [[True] * len(node.outputs) for _ in node.inputs]

    def L_op(self, inputs, outputs, output_grads):
        return self.grad(inputs, output_grads)  # pyright: ignore[reportAttributeAccessIssue] (the subclass has it)

    def R_op(self, inputs, eval_points):
        raise NotImplementedError(f"{self} of class {type(self).__name__} does not implement R_op: define the method")

    def input_gradients(self, node, upstream):
        """What `L_op` or `grad` says, as a list; an error is kept until somebody wants that gradient."""
        pattern = self._pattern(node)
        if not any(any(row[k] for k in upstream) for row in pattern):
            return [DisconnectedType()() for _ in node.inputs]
        grads = [upstream[k] if k in upstream else DisconnectedType()() for k in range(len(node.outputs))]
        if type(self).L_op is PureOp.L_op and not hasattr(self, "grad"):
            error = AttributeError(f"'{type(self).__name__}' object has no attribute 'grad': {self} has no gradient")
            return [NullType(str(error), error)() for _ in node.inputs]
        try:
            found = self.L_op(list(node.inputs), list(node.outputs), grads)
        except (MethodNotDefined, NotImplementedError) as error:
            return [NullType(str(error), error)() for _ in node.inputs]
        if not isinstance(found, (list, tuple)):
            raise TypeError(f"{self}.grad must return a list with one gradient for each input, got {type(found)}")
        if len(found) != len(node.inputs):
            raise ValueError(f"{self} returned the wrong number of gradient terms: {len(found)} for {len(node.inputs)} "
                             "inputs")
        # What the pattern calls disconnected is, whatever `grad` says.
        return [self._gradient(node, k, g) if any(row[j] for j in upstream) else DisconnectedType()()
                for k, (row, g) in enumerate(zip(pattern, found))]

    def _gradient(self, node, k, g):
        if g is None:
            raise TypeError(f"{self}.grad returned None for input {k}, a gradient that is 0 must be zeros, and one that "
                            "is not connected a DisconnectedType: see theano.gradient")
        g = g if isinstance(g, Variable) else as_tensor_variable(g)
        if isinstance(g.type, (NullType, DisconnectedType)):
            return g
        of = node.inputs[k]
        if isinstance(of.type, ArrayType) and isinstance(g.type, ArrayType) and g.type.dtype in discrete_dtypes:
            raise TypeError(f"{self}.grad returned a gradient of dtype {g.type.dtype} for input {k}: gradients are floats "
                            "(or complex)")
        if isinstance(of.type, ArrayType) and isinstance(g.type, ArrayType) and g.type.ndim != of.type.ndim:
            error = ValueError(f"{self}.grad returned a term with {g.type.ndim} dimensions for input {k}, but "
                               f"{of.type.ndim} are required.")
            return NullType(str(error), error)()
        return g

    def output_tangents(self, node, tangents):
        """What `R_op` says of {position of input: tangent}: one tangent for each output, of NullType where it says None.

        None for an output that none of these inputs is connected to.
        """
        points = [tangents.get(k) for k in range(len(node.inputs))]
        pattern, found = self._pattern(node), self.R_op(list(node.inputs), points)
        return [NullType(f"R_op of {self} gives None")() if t is None and any(pattern[k][j] for k in tangents) else t
                for j, t in enumerate(found)]

    def pushes_none(self, node):
        """Whether `R_op` gives None though nothing moves."""
        if type(self).R_op is PureOp.R_op or not all(isinstance(v.type, TensorType) for v in node.inputs):
            return False
        try:
            return any(t is None for t in self.R_op(list(node.inputs), [v.zeros_like() for v in node.inputs]))
        except Exception:  # An op that cannot say it takes no part.
            return False

    def get_params(self, node):
        """What `perform` gets as its last argument where the op has a `params_type`: the op, for its attributes."""
        if getattr(self, "params_type", None) is None:
            raise MethodNotDefined("get_params")
        return self

    def __copy__(self):
        new = type(self).__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    def __deepcopy__(self, memo):
        new = type(self).__new__(type(self))
        memo[id(self)] = new
        new.__dict__.update(copying.deepcopy(self.__dict__, memo))
        return new


_c_code_noticed = set()


def _notice_c_code(kind):
    """Say once per class that its C code is not used. Raises NotImplementedError if it has nothing else."""
    if not hasattr(kind, "c_code") or kind in _c_code_noticed:
        return
    if kind.perform is PureOp.perform:
        raise NotImplementedError(f"{kind.__name__} has C code only, which cannot run here: write its `perform` in Python")
    _c_code_noticed.add(kind)
    warnings.warn(f"the C code of {kind.__name__} is not used: its `perform` is", stacklevel=2)


class Op(PureOp):
    """A user-written op. c_code methods are not used here: `perform` is."""


class COp(Op):
    """An op whose code is a C file. Raises NotImplementedError: there is no C compiler behind this package."""

    def __init__(self, *args, **kwargs):
        raise NotImplementedError("COp: an op made of C code cannot run here; write its `perform` in Python")
