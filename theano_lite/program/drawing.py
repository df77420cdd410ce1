"""A graph as boxes and arrows: what `pydotprint`, `d3viz` and notebooks draw; laid out in layers, as SVG."""

from collections import Counter
from html import escape

from theano_lite.core.graph import Apply, Constant, Variable, toposort
from theano_lite.core.report import frames_text
from theano_lite.program.debugprint import inner_graph
from theano_lite.program.display import Display
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.function import Function
from theano_lite.program.shared import SharedVariable

# Kind of box -> fill colour. The colours of inputs and outputs are those of Theano's drawings.
COLOURS = {"input": "#9be59b", "shared": "#ffe08a", "constant": "#e0e0e0", "output": "#9bc4f5", "op": "#f5f5f5",
           "gradient": "#f7d3e0", "loop": "#e3d3f7"}
WIDTH_OF_LETTER, HEIGHT, GAP_X, GAP_Y, MARGIN = 7.2, 30, 24, 46, 20


class Box:
    """One box: its number, kind, label (shortened), and the lines shown when it is chosen."""

    def __init__(self, number, kind, label, detail):
        self.number, self.kind, self.label, self.detail = number, kind, label, detail
        self.layer = self.x = self.y = self.arrows = 0

    @property
    def width(self):
        return max(len(self.label) * WIDTH_OF_LETTER + 16, 24 * min(self.arrows, 8) + 16)


class Drawing:
    """Boxes and edges (from, to, text) of a graph; `loops`: pairs of a box and the drawing of its inner graph."""

    def __init__(self, outputs, max_label=40, inputs=(), updated=None):
        """updated: {number of an output: the variable whose new value it is}."""
        self.boxes, self.edges, self.loops = [], [], []
        self._of, self._display, self._max_label = {}, Display(), max_label
        for v in inputs:
            self._leaf(v)
        for node in self._display.order(outputs):
            self._node(node)
        for k, v in enumerate(outputs):
            v = self._display.variable(v)
            name = v.name or ("output" if len(outputs) == 1 else f"output {k}")
            if updated and k in updated:
                name = f"new {updated[k].name or updated[k]}"
            box = self._box("output", f"{name}: {v.type}", _about(v))
            self.edges.append((self._source(v), box, ""))

    def _box(self, kind, label, detail):
        short = label if len(label) <= self._max_label else label[: self._max_label - 3] + "..."
        box = Box(len(self.boxes), kind, short, detail)
        self.boxes.append(box)
        return box

    def _leaf(self, v):
        if v not in self._of:
            kind = "constant" if isinstance(v, Constant) else "shared" if isinstance(v, SharedVariable) else "input"
            label = str(v) if kind == "constant" or v.name is None else f"{v.name}: {v.type}"
            self._of[v] = self._box(kind, label, _about(v))
        return self._of[v]

    def _source(self, v):
        return self._leaf(v) if v.owner is None else self._of[v.owner]

    def _node(self, node):
        inside = inner_graph(node)
        text = self._display.text(node)
        kind = "loop" if inside is not None else "gradient" if text.startswith("Pullback") else "op"
        inputs = [self._source(v) for v in self._display.inputs(node)]
        box = self._of[node] = self._box(kind, text, [str(node), *(f"gives {v.type}" for v in node.outputs),
                                                      *frames_text(node.outputs[0].creation).splitlines()])
        for k, source in enumerate(inputs):
            self.edges.append((source, box, str(k) if len(inputs) > 1 else ""))
        if inside is not None:
            self.loops.append((box, Drawing(inside[1], self._max_label, inside[0])))


def _about(v):
    lines = [f"{v}", f"type {v.type}"]
    if isinstance(v, Constant):
        lines.append(f"value {str(v.data)[:200]}")
    return [*lines, *frames_text(v.creation or []).splitlines()]


def drawing_of(thing, max_label=40):
    """The Drawing of a variable, node, function, FunctionGraph or list of variables. Raises TypeError."""
    if isinstance(thing, Function):
        thing = thing.maker.fgraph
    if isinstance(thing, FunctionGraph):
        updated = {k: thing.inputs[i] for k, i in (thing.update_mapping or {}).items()}
        used = _used(thing.outputs)
        return Drawing(thing.outputs, max_label, [v for v in thing.inputs if v in used], updated)
    if isinstance(thing, Apply):
        return Drawing(thing.outputs, max_label)
    if isinstance(thing, Variable):
        return Drawing([thing], max_label)
    if isinstance(thing, (list, tuple)) and thing and all(isinstance(v, Variable) for v in thing):
        return Drawing(list(thing), max_label)
    raise TypeError(f"only variables, nodes, functions and graphs can be drawn, got {thing!r}")


def _used(outputs):
    return {v for node in toposort(outputs) for v in node.inputs} | set(outputs)


# --- layout ---------------------------------------------------------------------------------------


class Bend:
    """Where the arrows from one box pass through a layer between it and their targets."""

    width = 0.0

    def __init__(self, layer):
        self.layer = layer
        self.x = self.y = 0.0


