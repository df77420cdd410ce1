"""Theano's stabilising rewrites: log(softmax(x)) becomes logsoftmax(x), log(1 + exp(x)) softplus(x), and their kin.

Each pattern looks at one node and gives what stands for its output, of the very same type. `rewrite` serves
gradients, `stabilize` programs. The two differ where Theano's do: it leaves some values at -inf whose gradient it
saves.
"""

from weakref import WeakKeyDictionary

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes, to_float
from theano_lite.core.graph import Constant, next_serial
from theano_lite.core.op import Elemwise
from theano_lite.core.types import TensorType
from theano_lite.ops import (
    activations,
    barriers,
    comparison,
    conv,
    corr,
    creation,
    elementwise,
    indexing,
    nnet,
    reduction,
    shapes,
    transcendental,
)
from theano_lite.ops.activations import sigmoid, softplus
from theano_lite.ops.elementwise import add, mul, neg, sub, switch, true_div
from theano_lite.ops.transcendental import exp, expm1, log, log1p

_DEPTH = 4  # how many views, and how many nested sums or products, a pattern looks through
# How many elementwise nodes of a branch are rebuilt, and through how many choices inside it: chains of choices stay short.
_REGION, _CHOICES = 50, 2


def rewrite(node):
    """Stabler variables for the outputs of `node`, for its gradient; or None."""
    return _gradients.stand_ins(node)


def stabilize(outputs, smooth=False):
    """Copies of `outputs` with every pattern replaced; what no pattern touches is shared, not copied.

    smooth: whether somebody takes a gradient through all of it.
    """
    table = _smooth_values if smooth else _values
    memo = {}
    stack = [v.owner for v in reversed(outputs) if v.owner is not None]
    opened = set()
    while stack:
        node = stack[-1]
        if node.outputs[0] in memo:
            stack.pop()
            continue
        found = table.stand_ins(node)
        needed = node.inputs if found is None else found
        if node not in opened:
            opened.add(node)
            stack.extend(v.owner for v in reversed(needed) if v.owner is not None and v.owner.outputs[0] not in memo)
            continue
        stack.pop()
        needed = [memo.get(v, v) for v in needed]
        if found is not None:
            new = needed
        elif any(a is not b for a, b in zip(needed, node.inputs)):
            new = node.clone_with_new_inputs(needed).outputs
        else:
            new = node.outputs
        memo.update(zip(node.outputs, new))
    return [memo.get(v, v) for v in outputs]


class _Table:
    """The patterns for values, or those for gradients, with what they found, kept per node.

    smooth: whether somebody takes a gradient of what stands for a node.
    """

    def __init__(self, gradient, smooth):
        self.gradient, self.smooth = gradient, smooth
        self.memo = WeakKeyDictionary()

    def stand_ins(self, node):
        """Variables for the outputs of `node`, or None."""
        # A pattern asks for the stand-ins of its inputs: they are found first, without recursion.
        stack = [node]
        while stack:
            last = stack[-1]
            if last in self.memo:
                stack.pop()
                continue
            missing = [v.owner for v in last.inputs if v.owner is not None and v.owner not in self.memo]
            if missing:
                stack.extend(missing)
            else:
                self.memo[last] = self._match(last)
                stack.pop()
        return self.memo[node]

    def _match(self, node):
        pattern = _PATTERNS.get(node.op) or _PATTERNS.get(type(node.op))
        if pattern is None:
            return None
        mark = next_serial()
        new = pattern(self, node)
        (old,) = node.outputs
        if new is None or new.type != old.type:
            return None
        self._finish(new, node, mark)
        if new.name is None and new.owner is not None and new.owner.serial >= mark:
            new.name = old.name
        return [new]

    def _finish(self, new, node, mark):
        """Give the new nodes the trace of `node`; no pattern applies to them again."""
        stack = [new.owner]
        while stack:
            made = stack.pop()
            if made is not None and made.serial >= mark and made not in self.memo:
                made.trace, self.memo[made] = node.trace, None
                stack.extend(v.owner for v in made.inputs)

    def look(self, v):
        """`v`, or what stands for it."""
        while v.owner is not None and self.memo.get(v.owner) is not None:
            v = self.memo[v.owner][v.index]
        return v

    def argument(self, v, op):
        """The variable z for which `v` is op(z), seen through views and stand-ins; or None."""
        views = []
        for _ in range(_DEPTH):
            node = self.look(v).owner
            if node is None:
                return None
            if node.op == op:
                return _viewed(node.inputs[0], views)
            if not _is_view(node):
                return None
            views.append(node)
            v = node.inputs[0]
        return None

    def probabilities(self, v):
        """The node that makes `v` by softmax, or None."""
        node = self.look(v).owner
        return node if node is not None and node.op in (nnet.softmax_op, nnet.softmax_with_bias) else None


