"""Ops of Theano's own pickles, by class and attributes, as what this package has in their place."""

from theano_lite import tensor as T
from theano_lite.compat import old_nets
from theano_lite.core.graph import Constant
from theano_lite.core.op import Op
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import scalars
from theano_lite.program.view_ops import view_op
from theano_lite.tensor import nnet


class OldThing:
    """An object of a class of Theano that has no namesake here: only its class's name and its attributes."""

    old_module = old_name = ""

    def __init__(self, *args, **kwargs):
        self.args, self.kwargs = args, kwargs

    def __setstate__(self, state):
        if isinstance(state, tuple) and len(state) == 2 and isinstance(state[1], dict):
            state = {**(state[0] or {}), **state[1]}
        self.__dict__.update(state if isinstance(state, dict) else {"state": state})

    def __repr__(self):
        return f"<{self.old_module}.{self.old_name} of a pickle>"


class UnknownOp(Op):
    """An op of a pickle that cannot be translated; raises NotImplementedError when it is to be computed."""

    def __init__(self, thing):
        self.thing, self.name, self.host, self.show = thing, thing.old_name, None, None
        self.by_shape, self.unconnected, self.defaults, self.host_positions, self.host_rest = (), (), {}, (), False

    def __reduce__(self):
        return UnknownOp, (self.thing,)

    def __hash__(self):
        return id(self)

    def run(self, node, values):
        raise NotImplementedError(f"the pickle holds an op {self.thing.old_module}.{self.name}, which is not known here")


# Scalar ops, in an Elemwise, whose names differ from those of theano.tensor by more than capitals.
_SCALAR = {
    "Abs": T.abs_, "AND": T.and_, "OR": T.or_, "XOR": T.xor, "Invert": T.invert, "Identity": T.tensor_copy,
    "Second": T.second, "TrueDiv": T.true_div, "IntDiv": T.int_div, "RoundHalfToEven": T.round_half_to_even,
    "RoundHalfAwayFromZero": T.round_half_away_from_zero, "ScalarSigmoid": nnet.sigmoid, "ScalarSoftplus": nnet.softplus,
    "UltraFastScalarSigmoid": nnet.ultra_fast_sigmoid, "IsNan": T.isnan, "IsInf": T.isinf, "Inv": T.inv,
    "Complex": T.complex, "Real": T.real, "Imag": T.imag, "Angle": T.angle, "Conj": T.conj,
    "ScalarMaximum": T.maximum, "ScalarMinimum": T.minimum,
}


def _elemwise(op, inputs):
    scalar = op.scalar_op
    if scalar.old_name == "Cast":
        return T.cast(*inputs, scalar.o_type.dtype)
    if scalar.old_name == "Composite":
        return None
    function = _SCALAR.get(scalar.old_name) or getattr(T, scalar.old_name.lower(), None)
    return None if function is None else function(*inputs)


def _axis(op):
    axis = getattr(op, "axis", None)
    return None if axis is None else list(axis) if isinstance(axis, (tuple, list)) else axis


def _sum_like(function):
    def translate(op, inputs):
        return function(*inputs, axis=_axis(op), dtype=getattr(op, "dtype", None), acc_dtype=getattr(op, "acc_dtype", None))
    return translate


def _reduction(function):
    return lambda op, inputs: function(*inputs, axis=_axis(op))


def _careduce(op, inputs):
    functions = {"Maximum": T.max, "Minimum": T.min, "Add": T.sum, "Mul": T.prod, "AND": T.all, "OR": T.any}
    function = functions.get(op.scalar_op.old_name)
    return None if function is None else function(*inputs, axis=_axis(op))


def number(v):
    """An index of Theano's Subtensor: a scalar constant as int, a scalar variable as tensor."""
    if isinstance(v, Constant) and v.type.ndim == 0:
        return int(v.data)
    if v.owner is not None and v.owner.op is scalars.scalar_from_tensor:
        return v.owner.inputs[0]
    return as_tensor_variable(v)


def index_of(idx_list, inputs):
    """The index that `idx_list` and the inputs after the first ones stand for."""
    rest = iter(inputs)

    def bound(entry):
        return entry if entry is None or isinstance(entry, int) else number(next(rest))
    return tuple(slice(bound(e.start), bound(e.stop), bound(e.step)) if isinstance(e, slice) else bound(e)
                 for e in idx_list)


def _subtensor(op, inputs):
    return inputs[0][index_of(op.idx_list, inputs[1:])]


def _set(op, x_of_index, y):
    return (T.set_subtensor if op.set_instead_of_inc else T.inc_subtensor)(x_of_index, y)


def _inc_subtensor(op, inputs):
    return _set(op, inputs[0][index_of(op.idx_list, inputs[2:])], inputs[1])


