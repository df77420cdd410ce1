"""Modes that compute a function op by op and look at every value: MonitorMode, NanGuardMode, DebugMode."""

import logging

import jax
import numpy as np

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import BadDestroyMap, BadThunkOutput, InvalidValueError
from theano_lite.core.report import describe, frames_text
from theano_lite.core.types import ArrayType
from theano_lite.program.debugprint import debugprint
from theano_lite.program.modes import Mode, register_mode, watching_modes

_logger = logging.getLogger("theano.compile.nanguardmode")


class Thunk:
    """One application of an op, about to be computed: `inputs` and `outputs` are lists of [NumPy array]; call it."""

    def __init__(self, node, inputs, compute):
        self.node, self._compute = node, compute
        self.inputs = [[for_user(v, x)] for v, x in zip(node.inputs, inputs)]
        self.outputs = [[None] for _ in node.outputs]
        self.results = None

    def __call__(self):
        """Compute the outputs, once."""
        if self.results is None:
            self.results = self._compute()
            for cell, v, x in zip(self.outputs, self.node.outputs, self.results):
                cell[0] = for_user(v, x)


def for_user(variable, value):
    """A value of the program as NumPy array, or as what values of this type are."""
    if value is None or not variable.type.computed:
        return value
    return np.asarray(value) if isinstance(variable.type, ArrayType) else variable.type.from_program(value)


class Watch:
    """Sees the ops of a function, in order: `start()` before a call, `watch(node, inputs, compute)` for each op, where
    compute() gives its outputs and must be called, and `finish(...)` with the arguments of the program."""

    def __init__(self, mode, function):
        self.mode, self.function = mode, function

    def start(self):
        pass

    def __call__(self, node, inputs, compute):
        return compute()

    def finish(self, host, inputs, read, donated, constants):
        pass


class _Monitor(Watch):
    def start(self):
        self.i = -1

    def __call__(self, node, inputs, compute):
        self.i += 1
        thunk = Thunk(node, inputs, compute)
        if self.mode.pre_func is not None:
            self.mode.pre_func(self.i, node, thunk)
        thunk()
        if self.mode.post_func is not None:
            self.mode.post_func(self.i, node, thunk)
        return thunk.results


class MonitorMode(Mode):
    """Calls pre_func(i, node, thunk) before and post_func(i, node, thunk) after each op; see Thunk."""

    def __init__(self, pre_func=None, post_func=None, optimizer="default", linker=None):
        if linker is not None and not isinstance(getattr(linker, "mode", None), MonitorMode):
            raise Exception("MonitorMode can only use its own linker! You should not provide one.", linker)
        super().__init__(None, config.optimizer if optimizer == "default" else optimizer)
        self.pre_func, self.post_func = pre_func, post_func

    def watch(self, function):
        return _Monitor(self, function)

    def clone(self, link_kwargs=None, optimizer="", **kwargs):
        return type(self)(self.pre_func, self.post_func, self.optimizer if optimizer == "" else optimizer)

    def __eq__(self, other):
        return super().__eq__(other) and (self.pre_func, self.post_func) == (other.pre_func, other.post_func)

    __hash__ = Mode.__hash__


def detect_nan(i, node, fn):
    """A post_func for MonitorMode: prints the node, its inputs and outputs where an output holds a NaN."""
    if any(contains_nan(cell[0]) for cell in fn.outputs):
        print("*** NaN detected ***")
        debugprint(node)
        print(f"Inputs : {[cell[0] for cell in fn.inputs]}")
        print(f"Outputs: {[cell[0] for cell in fn.outputs]}")


# --- NaN, infinite, large --------------------------------------------------------------------------


def flatten(l):
    """A nested list as a list; anything else as its only element."""
    if not isinstance(l, (list, tuple, type({}.values()))):
        return [l]
    found = []
    for item in l:
        found += flatten(item) if isinstance(item, (list, tuple)) else [item]
    return found


def _is_numeric(arr, var=None):
    return isinstance(arr, (np.ndarray, np.generic)) and arr.size > 0 and not getattr(
        getattr(var, "tag", None), "is_rng", False)


