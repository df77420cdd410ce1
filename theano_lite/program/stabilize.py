"""Theano's stabilising rewrites: log(softmax(x)) becomes logsoftmax(x), log(1 + exp(x)) softplus(x), and their kin.

Each pattern looks at one node and gives what stands for its output, of the very same type. `rewrite` serves
gradients, `stabilize` programs. The two differ where Theano's do: it leaves some values at -inf whose gradient it
saves.
"""

from weakref import WeakKeyDictionary

from theano_lite.core.graph import next_serial
from theano_lite.ops import (
    activations,
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
from theano_lite.program.choices import chosen_product, chosen_quotient, of_switch
from theano_lite.program.reading import DEPTH, is_one, known_number, made_by, minus, one_plus, parts, same_expression


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
        for _ in range(DEPTH):
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
    if p.type.ndim != 2 or labels.type.ndim != 1 or not made_by(rows, creation._arange):
        return None
    start, step, length = rows.owner.inputs
    if known_number(start) != 0 or known_number(step) != 1:
        return None
    stop = length.owner.inputs[1] if made_by(length, creation.arange_length) else length
    return labels if _is_length_of(stop, labels) else None


def _is_length_of(n, v):
    if made_by(n, shapes.shape_i):
        return n.owner.params["i"] == 0 and same_expression(n.owner.inputs[0], v)
    if made_by(n, indexing.subtensor) and n.owner.params["index"] == (("int", 0),):
        return made_by(n.owner.inputs[0], shapes.shape) and same_expression(n.owner.inputs[0].owner.inputs[0], v)
    return False


def _of_labels(table, node):
    """log(softmax(x))[arange(y.shape[0]), y]"""
    labels = _labels(node)
    if labels is None or not made_by(node.inputs[0], log):
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
    for _ in range(DEPTH):
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
    return neg(softplus(minus(v.owner.inputs[0])))


def _log_sub(table, v):
    """log(1 - y)"""
    one, y = v.owner.inputs
    if not is_one(one):
        return None
    # Theano turns 1 / (1 + exp(-z)) into a sigmoid too late for the value.
    z = table.argument(y, sigmoid) if table.gradient or not made_by(y, true_div) else None
    if z is not None:
        return neg(softplus(z))
    z = table.argument(y, activations.erf)
    return log1p(neg(y)) if z is None else _log_erfc(table, z)


def _log_add(table, v):
    """log(1 + y) and log(exp(x) + exp(y))"""
    rest = one_plus(v)
    if rest is None:
        x, y = (table.argument(t, exp) for t in v.owner.inputs) if len(v.owner.inputs) == 2 else (None, None)
        return nnet.log_add_exp(x, y) if x is not None and y is not None and not table.gradient else None
    if len(rest) == 1:
        if made_by(rest[0], neg):
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
    z = table.argument(y.owner.inputs[0], sigmoid) if made_by(y, neg) and table.gradient else None
    return None if z is None else neg(softplus(z))


# --- differences, quotients and products ----------------------------------------------------------


def _of_sub(table, node):
    """exp(z) - 1 and the complements of erf"""
    x, y = node.inputs
    if is_one(y):
        z = table.argument(x, exp)
        if z is not None:
            return expm1(z)
        z = table.argument(x, activations.erf)
        return None if z is None else neg(activations.erfc(z))
    if is_one(x):
        for op, complement in ((activations.erf, activations.erfc), (activations.erfc, activations.erf)):
            z = table.argument(y, op)
            if z is not None:
                return complement(z)
    return None


def _exponent(table, v):
    """The z of 1 + exp(z), or None."""
    rest = one_plus(v)
    return table.argument(rest[0], exp) if rest is not None and len(rest) == 1 else None


def _of_div(table, node):
    """exp(z) / (1 + exp(z)), y / (1 + exp(z)) and exp(x) / sum(exp(x), axis=1, keepdims=True)"""
    x, y = node.inputs
    z = _exponent(table, y)
    if z is None:
        found = _quotient_softmax(x, y)
        found = _cancelled(table, x, y) if found is None else found
        return chosen_quotient(table, x, y) if found is None else found
    if made_by(x, exp) and same_expression(x.owner.inputs[0], z):
        return sigmoid(z)
    return sigmoid(minus(z)) if is_one(x) else mul(x, sigmoid(minus(z)))


def _cancelled(table, x, y):
    """x / y without the factors that both have; x / abs(x) is the sign of x."""
    if made_by(y, elementwise.abs_) and same_expression(y.owner.inputs[0], x):
        return elementwise.sgn(x)
    upper, lower, shared = parts(x, mul), [], []
    for f in parts(y, mul):
        at = next((k for k, g in enumerate(upper) if known_number(g) is None and same_expression(f, g)), None)
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
    return x.owner.inputs[0] if table.gradient and made_by(x, transcendental.sqrt) else None


def _quotient_softmax(x, y):
    if x.type.ndim != 2 or not made_by(x, exp) or not made_by(y, shapes._dimshuffle):
        return None
    total = y.owner.inputs[0]
    if y.owner.params["order"] != (0, "x") or not made_by(total, reduction.sum):
        return None
    if total.owner.params["axis"] != (1,) or not same_expression(total.owner.inputs[0], x):
        return None
    z = x.owner.inputs[0]
    return nnet.softmax_op(z) if z.type.dtype in ("float16", "float32", "float64") else None


def _of_inv(table, node):
    """1 / (1 + exp(z))"""
    z = _exponent(table, node.inputs[0])
    return None if z is None else sigmoid(minus(z))


def _of_mul(table, node):
    """sigmoid(z) * exp(-z) and x * 1"""
    for one, other in ((0, 1), (1, 0)) if len(node.inputs) == 2 else ():
        if is_one(node.inputs[one]) and node.inputs[other].type == node.outputs[0].type:
            return node.inputs[other]
    factors = parts(node.outputs[0], mul)
    exponents = {k: f.owner.inputs[0] for k, f in enumerate(factors) if made_by(f, exp)}
    for k, f in enumerate(factors) if exponents else ():
        z = f.owner.inputs[0] if made_by(f, sigmoid) else None
        for j, e in exponents.items() if z is not None else ():
            if same_expression(minus(z), e) or same_expression(z, minus(e)):
                rest = [g for i, g in enumerate(factors) if i not in (j, k)]
                return mul(sigmoid(minus(z)), *rest) if rest else sigmoid(minus(z))
    return chosen_product(table, factors)


# --- convolutions ---------------------------------------------------------------------------------


def _of_convolution(table, node):
    """An abstract convolution, in programs"""
    return None if table.gradient else corr.as_correlation(node)


_PATTERNS: dict = {
    **dict.fromkeys((conv.AbstractConv2d, conv.AbstractConv2d_gradWeights, conv.AbstractConv2d_gradInputs,
                     conv.AbstractConv3d, conv.AbstractConv3d_gradWeights, conv.AbstractConv3d_gradInputs), _of_convolution),
    log: _of_log, log1p: _of_log1p, sub: _of_sub, true_div: _of_div, mul: _of_mul, elementwise.inv: _of_inv,
    elementwise.sqr: _of_sqr, switch: of_switch, indexing.advanced_subtensor: _of_labels,
    nnet.crossentropy_categorical_1hot: _of_categorical,
}
_values, _smooth_values = _Table(gradient=False, smooth=False), _Table(gradient=False, smooth=True)
_gradients = _Table(gradient=True, smooth=True)
