"""Pickles that the real Theano wrote under Python 2.7 and 3.7 (pickles/record.py) are read, and give its numbers."""

import io
import json
import pickle
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.misc.pkl_utils
from theano_lite.cli.main import main
from theano_lite.compat import unpickle
from theano_lite.compat.safe_pickle import Refused
from theano_lite.compat.weights import arrays_of

PICKLES = Path(__file__).parent / "pickles"
VALUES = [np.linspace(0.1, 0.9, 6).reshape(2, 3), np.array([0.2, 0.4, 0.6]), np.array([1, 0, 1])]
GRAPHS = ["elementwise", "reductions", "shapes", "indexing", "nnet", "gradients"]


class Layer:
    """Stands for the class of the program that wrote the pickles."""


class OldLayer:
    """Likewise."""


@pytest.fixture(params=["py27", "py37"])
def python(request, monkeypatch):
    for kind in (Layer, OldLayer):
        monkeypatch.setattr(sys.modules["__main__"], kind.__name__, kind, raising=False)
    return request.param


def read(python, name):
    return theano.load(PICKLES / f"{python}_{name}.pkl")


def known(python, name):
    return json.loads((PICKLES / f"{python}.json").read_text())[name]


def agree(got, expected):
    assert len(got) == len(expected)
    for a, b in zip(got, expected):
        assert np.shape(a) == np.shape(b) and np.allclose(np.asarray(a, "float64"), b, rtol=1e-6)


def test_arrays_and_containers_are_read(python):
    W, b, number, text, table = read(python, "arrays")
    assert W.tolist() == np.arange(6.0).reshape(3, 2).tolist() and b.dtype == "float32"
    assert (number, text, table["k"].tolist()) == (2.0, "text", [0, 1, 2])


def test_shared_variables_are_shared_variables_again(python):
    W, b, n, x = read(python, "shared")
    assert W.name == "W" and W.get_value().tolist() == np.arange(6.0).reshape(3, 2).tolist()
    assert [v.type for v in (b, n, x)] == [v.type for v in map(theano.shared, (np.ones(2, "float32"), 3, np.float32(1)))]
    f = theano.function([], W.sum(), updates=[(W, W + 1)])
    assert (f(), f()) == (15, 21)


@pytest.mark.parametrize("name", ["model", "model0"])
def test_a_model_object_works_on(python, name):
    layer = read(python, name)
    assert type(layer) is Layer and layer.params == [layer.W, layer.b]
    agree([layer.output.eval({layer.x: np.ones((1, 3))})], known(python, "model"))
    before = layer.b.get_value()
    cost = layer.output.sum()
    theano.function([layer.x], cost, updates=[(layer.b, layer.b - theano.grad(cost, layer.b))])(np.ones((1, 3)))
    assert (layer.b.get_value() < before).all()


def test_an_object_of_a_class_of_the_old_kind_is_read(python):
    layer = read(python, "old_class")
    assert layer.size == 3 and layer.W.get_value().shape == (2, 3)


@pytest.mark.parametrize("name", GRAPHS)
def test_graphs_are_computed_as_theano_computed_them(python, name):
    inputs, outputs = read(python, f"graph_{name}")
    f = theano.function(inputs, outputs, on_unused_input="ignore")
    agree(f(*VALUES[: len(inputs)]), known(python, f"graph_{name}"))


@pytest.mark.parametrize("version", ["py27", "py37", "py27-0.8"])
def test_networks_are_computed_as_theano_computed_them_and_so_are_functions_of_them(version):
    expected = known(version, "network")
    agree(theano.function(*read(version, "network"))(VALUES[0]), expected)
    agree([read(version, "network_function")(VALUES[0])], expected[3:4])


def test_random_streams_go_on_where_they_were(python):
    _, _, draws = read(python, "streams")
    got = theano.function([], draws)()
    assert all(np.array_equal(np.asarray(a, "float64"), b) for a, b in zip(got, known(python, "streams")))


