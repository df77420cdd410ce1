"""Drawings: the boxes and arrows of a graph, as SVG, as a page for the browser, by graphviz."""

import re
import shutil
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.d3viz import d3viz, d3write
from theano_lite.program.drawing import HEIGHT, drawing_of, lay_out, svg

needs_pydot = pytest.mark.skipif(not shutil.which("dot"), reason="graphviz is not installed")


def loop():
    x, W = T.dmatrix("x"), theano.shared(np.eye(3), name="W")
    out, _ = theano.scan(lambda row, s, w: T.tanh(row + T.dot(s, w)), sequences=x, outputs_info=T.zeros((3,)),
                         non_sequences=W)
    cost = out[-1].sum()
    return theano.function([x], cost, updates=[(W, W - T.grad(cost, W))], name="loop")


def labels(drawing):
    return [(box.kind, box.label) for box in drawing.boxes]


def test_a_drawing_has_a_box_for_each_input_op_and_output_and_an_arrow_for_each_use():
    x = T.dvector("x")
    drawing = drawing_of(T.exp(x) * x)
    assert labels(drawing) == [("input", "x: TensorType(float64, vector)"), ("op", "Elemwise{exp,no_inplace}"),
                               ("op", "Elemwise{mul,no_inplace}"), ("output", "output: TensorType(float64, vector)")]
    assert [(a.number, b.number, text) for a, b, text in drawing.edges] == [(0, 1, ""), (1, 2, "0"), (0, 2, "1"), (2, 3, "")]


def test_shared_variables_constants_gradients_and_loops_have_kinds_of_their_own():
    drawing = drawing_of(loop())
    kinds = {box.kind for box in drawing.boxes}
    assert kinds == {"input", "shared", "constant", "op", "gradient", "loop", "output"}
    (box, inner), = drawing.loops
    assert box.kind == "loop" and ("op", "Elemwise{tanh,no_inplace}") in labels(inner)


def test_boxes_do_not_overlap_and_arrows_point_down():
    drawing = drawing_of(loop())
    width, height, _ = lay_out(drawing)
    for a in drawing.boxes:
        assert 0 <= a.x and a.x + a.width <= width and a.y + HEIGHT <= height
        for b in drawing.boxes:
            assert a is b or a.y != b.y or a.x + a.width < b.x or b.x + b.width < a.x
    assert all(a.y < b.y for a, b, _ in drawing.edges)


def test_arrows_pass_no_box():
    drawing = drawing_of(loop())
    _, _, paths = lay_out(drawing)
    assert len(paths) == len(drawing.edges)
    for (source, target, _), path in zip(drawing.edges, paths):
        assert (path[0], path[-1]) == (source, target)
        assert [thing.layer for thing in path] == list(range(source.layer, target.layer + 1))
        for bend in path[1:-1]:
            assert not any(box.x <= bend.x <= box.x + box.width for box in drawing.boxes if box.layer == bend.layer)


def test_a_new_value_names_what_it_is_for():
    assert ("output", "new W: TensorType(float64, matrix)") in labels(drawing_of(loop()))


def test_the_picture_is_well_formed_and_shows_in_notebooks_unless_it_is_too_large():
    x = T.dvector("x<&>")
    ElementTree.fromstring(svg(drawing_of(T.exp(x))))
    assert T.exp(x)._repr_svg_().startswith("<svg") and theano.function([x], x + 1)._repr_svg_().startswith("<svg")
    y = x
    for _ in range(500):
        y = T.tanh(y)
    assert y._repr_svg_() is None and len(drawing_of(y).boxes) == 502


def test_only_graphs_can_be_drawn():
    with pytest.raises(TypeError, match="can be drawn"):
        drawing_of("text")


def test_the_page_is_one_file_that_asks_for_nothing(tmp_path):
    d3viz(loop(), tmp_path / "new" / "loop.html")
    text = (tmp_path / "new" / "loop.html").read_text()
    assert not re.search(r"(?:src|href)\s*=|@import|fetch\(", text) and "inside for{cpu,scan_fn}" in text
    assert "@" not in re.sub(r"@(media|keyframes)", "", text.split("<script>")[0].split("</style>")[1])


@pytest.mark.skipif(not (shutil.which("chromium") and shutil.which("chromedriver")), reason="Chromium is not installed")
def test_the_page_opens_in_a_browser_and_a_click_shows_where_a_node_was_made(tmp_path):
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    d3viz(loop(), tmp_path / "loop.html")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1200,900"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        browser.get((tmp_path / "loop.html").as_uri())
        boxes = browser.find_elements("css selector", ".box.loop")
        assert len(boxes) == 1
        boxes[0].click()
        detail = browser.find_element("id", "detail").text
        assert "for{cpu,scan_fn}" in detail and "test_drawing.py" in detail and "in loop" in detail
        assert "chosen" in boxes[0].get_attribute("class")
        browser.find_element("id", "search").send_keys("tanh")
        assert len(browser.find_elements("css selector", ".box.found")) == 1
        before = browser.find_element("id", "sheet").get_attribute("style")
        browser.execute_script("document.getElementById('stage').dispatchEvent(new WheelEvent('wheel', {deltaY: 200}))")
        assert browser.find_element("id", "sheet").get_attribute("style") != before
    finally:
        browser.quit()


@needs_pydot
@pytest.mark.parametrize("format, begin", [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_pydotprint_writes_pictures(tmp_path, capsys, format, begin):
    pytest.importorskip("pydot", reason="pydot is not installed")
    theano.printing.pydotprint(loop(), str(tmp_path / "graph"), format=format, scan_graphs=True, with_ids=True)
    path = tmp_path / f"graph.{format}"
    assert path.read_bytes().startswith(begin) and str(path) in capsys.readouterr().out
    theano.printing.pydotprint(T.exp(T.dvector("x")), str(tmp_path / "v.png"), print_output_file=False)
    assert (tmp_path / "v.png").exists() and capsys.readouterr().out == ""


@needs_pydot
def test_pydotprint_gives_the_picture_back_and_d3write_the_source(tmp_path):
    pytest.importorskip("pydot", reason="pydot is not installed")
    x = T.dvector("x")
    image = theano.printing.pydotprint(T.exp(x), return_image=True, format="svg")
    assert b"Elemwise" in (image if isinstance(image, bytes) else image.data.encode())
    d3write(T.exp(x), tmp_path / "g.dot")
    assert (tmp_path / "g.dot").read_text().startswith("digraph")


def test_without_pydot_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pydot", None)
    with pytest.raises(RuntimeError, match=r"pip install 'theano_lite\[viz\]'"):
        theano.printing.pydotprint(T.exp(T.dvector("x")))
