"""Pickles and deep copies of deep graphs, without deep recursion.

`pickle` and `copy.deepcopy` go from a variable to its node, to the inputs of that and so on down: a graph of a few hundred
nodes in a row is more than Python's stack holds. So the graph is cut into bands of depth, and the state of a variable whose
node stands on a cut begins with the variables on all cuts below, the lowest first: each of them finds all further down done.
"""

import threading

from theano_lite.core.graph import toposort

_BAND = 20  # deepcopy takes about 10 frames for each node
_told = threading.local()  # .nodes: those on cuts whose variables a list that is being pickled names


def on_cut(node):
    """Whether an input of `node` comes from another band, but the first; kept with each node, together with its depth."""
    waiting = [node] if "_depth" not in node.__dict__ else []
    while waiting:
        top = waiting[-1]
        owners = [v.owner for v in top.inputs if v.owner is not None]
        unknown = [n for n in owners if "_depth" not in n.__dict__]
        if unknown:
            waiting += unknown
            continue
        waiting.pop()
        depth = 1 + max((n._depth[0] for n in owners), default=0)
        top._depth = depth, any(_BAND <= n._depth[0] < depth // _BAND * _BAND for n in owners)
    return node._depth[1]


def below(variable):
    """What the state of `variable` is to begin with; None for nothing."""
    node = variable.owner
    if node is None or node in getattr(_told, "nodes", ()) or not on_cut(node):
        return None
    nodes = [n for n in toposort([variable]) if n is not node and n.__dict__.get("_depth", (0, False))[1]]
    return _Below(nodes) if nodes else None


class _Below:
    """The first outputs of `nodes`, pickled as a list."""

    def __init__(self, nodes):
        self.nodes = nodes

    def __reduce_ex__(self, protocol):
        return list, (), None, self._each()

    def _each(self):
        before = getattr(_told, "nodes", frozenset())
        _told.nodes = before.union(self.nodes)
        try:
            for node in self.nodes:
                yield node.outputs[0]
        finally:
            _told.nodes = before