def _is_view(node):
    if node.op in (shapes._dimshuffle, shapes._reshape):
        return True
    return node.op is indexing.subtensor and all(entry[0] != "array" for entry in node.params["index"])


def _viewed(z, views):
    for node in reversed(views):
        z = node.op(z, *node.inputs[1:], **node.params)
    return z


# --- reading expressions --------------------------------------------------------------------------


def known_number(v):
    """The number that every element of `v` is known to be, or None."""
    for _ in range(_DEPTH):
        if isinstance(v, Constant):
            if not isinstance(v.type, TensorType) or v.data.size == 0:
                return None
            first = v.data.flat[0]
            return first if v.data.size == 1 or np.all(v.data == first) else None
        if v.owner is None:
            return None
        if v.owner.op in (shapes._dimshuffle, creation._alloc):
            v = v.owner.inputs[0]
        elif v.owner.op is elementwise.second:
            v = v.owner.inputs[1]
        else:
            return None
    return None


def _is_one(v):
    number = known_number(v)
    return number is not None and number == 1


def _parts(v, op):
    """The terms of a (nested) sum, or the factors of a product; [v] for anything else."""
    parts = [v]
    for _ in range(_DEPTH):
        split = [w.owner.inputs if w.owner is not None and w.owner.op is op else [w] for w in parts]
        if all(len(s) == 1 for s in split):
            break
        parts = [w for s in split for w in s]
    return parts


def _one_plus(v):
    """The other terms of a sum whose constant terms make 1, or None."""
    if v.owner is None or v.owner.op is not add:
        return None
    terms = [(t, known_number(t)) for t in _parts(v, add)]
    rest = [t for t, number in terms if number is None]
    numbers = [number for _, number in terms if number is not None]
    return rest if rest and numbers and sum(numbers) == 1 else None


def _same(a, b, depth=_DEPTH):
    """Whether `a` and `b` are the same expression, as far as `depth` nodes tell."""
    if a is b:
        return True
    if isinstance(a, Constant) and isinstance(b, Constant):
        return a.type == b.type and isinstance(a.type, TensorType) and np.array_equal(a.data, b.data)
    if depth == 0 or a.owner is None or b.owner is None or a.owner.op != b.owner.op:
        return False
    return (a.index == b.index and a.owner.params == b.owner.params and len(a.owner.inputs) == len(b.owner.inputs)
            and all(_same(p, q, depth - 1) for p, q in zip(a.owner.inputs, b.owner.inputs)))


def _minus(v):
    if v.type.dtype in discrete_dtypes:
        # Unsigned integers have no negative, and bool no neg.
        return neg(elementwise.cast(v, to_float(v.type.dtype)))
    return v.owner.inputs[0] if v.owner is not None and v.owner.op is neg else neg(v)


def _made_by(v, op):
    return v.owner is not None and v.owner.op == op


# --- softmax and labels ---------------------------------------------------------------------------


def _log_probabilities(node):
    if node.op is nnet.softmax_op:
        return nnet.logsoftmax_op(node.inputs[0])
    return nnet.logsoftmax_op(add(*node.inputs))


