"""Products of a loop with matrices that stay the same, taken out of its rounds where they need not be in them.

A product of what only sequences decide is made for all steps at once, before the loop. Of any other one the gradient by
the matrix is made for all steps at once, after the loop that runs backwards: it is one product of what was multiplied in
each step and what came back to it; and that loop is given the transposed matrix. The sums are those that the loop would
add up, in another order.

Source: theano.scan_module.scan_opt, which takes products out of loops, too.
"""

from dataclasses import replace as changed
from functools import partial
from typing import Any

import jax
from jax import lax
from jax import numpy as jnp

from theano_lite.core.graph import Constant, leaves, replace, toposort
from theano_lite.core.op import Elemwise, convert, op
from theano_lite.core.pullback import differentiate_by
from theano_lite.core.types import tensor_type
from theano_lite.ops import elementwise, linalg, shapes
from theano_lite.ops.inner_graph import InnerGraph, add_checks


class _Found:
    """A `dot` inside a loop of `factor`, which changes from step to step, and `matrix`, which does not."""

    def __init__(self, node, factor, matrix):
        self.node, self.factor, self.matrix = node, factor, matrix
        self.left = node.inputs[0] is matrix  # the matrix stands on the left

    out = property(lambda self: self.node.outputs[0])


def _products(graph):
    """Each _Found of the graph inside a loop."""
    moving, fixed = graph.inputs[:graph.moving], set(graph.inputs[graph.moving:])
    varying, found = set(moving), []
    for node in toposort(graph.prepared, graph.inputs):
        if not any(v in varying for v in node.inputs):
            continue
        varying.update(node.outputs)
        if node.op is linalg._dot and len({v.type.dtype for v in (*node.inputs, *node.outputs)}) == 1:
            for factor, matrix in (node.inputs, node.inputs[::-1]):
                if factor in varying and matrix in fixed and matrix.ndim == 2 and matrix.type.dtype.startswith("float"):
                    found.append(_Found(node, factor, matrix))
    return found


# --- before the loop ------------------------------------------------------------------------------


class Ahead:
    """The Loop `loop` with the products that only sequences decide as further sequences; see `of`."""

    def __init__(self, loop, products):
        layout, graph = loop.layout, loop.graph
        self.old, self.products = loop, products
        count = layout.sequences
        sequences, fixed = graph.inputs[:count], graph.inputs[graph.moving:]
        self.graph = InnerGraph([*sequences, *fixed], [p.factor for p in products], count)
        self.places = [fixed.index(p.matrix) for p in products]
        new = {p.out: p.out.type.make_variable() for p in products}
        inside = InnerGraph([*sequences, *new.values(), *graph.inputs[count:]], replace(graph.prepared, new),
                            graph.moving + len(new), graph.smooth)
        self.loop = loop.copy(graph=inside, layout=changed(layout, sequences=count + len(new)))

    @staticmethod
    def of(loop):
        """An Ahead, or None if there is nothing to make before the loop, or memory is to be saved."""
        if loop.scheduled or loop.checkpoint:
            return None
        graph, count = loop.graph, loop.layout.sequences
        early = {*graph.inputs[:count], *graph.inputs[graph.moving:]}
        for node in toposort(graph.prepared, graph.inputs):
            plain = isinstance(node.op, Elemwise) or node.op in (shapes._dimshuffle, linalg._dot)
            if plain and all(v in early or isinstance(v, Constant) for v in node.inputs):
                early.update(node.outputs)
        products = [p for p in _products(graph) if p.out in early and not (p.left and p.factor.ndim == 2)]
        # A product that only another one needs is made on the way to that.
        stand_ins = {p.out: p.out.type.make_variable() for p in products}
        needed = set(leaves(replace(graph.prepared, stand_ins)))
        products = [p for p in products if stand_ins[p.out] in needed]
        return Ahead(loop, products) if products else None

    def values(self, n, values, multiply):
        """The values of the new loop's node for those of the old one's. multiply(rows, matrix): their product."""
        sequences, _, fixed = self.old.arguments(values)
        meaning = []

        def step(*elements) -> Any:
            out, found, failures = self.graph([*elements, *fixed])
            meaning[:] = failures
            return out, found

        stacks, found = jax.vmap(step)(*(x[:n] for x in sequences))
        add_checks(found, meaning)
        made = []
        for product, place, stack in zip(self.products, self.places, stacks):
            matrix = fixed[place].T if product.left else fixed[place]
            rows = multiply(stack.reshape(-1, stack.shape[-1]), matrix)
            made.append(rows.reshape(*stack.shape[:-1], rows.shape[-1]))
        at = 1 + len(sequences)
        return [*values[:at], *made, *values[at:]]


