"""Walks over a graph as Theano's programs ask for them."""

import hashlib
from collections import deque

import numpy as np

from theano_lite.core import graph


def inputs(variable_list, blockers=None):
    """The leaves (constants and shared variables too) that the variables depend on, in the order of `ancestors`."""
    return [v for v in ancestors(variable_list, blockers) if v.owner is None]


def ancestors(variable_list, blockers=None):
    """Everything the variables depend on, themselves included: the last of them first, each followed by what it needs."""
    return _depth_first(variable_list, blockers or (), lambda node: node.inputs)


def variables(i, o):
    """The variables between the inputs `i` and the outputs `o`, and the leaves besides, in the order of `ancestors`."""
    return _depth_first(o, i, lambda node: [*node.inputs, *node.outputs])


def _depth_first(start, blockers, neighbours):
    """What is reached from the variables in `start`, the last of them first, through nodes of unblocked variables."""
    waiting, found, blocked = list(start), {}, set(blockers)
    while waiting:
        v = waiting.pop()
        if v in found:
            continue
        found[v] = None
        if v.owner is not None and v not in blocked:
            waiting.extend(reversed(neighbours(v.owner)))
    return list(found)


def io_toposort(inputs, outputs, orderings=None, clients=None):
    """The nodes between `inputs` and `outputs`, each after the nodes it needs; of those, the last input's come first.

    orderings: {node: nodes that must come before it}. clients: a dict that gets {variable or node: what needs it}.
    """
    if not orderings and clients is None:
        return graph.toposort(list(outputs), list(inputs), last_first=True)
    given = set(inputs)

    def needs(thing):
        if isinstance(thing, graph.Apply):
            return [*thing.inputs, *(orderings or {}).get(thing, ())]
        return [thing.owner] if thing.owner is not None and thing not in given else []

    return [thing for thing in general_toposort(outputs, needs, clients=clients) if isinstance(thing, graph.Apply)]


def stack_search(start, expand, mode="bfs", build_inv=False):
    """Everything reached from the deque `start` by `expand`, breadth ('bfs') or depth ('dfs') first.

    build_inv: also return {thing: those whose expansion holds it}.
    """
    if mode not in ("bfs", "dfs"):
        raise ValueError("mode should be bfs or dfs", mode)
    take = start.popleft if mode == "bfs" else start.pop
    found, seen, users = [], set(), {}
    while start:
        item = take()
        if id(item) in seen:
            continue
        seen.add(id(item))
        found.append(item)
        next_ones = expand(item)
        if next_ones:
            if build_inv:
                for other in next_ones:
                    users.setdefault(other, []).append(item)
            start.extend(next_ones)
    return (found, users) if build_inv else found


def general_toposort(outputs, deps, debug_print=False, compute_deps_cache=None, deps_cache=None, clients=None):
    """`outputs` and all that `deps(thing)` names, in turn, each after its deps. Raises ValueError for a cycle."""
    known = {} if deps_cache is None else deps_cache
    ask = compute_deps_cache or deps

    def expand(item):
        if item not in known:
            known[item] = list(ask(item) or [])
        return known[item]

    reached, users = stack_search(deque(outputs), expand, "dfs", True)
    if clients is not None:
        clients.update(users)
    waiting = {item: list(known[item]) for item in reached}
    ready = deque(item for item in reached if not waiting[item])
    order, done = [], set()
    while ready:
        item = ready.popleft()
        if item in done:
            continue
        done.add(item)
        order.append(item)
        for user in users.get(item, ()):
            waiting[user] = [d for d in waiting[user] if d is not item]
            if not waiting[user]:
                ready.append(user)
    if len(order) != len(reached):
        raise ValueError("graph contains cycles")
    return order


def hash_from_ndarray(data):
    """A string that is the same for equal arrays of one dtype and shape."""
    parts = (np.ascontiguousarray(data).tobytes(), str(data.shape).encode(), str(data.dtype).encode())
    return "m" + hashlib.sha256(b"".join(hashlib.sha256(p).digest() for p in parts)).hexdigest()


def shape_of_variables(fgraph, input_shapes):
    """{variable: its shape} for every variable of `fgraph`, from {input: its shape}.

    Raises ValueError for a key that is no variable of the graph.
    """
    from theano_lite.ops.shapes import shape
    from theano_lite.program.function import function

    strange = [v for v in input_shapes if v not in fgraph.variables]
    if strange:
        raise ValueError(f"{strange[0]} is no variable of this graph; was it cloned? See FunctionGraph(clone=False)")
    found = [v for v in fgraph.variables if hasattr(v.type, "broadcastable")]
    shapes = function(list(input_shapes), [shape(v) for v in found], on_unused_input="ignore")
    values = [np.zeros(s, dtype=v.type.dtype) for v, s in input_shapes.items()]
    return {v: tuple(int(n) for n in s) for v, s in zip(found, shapes(*values))}