def contains_nan(arr, node=None, var=None):
    """Whether the array holds a NaN."""
    return _is_numeric(arr, var) and str(arr.dtype) not in discrete_dtypes and bool(np.isnan(arr).any())


def contains_inf(arr, node=None, var=None):
    """Whether the array holds an infinity."""
    return _is_numeric(arr, var) and str(arr.dtype) not in discrete_dtypes and bool(np.isinf(arr).any())


def f_compute(op):
    """A function of a NumPy array that computes `op` of it; compiled once per dtype and rank."""
    from theano_lite.core.types import tensor_type
    from theano_lite.program.function import function

    compiled = {}

    def compute(x):
        key = (str(x.dtype), x.ndim)
        if key not in compiled:
            v = tensor_type(key[0], [False] * x.ndim)()
            compiled[key] = function([v], op(v))
        return compiled[key](x)
    return compute


class _Guard(Watch):
    def __call__(self, node, inputs, compute):
        for v, x in zip(node.inputs, inputs):
            if v.owner is None:
                self.mode.check(for_user(v, x), v, None)
        outputs = compute()
        for v, x in zip(node.outputs, outputs):
            self.mode.check(for_user(v, x), v, node, inputs)
        return outputs


class NanGuardMode(Mode):
    """Raises AssertionError when an input of the graph or a value in it is NaN, infinite, or above 1e10.

    Each of the three is looked for unless told otherwise, here or by the flags NanGuardMode.nan_is_error and so on;
    the flag NanGuardMode.action says what happens then: 'raise', 'warn' (a line in the log) or 'pdb'. A variable whose
    `tag.nan_guard_mode_check` is False is left out.
    """

    def __init__(self, nan_is_error=None, inf_is_error=None, big_is_error=None, optimizer="default", linker=None):
        given = {"nan_is_error": nan_is_error, "inf_is_error": inf_is_error, "big_is_error": big_is_error}
        self.wanted = {k: getattr(config.NanGuardMode, k) if v is None else bool(v) for k, v in given.items()}
        if not any(self.wanted.values()):
            raise AssertionError("NanGuardMode: nothing to look for")
        super().__init__(None, optimizer)

    def watch(self, function):
        return _Guard(self, function)

    def check(self, value, variable, node, inputs=()):
        """Do what the action says if `value` of `variable`, computed by `node` of `inputs`, holds something that is an error."""
        if not _is_numeric(value, variable) or not getattr(variable.tag, "nan_guard_mode_check", True):
            return
        found = []
        if self.wanted["nan_is_error"] and contains_nan(value):
            found.append("NaN detected")
        if self.wanted["inf_is_error"] and contains_inf(value):
            found.append("Inf detected")
        if self.wanted["big_is_error"] and np.abs(value).max() > 1e10:
            found.append("Big value detected")
        if found:
            self._act("\n".join([*found, *_where(variable, node, inputs)]), node or variable)

    @staticmethod
    def _act(message, place):
        action = config.NanGuardMode.action
        if action == "raise":
            error = AssertionError(message)
            error.theano_node = place  # type: ignore[attr-defined]
            raise error
        if action == "pdb":
            import pdb

            print(message)
            pdb.set_trace()
        else:
            _logger.error(message)


def _where(variable, node, inputs):
    if node is None:
        return [f"NanGuardMode found an error in an input of the graph: {variable}, a {variable.type}",
                "Backtrace when that variable is created:", frames_text(variable.creation), "",
                "HINT: The value came in from outside: look at what the function was called with, or at the updates of a "
                "shared variable."]
    return ["NanGuardMode found an error in the output of a node in this variable:", debugprint(node, file="str"),
            describe(node, [for_user(v, x) for v, x in zip(node.inputs, inputs)]),
            "HINT: The values above went into the node. Usual causes: log, sqrt or a division at the edge of what they are "
            "defined for, exp of large numbers, a learning rate that is too high. MonitorMode sees every value."]


# --- op by op against the whole program ------------------------------------------------------------