def rows_times(rows, matrix):
    """(m, k), (k, n) -> (m, n), as jax.vjp differentiates it and jax.jvp, too."""
    return linalg._product(rows, matrix, ((1,), (0,)))


@jax.custom_vjp
def rows_times_quickly(rows, matrix):
    """The same for jax.vjp alone; its gradient by the matrix is quicker."""
    return rows_times(rows, matrix)


def _pull_rows(kept, g):
    rows, matrix = kept
    return linalg._product(g, matrix, ((1,), (1,))), linalg.transposed_times(rows, g)


rows_times_quickly.defvjp(lambda rows, matrix: (rows_times(rows, matrix), (rows, matrix)), _pull_rows)


# --- after the loop -------------------------------------------------------------------------------


def _inside_type(factor, matrix, transposed, *share, left):
    return linalg._dot_type(matrix, factor) if left else linalg._dot_type(factor, matrix)


@op(types=_inside_type, show=lambda left: "dot")
def product_inside(factor, matrix, transposed, *share, left):
    """`dot` of a factor and a matrix, on whose left side it stands, or its right one; see Shares.

    transposed: the matrix, transposed. share: one or none, of the product's type; its gradient is the product's, and no
    gradient flows to the matrix. jax.vjp only.
    """
    return _inside(left, factor, matrix, transposed, share)


def _multiply(left, factor, matrix):
    if left:
        return linalg._product(matrix, factor, ((1,), (0,)))
    return linalg._product(factor, matrix, ((factor.ndim - 1,), (0,)))


@partial(jax.custom_vjp, nondiff_argnums=(0,))
def _inside(left, factor, matrix, transposed, share):
    return _multiply(left, factor, matrix)


def _pull_inside(left, kept, g):
    transposed, share = kept
    return _multiply(left, g, transposed), None, None, tuple(g for _ in share)


_inside.defvjp(lambda left, factor, matrix, transposed, share: (_multiply(left, factor, matrix), (transposed, share)),
               _pull_inside)


def matrix_gradient(left, factors, gs):
    """The gradient by the matrix, from the factors of all steps and the gradients of the products, both stacked."""
    if not left:
        return linalg.transposed_times(factors.reshape(-1, factors.shape[-1]), gs.reshape(-1, gs.shape[-1]))
    if gs.ndim == 3:
        gs, factors = (x.transpose(0, 2, 1).reshape(-1, x.shape[1]) for x in (gs, factors))
    return linalg.transposed_times(gs, factors)


def _twins(graph, products, sequences):
    """For each product the position of the sequence to whose element alone it is added, or None."""
    users = {}
    for node in toposort(graph.prepared, graph.inputs):
        for v in node.inputs:
            users.setdefault(v, []).append(node)
    for v in graph.prepared:
        users.setdefault(v, []).append(None)
    found = []
    for p in products:
        sums = users.get(p.out, ())
        twin = None
        if len(sums) == 1 and sums[0] is not None and sums[0].op is elementwise.add:
            twin = next((k for k, v in enumerate(graph.inputs[:sequences]) if v in sums[0].inputs
                         and users[v] == sums and v.type == p.out.type == sums[0].outputs[0].type), None)
        found.append(twin)
    return found