def _likelihood(node, labels):
    """-log of the softmax `node` at `labels`."""
    if node.op is nnet.softmax_op:
        return nnet.crossentropy_softmax_1hot(node.inputs[0], labels)[0]
    x, b = node.inputs
    return nnet.crossentropy_softmax_1hot_with_bias(x, b, labels)[0]


def _labels(node):
    """The labels y if `node` is p[arange(y.shape[0]), y], or None."""
    if node.op is not indexing.advanced_subtensor or [e[0] for e in node.params["index"]] != ["array", "array"]:
        return None
    p = node.inputs[0]
    rows, labels = (node.inputs[1 + e[1]] for e in node.params["index"])
    if p.type.ndim != 2 or labels.type.ndim != 1 or not _made_by(rows, creation._arange):
        return None
    start, step, length = rows.owner.inputs
    if known_number(start) != 0 or known_number(step) != 1:
        return None
    stop = length.owner.inputs[1] if _made_by(length, creation.arange_length) else length
    return labels if _is_length_of(stop, labels) else None


def _is_length_of(n, v):
    if _made_by(n, shapes.shape_i):
        return n.owner.params["i"] == 0 and _same(n.owner.inputs[0], v)
    if _made_by(n, indexing.subtensor) and n.owner.params["index"] == (("int", 0),):
        return _made_by(n.owner.inputs[0], shapes.shape) and _same(n.owner.inputs[0].owner.inputs[0], v)
    return False


def _of_labels(table, node):
    """log(softmax(x))[arange(y.shape[0]), y]"""
    labels = _labels(node)
    if labels is None or not _made_by(node.inputs[0], log):
        return None
    softmax = table.probabilities(node.inputs[0].owner.inputs[0])
    return None if softmax is None else neg(_likelihood(softmax, labels))


def _of_categorical(table, node):
    """crossentropy_categorical_1hot(softmax(x), y)"""
    softmax = table.probabilities(node.inputs[0])
    return None if softmax is None else _likelihood(softmax, node.inputs[1])


# --- log ------------------------------------------------------------------------------------------


def _of_log(table, node):
    """log of what `_LOGS` lists, also through views of it; and log(softmax(x)[arange(y.shape[0]), y])"""
    v, views = node.inputs[0], []
    for _ in range(_DEPTH):
        v = table.look(v)
        if v.owner is None:
            return None
        pattern = _LOGS.get(v.owner.op)
        if pattern is not None:
            found = pattern(table, v) if _passes(table, v.owner.op, views) else None
            return None if found is None else _viewed(found, views)
        if not _is_view(v.owner):
            return None if views else _log_at_labels(table, v)
        views.append(v.owner)
        v = v.owner.inputs[0]
    return None


def _passes(table, op, views):
    """Whether Theano sees `op` through the `views`."""
    shuffles = all(node.op is shapes._dimshuffle for node in views)
    if any(node.op is shapes._reshape for node in views):
        return op in (sigmoid, exp, activations.erfc)
    if op in (nnet.softmax_op, nnet.softmax_with_bias):
        return not views or (shuffles and table.gradient)
    return shuffles or op not in (reduction.sum, reduction._mean_op)


def _log_at_labels(table, v):
    labels = _labels(v.owner)
    softmax = table.probabilities(v.owner.inputs[0]) if labels is not None else None
    return None if softmax is None else neg(_likelihood(softmax, labels))


def _log_softmax(table, v):
    # Theano leaves the value of log(softmax_with_bias(x, b)) at -inf.
    if v.owner.op is nnet.softmax_with_bias and not table.gradient:
        return None
    return _log_probabilities(v.owner)


def _log_sigmoid(table, v):
    return neg(softplus(_minus(v.owner.inputs[0])))