def lay_out(drawing):
    """Give each box its place: layers by distance from the leaves, ordered so that arrows cross little and pass no box.

    Returns the width, the height, and for each edge what it goes through: its source, bends, its target.
    """
    below = {box: [] for box in drawing.boxes}
    above = {box: [] for box in drawing.boxes}
    for source, target, _ in drawing.edges:
        above[target].append(source)
        below[source].append(target)
        target.arrows = len(above[target])
    for box in drawing.boxes:  # sources come before their targets
        box.layer = max((s.layer + 1 for s in above[box]), default=0)
    for box in reversed(drawing.boxes):
        # A leaf stands just above what uses it.
        if not above[box] and below[box]:
            box.layer = min(t.layer for t in below[box]) - 1
    paths, above, below = _paths(drawing)
    layers: dict = {}
    for thing in above:
        layers.setdefault(thing.layer, []).append(thing)
    place = {thing: i for layer in layers.values() for i, thing in enumerate(layer)}
    for sweep in range(4):
        neighbours = above if sweep % 2 == 0 else below
        for k in sorted(layers, reverse=bool(sweep % 2)):
            layers[k].sort(key=lambda thing: _mean([place[n] for n in neighbours[thing]], place[thing]))
            place.update((thing, i) for i, thing in enumerate(layers[k]))
    return *_place(layers, above, below), paths


def _paths(drawing):
    """What each edge goes through, and for each box and bend what is next to it above and below."""
    bends, paths = {}, []
    above, below = ({box: {} for box in drawing.boxes} for _ in range(2))
    for source, target, _ in drawing.edges:
        path = [source]
        for layer in range(source.layer + 1, target.layer):
            path.append(bends.setdefault((source, layer), Bend(layer)))
        path.append(target)
        paths.append(path)
        for upper, lower in zip(path, path[1:]):
            above.setdefault(lower, {})[upper] = None
            below.setdefault(upper, {})[lower] = None
    return paths, above, below


def _mean(numbers, default):
    return sum(numbers) / len(numbers) if numbers else default


def _place(layers, above, below):
    for layer in layers.values():
        x = 0.0
        for thing in layer:
            thing.x = x
            x += thing.width + GAP_X
    for sweep in range(6):  # each to the middle of its neighbours, as far as the order and the gaps let it
        neighbours = below if sweep % 2 == 0 else above
        for k in sorted(layers, reverse=sweep % 2 == 0):
            _align(layers[k], neighbours)
    things = [thing for layer in layers.values() for thing in layer]
    left, top = min((t.x for t in things), default=0), min(layers, default=0)
    for thing in things:
        thing.x += MARGIN - left
        thing.y = MARGIN + (thing.layer - top) * (HEIGHT + GAP_Y)
    width = max((t.x + t.width for t in things), default=0) + MARGIN
    return width, 2 * MARGIN + len(range(top, max(layers, default=0) + 1)) * (HEIGHT + GAP_Y) - GAP_Y


def _align(layer, neighbours):
    wanted = [_mean([n.x + n.width / 2 for n in neighbours[t]], t.x + t.width / 2) - t.width / 2 for t in layer]
    rightmost, leftmost = list(wanted), list(wanted)
    for i in range(1, len(layer)):
        rightmost[i] = max(wanted[i], rightmost[i - 1] + layer[i - 1].width + GAP_X)
    for i in reversed(range(len(layer) - 1)):
        leftmost[i] = min(wanted[i], leftmost[i + 1] - layer[i].width - GAP_X)
    for thing, a, b in zip(layer, rightmost, leftmost):
        thing.x = (a + b) / 2


def svg(drawing, attributes=""):
    """The drawing as an SVG element; every box has its number as `data-box`."""
    width, height, paths = lay_out(drawing)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
             f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="monospace" font-size="12" {attributes}>',
             '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
             '<path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>']
    arriving, arrived = Counter(target for _, target, _ in drawing.edges), Counter()
    for (source, target, text), path in zip(drawing.edges, paths):
        # Arrows arrive side by side, in the order of the inputs.
        arrived[target] += 1
        u, v = target.x + target.width * arrived[target] / (arriving[target] + 1), target.y
        line = f"M{source.x + source.width / 2:.0f},{source.y + HEIGHT:.0f}"
        x, y = source.x + source.width / 2, source.y + HEIGHT
        for nx, ny, down in [*((bend.x, bend.y, HEIGHT) for bend in path[1:-1]), (u, v, 0)]:
            middle = (y + ny) / 2
            line += f" C{x:.0f},{middle:.0f} {nx:.0f},{middle:.0f} {nx:.0f},{ny:.0f}" + (f" v{down}" if down else "")
            x, y = nx, ny + down
        parts.append(f'<path d="{line}" fill="none" stroke="#777" marker-end="url(#arrow)"/>')
        if text:
            parts.append(f'<text x="{u + 3:.0f}" y="{v - 6:.0f}" fill="#777" font-size="9">'
                         f'{escape(text)}</text>')
    for box in drawing.boxes:
        radius = 15 if box.kind in ("op", "gradient", "loop") else 3
        parts.append(
            f'<g data-box="{box.number}" class="box {box.kind}"><title>{escape(chr(10).join(box.detail))}</title>'
            f'<rect x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{HEIGHT}" rx="{radius}" '
            f'fill="{COLOURS[box.kind]}" stroke="#444"/><text x="{box.x + box.width / 2:.0f}" y="{box.y + 19:.0f}" '
            f'text-anchor="middle">{escape(box.label)}</text></g>')
    return "".join(parts) + "</svg>"


# --- in notebooks ---------------------------------------------------------------------------------

MOST_BOXES = 150  # a larger graph is no picture any more


def _repr_svg_(self):
    drawn = drawing_of(self)
    return svg(drawn) if len(drawn.boxes) <= MOST_BOXES else None


Variable._repr_svg_ = Function._repr_svg_ = _repr_svg_  # type: ignore[attr-defined]
