"""FunctionGraph, its features and the walks of theano.gof.graph answer as the real Theano 1.0.5 does."""

import inspect
import re

import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite import gof
from theano_lite.gof import FunctionGraph, graph, toolbox
from theano_lite.gof.opt import NavigatorOptimizer, PatternSub, TopoOptimizer, copy_stack_trace, inherit_stack_trace


def short(thing):
    """`thing` as text, without what every elementwise op has in its name."""
    return re.sub(r"Elemwise\{(\w+),no_inplace\}", r"\1", str(thing))


class Told:
    """A feature that writes down what it is told."""

    def __init__(self):
        self.lines = []

    def on_attach(self, fgraph):
        self.lines.append("attach")

    def on_detach(self, fgraph):
        self.lines.append("detach")

    def on_import(self, fgraph, node, reason):
        self.lines.append(short(f"import {node} {reason}"))

    def on_prune(self, fgraph, node, reason):
        self.lines.append(short(f"prune {node} {reason}"))

    def on_change_input(self, fgraph, node, i, r, new_r, reason=None):
        self.lines.append(short(f"change {i} {r} {new_r} {reason}"))

    def validate(self, fgraph):
        self.lines.append("validate")


@pytest.fixture
def fgraph():
    x, y, z = T.dvector("x"), T.dvector("y"), T.dscalar("z")
    return FunctionGraph([x, y, z], [T.exp(x + y) * z])


def test_a_feature_is_told_what_comes_what_goes_and_what_changes(fgraph):
    x = fgraph.inputs[0]
    told = Told()
    fgraph.attach_feature(told)
    fgraph.replace(fgraph.outputs[0].owner.inputs[0], T.sqr(x), reason="because")
    assert told.lines == ["attach", "import sqr(x) because", "prune exp(add.0) because", "prune add(x, y) because",
                          "change 0 exp.0 sqr.0 because"]
    assert {short(n) for n in fgraph.apply_nodes} == {"sqr(x)", "mul(sqr.0, InplaceDimShuffle{x}.0)", "InplaceDimShuffle{x}(z)"}
    assert {short(v) for v in fgraph.variables} == {"x", "y", "z", "sqr.0", "InplaceDimShuffle{x}.0", "mul.0"}
    fgraph.remove_feature(told)
    fgraph.replace(fgraph.outputs[0], x)
    assert told.lines[5:] == ["detach"] and fgraph.apply_nodes == set() and fgraph.variables == set(fgraph.inputs)


def test_features_get_the_nodes_that_are_there_first(fgraph):
    told = Told()
    FunctionGraph(fgraph.inputs, fgraph.outputs, features=[told])
    assert told.lines == ["attach", "import InplaceDimShuffle{x}(z) init", "import add(x, y) init", "import exp(add.0) init",
                          "import mul(exp.0, InplaceDimShuffle{x}.0) init"]

    class Books(toolbox.Bookkeeper, Told):
        on_import, on_prune = Told.on_import, Told.on_prune

    books = Books()
    fgraph.attach_feature(books)
    fgraph.remove_feature(books)
    assert books.lines == [short(f"{what} {node} {reason}") for what, reason in (("import", "on_attach"),
                                                                          ("prune", "Bookkeeper.detach"))
                           for node in fgraph.toposort()]


def test_a_refused_change_changes_nothing(fgraph):
    x, before = fgraph.inputs[0], str(fgraph)
    told = Told()
    fgraph.attach_feature(told)
    with pytest.raises(gof.MissingInputError, match="Undeclared input"):
        fgraph.replace(x, T.dvector("w"))
    with pytest.raises(toolbox.BadOptimization, match="must be the same"):
        fgraph.replace(x, T.fvector())
    with pytest.raises(TypeError, match="must be the same"):
        fgraph.change_input(fgraph.outputs[0].owner, 0, fgraph.inputs[2])
    with pytest.raises(gof.MissingInputError):
        fgraph.replace_all_validate([(fgraph.outputs[0].owner.inputs[0], T.sqr(x)), (x, T.dvector("w"))])
    assert str(fgraph) == before
    with pytest.raises(gof.ReplacementDidntRemovedError):
        fgraph.replace_all_validate_remove([(fgraph.outputs[0], fgraph.outputs[0] * 2)], [fgraph.outputs[0]])
    assert str(fgraph) == before
    fgraph.check_integrity()


