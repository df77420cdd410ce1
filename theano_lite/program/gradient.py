"""Gradients of graphs: grad, Lop, Rop, jacobian and hessian.

`grad` walks from the cost to the leaves and adds one pullback node per node. The adjoint of a variable depends on the
cost alone, so the adjoints of a cost are kept with it and shared by every later call.
"""

import operator
import time
import warnings
from functools import reduce

from theano_lite.core.config import config
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import DisconnectedInputError, NullTypeGradError
from theano_lite.core.graph import Constant, Variable, next_serial, toposort
from theano_lite.core.op import Elemwise, Op
from theano_lite.core.pullback import gradient_type, pullback, pushforward
from theano_lite.core.report import frames_text
from theano_lite.core.types import ArrayType, DisconnectedType, NullType, as_tensor_variable, tensor_type
from theano_lite.ops import control, indexing, shapes
from theano_lite.ops.scan import Scan
from theano_lite.program.reading import known_number
from theano_lite.program.stabilize import rewrite


def float_zeros_like(x):
    """Zeros of the shape of `x` in the dtype of its gradient."""
    return x.zeros_like(dtype=gradient_type(x).dtype)


def float_ones_like(x):
    """Ones of the shape of `x` in the dtype of its gradient."""
    return x.ones_like(dtype=gradient_type(x).dtype)


class Adjoints:
    """The gradients of one cost with respect to every variable it depends on.

    known: {variable: its gradient}, where the walk starts. constant: variables the walk does not go through.
    barred: variables that must not be bypassed by a stabilising rewrite.
    """

    def __init__(self, known, constant=(), barred=(), constants_wanted=()):
        self.known, self.constant, self.barred = known, set(constant), set(barred)
        self.constants_wanted = set(constants_wanted)
        self.found = {}
        self.bypassed = set()
        self._parts, self._ranks = {}, {}
        self._stand_ins = {}
        order = self._order(list(known))
        self._fixed = set() if self.constants_wanted else _without_variables(order)
        for node in reversed(order):
            self._visit(node)
        for v in list(self._parts):
            self.of(v)

    def of(self, variable):
        """The gradient with respect to `variable`, or None if the cost does not depend on it."""
        if variable in self.found:
            return self.found[variable]
        if variable in self.known:
            self.found[variable] = self.known[variable]
        elif variable in self._parts:
            parts = sorted(self._parts.pop(variable), key=operator.itemgetter(0))
            self.found[variable] = _total([g for _, g in parts])
        return self.found.get(variable)

    # --- the walk ---------------------------------------------------------------------------------

    def _stand_in(self, node):
        """Stabler variables for the outputs of `node`, or None."""
        if node not in self._stand_ins:
            found, passed = _rewritten(node)
            if found is not None:
                if passed & self.barred:
                    found = None
                else:
                    self.bypassed |= passed
            self._stand_ins[node] = found
        return self._stand_ins[node]

    def _before(self, node):
        stand_in = self._stand_in(node)
        return node.inputs if stand_in is None else stand_in

    def _order(self, outputs):
        """The nodes, each after those it needs; numbers in `_ranks` where each input is met first, from the cost down.

        Theano adds the parts of a gradient in that order.
        """
        order, seen = [], set()
        roots = [v.owner for v in outputs if v.owner is not None and v not in self.constant]
        for root in roots:
            if root in seen:
                continue
            seen.add(root)
            stack = [(root, enumerate(self._before(root)))]
            while stack:
                node, rest = stack[-1]
                following = next(rest, None)
                if following is None:
                    order.append(node)
                    stack.pop()
                    continue
                k, v = following
                self._ranks[node, k] = len(self._ranks)
                if v.owner is not None and v.owner not in seen and v not in self.constant:
                    seen.add(v.owner)
                    stack.append((v.owner, enumerate(self._before(v.owner))))
        return order

    def _visit(self, node):
        upstream = {k: self.of(v) for k, v in enumerate(node.outputs) if v not in self.constant}
        upstream = {k: g for k, g in upstream.items() if g is not None and not isinstance(g.type, DisconnectedType)}
        if not upstream:
            return
        stand_in = self._stand_in(node)
        if stand_in is not None:
            for k, g in upstream.items():
                self._add(node, k, stand_in[k], g)
            return
        override = getattr(node.op, "input_gradients", None)
        smooth = all(getattr(node.outputs[k].type, "dtype", None) not in discrete_dtypes for k in upstream)
        # A user-written op says itself what comes of an integer output, too, as in Theano.
        asked = smooth or getattr(node.op, "outside", False)
        given = override(node, upstream) if override is not None and asked else None
        if given is not None:
            for k, (v, g) in enumerate(zip(node.inputs, given)):
                if g is not None and not isinstance(g.type, DisconnectedType):
                    self._add(node, k, v, g)
            return
        wrt = [k for k in node.op.connected(node) if node.inputs[k] not in self._fixed
               and (not isinstance(node.inputs[k], Constant) or node.inputs[k] in self.constants_wanted)]
        if not wrt:
            return
        null = next((g for g in upstream.values() if isinstance(g.type, NullType)), None)
        if null is not None:
            for k in wrt:
                self._add(node, k, node.inputs[k], null)
            return
        upstream = {k: g for k, g in upstream.items() if node.outputs[k].type.dtype not in discrete_dtypes}
        if not upstream:
            for k in wrt:
                self._add(node, k, node.inputs[k], float_zeros_like(node.inputs[k]))
            return
        pulled = pullback.make(node, wrt, upstream, upstream.values())
        # Nothing times an infinite derivative is nothing, as after Theano's rewrites.
        none = isinstance(node.op, Elemwise) and all(known_number(g) == 0 for g in upstream.values())
        for k, g in zip(wrt, pulled.outputs):
            self._add(node, k, node.inputs[k], node.inputs[k].zeros_like(dtype=g.type.dtype) if none else g)

    def _add(self, node, k, variable, g):
        self._parts.setdefault(variable, []).append((self._ranks[node, k], g))