def _log_sub(table, v):
    """log(1 - y)"""
    one, y = v.owner.inputs
    if not _is_one(one):
        return None
    # Theano turns 1 / (1 + exp(-z)) into a sigmoid too late for the value.
    z = table.argument(y, sigmoid) if table.gradient or not _made_by(y, true_div) else None
    if z is not None:
        return neg(softplus(z))
    z = table.argument(y, activations.erf)
    return log1p(neg(y)) if z is None else _log_erfc(table, z)


def _log_add(table, v):
    """log(1 + y) and log(exp(x) + exp(y))"""
    rest = _one_plus(v)
    if rest is None:
        x, y = (table.argument(t, exp) for t in v.owner.inputs) if len(v.owner.inputs) == 2 else (None, None)
        return nnet.log_add_exp(x, y) if x is not None and y is not None and not table.gradient else None
    if len(rest) == 1:
        if _made_by(rest[0], neg):
            z = table.argument(rest[0].owner.inputs[0], sigmoid)
            if z is not None:
                return neg(softplus(z))
        z = table.argument(rest[0], exp)
        if z is not None:
            return softplus(z)
    return log1p(rest[0] if len(rest) == 1 else add(*rest))


def _log_sum(table, v):
    """log(sum(exp(x), axis))"""
    x = table.argument(v.owner.inputs[0], exp)
    axis = v.owner.params["axis"]
    # Theano saves the gradient of rows alone, where it finds a softmax.
    if x is None or (table.gradient and (x.type.ndim != 2 or axis != (1,))):
        return None
    return nnet.log_sum_exp(x, axis=axis)


def _log_mean(table, v):
    # The gradient of log_sum_exp is that of the logarithm of the mean, too. Theano leaves the value at inf.
    return _log_sum(table, v) if table.gradient else None


def _log_exp(table, v):
    return v.owner.inputs[0] if table.gradient else None


def _log_of_erfc(table, v):
    return _log_erfc(table, v.owner.inputs[0])


def _log_erfc(table, z):
    # In float32 Theano leaves the value at -inf.
    return nnet.log_erfc(z) if table.gradient or z.type.dtype == "float64" else None


_LOGS: dict = {
    nnet.softmax_op: _log_softmax, nnet.softmax_with_bias: _log_softmax, sigmoid: _log_sigmoid, sub: _log_sub,
    add: _log_add, reduction.sum: _log_sum, reduction._mean_op: _log_mean, exp: _log_exp,
    activations.erfc: _log_of_erfc,
}


def _of_log1p(table, node):
    """log1p(exp(z)) and log1p(-sigmoid(z))"""
    (y,) = node.inputs
    z = table.argument(y, exp)
    if z is not None:
        return softplus(z)
    # For the value Theano's pattern comes too late: -sigmoid(z) has become a product by then.
    z = table.argument(y.owner.inputs[0], sigmoid) if _made_by(y, neg) and table.gradient else None
    return None if z is None else neg(softplus(z))


# --- differences, quotients and products ----------------------------------------------------------


def _of_sub(table, node):
    """exp(z) - 1 and the complements of erf"""
    x, y = node.inputs
    if _is_one(y):
        z = table.argument(x, exp)
        if z is not None:
            return expm1(z)
        z = table.argument(x, activations.erf)
        return None if z is None else neg(activations.erfc(z))
    if _is_one(x):
        for op, complement in ((activations.erf, activations.erfc), (activations.erfc, activations.erf)):
            z = table.argument(y, op)
            if z is not None:
                return complement(z)
    return None


def _exponent(table, v):
    """The z of 1 + exp(z), or None."""
    rest = _one_plus(v)
    return table.argument(rest[0], exp) if rest is not None and len(rest) == 1 else None


def _of_div(table, node):
    """exp(z) / (1 + exp(z)), y / (1 + exp(z)) and exp(x) / sum(exp(x), axis=1, keepdims=True)"""
    x, y = node.inputs
    z = _exponent(table, y)
    if z is None:
        found = _quotient_softmax(x, y)
        found = _cancelled(table, x, y) if found is None else found
        return _chosen_quotient(table, x, y) if found is None else found
    if _made_by(x, exp) and _same(x.owner.inputs[0], z):
        return sigmoid(z)
    return sigmoid(_minus(z)) if _is_one(x) else mul(x, sigmoid(_minus(z)))


