"""Questions about a graph that Theano answers in gof.graph: what lies between inputs and outputs, and as text."""

import contextlib
from collections import deque

from theano_lite.core import graph
from theano_lite.core.graph import Apply, Variable
from theano_lite.ops import indexing, shapes
from theano_lite.program.fgraph import copy_graph
from theano_lite.program.inspection import stack_search, variables


def orphans(i, o):
    """The leaves that the variables `o` need and `i` does not name."""
    return variables_and_orphans(i, o)[1]


def variables_and_orphans(i, o):
    """The variables between `i` and `o`, and the leaves among them that are not in `i`."""
    found, given = variables(i, o), set(i)
    return found, [v for v in found if v.owner is None and v not in given]


def ops(i, o):
    """The set of nodes between `i` and `o`."""
    return set(graph.toposort(list(o), list(i)))


def list_of_nodes(inputs, outputs):
    """The nodes between `inputs` and `outputs`, those nearest to the outputs first."""
    given = set(inputs)

    def needs(node):
        return [v.owner for v in node.inputs if v.owner is not None and given.isdisjoint(v.owner.outputs)]

    return stack_search(deque([v.owner for v in outputs]), needs)


def is_in_ancestors(l_node, f_node):
    """Whether the node `f_node` is needed for the node `l_node`."""
    return f_node in graph.toposort(list(l_node.outputs))


def view_roots(r):
    """The variables whose memory `r` shows: what it is a reordering, reshaping or block of."""
    while r.owner is not None and r.owner.op in (shapes._dimshuffle, shapes._rebroadcast, shapes._reshape,
                                                 indexing.subtensor):
        r = r.owner.inputs[0]
    return [r]


def io_connection_pattern(inputs, outputs):
    """For each of `inputs` a list: whether a gradient can flow to it from each of `outputs`."""
    pattern = []
    order = graph.toposort(list(outputs), list(inputs))
    for start in inputs:
        reached = {start}
        for node in order:
            for k, out in enumerate(node.outputs):
                if out not in reached and any(node.inputs[j] in reached for j in _connected_to(node, k)):
                    reached.add(out)
        pattern.append([v in reached for v in outputs])
    return pattern


def _connected_to(node, k):
    """Positions of the inputs that a gradient of output `k` of `node` flows to."""
    own = getattr(node.op, "connection_pattern", None)
    if own is not None:
        return [j for j, flags in enumerate(own(node)) if flags[k]]
    return node.op.connected(node)


# --- copies ---------------------------------------------------------------------------------------


def clone(i, o, copy_inputs=True, copy_orphans=None):
    """Copies (inputs, outputs) of the graph between `i` and `o`; see `copy_graph`."""
    memo = copy_graph(i, o, copy_inputs, copy_orphans)
    return [memo[v] for v in i], [memo[v] for v in o]


def clone_get_equiv(inputs, outputs, copy_inputs=True, copy_orphans=None, memo=None):
    """{variable or node of the graph: its copy}; see `copy_graph`."""
    return copy_graph(inputs, outputs, copy_inputs, copy_orphans, memo)


# --- as text --------------------------------------------------------------------------------------


def default_leaf_formatter(leaf):
    return str(leaf)


def default_node_formatter(op, argstrings):
    return f"{op.label if isinstance(op, Apply) else op}({', '.join(argstrings)})"


def op_as_string(i, op, leaf_formatter=default_leaf_formatter, node_formatter=default_node_formatter):
    """The node `op` as text, down to the inputs `i`."""
    if not isinstance(op, Apply):
        raise TypeError(f"op_as_string takes a node, got {op!r}")
    arguments = as_string(i, op.inputs, leaf_formatter, node_formatter)
    return node_formatter(op, arguments)


def as_string(i, o, leaf_formatter=default_leaf_formatter, node_formatter=default_node_formatter):
    """Each of the outputs `o` as text, down to the inputs `i`; what is used twice is written '*1 -> ...', then '*1'."""
    leaves = set(i)
    repeated = _used_twice(leaves, o)
    done = set()

    def leaf(v):
        return v.owner is None or v in leaves

    def text(root):
        if leaf(root):
            return leaf_formatter(root)
        if root.owner in done:
            return _reference(root, repeated)
        done.add(root.owner)
        stack, finished = [(root, iter(root.owner.inputs), [])], ""
        while stack:
            v, rest, arguments = stack[-1]
            following = next(rest, None)
            if following is None:
                stack.pop()
                finished = node_formatter(v.owner, arguments)
                if v.owner in repeated:
                    finished = f"{_reference(v, repeated)} -> {finished}"
                elif len(v.owner.outputs) > 1:
                    finished += f"::{v.index}"
                if stack:
                    stack[-1][2].append(finished)
            elif leaf(following):
                arguments.append(leaf_formatter(following))
            elif following.owner in done:
                arguments.append(_reference(following, repeated))
            else:
                done.add(following.owner)
                stack.append((following, iter(following.owner.inputs), []))
        return finished

    return [text(v) for v in o]


def _reference(v, repeated):
    which = f"::{v.index}" if len(v.owner.outputs) > 1 else ""
    return f"*{repeated[v.owner]}{which}"


def _used_twice(leaves, outputs):
    """{node used more than once: its number}."""
    seen, repeated = set(), {}
    users = [list(outputs)] + [node.inputs for node in graph.toposort(list(outputs), leaves)]
    for used in users:
        for v in used:
            if v.owner is None or v in leaves:
                continue
            if v.owner in seen:
                repeated.setdefault(v.owner, len(repeated) + 1)
            seen.add(v.owner)
    return repeated


@contextlib.contextmanager
def nodes_constructed():
    """A list that every variable made inside the `with` block is put into."""
    made = []
    Variable.append_construction_observer(made.append)
    try:
        yield made
    finally:
        Variable.remove_construction_observer(made.append)