def _items(inputs):
    """An advanced index: arrays, slices (made by MakeSlice, or constant) and new axes."""
    found = []
    for v in inputs:
        value = v.data if isinstance(v, Constant) else v
        if isinstance(value, slice) or value is None:
            found.append(value)
        elif v.owner is not None and v.owner.op is T.make_slice:
            found.append(slice(*(None if isinstance(b, Constant) and b.data is None else number(b) for b in v.owner.inputs)))
        else:
            found.append(v)
    return tuple(found)


def _split(op, inputs):
    return T.Split(op.len_splits)(*inputs)


def _random(op, inputs):
    from theano_lite.tensor.raw_random import RandomFunction

    return RandomFunction(op.fn, op.outtype, getattr(op, "inplace", False), getattr(op, "ndim_added", 0)).make_node(
        *inputs).outputs


def _mrg(op, inputs):
    from theano_lite.sandbox.rng_mrg import mrg_uniform

    return mrg_uniform(op.output_type, getattr(op, "inplace", False)).make_node(*inputs).outputs


def _scalar_from_tensor(op, inputs):
    return T.scalar_from_tensor(*inputs)


# {class: function(op, inputs) -> variable(s), or None}
RULES = {
    **old_nets.RULES,
    "Elemwise": _elemwise, "Sum": _sum_like(T.sum), "Prod": _sum_like(T.prod), "Any": _reduction(T.any),
    "All": _reduction(T.all), "CAReduce": _careduce, "CAReduceDtype": _careduce, "Max": _reduction(T.max),
    "Argmax": _reduction(T.argmax), "MaxAndArgmax": lambda op, xs: T.max_and_argmax(xs[0], axis=_axis(op)),
    "DimShuffle": lambda op, xs: xs[0].dimshuffle(*op.new_order), "Dot": lambda op, xs: T.dot(*xs),
    "Dot22": lambda op, xs: T.dot(*xs), "BatchedDot": lambda op, xs: T.batched_dot(*xs),
    "Reshape": lambda op, xs: T.reshape(*xs, ndim=op.ndim), "Flatten": lambda op, xs: T.flatten(*xs, op.outdim),
    "Join": lambda op, xs: T.join(*xs), "Split": _split, "MakeVector": lambda op, xs: T.opt.MakeVector(op.dtype)(*xs),
    "Shape": lambda op, xs: T.shape(*xs), "Shape_i": lambda op, xs: T.shape(xs[0])[op.i],
    "Alloc": lambda op, xs: T.alloc(*xs), "ARange": lambda op, xs: T.arange(*xs, dtype=op.dtype),
    "Eye": lambda op, xs: T.eye(*xs, dtype=op.dtype), "Rebroadcast": lambda op, xs: T.Rebroadcast(*op.axis.items())(*xs),
    "Subtensor": _subtensor, "IncSubtensor": _inc_subtensor, "AdvancedSubtensor1": lambda op, xs: xs[0][xs[1]],
    "AdvancedIncSubtensor1": lambda op, xs: _set(op, xs[0][xs[2]], xs[1]),
    "AdvancedSubtensor": lambda op, xs: xs[0][_items(xs[1:])], "AdvancedBooleanSubtensor": lambda op, xs: xs[0][_items(xs[1:])],
    "AdvancedIncSubtensor": lambda op, xs: _set(op, xs[0][_items(xs[2:])], xs[1]),
    "ScalarFromTensor": _scalar_from_tensor, "TensorFromScalar": lambda op, xs: T.tensor_from_scalar(*xs),
    "MakeSlice": lambda op, xs: T.make_slice(*xs),
    "RandomFunction": _random, "mrg_uniform": _mrg, "SpecifyShape": lambda op, xs: T.specify_shape(*xs),
    "SortOp": lambda op, xs: T.sort(*xs, kind=op.kind), "ArgSortOp": lambda op, xs: T.argsort(*xs, kind=op.kind),
    "CumOp": lambda op, xs: (T.cumsum if op.mode == "add" else T.cumprod)(*xs, axis=op.axis),
    "ExtractDiag": lambda op, xs: T.diagonal(*xs, op.offset, op.axis1, op.axis2),
    "UndefinedGrad": lambda op, xs: xs[0], "GradClip": lambda op, xs: T.grad_clip(
        *xs, op.clip_lower_bound, op.clip_upper_bound), "DisconnectedGrad": lambda op, xs: T.disconnected_grad(*xs),
    "ZeroGrad": lambda op, xs: T.zero_grad(*xs),
    # What moved values between devices.
    "GpuFromHost": lambda op, xs: xs[0], "HostFromGpu": lambda op, xs: xs[0], "ViewOp": lambda op, xs: xs[0],
    "DeepCopyOp": lambda op, xs: xs[0],
}


def translate(op, inputs):
    """The outputs of the old op on `inputs`, as new variables of this package; None if it is not known."""
    rule = RULES.get(op.old_name)
    found = rule(op, list(inputs)) if rule is not None else None
    if found is None:
        return None
    found = list(found) if isinstance(found, (list, tuple)) else [found]
    return [view_op(v) if v in inputs else v for v in found]

