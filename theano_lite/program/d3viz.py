"""d3viz: a graph as one HTML file that needs no network: move it, zoom, search, and click a box for its details."""

import json
from html import escape
from pathlib import Path

from theano_lite.program.drawing import COLOURS, drawing_of, svg

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>@TITLE@</title><style>
body { margin: 0; font: 13px sans-serif; display: flex; height: 100vh; }
#stage { flex: 1; overflow: hidden; position: relative; background: #fff; }
#stage > div { position: absolute; left: 0; top: 0; transform-origin: 0 0; cursor: grab; }
#side { width: 320px; border-left: 1px solid #ccc; padding: 12px; overflow: auto; background: #fafafa; }
#side pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.box { cursor: pointer; } .box.chosen rect { stroke: #d00; stroke-width: 3; } .box.found rect { stroke: #06c; stroke-width: 3; }
.key { display: inline-block; width: 12px; height: 12px; border: 1px solid #444; margin-right: 6px; }
section { margin: 8px; } section h3 { font-weight: normal; color: #555; margin: 4px; }
</style></head><body>
<div id="stage"><div id="sheet">@DRAWINGS@</div></div>
<div id="side"><h2>@TITLE@</h2><p>@COUNT@</p>
<p><input id="search" placeholder="search" aria-label="search"> <button id="fit">fit</button></p>
<p>@KEYS@</p><pre id="detail">Click a box. Drag to move, turn the wheel to zoom.</pre></div>
<script>
const details = @DETAILS@;
const sheet = document.getElementById('sheet'), stage = document.getElementById('stage');
let x = 0, y = 0, scale = 1, drag = null;
const show = () => { sheet.style.transform = `translate(${x}px,${y}px) scale(${scale})`; };
const fit = () => {
  scale = Math.min(1, stage.clientWidth / sheet.scrollWidth, stage.clientHeight / sheet.scrollHeight);
  x = (stage.clientWidth - sheet.scrollWidth * scale) / 2; y = 0; show();
};
stage.addEventListener('wheel', e => {
  e.preventDefault();
  const by = Math.exp(-e.deltaY / 500);
  x = e.clientX - (e.clientX - x) * by; y = e.clientY - (e.clientY - y) * by; scale *= by; show();
}, { passive: false });
stage.addEventListener('mousedown', e => { drag = [e.clientX - x, e.clientY - y]; });
window.addEventListener('mousemove', e => { if (drag) { x = e.clientX - drag[0]; y = e.clientY - drag[1]; show(); } });
window.addEventListener('mouseup', () => { drag = null; });
document.querySelectorAll('.box').forEach(box => box.addEventListener('click', () => {
  document.querySelectorAll('.chosen').forEach(b => b.classList.remove('chosen'));
  box.classList.add('chosen');
  document.getElementById('detail').textContent =
    details[box.closest('svg').dataset.drawing][box.dataset.box].join('\\n');
}));
document.getElementById('search').addEventListener('input', e => {
  const text = e.target.value.toLowerCase();
  document.querySelectorAll('.box').forEach(box => {
    box.classList.toggle('found', text !== '' && box.querySelector('text').textContent.toLowerCase().includes(text));
  });
});
document.getElementById('fit').addEventListener('click', fit);
fit();
</script></body></html>
"""


def _all(drawing, title):
    """[(title, drawing)] of a drawing and of the inner graphs of its loops."""
    found = [(title, drawing)]
    for box, inner in drawing.loops:
        found += _all(inner, f"inside {box.label}")
    return found


def page(fct, title="theano_lite graph"):
    """The HTML page, as a text."""
    drawings = _all(drawing_of(fct), "")
    sections = "".join(
        f"<section>{f'<h3>{escape(name)}</h3>' if name else ''}{svg(d, f'data-drawing={chr(34)}{k}{chr(34)}')}</section>"
        for k, (name, d) in enumerate(drawings))
    keys = "<br>".join(f'<span class="key" style="background:{colour}"></span>{kind}' for kind, colour in COLOURS.items())
    boxes = sum(len(d.boxes) for _, d in drawings)
    details = json.dumps([[box.detail for box in d.boxes] for _, d in drawings]).replace("<", "\\u003c")
    for mark, text in (("@TITLE@", escape(title)), ("@DRAWINGS@", sections), ("@COUNT@", f"{boxes} boxes"),
                       ("@KEYS@", keys), ("@DETAILS@", details)):
        yield mark, text


def d3viz(fct, outfile, copy_deps=True, *args, **kwargs):
    """Write a page that shows `fct` (a function, variable or list of variables) to the file `outfile`.

    copy_deps and further arguments are Theano's; the page needs no other files.
    """
    text = _PAGE
    for mark, content in page(fct, Path(outfile).stem):
        text = text.replace(mark, content)
    Path(outfile).parent.mkdir(parents=True, exist_ok=True)
    Path(outfile).write_text(text, encoding="utf-8")


def d3write(fct, path, *args, **kwargs):
    """Write the graph of `fct` in the language of graphviz to the file `path`; needs pydot."""
    from theano_lite.program.pydot_drawing import pydot_graph

    Path(path).write_text(pydot_graph(drawing_of(fct)).to_string(), encoding="utf-8")