class DebugMode(Mode):
    """Computes a function op by op and as one program, compares every value, and checks each against its type.

    Raises BadThunkOutput naming the first node whose values differ; InvalidValueError for a value that is not of its
    variable's type (dtype, number of dimensions, broadcastable dimensions) or, with check_isfinite, not finite;
    BadDestroyMap for a `perform` that changes an input its `destroy_map` does not name. Options about C code, strides
    and preallocated memory are accepted: there is none of it here.
    """

    def __init__(self, optimizer="fast_run", stability_patience=None, check_c_code=None, check_py_code=None,
                 check_isfinite=None, check_preallocated_output=None, require_matching_strides=None, linker=None):
        super().__init__(None, optimizer)
        self.check_isfinite = config.DebugMode.check_finite if check_isfinite is None else check_isfinite
        self.stability_patience = config.DebugMode.patience if stability_patience is None else stability_patience

    def watch(self, function):
        return _Comparison(self, function)


class _Comparison(Watch):
    def start(self):
        self.seen = []
        self.whole = jax.jit(self._whole, static_argnums=0)

    def __call__(self, node, inputs, compute):
        outside = getattr(node.op, "outside", False)
        if outside and hasattr(node.op, "perform"):
            self._check_perform(node, inputs)
        outputs = list(compute())
        for v, x in zip(node.outputs, outputs):
            if x is not None:
                self._check_value(v, for_user(v, x))
        if not outside:
            self.seen.append((node, list(inputs), outputs))
        return outputs

    def _whole(self, host, inputs, read, donated, constants):
        """Every value of the function's one program, node by node."""
        seen = []

        def watch(node, inputs, compute):
            seen.append([None if x is None else jax.numpy.asarray(x) for x in compute()])

        self.function.computed(host, inputs, read, donated, constants, watch)
        return seen

    def finish(self, host, inputs, read, donated, constants):
        whole = self.whole(host, inputs, read, donated, constants)
        for (node, arguments, apart), together in zip(self.seen, whole):
            for v, x, y in zip(node.outputs, apart, together):
                if x is None or not isinstance(v.type, ArrayType):
                    continue
                x, y = np.asarray(x), np.asarray(y)
                if not v.type.values_eq_approx(x, y):
                    raise BadThunkOutput(v, "the op by itself", x, "the whole program", y, arguments)

    def _check_value(self, v, x):
        if not isinstance(v.type, ArrayType):
            return
        problem = None
        if str(x.dtype) != v.type.dtype:
            problem = f"its dtype is {x.dtype}"
        elif x.ndim != v.type.ndim:
            problem = f"it has {x.ndim} dimensions"
        elif any(b and n != 1 for b, n in zip(v.type.broadcastable, x.shape)):
            problem = f"its shape {x.shape} does not fit the broadcast pattern {v.type.broadcastable}"
        elif self.mode.check_isfinite and x.dtype.kind in "fc" and not np.isfinite(x).all():
            raise InvalidValueError(v, x, hint="DebugMode(check_isfinite=False), or the flag "
                                    "DebugMode.check_finite=False, lets such values pass",
                                    specific_hint="non-finite elements not allowed")
        if problem:
            raise InvalidValueError(v, x, specific_hint=problem)

    def _check_perform(self, node, inputs):
        """Run `perform` on copies: what it leaves must be of the right types, and inputs may change only if told."""
        given = [np.array(x) if isinstance(x, (np.ndarray, np.generic)) else x for x in inputs]
        storage = [[None] for _ in node.outputs]
        node.op._perform(node, given, storage)
        allowed = {k for inputs_ in getattr(node.op, "destroy_map", {}).values() for k in inputs_}
        for k, (old, new) in enumerate(zip(inputs, given)):
            if isinstance(new, np.ndarray) and k not in allowed and not np.array_equal(
                    old, new, equal_nan=new.dtype.kind in "fc"):
                raise BadDestroyMap(node, k, old, new, "perform")
        for v, (x,) in zip(node.outputs, storage):
            if isinstance(x, (np.ndarray, np.generic)):
                self._check_value(v, x)


watching_modes.update(DebugMode=DebugMode, MonitorMode=MonitorMode,
                      NanGuardMode=lambda: NanGuardMode(True, True, True))
register_mode("DEBUG_MODE", DebugMode())