def _cancelled(table, x, y):
    """x / y without the factors that both have; x / abs(x) is the sign of x."""
    if _made_by(y, elementwise.abs_) and _same(y.owner.inputs[0], x):
        return elementwise.sgn(x)
    upper, lower, shared = _parts(x, mul), [], []
    for f in _parts(y, mul):
        at = next((k for k, g in enumerate(upper) if known_number(g) is None and _same(f, g)), None)
        if at is None:
            lower.append(f)
        else:
            shared.append(upper.pop(at))
    # The gradient of x / x is left to its two halves, which cancel by themselves.
    if not shared or (table.gradient and not upper):
        return None
    top = mul(*upper) if len(upper) > 1 else upper[0] if upper else elementwise.ones_like(shared[0])
    out = true_div(top, mul(*lower) if len(lower) > 1 else lower[0]) if lower else top
    # What was cancelled may have been all that stretched or widened the result.
    return elementwise.second(mul(*shared) if len(shared) > 1 else shared[0], elementwise.cast(out, x.type.dtype))


def _of_sqr(table, node):
    """sqrt(x) ** 2, for its gradient"""
    (x,) = node.inputs
    return x.owner.inputs[0] if table.gradient and _made_by(x, transcendental.sqrt) else None


def _quotient_softmax(x, y):
    if x.type.ndim != 2 or not _made_by(x, exp) or not _made_by(y, shapes._dimshuffle):
        return None
    total = y.owner.inputs[0]
    if y.owner.params["order"] != (0, "x") or not _made_by(total, reduction.sum):
        return None
    if total.owner.params["axis"] != (1,) or not _same(total.owner.inputs[0], x):
        return None
    z = x.owner.inputs[0]
    return nnet.softmax_op(z) if z.type.dtype in ("float16", "float32", "float64") else None


def _of_inv(table, node):
    """1 / (1 + exp(z))"""
    z = _exponent(table, node.inputs[0])
    return None if z is None else sigmoid(_minus(z))


def _of_mul(table, node):
    """sigmoid(z) * exp(-z) and x * 1"""
    for one, other in ((0, 1), (1, 0)) if len(node.inputs) == 2 else ():
        if _is_one(node.inputs[one]) and node.inputs[other].type == node.outputs[0].type:
            return node.inputs[other]
    factors = _parts(node.outputs[0], mul)
    exponents = {k: f.owner.inputs[0] for k, f in enumerate(factors) if _made_by(f, exp)}
    for k, f in enumerate(factors) if exponents else ():
        z = f.owner.inputs[0] if _made_by(f, sigmoid) else None
        for j, e in exponents.items() if z is not None else ():
            if _same(_minus(z), e) or _same(z, _minus(e)):
                rest = [g for i, g in enumerate(factors) if i not in (j, k)]
                return mul(sigmoid(_minus(z)), *rest) if rest else sigmoid(_minus(z))
    return _chosen_product(table, factors)


# --- choices --------------------------------------------------------------------------------------

_FLAT = (neg, add, sub, switch)  # their derivatives are always finite


def _of_switch(table, node):
    """switch(c, f(x), g(y)), for its gradient: none flows to x where c is 0, even if the derivative of f is infinite"""
    return _choice(table, *node.inputs) if table.smooth else None


def _choice(table, condition, x, y):
    """switch(condition, x, y); None if a gradient would be the same as that of the inputs as they are."""
    if not table.smooth:
        return switch(condition, x, y)
    flags = [all(f) for f in zip(*(v.type.broadcastable for v in (condition, x, y)))]
    held = [_held_back(table, v, wanted, tuple(flags)) for v, wanted in ((x, condition), (y, comparison.eq(condition, 0)))]
    return None if held[0] is x and held[1] is y else switch(condition, *held)


