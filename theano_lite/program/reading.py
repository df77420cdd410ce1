"""What an expression is, as far as a few nodes tell: a known number, a sum and its terms, the same as another one."""

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes, to_float
from theano_lite.core.graph import Constant
from theano_lite.core.types import TensorType
from theano_lite.ops import creation, elementwise, shapes
from theano_lite.ops.elementwise import add, neg

DEPTH = 4  # how many views, and how many nested sums or products, are looked through


def known_number(v):
    """The number that every element of `v` is known to be, or None."""
    for _ in range(DEPTH):
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


def is_one(v):
    number = known_number(v)
    return number is not None and number == 1


def parts(v, op):
    """The terms of a (nested) sum, or the factors of a product; [v] for anything else."""
    parts = [v]
    for _ in range(DEPTH):
        split = [w.owner.inputs if w.owner is not None and w.owner.op is op else [w] for w in parts]
        if all(len(s) == 1 for s in split):
            break
        parts = [w for s in split for w in s]
    return parts


def one_plus(v):
    """The other terms of a sum whose constant terms make 1, or None."""
    if v.owner is None or v.owner.op is not add:
        return None
    terms = [(t, known_number(t)) for t in parts(v, add)]
    rest = [t for t, number in terms if number is None]
    numbers = [number for _, number in terms if number is not None]
    return rest if rest and numbers and sum(numbers) == 1 else None


def same_expression(a, b, depth=DEPTH):
    """Whether `a` and `b` are the same expression, as far as `depth` nodes tell."""
    if a is b:
        return True
    if isinstance(a, Constant) and isinstance(b, Constant):
        return a.type == b.type and isinstance(a.type, TensorType) and np.array_equal(a.data, b.data)
    if depth == 0 or a.owner is None or b.owner is None or a.owner.op != b.owner.op:
        return False
    return (a.index == b.index and a.owner.params == b.owner.params and len(a.owner.inputs) == len(b.owner.inputs)
            and all(same_expression(p, q, depth - 1) for p, q in zip(a.owner.inputs, b.owner.inputs)))


def minus(v):
    if v.type.dtype in discrete_dtypes:
        # Unsigned integers have no negative, and bool no neg.
        return neg(elementwise.cast(v, to_float(v.type.dtype)))
    return v.owner.inputs[0] if v.owner is not None and v.owner.op is neg else neg(v)


def made_by(v, op):
    return v.owner is not None and v.owner.op == op