def _without_variables(order):
    """What the nodes `order` compute of constants alone: nobody asks for its gradient."""
    fixed = set()
    for node in order:
        if all(isinstance(v, Constant) or v in fixed for v in node.inputs):
            fixed.update(node.outputs)
    return fixed


def _rewritten(node):
    """(stabler variables for the outputs of `node` or None, the variables they bypass); asked once per node."""
    memo = node.__dict__.get("_rewritten")
    if memo is None:
        mark = next_serial()
        found = rewrite(node)
        memo = node._rewritten = (found, frozenset() if found is None else _bypassed(node, found, mark))
    return memo


def _bypassed(node, found, mark):
    """The variables between `node` and its stand-ins `found` that a gradient no longer reaches."""
    reached, stack = set(found), list(found)
    while stack:
        owner = stack.pop().owner
        if owner is not None and owner.serial >= mark:
            new = [v for v in owner.inputs if v not in reached]
            reached.update(new)
            stack.extend(new)
    passed, stack = set(), list(node.inputs)
    while stack:
        v = stack.pop()
        if v in reached or v in passed:
            continue
        passed.add(v)
        if v.owner is not None:
            stack.extend(v.owner.inputs)
    return frozenset(passed)


def _total(parts):
    null = next((g for g in parts if isinstance(g.type, NullType)), None)
    if null is not None:
        return null
    if len(parts) == 1:
        return parts[0]
    return reduce(operator.add, parts)


def _adjoints_of(cost, known_grads, consider_constant, wrt):
    """The adjoints of `cost`, kept with it, such that none of `wrt` is bypassed by a rewrite."""
    known = dict(known_grads or {})
    constants = frozenset(v for v in wrt if isinstance(v, Constant))
    inner = frozenset(v for v in wrt if v.owner is not None)
    always = frozenset([*consider_constant, *known])
    kept = {}
    if cost is not None:
        key = (frozenset(consider_constant), tuple(known.items()), config.floatX, constants)
        kept = cost.__dict__.setdefault("_adjoints", {}).setdefault(key, {})
        if cost not in known:
            known[cost] = next(iter(kept.values())).known[cost] if kept else float_ones_like(cost)
    for adjoints in kept.values():
        if not adjoints.bypassed & inner:
            return adjoints
    adjoints = None
    for barred in (frozenset(), inner):
        if barred not in kept:
            kept[barred] = Adjoints(known, consider_constant, always | barred, constants)
        adjoints = kept[barred]
        if not adjoints.bypassed & inner:
            break
    return adjoints


_seconds = 0.0  # spent in `grad` so far


def live_names(name):
    """What theano.gradient has besides functions: grad_time, the seconds spent in `grad`, and tensor, which is None."""
    if name == "grad_time":
        return _seconds
    if name == "tensor":
        return None
    raise AttributeError(f"module 'theano_lite.gradient' has no attribute {name!r}")