def _held_back(table, branch, wanted, flags):
    """`branch`, but no gradient flows into the elementwise ops that make it where `wanted` is 0.

    There what comes from above is 0, which times an infinite derivative is NaN. flags: which dimensions are broadcastable.
    """
    made, steep = {}, []

    def inside(v, choices):
        return (v.owner is not None and isinstance(v.owner.op, Elemwise) and v.owner.nout == 1 and len(made) < _REGION
                and choices <= _CHOICES and v.type.broadcastable == flags
                and not (v.owner.op is switch and _made_by(v.owner.inputs[2], barriers.disconnecting)))

    def rebuilt(v, choices=0):
        if isinstance(v, Constant) or v.type.dtype in discrete_dtypes:
            return v
        v = _lifted(table.look(v))
        if v not in made:
            fixed = 1 if _made_by(v, switch) else 0
            if inside(v, choices + fixed):
                made[v] = None
                steep.extend([v] if v.owner.op not in _FLAT else [])
                inputs = [*v.owner.inputs[:fixed], *(rebuilt(w, choices + fixed) for w in v.owner.inputs[fixed:])]
                made[v] = v.owner.op.remake(v.owner, inputs).outputs[v.index]
            else:
                made[v] = switch(wanted, v, barriers.disconnected_grad(v))
        return made[v]

    if not inside(_lifted(table.look(branch)), 0):
        return branch
    new = rebuilt(branch)
    return new if steep else branch


def _lifted(v):
    """The op of the views of what an elementwise op gives: that op of views."""
    if not _made_by(v, shapes._dimshuffle) or v.owner.inputs[0].owner is None:
        return v
    inner = v.owner.inputs[0].owner
    if not isinstance(inner.op, Elemwise) or inner.nout != 1:
        return v
    views = [shapes._dimshuffle(w, **v.owner.params) for w in inner.inputs]
    return inner.op.remake(inner, views).outputs[0]


def _chosen_product(table, factors):
    """The product of `factors` of which one is switch(c, x, 0): switch(c, product, 0), as in Theano; or None."""
    return _chosen(table, factors, lambda rest: _product(table, rest))


def _chosen_quotient(table, x, y):
    return _chosen(table, _parts(x, mul), lambda rest: true_div(_product(table, rest), y))


def _chosen(table, factors, build):
    for k, f in enumerate(map(table.look, factors)):
        if not _made_by(f, switch):
            continue
        condition, *branches = f.owner.inputs
        for side, zero in enumerate(map(known_number, branches)):
            if zero is not None and zero == 0:
                branches[1 - side] = build([*factors[:k], *factors[k + 1:], branches[1 - side]])
                found = _choice(table, condition, *branches)
                return switch(condition, *branches) if found is None else found
    return None


def _product(table, factors):
    if len(factors) == 1:
        return factors[0]
    found = _chosen_product(table, factors)
    return mul(*factors) if found is None else found


# --- convolutions ---------------------------------------------------------------------------------


def _of_convolution(table, node):
    """An abstract convolution, in programs"""
    return None if table.gradient else corr.as_correlation(node)


_PATTERNS: dict = {
    **dict.fromkeys((conv.AbstractConv2d, conv.AbstractConv2d_gradWeights, conv.AbstractConv2d_gradInputs,
                     conv.AbstractConv3d, conv.AbstractConv3d_gradWeights, conv.AbstractConv3d_gradInputs), _of_convolution),
    log: _of_log, log1p: _of_log1p, sub: _of_sub, true_div: _of_div, mul: _of_mul, elementwise.inv: _of_inv,
    elementwise.sqr: _of_sqr, switch: _of_switch, indexing.advanced_subtensor: _of_labels,
    nnet.crossentropy_categorical_1hot: _of_categorical,
}
_values, _smooth_values = _Table(gradient=False, smooth=False), _Table(gradient=False, smooth=True)
_gradients = _Table(gradient=True, smooth=True)