def test_a_feature_can_order_nodes(fgraph):
    class Order:
        def orderings(self, fgraph):
            dimshuffle, add = fgraph.outputs[0].owner.inputs[1].owner, fgraph.outputs[0].owner.inputs[0].owner.inputs[0].owner
            return {dimshuffle: [add]}

    assert short(fgraph.toposort()[0]) == "InplaceDimShuffle{x}(z)"
    fgraph.attach_feature(Order())
    names = [short(n) for n in fgraph.toposort()]
    assert names.index("add(x, y)") < names.index("InplaceDimShuffle{x}(z)")


def test_a_feature_that_is_not_needed_is_not_attached(fgraph):
    class Twice:
        def on_attach(self, fgraph):
            raise toolbox.AlreadyThere()

    fgraph.attach_feature(Twice())
    assert not fgraph._features


def test_the_features_of_the_toolbox(fgraph, capsys):
    fgraph.attach_feature(toolbox.NodeFinder())
    assert fgraph.get_nodes(T.exp) == [fgraph.outputs[0].owner.inputs[0].owner] and fgraph.get_nodes(T.log) == []
    fgraph.attach_feature(toolbox.PrintListener())
    fgraph.replace(fgraph.outputs[0], T.log(fgraph.inputs[0]), reason="r")
    assert "-- importing: log(x), reason: r\n" in short(capsys.readouterr().out)


def test_an_edit_by_hand_is_noticed(fgraph):
    fgraph.outputs[0].owner.inputs[0] = fgraph.inputs[0]
    with pytest.raises(gof.InconsistencyError, match="change_input"):
        fgraph.check_integrity()


def test_the_graph_of_a_function_tells_which_output_updates_which_input():
    x, s = T.dvector("x"), theano.shared(0.0, "s")
    f = theano.function([x], x.sum() + s, updates={s: s + 1})
    assert f.maker.fgraph.update_mapping == {1: 1}


def test_walks_have_the_order_of_theano():
    x, y, z = T.dvector("x"), T.dvector("y"), T.dscalar("z")
    e = T.exp(x + y)
    o, total = e * z, T.sum(e)
    assert [short(n) for n in graph.list_of_nodes([x, y, z], [o])] == [
        "mul(exp.0, InplaceDimShuffle{x}.0)", "exp(add.0)", "InplaceDimShuffle{x}(z)", "add(x, y)"]
    clients = {}
    order = ["add(x, y)", "InplaceDimShuffle{x}(z)", "exp(add.0)", "Sum{acc_dtype=float64}(exp.0)",
             "mul(exp.0, InplaceDimShuffle{x}.0)"]
    assert [short(n) for n in graph.io_toposort([x, y, z], [o, total], clients=clients)] == order
    assert clients[e] == [total.owner, o.owner] and clients[x] == [e.owner.inputs[0].owner] and clients[o.owner] == [o]
    nodes = graph.io_toposort([x, y, z], [o, total], orderings={o.owner: [total.owner]})
    assert nodes.index(total.owner) < nodes.index(o.owner)


def test_nodes_are_cloned_and_copies_may_be_given():
    x, y = T.dvector("x"), T.dvector("y")
    e = x + y
    copy = e.owner.clone()
    assert copy is not e.owner and copy.inputs == [x, y] and copy.outputs[0] is not e
    assert graph.clone_get_equiv([x, y], [e], memo={x: y})[x] is y
    assert isinstance(x, graph.Node) and isinstance(e.owner, graph.Node)