def grad(cost, wrt, consider_constant=None, disconnected_inputs="raise", add_names=True, known_grads=None,
         return_disconnected="zero", null_gradients="raise"):
    """The gradient of the scalar `cost` with respect to `wrt` (a variable, or a list or tuple of them).

    consider_constant: variables not to go through. known_grads: {variable: gradient} to start from (cost may be
    None). disconnected_inputs 'raise', 'warn' or 'ignore': what to do with a `wrt` the cost does not depend on;
    return_disconnected 'zero', 'None' or 'Disconnected': what to return for it. null_gradients 'raise' or 'return'.
    Raises TypeError for a cost that is no scalar or a `wrt` that is no variable, AssertionError for neither cost nor
    known_grads, DisconnectedInputError, NullTypeGradError.
    """
    if cost is None and known_grads is None:
        raise AssertionError("cost and known_grads can't both be None.")
    if cost is not None:
        _check_cost(cost)
    variables = list(wrt) if isinstance(wrt, (list, tuple)) else [wrt]
    for v in variables:
        if not isinstance(v, Variable):
            raise TypeError(f"Expected Variable, got {v} of type {type(v)}")
    if consider_constant is None:
        consider_constant = []
    elif not isinstance(consider_constant, (list, tuple, set, frozenset)):
        raise TypeError(f"consider_constant must be an iterable collection, got {type(consider_constant)}")
    for v in consider_constant:
        if not isinstance(v, Variable):
            raise TypeError(f"Elements of consider_constant must be variables, but got {type(v)}")
    for option, allowed in ((disconnected_inputs, ("raise", "warn", "ignore")),
                            (return_disconnected, ("zero", "None", "Disconnected")),
                            (null_gradients, ("raise", "return"))):
        if option not in allowed:
            raise ValueError(f"Invalid value {option!r}: expected one of {', '.join(map(repr, allowed))}")
    _check_known(known_grads)
    global _seconds
    started = time.perf_counter()
    adjoints = _adjoints_of(cost, known_grads, list(consider_constant), variables)
    results = [_result(adjoints.of(v), v, disconnected_inputs, return_disconnected, null_gradients) for v in variables]
    _seconds += time.perf_counter() - started
    if add_names and cost is not None and cost.name is not None:
        for v, g in zip(variables, results):
            if g is not None and g.name is None and v.name is not None:
                g.name = f"(d{cost.name}/d{v.name})"
    if isinstance(wrt, (list, tuple)):
        return type(wrt)(results) if type(wrt) in (list, tuple) else results
    return results[0]


def _check_cost(cost):
    if not isinstance(cost, Variable):
        raise TypeError(f"Expected Variable, got {cost} of type {type(cost)}")
    if isinstance(cost.type, NullType):
        raise ValueError(f"Can't differentiate a NaN cost. cost is NaN because {cost.type.why_null}")
    if not isinstance(cost.type, ArrayType) or cost.type.ndim != 0:
        raise TypeError(f"cost must be a scalar. Got {cost} of type {cost.type}: reduce it first, e.g. with .sum() or "
                        f".mean().\n{frames_text(cost.creation)}")


def _check_known(known_grads):
    for v, g in (known_grads or {}).items():
        if not isinstance(v, Variable) or not isinstance(g, Variable):
            raise TypeError(f"known_grads must map variables to variables, got {v!r}: {g!r}")
        if isinstance(g.type, ArrayType) and g.type.dtype in discrete_dtypes:
            raise TypeError(f"known_grads: a gradient must be continuous, that of {v} has type {g.type}")
        # The gradients of a user-written op may take what they like.
        ours = v.owner is None or isinstance(v.owner.op, Op)
        if ours and isinstance(g.type, ArrayType) and g.type.ndim != v.type.ndim:
            raise TypeError(f"known_grads: the gradient of {v} has {g.type.ndim} dimensions, {v} has {v.type.ndim}")


