"""The small functions of scan_module.scan_utils, theano.clone, and graphs mapped inside loops."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.scan_module import scan_utils


def test_the_lengths_of_outputs_follow_from_those_of_inputs_alone():
    m, n = T.matrix(), T.lscalar()
    (lengths,) = scan_utils.infer_shape([T.dot(m, m.T)], [m], [(n, n * 2)])
    assert theano.function([n], list(lengths))(4) == [4, 4]


def test_expand_empty_appends_rows():
    m = T.matrix()
    grown = theano.function([m], scan_utils.expand_empty(m, 3))(np.ones((2, 2)))
    assert grown.shape == (5, 2) and (grown[:2] == 1).all()


def test_safe_new_copies_type_and_name_and_casts():
    x = T.fmatrix("x")
    new = scan_utils.safe_new(x, "_copy", dtype="float64")
    assert (new.name, new.type.dtype, new.owner) == ("x_copy", "float64", None) and new is not x


def test_reconstructed_graphs_have_inputs_of_their_own():
    x, y = T.dvector("x"), T.dvector("y")
    (a, b), (out,) = scan_utils.reconstruct_graph([x, y], [x * y + 1])
    assert theano.function([a, b], out)([1.0, 2.0], [3.0, 4.0]).tolist() == [4, 9]


def test_a_clone_without_shared_inputs_has_none_of_them():
    x, y, z, s = T.dvector("x"), T.dvector("y"), T.dvector("z"), theano.shared(2.0)
    copied = theano.clone(s * (x + y), replace={y: z}, share_inputs=False)
    assert not {x, y, z, s} & set(theano.gof.graph.inputs([copied]))
    with pytest.raises(ValueError, match="replace is neither"):
        theano.clone(x + y, replace=3)


def test_map_variables_reaches_into_loops_and_brings_in_what_it_needs():
    x, outside, s = T.dvector(), T.dscalar(), theano.shared(1.0)

    def step(a, total):
        new = total + a
        new.tag.replacement = outside * s * (total - a)
        return new

    out, _ = theano.scan(step, sequences=x, outputs_info=[np.array(0.0)])
    (mapped,) = scan_utils.map_variables(lambda v: getattr(v.tag, "replacement", v), [out * 2])
    first, second = theano.function([x, outside], [out, mapped])([1.0, 2.0, 3.0], 1.0)
    assert first.tolist() == [1, 3, 6] and second.tolist() == [-2, -6, -12]


def test_map_variables_refuses_shared_variables_with_an_update():
    x, counter = T.dvector(), theano.shared(0)
    counter.update = counter + 1

    def step(a):
        new = a + 1
        new.tag.replacement = counter * a
        return new

    out, _ = theano.scan(step, sequences=x)
    with pytest.raises(NotImplementedError, match="has an update"):
        scan_utils.map_variables(lambda v: getattr(v.tag, "replacement", v), [out])


def test_scan_checkpoints_refuses_taps():
    with pytest.raises(RuntimeError, match="taps"):
        theano.scan_checkpoints(lambda: None, [], {"initial": T.dvector(), "taps": [-2]})


def test_the_mappings_between_inside_and_outside_are_theanos():
    vectors = [T.dvector() for _ in range(2)]
    outs, _ = theano.scan(lambda a, p, q, r, w: [a + p + q, r + w, a], vectors[0],
                          [dict(initial=vectors[1], taps=[-3, -1]), T.dscalar(), None], T.dscalar())
    mappings = outs[0].owner.inputs[0].owner.op.var_mappings
    assert mappings["outer_inp_from_outer_out"] == {0: 2, 1: 3, 2: 4}
    assert mappings["inner_inp_from_outer_inp"] == {0: [], 1: [0], 2: [1, 2], 3: [3], 4: [], 5: [4]}


def test_leaves_and_ancestors_come_depth_first_from_the_last_output():
    x, y, z = T.scalars("xyz")
    a, b = x + y, z * x
    graph = theano.gof.graph
    assert graph.inputs([a, b]) == [z, x, y] and graph.inputs(reversed([a, b])) == [x, y, z]
    assert graph.ancestors([b, a]) == [a, x, y, b, z] and graph.ancestors([a * b], [b])[1:] == [a, x, y, b]
    assert graph.inputs([a * b], [b]) == [x, y] and graph.variables([b], [a * b])[1:] == [a, x, y, b]
    assert graph.orphans([x], [b, a]) == [y, z] == graph.variables_and_orphans([x], [b, a])[1]
