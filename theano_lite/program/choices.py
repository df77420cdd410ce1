"""Patterns of choices (`switch`) for stabilize.py, whose table each of them is given."""

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Constant
from theano_lite.core.op import Elemwise
from theano_lite.ops import barriers, comparison, shapes
from theano_lite.ops.elementwise import add, mul, neg, sub, switch, true_div
from theano_lite.program.reading import known_number, made_by, parts

# How many elementwise nodes of a branch are rebuilt, and through how many choices inside it: chains of choices stay short.
_REGION, _CHOICES = 50, 2
_FLAT = (neg, add, sub, switch)  # their derivatives are always finite


def of_switch(table, node):
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
                and not (v.owner.op is switch and made_by(v.owner.inputs[2], barriers.disconnecting)))

    def rebuilt(v, choices=0):
        if isinstance(v, Constant) or v.type.dtype in discrete_dtypes:
            return v
        v = _lifted(table.look(v))
        if v not in made:
            fixed = 1 if made_by(v, switch) else 0
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
    if not made_by(v, shapes._dimshuffle) or v.owner.inputs[0].owner is None:
        return v
    inner = v.owner.inputs[0].owner
    if not isinstance(inner.op, Elemwise) or inner.nout != 1:
        return v
    views = [shapes._dimshuffle(w, **v.owner.params) for w in inner.inputs]
    return inner.op.remake(inner, views).outputs[0]


def chosen_product(table, factors):
    """The product of `factors` of which one is switch(c, x, 0): switch(c, product, 0), as in Theano; or None."""
    return _chosen(table, factors, lambda rest: _product(table, rest))


def chosen_quotient(table, x, y):
    return _chosen(table, parts(x, mul), lambda rest: true_div(_product(table, rest), y))


def _chosen(table, factors, build):
    for k, f in enumerate(map(table.look, factors)):
        if not made_by(f, switch):
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
    found = chosen_product(table, factors)
    return mul(*factors) if found is None else found
