"""Products as trees (theano.tensor.nnet.sigm): a tree is [negated, variable], or [negated, list of trees], a product.

`[False, None]` stands for 1.
"""

import numpy as np

from theano_lite.core.host import known_value
from theano_lite.ops.activations import sigmoid
from theano_lite.ops.elementwise import add, mul, neg
from theano_lite.ops.transcendental import exp


def _made_by(v, op):
    return v.owner is not None and v.owner.op == op


def _constant(v):
    """The number that every element of `v` is known to be, or None."""
    value = known_value(v)
    return None if value is None or not value.size or (value != value.flat[0]).any() else value.flat[0]


def is_exp(var):
    """(False, x) if `var` is exp(x), (True, x) if it is -exp(x), else None."""
    inner = is_neg(var)
    v = var if inner is None else inner
    return (inner is not None, v.owner.inputs[0]) if _made_by(v, exp) else None


def is_mul(var):
    """The factors if `var` is a product, else None."""
    return var.owner.inputs if _made_by(var, mul) else None


def is_neg(var):
    """x if `var` is -x, or x times -1, else None."""
    if _made_by(var, neg):
        return var.owner.inputs[0]
    factors = is_mul(var) or []
    for k, factor in enumerate(factors if len(factors) > 1 else []):
        number = _constant(factor)
        if number is not None and np.allclose(number, -1):
            rest = [f for j, f in enumerate(factors) if j != k]
            return rest[0] if len(rest) == 1 else mul(*rest)
    return None


def is_1pexp(t, only_process_constants=True):
    """(False, x) if `t` is 1 + exp(x), else None."""
    if not _made_by(t, add):
        return None
    numbers = [_constant(v) for v in t.owner.inputs]
    rest = [v for v, number in zip(t.owner.inputs, numbers) if number is None]
    known = [number for number in numbers if number is not None]
    if len(rest) == 1 and known and _made_by(rest[0], exp) and np.allclose(sum(known), 1):
        return False, rest[0].owner.inputs[0]
    return None


def partition_num_or_denom(r, f):
    """The factors of `r`: those of which f gives (negated, term), as terms; the others; whether the terms are negated."""
    terms, rest, negated = [], [], False
    for factor in is_mul(r) or [r]:
        found = f(factor)
        if found is None:
            rest.append(factor)
        else:
            negated ^= found[0]
            terms.append(found[1])
    return terms, rest, negated


def parse_mul_tree(root):
    """The tree of the product `root`."""
    factors = is_mul(root)
    if factors is not None:
        return [False, [parse_mul_tree(v) for v in factors]]
    inner = is_neg(root)
    if inner is None:
        return [False, root]
    negated, sub = parse_mul_tree(inner)
    return [not negated, sub]


def simplify_mul(tree):
    """The tree without factors 1 and -1, and without products of fewer than two factors."""
    negated, parts = tree
    if not isinstance(parts, list):
        return tree
    kept = []
    for part in map(simplify_mul, parts):
        if part[1] is None:
            negated ^= part[0]
        else:
            kept.append(part)
    if len(kept) == 1:
        return [kept[0][0] ^ negated, kept[0][1]]
    return [negated, kept or None]


def compute_mul(tree):
    """The variable that `tree` stands for. Raises AssertionError for what `simplify_mul` takes out."""
    negated, parts = tree
    if parts is None:
        raise AssertionError("Function `compute_mul` found a missing leaf, did you forget to call `simplify_mul` on the "
                             "tree first?")
    out = mul(*map(compute_mul, parts)) if isinstance(parts, list) else parts
    return -out if negated else out


def replace_leaf(arg, leaves, new_leaves, op, neg):
    """Put op(arg) in the first of `leaves`, pairs (argument, leaf), with that argument; it moves to `new_leaves`.

    neg: whether the leaf is negated, too. Returns whether there was one.
    """
    for k, (argument, leaf) in enumerate(leaves):
        if argument is arg:
            leaf[0] ^= neg
            leaf[1] = op(arg)
            new_leaves.append(leaves.pop(k))
            return True
    return False


def _signed(argument):
    """(True, x) if `argument` is -x, else (False, argument)."""
    inner = is_neg(argument)
    return (False, argument) if inner is None else (True, inner)


def perform_sigm_times_exp(tree):
    """Replace pairs exp(x), sigmoid(-x) of factors in `tree`, which changes, by sigmoid(x). Returns whether there were."""
    seen: dict = {(kind, minus): [] for kind in ("exp", "sigmoid") for minus in (False, True)}
    changed = False
    stack = [(tree, None)]
    while stack:
        node, parent = stack.pop()
        if isinstance(node[1], list):
            stack.extend((part, node) for part in reversed(node[1]))
        elif not _register(node, seen):
            changed = True
            parent[1][next(k for k, part in enumerate(parent[1]) if part is node)] = [False, None]  # type: ignore
    return changed


def _register(leaf, seen):
    """Keep `leaf` in mind and return True, or False if it went into an earlier leaf."""
    negated, v = leaf
    exponential = is_exp(v)
    if exponential is not None:
        kind, partner, negated = "exp", "sigmoid", negated ^ exponential[0]
        minus, x = _signed(exponential[1])
        out_minus = minus
    elif _made_by(v, sigmoid):
        kind, partner = "sigmoid", "exp"
        minus, x = _signed(v.owner.inputs[0])
        out_minus = not minus
    else:
        return True
    if replace_leaf(x, seen[partner, not minus], seen["sigmoid", out_minus],
                    (lambda a: sigmoid(-a)) if out_minus else sigmoid, negated):
        return False
    seen[kind, minus].append((x, leaf))
    return True

# Theano's rewrite of 1 - sigmoid(x) is off by default; programs may look.
register_local_1msigmoid = False
