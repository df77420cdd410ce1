"""theano.sandbox.linalg.ops: what a program says about its matrices, and a rewrite. Compiling relies on neither."""

from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.host import known_value
from theano_lite.ops import elementwise, linalg, shapes
from theano_lite.ops.matrices import MatrixInverse, solve


class _Hint(ClassOp):
    def __init__(self, hints=(), **keywords):
        super().__init__((*hints, *keywords.items()))


@class_op(types=lambda x, hints: x.type, base=_Hint)
def Hint(x, *, hints=()):
    """The matrix x, of which `hints` are said to hold: `Hint(symmetric=True)(x)`."""
    return x


def is_hint_node(node):
    """Whether the node tells hints of its input."""
    return isinstance(node.op, Hint)


def hints(variable):
    """{name: value} of what is said of the variable where it was made."""
    if variable.owner is not None and is_hint_node(variable.owner):
        return dict(variable.owner.op.hints)
    return {}


def psd(v):
    """The matrix `v`, said to be symmetric and positive semi-definite."""
    return Hint(psd=True, symmetric=True)(v)


def is_psd(v):
    """Whether the variable is said to be positive semi-definite."""
    return hints(v).get("psd", False)


def is_symmetric(v):
    """Whether the variable is said to be symmetric."""
    return hints(v).get("symmetric", False)


def is_positive(v):
    """Whether the variable is said to be positive, or is an even power."""
    if hints(v).get("positive", False):
        return True
    if v.owner is None or v.owner.op is not elementwise.pow:
        return False
    exponent = known_value(v.owner.inputs[1])
    return exponent is not None and exponent.size == 1 and exponent.item() % 2 == 0


class _InverseAsSolution:
    """A rewrite to apply by hand: `transform` of the node of a product with an inverse gives [the solution]."""

    def transform(self, node):
        """The output of `node`, a product, without its inverse, in a list; False if it has none."""
        if node.op is not linalg._dot:
            return False
        left, right = node.inputs
        if left.owner is not None and isinstance(left.owner.op, MatrixInverse):
            return [solve(left.owner.inputs[0], right)]
        if right.owner is not None and isinstance(right.owner.op, MatrixInverse):
            matrix = right.owner.inputs[0]
            turned = matrix if is_symmetric(matrix) else shapes.transpose(matrix)
            return [shapes.transpose(solve(turned, shapes.transpose(left)))]
        return False


inv_as_solve = _InverseAsSolution()