def test_compiled_functions_are_compiled_again_with_their_state(python):
    step = read(python, "function")
    assert step.name == "step"
    agree([step([1.0, 2.0, 3.0])], known(python, "function")[1:])
    assert np.allclose(step.get_shared()[0].get_value(), [0.8, 0.6, 0.4], rtol=1e-12)


def test_zips_of_pkl_utils_are_read_by_theano_load_and_by_pkl_utils(python):
    for load in (lambda f: theano.load(f.name), theano.misc.pkl_utils.load):
        with open(PICKLES / f"{python}_dump.zip", "rb") as f:
            weights, (other,) = load(f)
        assert weights.name == "weights" and weights.get_value().shape == (3, 2) and other.dtype == "float32"


def test_plain_pickle_reads_them_under_the_alias():
    code = ("import theano_lite; theano_lite.install(); import pickle, theano\n"
            f"x = pickle.load(open({str(PICKLES / 'py37_shared.pkl')!r}, 'rb')); print(x[0], x[0].get_value().sum())\n"
            f"y = pickle.loads(open({str(PICKLES / 'py27_shared.pkl')!r}, 'rb').read(), encoding='latin1'); print(len(y))\n"
            "print(pickle.loads(pickle.dumps({'a': [1, theano.shared(2.0).get_value()]})))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.splitlines() == ["W 15.0", "4", "{'a': [1, array(2.)]}"], done.stderr


def test_an_op_that_is_not_known_raises_when_it_is_computed_and_names_itself():
    source = (PICKLES / "py37_graph_gradients.pkl").read_bytes()
    assert source.count(b"theano.scalar.basic\nTanh") == 1
    inputs, outputs = unpickle.load_bytes(source.replace(b"theano.scalar.basic\nTanh", b"theano.scalar.basic\nHnat"))
    with pytest.raises(NotImplementedError, match="theano.tensor.elemwise.Elemwise, which is not known here"):
        theano.function(inputs, outputs)(VALUES[0])


def gpu_pickle(value):
    """What Theano 0.8 wrote for a shared variable on a GPU: classes of theano.sandbox.cuda, the value as an array."""
    module = types.ModuleType("theano.sandbox.cuda.fake")

    def thing(name, module_name):
        kind = type(name, (), {"__module__": module_name})
        setattr(module, name, kind)
        return kind()

    def CudaNdarray_unpickler(npa):
        raise AssertionError
    CudaNdarray_unpickler.__module__ = "theano.sandbox.cuda.type"

    class CudaNdarray:
        def __reduce__(self):
            return CudaNdarray_unpickler, (value,)
    kind = thing("CudaNdarrayType", "theano.sandbox.cuda.type")
    kind.__dict__.update(broadcastable=(False, False), name=None, typenum=11, dtype_specs_cache=None)
    container = thing("Container", "theano.gof.link")
    container.__dict__.update(storage=[CudaNdarray()], type=kind, readonly=False, strict=False, allow_downcast=None)
    shared = thing("CudaNdarraySharedVariable", "theano.sandbox.cuda.var")
    shared.__dict__.update(type=kind, container=container, name="W", owner=None, index=None)
    out = io.BytesIO()

    class Pickler(pickle._Pickler):
        def save_global(self, obj, name=None):
            self.write(pickle.GLOBAL + f"{obj.__module__}\n{obj.__name__}\n".encode())
            self.memoize(obj)
        dispatch = {**pickle._Pickler.dispatch, type: save_global, types.FunctionType: save_global}
    Pickler(out, 2).dump(shared)
    return out.getvalue()


def test_a_shared_variable_that_lived_on_a_gpu_is_read_with_its_value(tmp_path):
    data = gpu_pickle(np.arange(4.0, dtype="float32").reshape(2, 2))
    W = unpickle.load_bytes(data)
    assert W.name == "W" and W.type == theano.tensor.fmatrix and W.get_value().tolist() == [[0, 1], [2, 3]]
    (tmp_path / "gpu.pkl").write_bytes(data)
    assert arrays_of(tmp_path / "gpu.pkl")["W"].tolist() == [[0, 1], [2, 3]]


# --- weights --------------------------------------------------------------------------------------


def test_weights_takes_the_arrays_out_without_the_classes(python, monkeypatch, tmp_path, capsys):
    monkeypatch.delattr(sys.modules["__main__"], "Layer")
    out = tmp_path / "w.npz"
    assert main(["weights", str(PICKLES / f"{python}_model.pkl"), "-o", str(out)]) == 0
    assert f"2 arrays written to {out}" in capsys.readouterr().out
    found = np.load(out)
    assert found["W"].shape == (3, 2) and found["b"].tolist() == [0, 0]
    assert arrays_of(PICKLES / f"{python}_function.pkl")["w"].tolist() == [0.9, 0.8, 0.7]
    assert arrays_of(PICKLES / f"{python}_dump.zip")["weights"].shape == (3, 2)
    assert list(arrays_of(PICKLES / f"{python}_arrays.pkl")) == ["0", "1", "2", "4.k"]


class Hostile:
    def __init__(self, function, *arguments):
        self.called = function, arguments

    def __reduce__(self):
        return self.called


@pytest.mark.parametrize("function, arguments", [
    (exec, ("raise SystemExit",)), (subprocess.call, (["true"],)), (np.save, ("x", 1)), (np.load, ("x", None, True))])
def test_weights_refuses_a_hostile_pickle_and_names_what_it_wants(tmp_path, function, arguments):
    path = tmp_path / "bad.pkl"
    path.write_bytes(pickle.dumps([np.ones(2), Hostile(function, *arguments)]))
    with pytest.raises(Refused, match=function.__name__):
        arrays_of(path)
    assert main(["weights", str(path)]) == 1


def a_function_of_the_user():
    raise AssertionError


def test_weights_refuses_to_call_functions_of_the_user(tmp_path, capsys):
    path = tmp_path / "bad.pkl"
    path.write_bytes(pickle.dumps(Hostile(a_function_of_the_user)))
    assert main(["weights", str(path)]) == 1 and "a_function_of_the_user" in capsys.readouterr().err


def test_weights_tells_of_missing_and_broken_files(tmp_path, capsys):
    assert main(["weights", str(tmp_path / "none.pkl")]) == 1 and "there is no file" in capsys.readouterr().err
    (tmp_path / "broken.pkl").write_bytes(b"not a pickle")
    assert main(["weights", str(tmp_path / "broken.pkl")]) == 1 and "broken.pkl" in capsys.readouterr().err


# --- our own --------------------------------------------------------------------------------------


def test_shared_variables_graphs_and_functions_of_ours_go_to_another_process(tmp_path):
    T = theano.tensor
    x, w = T.dmatrix("x"), theano.shared(np.ones((3, 2)), name="w")
    rng = T.shared_randomstreams.RandomStreams(4)
    f = theano.function([x], T.nnet.softmax(T.dot(x, w)), updates=[(w, w * 2)])
    draw = rng.normal((2,))
    path = tmp_path / "ours.pkl"
    with open(path, "wb") as file:
        pickle.dump((f, x, T.grad(T.tanh(T.dot(x, w)).sum(), w), w, draw), file)
    expected = [f(VALUES[0]), theano.function([], draw)()]
    code = ("import theano_lite as theano, numpy as np\n"
            f"f, x, g, w, draw = theano.load({str(path)!r})\n"
            "v = np.linspace(0.1, 0.9, 6).reshape(2, 3)\n"
            "before = theano.function([x], g)(v); print(before.shape)\n"
            "print(f(v).tolist()); print(w.get_value()[0, 0]); print(theano.function([], draw)().tolist())")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    lines = done.stdout.splitlines()
    assert lines == ["(3, 2)", str(expected[0].tolist()), "2.0", str(expected[1].tolist())], done.stderr
