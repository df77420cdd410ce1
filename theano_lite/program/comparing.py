"""Whether two graphs compute the same thing, by their nodes."""

from theano_lite.core import graph
from theano_lite.core.graph import Constant, Variable
from theano_lite.core.lower import node_key


class Merged:
    """Graphs in which every variable is represented by the first one that computes the same.

    givens: {variable: the one that stands for it}.
    """

    def __init__(self, outputs, givens=None):
        self.first, self._same = {}, {}
        givens = dict(givens or {})
        self._walk(list(givens.values()), ())
        for old, new in givens.items():
            self._same[old] = self.of(new)
        self._walk(list(outputs), list(givens))

    def of(self, v):
        """The variable that represents `v`."""
        if v not in self._same:
            self._same[v] = self.first.setdefault((type(v), v.signature()), v) if _is_value(v) else v
        return self._same[v]

    def _walk(self, outputs, blockers):
        for node in graph.toposort(outputs, blockers):
            first = self.first.setdefault(node_key(node, [self.of(v) for v in node.inputs]), node)
            for v, same in zip(node.outputs, first.outputs):
                self._same.setdefault(v, same)


def _is_value(v):
    return isinstance(v, Constant) and hasattr(v, "signature")


def is_same_graph(var1, var2, givens=None, debug=False):
    """Whether `var1` and `var2` are computed by the same operations from the same leaves.

    givens: {variable: the one to take for it}, as a dict or pairs.
    """
    merged = Merged([var1, var2], dict(givens or {}))
    return merged.of(var1) is merged.of(var2)


is_same_graph_with_merge = is_same_graph


def equal_computations(xs, ys, in_xs=None, in_ys=None):
    """Whether each of `xs` is computed from `in_xs` as the one of `ys` in its place from `in_ys`.

    Raises ValueError if there are not as many of one as of the other.
    """
    in_xs, in_ys = list(in_xs or []), list(in_ys or [])
    if len(xs) != len(ys):
        raise ValueError("The number of graphs in each argument must match.")
    if len(in_xs) != len(in_ys):
        raise ValueError("The number of inputs in each argument must match.")
    pairs = [*zip(xs, ys), *zip(in_xs, in_ys)]
    if any(a.type != b.type for a, b in pairs if isinstance(a, Variable)):
        return False
    merged = Merged([*xs, *ys], dict(zip(in_xs, in_ys)))
    return all(merged.of(a) is merged.of(b) for a, b in zip(xs, ys))
