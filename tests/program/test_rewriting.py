"""Rewrites of the user change a FunctionGraph as the real Theano's tutorial shows; registered ones are kept, and said not to run."""

import logging
import pickle

import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite import gof
from theano_lite.gof.opt import MergeOptimizer, OpRemove, OpSub, PatternSub
from theano_lite.program import rewriting
from theano_lite.scalar import add, float64, identity, mul, true_div
from theano_lite.tensor.opt import register_canonicalize


def graph(make):
    x, y, z = float64("x"), float64("y"), float64("z")
    return gof.FunctionGraph([x, y, z], [make(x, y, z)])


def quotient(x, y, z):
    return add(z, mul(true_div(mul(y, x), y), true_div(z, x)))


class Simplify(gof.Optimizer):
    def add_requirements(self, fgraph):
        fgraph.attach_feature(gof.toolbox.ReplaceValidate())

    def apply(self, fgraph):
        for node in fgraph.toposort():
            if node.op == true_div and node.inputs[0].owner and node.inputs[0].owner.op == mul:
                a, b = node.inputs[0].owner.inputs
                if node.inputs[1] in (a, b):
                    fgraph.replace_validate(node.outputs[0], b if node.inputs[1] is a else a)


@gof.local_optimizer([true_div])
def local_simplify(node):
    x, y = node.inputs
    if x.owner and x.owner.op == mul and y in x.owner.inputs:
        a, b = x.owner.inputs
        return [b if y is a else a]
    return False


@pytest.mark.parametrize("rewrite", [
    Simplify(), gof.TopoOptimizer(local_simplify), rewriting.out2in(local_simplify),
    gof.EquilibriumOptimizer([local_simplify]), gof.SeqOptimizer([Simplify(), MergeOptimizer()]),
    gof.TopoOptimizer(PatternSub((true_div, (mul, "x", "y"), "x"), "y"))])
def test_a_rewrite_simplifies_a_quotient(rewrite):
    e = graph(quotient)
    assert str(e) == "[add(z, mul(true_div(mul(y, x), y), true_div(z, x)))]"
    rewrite.optimize(e)
    assert str(e) == "[add(z, mul(x, true_div(z, x)))]"


def test_equal_nodes_are_merged_so_that_a_pattern_matches():
    e = graph(lambda x, y, z: true_div(mul(add(y, z), x), add(y, z)))
    Simplify().optimize(e)
    assert str(e) == "[true_div(mul(add(y, z), x), add(y, z))]"
    MergeOptimizer().optimize(e)
    assert str(e) == "[true_div(mul(*1 -> add(y, z), x), *1)]"
    Simplify().optimize(e)
    assert str(e) == "[x]"


def test_ops_are_replaced_and_removed():
    e = graph(lambda x, y, z: add(identity(x), y))
    gof.TopoOptimizer(OpRemove(identity)).optimize(e)
    gof.TopoOptimizer(OpSub(add, mul)).optimize(e)
    assert str(e) == "[mul(x, y)]"


def test_a_rewrite_of_tensors_gives_a_graph_that_computes():
    x = T.dvector("x")
    e = gof.FunctionGraph([x], [T.exp(T.log(x)) + 1])
    gof.TopoOptimizer(PatternSub((T.exp, (T.log, "x")), "x")).optimize(e)
    assert theano.function(e.inputs, e.outputs[0])([-2.0]).tolist() == [-1.0]


def test_a_registered_rewrite_is_kept_with_a_notice(caplog, monkeypatch):
    monkeypatch.setattr(rewriting, "_said", False)
    monkeypatch.setattr(rewriting, "_databases", {"canonicalize": rewriting.EquilibriumDB()})
    with caplog.at_level(logging.WARNING):
        assert register_canonicalize(local_simplify) is local_simplify
        assert register_canonicalize("tag")(OpRemove(identity)) is not None
    assert caplog.text.count("compiled by XLA here") == 1
    kept = rewriting._databases["canonicalize"]
    e = graph(quotient)
    kept.query("fast_run").optimize(e)
    assert str(e) == "[add(z, mul(x, true_div(z, x)))]"
    with pytest.raises(ValueError, match="same name"):
        kept.register("local_simplify", local_simplify)


def test_a_query_includes_and_excludes_tags():
    db = rewriting.SequenceDB()
    db.register("one", Simplify(), 1, "fast_run", "mine")
    db.register("two", MergeOptimizer(), 2, "fast_run")
    assert len(db.query("fast_run")) == 2 and len(db.query("+fast_run", "-mine")) == 1
    assert len(db.query(gof.Query(["fast_run"]).excluding("mine"))) == 1 and "one" in db and db["one"].name == "one"


def test_what_is_no_rewrite_is_refused():
    with pytest.raises(ValueError, match="empty list"):
        gof.local_optimizer([])
    with pytest.raises(ValueError, match="order"):
        gof.TopoOptimizer(local_simplify, order="sideways")
    with pytest.raises(ValueError, match="gave 2 outputs"):
        gof.TopoOptimizer(rewriting.FromFunctionLocalOptimizer(lambda node: list(node.inputs))).optimize(graph(quotient))


def test_the_query_of_all_rewrites_stabilises_and_every_node_knows_its_line():
    x = T.dvector("x")
    e = gof.FunctionGraph([x], [T.log(1 + T.exp(x))])
    theano.compile.mode.optdb.query(theano.compile.mode.OPT_FAST_RUN).optimize(e)
    assert str(e) == "[softplus(x)]"
    f = theano.function([x], T.exp(x) * 2)
    for chosen in ("last", "all", T.exp, [T.mul], lambda op: op == T.exp):
        assert gof.opt.check_stack_trace(f, ops_to_check=chosen)
    with pytest.raises(ValueError, match="not in the graph"):
        gof.opt.check_stack_trace(f, ops_to_check=T.log)
    with pytest.warns(UserWarning, match="not in the graph"):
        gof.opt.check_stack_trace(f, ops_to_check=T.log, bug_print="warn")


def test_variables_of_a_function_graph_know_their_clients():
    x, y = T.dvector("x"), T.dvector("y")
    w = T.exp(x * y + x)
    assert not hasattr(w, "clients")
    with pytest.raises(AttributeError, match="belongs to no FunctionGraph"):
        w.clients
    graph = theano.function([x, y], w).maker.fgraph
    product, total, result = graph.toposort()
    assert graph.inputs[0].clients == [(product, 0), (total, 1)]
    assert graph.outputs[0].clients == [("output", 0)]
    assert result.fgraph is graph and product.outputs[0].fgraph is graph
    new = graph.inputs[0] * graph.inputs[0]
    graph.replace(product.outputs[0], new)
    assert new.clients == [(total, 0)]
    assert graph.inputs[1].clients == [] == product.outputs[0].clients
    copied = pickle.loads(pickle.dumps(graph))
    assert [k for _, k in copied.inputs[0].clients] == [0, 1, 1] and copied.outputs[0].fgraph is copied