def _result(g, v, disconnected_inputs, return_disconnected, null_gradients):
    if g is not None and isinstance(g.type, NullType) and null_gradients == "raise":
        if g.type.error is not None:
            raise g.type.error
        raise NullTypeGradError(f"the gradient with respect to {v} is undefined: {g.type.why_null}")
    if g is not None and not isinstance(g.type, DisconnectedType):
        return g
    message = (f"grad method was asked to compute the gradient with respect to a variable that is not part of the "
               f"computational graph of the cost, or is used only by a non-differentiable operator: {v}\n"
               f"Backtrace when that variable is created:\n{frames_text(v.creation)}")
    if disconnected_inputs == "raise":
        raise DisconnectedInputError(message)
    if disconnected_inputs == "warn":
        warnings.warn(message, stacklevel=4)
    if return_disconnected == "zero":
        return float_zeros_like(v)
    return None if return_disconnected == "None" else DisconnectedType()()


def subgraph_grad(wrt, end, start=None, cost=None, details=False):
    """Gradients with respect to `wrt` and `end` of a cost, given those of later variables `start`.

    start: {variable: gradient}. Returns (gradients of wrt, gradients of end); details adds start's and cost's shares.
    """
    if cost is None and start is None:
        raise AssertionError("`cost` or `start` must be specified.")
    params = [*wrt, *end]
    shares = []
    if start is not None:
        shares.append(list(grad(None, params, consider_constant=end, known_grads=start, disconnected_inputs="ignore")))
    if cost is not None:
        shares.append(list(grad(cost, params, consider_constant=end, disconnected_inputs="ignore")))
    total = shares[0] if len(shares) == 1 else [a + b for a, b in zip(*shares)]
    out = (total[: len(wrt)], total[len(wrt):])
    if details:
        return (*out, shares[0] if start is not None else None, shares[-1] if cost is not None else None)
    return out


def Lop(f, wrt, eval_points, consider_constant=None, disconnected_inputs="raise"):
    """The row vector `eval_points` times the Jacobian of `f` with respect to `wrt`.

    Raises AssertionError where the numbers of `f` and of `eval_points` differ.
    """
    outputs = list(f) if isinstance(f, (list, tuple)) else [f]
    points = list(eval_points) if isinstance(eval_points, (list, tuple)) else [eval_points]
    if len(outputs) != len(points):
        raise AssertionError(f"Lop: {len(outputs)} outputs and {len(points)} evaluation points")
    return grad(None, wrt, consider_constant=consider_constant, known_grads=dict(zip(outputs, points)),
                disconnected_inputs=disconnected_inputs)


def Rop(f, wrt, eval_points, disconnected_outputs="raise", return_disconnected="zero"):
    """The Jacobian of `f` with respect to `wrt` times `eval_points`.

    It is 0 for a computed `f` that does not depend on `wrt`. disconnected_outputs 'raise', 'warn' or 'ignore' and
    return_disconnected 'zero' or 'None': what becomes of an `f` that nothing computes, or only an op whose R_op gives
    None. Raises AssertionError for another number of points than of `wrt`, ValueError for points of another rank,
    DisconnectedInputError.
    """
    outputs = list(f) if isinstance(f, (list, tuple)) else [f]
    variables = list(wrt) if isinstance(wrt, (list, tuple)) else [wrt]
    points = list(eval_points) if isinstance(eval_points, (list, tuple)) else [eval_points]
    if len(variables) != len(points):
        raise AssertionError(f"Rop: {len(variables)} variables and {len(points)} evaluation points")
    # undefined: what has no derivative. apart: the same of what does not depend on `wrt`, of which Theano asks it, too.
    tangents, undefined, apart = {}, set(), set()
    for v, p in zip(variables, points):
        p = as_tensor_variable(p)
        if not isinstance(v, Variable):
            raise ValueError(f"Rop: expected a variable in wrt, got {v!r}")
        if p.type.ndim != v.type.ndim:
            raise ValueError(f"Element of evaluation point and wrt differ in rank: {p} and {v}")
        tangents[v] = p
    for node in toposort(outputs, variables):
        connected = node.op.connected(node)
        lost = any(node.inputs[k] in undefined for k in connected)
        # An elementwise op ignores such a branch if it has another, as in Theano.
        if lost and not (isinstance(node.op, Elemwise) and any(node.inputs[k] in tangents for k in connected)):
            undefined.update(v for v in node.outputs if v not in tangents)
            continue
        wrt_positions = [k for k in connected if node.inputs[k] in tangents]
        if not wrt_positions:
            gives_none = getattr(node.op, "pushes_none", None)
            behind = [node.inputs[k] in apart for k in connected]
            # An elementwise op takes such an input for a constant if it has another one.
            behind = any(behind) and (all(behind) or not isinstance(node.op, Elemwise))
            of_what_moves = any(v in tangents for v in node.inputs)  # such as a shape
            cut = any(v.type.dtype not in discrete_dtypes for v in node.inputs) and all(
                v.type.dtype in discrete_dtypes for v in node.outputs)  # such as argmax
            # What a loop does not depend on moves nothing in it.
            if behind or (of_what_moves or cut) and not isinstance(node.op, (Elemwise, Scan)) or (
                    gives_none is not None and gives_none(node)):
                apart.update(node.outputs)
            continue
        outs = [k for k, v in enumerate(node.outputs) if v not in tangents]
        own = getattr(node.op, "output_tangents", None)
        if own is not None:
            found = own(node, {k: tangents[node.inputs[k]] for k in wrt_positions})
            for v, t in zip(node.outputs, found):
                if t is not None and isinstance(t.type, NullType):
                    undefined.add(v)
                elif t is not None:
                    tangents[v] = t
            continue
        smooth = [k for k in outs if node.outputs[k].type.dtype not in discrete_dtypes]
        for k in outs:
            if k in smooth:
                continue
            if isinstance(node.op, Elemwise) or all(node.inputs[j].type.dtype in discrete_dtypes for j in wrt_positions):
                tangents[node.outputs[k]] = float_zeros_like(node.outputs[k])
            else:
                apart.add(node.outputs[k])  # such as argmax
        if smooth:
            moved = pushforward.make(node, wrt_positions, smooth, [tangents[node.inputs[k]] for k in wrt_positions])
            tangents.update(zip((node.outputs[k] for k in smooth), moved.outputs))
    results = []
    for v in outputs:
        t = tangents.get(v)
        if t is None and v.owner is not None and v not in undefined and v not in apart:
            t = float_zeros_like(v)
        if t is None:
            message = (f"Rop: {v} does not depend on any of {', '.join(map(str, variables))}, or only through an op that is "
                       "not differentiable")
            if disconnected_outputs == "raise":
                raise DisconnectedInputError(message)
            if disconnected_outputs == "warn":
                warnings.warn(message, stacklevel=2)
            t = float_zeros_like(v) if return_disconnected == "zero" else None
        results.append(t)
    if isinstance(f, tuple):
        return tuple(results)
    return results if isinstance(f, list) else results[0]


