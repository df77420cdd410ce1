"""pydotprint: a graph drawn by graphviz, through pydot (the extra `viz`)."""

import os
import shutil

from theano_lite.program.drawing import COLOURS, drawing_of


def _pydot():
    try:
        import pydot
    except ImportError:
        raise RuntimeError("Failed to import pydot. You must install graphviz and pydot for `pydotprint` to work: "
                           "python -m pip install 'theano_lite[viz]', and graphviz by your system's packages") from None
    return pydot


def pydot_graph(drawing, with_ids=False, colours=None, prefix=""):
    """A pydot.Dot of the boxes and edges; inner graphs of loops become clusters."""
    pydot = _pydot()
    graph = pydot.Dot(graph_type="digraph")
    _fill(pydot, graph, drawing, with_ids, colours or COLOURS, prefix)
    return graph


def _fill(pydot, graph, drawing, with_ids, colours, prefix):
    def quoted(text):
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    names = {box: f"{prefix}n{box.number}" for box in drawing.boxes}
    for box, name in names.items():
        shape = "ellipse" if box.kind in ("op", "gradient", "loop") else "box"
        label = f"{box.label} id={box.number}" if with_ids else box.label
        graph.add_node(pydot.Node(name, label=quoted(label), shape=shape, style="filled",
                                  fillcolor=quoted(colours.get(box.kind, "white"))))
    for source, target, text in drawing.edges:
        graph.add_edge(pydot.Edge(names[source], names[target], label=quoted(text)))
    for k, (box, inner) in enumerate(drawing.loops):
        cluster = pydot.Cluster(f"{prefix}loop{k}", label=quoted(f"inside {box.label}"))
        _fill(pydot, cluster, inner, with_ids, colours, f"{prefix}l{k}_")
        graph.add_subgraph(cluster)


def pydotprint(fct, outfile=None, compact=True, format="png", with_ids=False, high_contrast=True, cond_highlight=None,
               colorCodes=None, max_label_size=70, scan_graphs=False, var_with_name_simple=False,
               print_output_file=True, assert_nb_all_strings=-1, return_image=False):
    """Draw `fct` (a function, variable, or list of variables) into the file `outfile` by graphviz.

    format: 'png', 'svg', 'pdf' and what else graphviz writes; 'dot' or 'raw' is its source. outfile: by default a file
    in the directory of compiled code. with_ids: number the boxes. max_label_size: letters in a box. scan_graphs: draw
    the inner graphs of loops, too. return_image: give the picture back (an IPython image for png and svg, else bytes)
    and write no file. colorCodes: {kind of box: colour}. Other arguments are accepted; they change nothing.
    Raises RuntimeError without pydot or graphviz.
    """
    pydot_module = _pydot()
    drawing = drawing_of(fct, max_label_size)
    if not scan_graphs:
        drawing.loops = []
    graph = pydot_graph(drawing, with_ids, {**COLOURS, **(colorCodes or {})})
    if assert_nb_all_strings != -1 and len({b.label for b in drawing.boxes}) != assert_nb_all_strings:
        raise AssertionError(f"{len({b.label for b in drawing.boxes})} different texts, expected {assert_nb_all_strings}")
    if format not in ("dot", "raw") and shutil.which("dot") is None:
        raise RuntimeError(f"pydotprint needs graphviz's program `dot` to write {format} (pydot "
                           f"{pydot_module.__version__} only calls it): install graphviz by your system's packages")
    if return_image:
        return _image(graph, format)
    if outfile is None:
        from theano_lite.core.config import config

        outfile = os.path.join(config.compiledir, f"theano.pydotprint.{config.device}.{format}")
    os.makedirs(os.path.dirname(os.path.abspath(outfile)), exist_ok=True)
    if not str(outfile).endswith("." + format):
        outfile = f"{outfile}.{format}"
    graph.write(outfile, format=format, prog="dot")
    if print_output_file:
        print("The output file is available at", outfile)


def _image(graph, format):
    data = graph.create(format=format, prog="dot")
    try:
        from IPython import display  # type: ignore[import-not-found]
    except ImportError:
        return data
    return display.SVG(data) if format == "svg" else display.Image(data) if format == "png" else data


def pydotprint_variables(vars, outfile=None, format="png", depth=-1, high_contrast=True, colorCodes=None,
                         max_label_size=50, var_with_name_simple=False):
    """pydotprint of variables, as Theano 0.6 had it."""
    pydotprint(list(vars) if isinstance(vars, (list, tuple)) else [vars], outfile, format=format,
               colorCodes=colorCodes, max_label_size=max_label_size)