class Shares:
    """The Loop `loop` such that the gradients by the matrices of its `products` are made after it.

    Further inputs of its node: the shares of products, zeros, as sequences; the transposed matrices. Further outputs:
    the factors of the products, stacked. A product that is only added to an element of a sequence needs no share of its
    own: what comes back to it comes back to that element. twins: the position of that sequence, or None.
    """

    def __init__(self, loop, products):
        layout, graph = loop.layout, loop.graph
        self.old, self.products = loop, products
        self.count = count = len(products)
        self.twins = _twins(graph, products, layout.sequences)
        shares = [[p.out.type.make_variable()] if twin is None else [] for p, twin in zip(products, self.twins)]
        transposed = [tensor_type(p.matrix.type.dtype, p.matrix.broadcastable[::-1]).make_variable() for p in products]
        new, known = {}, {}
        # One after the other, for the factor of one may hold another.
        for p, t, share in zip(products, transposed, shares):
            (factor,) = replace([p.factor], new)
            known[p] = factor
            new[p.out] = product_inside(factor, p.matrix, t, *share, left=p.left)
        at = layout.sequences
        outs = replace(graph.prepared, new)
        visible = layout.visible
        outs = [*outs[:visible], *(known[p] for p in products), *outs[visible:]]
        shares = sum(shares, [])
        inside = InnerGraph([*graph.inputs[:at], *shares, *graph.inputs[at:], *transposed], outs,
                            graph.moving + len(shares), graph.smooth)
        self.loop = loop.copy(graph=inside, layout=changed(layout, sequences=at + len(shares),
                                                           stacked=layout.stacked + count))
        self.shapes = InnerGraph(graph.inputs, [p.out for p in products], graph.moving, graph.smooth)

    @staticmethod
    def of(loop, fixed):
        """Shares for the gradients by what stands at the positions `fixed`; None where no product has part in them."""
        if loop.scheduled or loop.checkpoint:
            return None
        wanted = {loop.graph.inputs[loop.graph.moving + k] for k in fixed}
        products = [p for p in _products(loop.graph) if p.matrix in wanted]
        return Shares(loop, products) if products else None

    def values(self, values, own):
        """The values of the new loop's node for those of the old one's. own: the shares of products that have no twin."""
        old = self.old.layout
        at, end = 1 + old.sequences, 1 + old.sequences + old.states + old.stacked
        matrices = [convert(jnp.asarray(values[end + self.fixed(p)]), p.matrix.type.dtype) for p in self.products]
        return [*values[:at], *own, *values[at:end], *[values[0]] * self.count, *values[end:],
                *(lax.transpose(x, (1, 0)) for x in matrices)]

    def run(self, values, shares):
        """(the outputs of the old loop, the factors of all products, stacked) for values of its node."""
        old, values, own = self.old.layout, list(values), []
        for twin, share in zip(self.twins, shares):
            if twin is None:
                own.append(share)
            else:
                values[1 + twin] = values[1 + twin][:share.shape[0]] + share
        out = self.loop.run(None, self.values(values, own))
        visible, new = old.visible, self.loop.layout.visible
        last = out[new + old.states:]
        return [*out[:visible], *out[new:new + old.states], *last[:visible]], out[visible:new]

    def fixed(self, product):
        return self.old.graph.inputs.index(product.matrix) - self.old.graph.moving

    def first(self, values):
        """The products of the first step."""
        sequences, windows, fixed = self.old.arguments(values)
        seen = [window[tap] for window, taps in zip(windows, self.old.layout.taps) for tap in taps]
        return self.shapes([*(x[0] for x in sequences), *seen, *fixed])[0]


def differentiate(loop, node, values, wrt):
    """What core.pullback.differentiate gives, for a Loop whose number of steps is known."""
    ahead, count, n = loop.ahead, len(values), int(values[0])
    base = ahead.loop if ahead else loop
    first = 1 + loop.layout.sequences + loop.layout.states + loop.layout.stacked
    shares = loop.shares(tuple(k - first for k, _ in wrt if k >= first))

    def given(values):
        return ahead.values(n, values, rows_times_quickly) if ahead else values

    def run(node, values):
        return shares.run(given(values[:count]), values[count:]) if shares else (base.run(node, given(values)), [])

    specs = jax.eval_shape(lambda: shares.first(given(values))) if shares else []
    zeros = [jnp.zeros((n, *s.shape), s.dtype) for s in specs]
    more = [(count + k, str(x.dtype)) for k, x in enumerate(zeros)]
    primal, vjp, factors = differentiate_by(run, node, [*values, *zeros], [*wrt, *more])

    def pull(cotangents):
        found = list(vjp(cotangents))
        found, gs = found[:len(wrt)], found[len(wrt):]
        for product, stack, g in zip(shares.products if shares else (), factors, gs):
            at = next(j for j, (k, _) in enumerate(wrt) if k == first + shares.fixed(product))
            found[at] = found[at] + convert(matrix_gradient(product.left, stack, g), found[at].dtype)
        return tuple(found)

    return primal, pull