def _rows(expression, wrt, consider_constant, disconnected_inputs):
    """For each variable of `wrt`, the gradients of all elements of the vector `expression`, stacked."""
    index = tensor_type("int64", [])()
    element = indexing.getitem(expression, index)
    gradients = grad(element, wrt, consider_constant=consider_constant, disconnected_inputs=disconnected_inputs)
    return control.map_index(shapes.shape_i(expression, i=0), index, gradients)


def jacobian(expression, wrt, consider_constant=None, disconnected_inputs="raise"):
    """The derivative of each element of `expression` (a vector or scalar) with respect to `wrt`: (n, *wrt.shape)."""
    if not isinstance(expression, Variable):
        raise AssertionError("tensor.jacobian expects a Variable as `expression`")
    if expression.ndim > 1:
        raise AssertionError("tensor.jacobian expects a 1 dimensional variable as `expression`. If not use flatten to "
                             "make it a vector")
    variables = list(wrt) if isinstance(wrt, (list, tuple)) else [wrt]
    if expression.ndim == 0:
        results = list(grad(expression, variables, consider_constant, disconnected_inputs))
    else:
        results = _rows(expression, variables, consider_constant, disconnected_inputs)
    return type(wrt)(results) if isinstance(wrt, (list, tuple)) else results[0]


def hessian(cost, wrt, consider_constant=None, disconnected_inputs="raise"):
    """The matrix of second derivatives of the scalar `cost` with respect to each vector in `wrt`."""
    if not isinstance(cost, Variable):
        raise AssertionError("tensor.hessian expects a Variable as `cost`")
    if cost.ndim:
        raise AssertionError("tensor.hessian expects a 0 dimensional variable as `cost`")
    variables = list(wrt) if isinstance(wrt, (list, tuple)) else [wrt]
    results = []
    for v in variables:
        if not isinstance(v, Variable) or v.ndim != 1:
            raise AssertionError("tensor.hessian expects a (list of) 1 dimensional variable as `wrt`")
        first = grad(cost, v, consider_constant, disconnected_inputs)
        results.append(_rows(first, [v], consider_constant, disconnected_inputs)[0])
    return type(wrt)(results) if isinstance(wrt, (list, tuple)) else results[0]