@pytest.mark.parametrize("make", [lambda x, y, z: theano.function([x], T.exp(x) + y + z),
                                  lambda x, y, z: FunctionGraph([x], [T.exp(x) + y + z])])
def test_of_several_missing_inputs_the_one_that_theano_finds_is_named(make):
    x, y, z = T.dvector("x"), T.dvector("y"), T.dscalar("z")
    with pytest.raises(gof.MissingInputError) as caught:
        make(x, y, z)
    assert str(caught.value).startswith("Input 0 of the graph (indices start from 0), used to compute InplaceDimShuffle{x}(z), "
                                        "was not provided and not given a value.")
    assert caught.value.variable.name == "z" and "HINT: z" in str(caught.value)


# --- traces ---------------------------------------------------------------------------------------


def _here():
    frame = inspect.currentframe().f_back
    return (__file__, frame.f_lineno, frame.f_code.co_name)


def test_a_trace_has_file_line_function_and_text():
    x, line = T.dvector("x"), _here()
    assert x.tag.trace[0][-1] == (*line, 'x, line = T.dvector("x"), _here()')
    y, line = x + 1, _here()
    assert y.tag.trace[0][-1] == (*line, "y, line = x + 1, _here()") and len(y.tag.trace) == 1


def test_a_trace_that_was_set_is_what_errors_show():
    x = T.dvector("x")
    y = x + T.dvector("y")
    y.tag.trace = [[("model.py", 3, "layer", "x + y")]]
    assert gof.utils.get_variable_trace_string(y).endswith('File "model.py", line 3, in layer\n    x + y\n')
    with pytest.raises(ValueError, match='(?s)created.*File "model.py", line 3, in layer\n    x \\+ y'):
        theano.function([x, y.owner.inputs[1]], y)([1.0], [1.0, 2.0])


def test_traces_are_handed_on():
    x = T.dvector("x")
    y = T.exp(x)
    z = T.log(x)
    own = z.tag.trace[0]
    assert copy_stack_trace([y, x], z) is z and z.tag.trace == [own, y.tag.trace[0], x.tag.trace[0]]
    with inherit_stack_trace(y):
        w = T.sqr(x)
    assert w.tag.trace[1:] == y.tag.trace and len(T.sqr(x).tag.trace) == 1


# --- rewrites -------------------------------------------------------------------------------------


def test_a_rewrite_that_fails_is_told_to_its_callback(fgraph, caplog):
    class Fails(gof.LocalOptimizer):
        def transform(self, node):
            raise ValueError("boom")

    seen = []
    TopoOptimizer(Fails(), failure_callback=lambda *told: seen.append(told)).optimize(fgraph)
    assert len(seen) == 4
    for (error, navigator, pairs, local, node), expected in zip(seen, fgraph.toposort()):
        assert str(error) == "boom" and navigator.local_opt is local and node is expected
        assert pairs == [(node.outputs[0], None)]
    TopoOptimizer(Fails(), failure_callback=NavigatorOptimizer.warn_inplace).optimize(fgraph)
    assert caplog.text.count("Optimization failure") == 4 and "test_fgraph.py" in caplog.text
    with pytest.raises(ValueError, match="boom"):
        TopoOptimizer(Fails()).optimize(fgraph)


def test_rewrites_have_names():
    assert str(PatternSub((T.exp, (T.log, "x")), "x")) == f"{T.exp}({T.log}(x)) -> x"
    assert str(gof.opt.in2out(PatternSub((T.exp, "x"), "x"), name="mine")) == "mine"


def test_linkers_and_optimizers_are_registered_by_name():
    theano.compile.register_optimizer("of_test_fgraph", gof.Query(["fast_run"]))
    theano.compile.register_linker("of_test_fgraph", None)
    x = T.dvector("x")
    mode = theano.Mode("of_test_fgraph", "of_test_fgraph")
    assert theano.function([x], x * 2, mode=mode)([1.0]).tolist() == [2.0]
