"""Pieces that a step of a loop cuts a variable into, such as the gates of an LSTM: cut all at once.

A loop spends its time in many small kernels. XLA compiles a function of a slice several times slower than that of a
whole array, and the gradient of slices into sums of padded arrays; that of a cut is one join. So slices next to each
other are cut together, and a function that is taken of several of them is taken before the cut.

Source: theano.tensor.subtensor, of which it is a faster form.
"""

from jax import lax
from jax import numpy as jnp

from theano_lite.core.graph import replace, toposort
from theano_lite.core.op import Elemwise, op
from theano_lite.core.pullback import Derivative
from theano_lite.core.types import tensor_type
from theano_lite.ops import indexing


def _piece_types(x, axis, bounds):
    return [tensor_type(x.type.dtype, _pattern(x, axis)) for _ in bounds]


def _pattern(x, axis):
    return [b and d != axis for d, b in enumerate(x.type.broadcastable)]


@op(types=_piece_types, show=lambda axis, bounds: f"Pieces{{{len(bounds)}}}")
def pieces(x, *, axis, bounds):
    """The slices (start, stop) of `x` along `axis`, none before the end of another; a stop of None is the end."""
    x, n = jnp.asarray(x), x.shape[axis]
    spans = [(min(a, n), n if b is None else min(b, n)) for a, b in bounds]
    ends = [0, *(b for _, b in spans)]
    if ends[-1] == n and all(a == end for (a, _), end in zip(spans, ends)):
        return list(lax.split(x, [b - a for a, b in spans], axis=axis))
    return [lax.slice_in_dim(x, a, b, axis=axis) for a, b in spans]


def cut_together(outputs):
    """`outputs` with `pieces` in the place of slices."""
    done = set()
    while True:
        order = toposort(outputs)
        # A derivative tells by its inputs which node it belongs to: that one is left as it is.
        if any(isinstance(node.op, Derivative) for node in order):
            return outputs
        cut = next((c for c in _cuts(order, outputs) if c.key not in done), None)
        if cut is None:
            return outputs
        done.add(cut.key)
        outputs = replace(outputs, cut.replacements())


def _cuts(order, outputs):
    """Each _Cut of the graph that is worth it."""
    cuts = {}
    for node in order:
        found = _slice(node)
        if found is not None:
            axis, span = found
            cut = cuts.setdefault((node.inputs[0], axis), _Cut(node.inputs[0], axis))
            cut.slices.setdefault(span, []).append(node.outputs[0])
    for node in order:
        if isinstance(node.op, Elemwise) and len(node.inputs) == 1 and _slice(node.inputs[0].owner) is not None:
            axis, span = _slice(node.inputs[0].owner)
            cuts[node.inputs[0].owner.inputs[0], axis].add_function(node, span)
    return [cut for cut in cuts.values() if cut.useful()]


def _slice(node):
    """(axis, (start, stop)) of a node that cuts one piece out of an array of floats along one dimension, or None."""
    if node is None or node.op is not indexing.subtensor or len(node.inputs) != 1:
        return None
    x, whole = node.inputs[0], ("slice", None, None, None)
    chosen = [(axis, entry) for axis, entry in enumerate(node.params["index"]) if entry != whole]
    if len(chosen) != 1 or not x.type.dtype.startswith("float"):
        return None
    (axis, (kind, *entry)), = chosen
    if kind != "slice":
        return None
    start, stop, step = entry
    start = 0 if start is None else start
    if step not in (None, 1) or start < 0 or (stop is not None and stop <= start):
        return None
    if node.outputs[0].type != tensor_type(x.type.dtype, _pattern(x, axis)):
        return None
    return axis, (start, stop)


class _Cut:
    """The slices of `x` along `axis`: {(start, stop): variables}; functions: {(op, params): {span: nodes}}."""

    def __init__(self, x, axis):
        self.x, self.axis, self.slices, self.functions = x, axis, {}, {}

    key = property(lambda self: (self.x, self.axis))

    def add_function(self, node, span):
        key = (node.op, tuple(sorted(node.params.items())))
        self.functions.setdefault(key, {}).setdefault(span, []).append(node)

    @property
    def spans(self):
        return sorted(self.slices, key=lambda span: span[0])

    def useful(self):
        """Whether there are several slices and none reaches into another."""
        spans = self.spans
        return len(spans) > 1 and all(a[1] is not None and a[1] <= b[0] for a, b in zip(spans, spans[1:]))

    def groups(self):
        """Runs of neighbours of which one function is taken: the pieces that `x` is cut into first."""
        spans = self.spans
        joined = set()
        for by_span in self.functions.values():
            joined.update((a, b) for a, b in zip(spans, spans[1:]) if a[1] == b[0] and a in by_span and b in by_span)
        groups = [[spans[0]]]
        for a, b in zip(spans, spans[1:]):
            if (a, b) in joined:
                groups[-1].append(b)
            else:
                groups.append([b])
        return groups

    def replacements(self):
        groups = self.groups()
        found = {}
        whole = pieces.make_node(self.x, axis=self.axis, bounds=tuple((g[0][0], g[-1][1]) for g in groups))
        whole.trace = self.slices[groups[0][0]][0].owner.trace
        for group, piece in zip(groups, whole.outputs):
            for span, part in zip(group, self._parts(group, piece)):
                found.update(dict.fromkeys(self.slices[span], part))
            for by_span in self.functions.values():
                if len(group) > 1 and all(span in by_span for span in group):
                    first = by_span[group[0]][0]
                    value = first.op.make_node(piece, **first.params)
                    value.trace = first.trace
                    for span, part in zip(group, self._parts(group, value.outputs[0])):
                        found.update((node.outputs[0], part) for node in by_span[span])
        return found

    def _parts(self, group, piece):
        """`piece`, what stands for a group, cut into its slices."""
        if len(group) == 1:
            return [piece]
        start = group[0][0]
        bounds = tuple((a - start, None if b is None else b - start) for a, b in group)
        return pieces.make_node(piece, axis=self.axis, bounds=bounds).outputs
