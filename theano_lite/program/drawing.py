"""A graph as boxes and arrows: what `pydotprint`, `d3viz` and notebooks draw; laid out in layers, as SVG."""

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
        self.layer = self.x = self.y = 0

    @property
    def width(self):
        return max(len(self.label) * WIDTH_OF_LETTER + 16, 40)


class Drawing:
    """Boxes and edges (from, to, text) of a graph; `loops`: pairs of a box and the drawing of its inner graph."""

    def __init__(self, outputs, max_label=40, inputs=()):
        self.boxes, self.edges, self.loops = [], [], []
        self._of, self._display, self._max_label = {}, Display(), max_label
        for v in inputs:
            self._leaf(v)
        for node in self._display.order(outputs):
            self._node(node)
        for k, v in enumerate(outputs):
            v = self._display.variable(v)
            name = v.name or ("output" if len(outputs) == 1 else f"output {k}")
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
        return Drawing(thing.outputs, max_label, [v for v in thing.inputs if v in _used(thing.outputs)])
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


def lay_out(drawing):
    """Give each box its place: layers by distance from the leaves, ordered so that arrows cross little."""
    below = {box: [] for box in drawing.boxes}
    above = {box: [] for box in drawing.boxes}
    for source, target, _ in drawing.edges:
        above[target].append(source)
        below[source].append(target)
    for box in drawing.boxes:  # sources come before their targets
        box.layer = max((s.layer + 1 for s in above[box]), default=0)
    for box in reversed(drawing.boxes):
        # A leaf stands just above what uses it.
        if not above[box] and below[box]:
            box.layer = min(t.layer for t in below[box]) - 1
    layers: dict = {}
    for box in drawing.boxes:
        layers.setdefault(box.layer, []).append(box)
    for sweep in range(4):
        neighbours = above if sweep % 2 == 0 else below
        for k in sorted(layers, reverse=bool(sweep % 2)):
            place = {box: i for layer in layers.values() for i, box in enumerate(layer)}
            layers[k].sort(key=lambda box: _mean([place[n] for n in neighbours[box]], place[box]))
    return _place(layers)


def _mean(numbers, default):
    return sum(numbers) / len(numbers) if numbers else default


def _place(layers):
    widths = {k: sum(b.width + GAP_X for b in layer) - GAP_X for k, layer in layers.items()}
    whole = max(widths.values(), default=0)
    first = min(layers, default=0)
    for k, layer in layers.items():
        x = MARGIN + (whole - widths[k]) / 2
        for box in layer:
            box.x, box.y = x, MARGIN + (k - first) * (HEIGHT + GAP_Y)
            x += box.width + GAP_X
    return whole + 2 * MARGIN, MARGIN * 2 + len(range(first, max(layers, default=0) + 1)) * (HEIGHT + GAP_Y) - GAP_Y


def svg(drawing, attributes=""):
    """The drawing as an SVG element; every box has its number as `data-box`."""
    width, height = lay_out(drawing)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
             f'viewBox="0 0 {width:.0f} {height:.0f}" font-family="monospace" font-size="12" {attributes}>',
             '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
             '<path d="M0,0 L8,4 L0,8 z" fill="#555"/></marker></defs>']
    arriving = {box: [e for e in drawing.edges if e[1] is box] for box in drawing.boxes}
    for edge in drawing.edges:
        source, target, text = edge
        # Arrows arrive side by side, in the order of the inputs.
        side = (arriving[target].index(edge) + 1) / (len(arriving[target]) + 1)
        x, y = source.x + source.width / 2, source.y + HEIGHT
        u, v = target.x + target.width * side, target.y
        middle = (y + v) / 2
        parts.append(f'<path d="M{x:.0f},{y:.0f} C{x:.0f},{middle:.0f} {u:.0f},{middle:.0f} {u:.0f},{v:.0f}" '
                     'fill="none" stroke="#777" marker-end="url(#arrow)"/>')
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
