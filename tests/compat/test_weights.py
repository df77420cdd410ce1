"""The arrays of pickles, taken out without the classes and without running anything."""

import argparse
import array
import bz2
import collections
import datetime
import decimal
import enum
import functools
import gzip
import io
import lzma
import os
import pathlib
import pickle
import types

import numpy as np
import pytest
import scipy.sparse

import theano_lite as theano
from theano_lite.compat import weights
from theano_lite.compat.safe_pickle import Refused
from theano_lite.misc import pkl_utils

T = theano.tensor
ONES = np.ones(3)


class Thing:
    def __init__(self, **attributes):
        self.__dict__.update(attributes)


class Pair:
    """Its state is no dictionary."""

    def __init__(self):
        self.W, self.b = np.ones((2, 3)), ONES

    def __getstate__(self):
        return [self.W, self.b]

    def __setstate__(self, state):
        raise AssertionError("a class was loaded")


class Slotted:
    __slots__ = ("W",)


class ListOfArrays(list):
    pass


class DictOfArrays(dict):
    pass


class ArrayWithMore(np.ndarray):
    def __reduce__(self):
        function, arguments, state = super().__reduce__()
        return function, arguments, (*state, "more")


Named = collections.namedtuple("Named", "W b")
Colour = enum.Enum("Colour", "red", module=__name__)


def shapes(path, **options):
    return {name: x.shape for name, x in weights.arrays_of(path, **options).items()}


@pytest.fixture
def found(tmp_path):
    """The shapes in an object, by their names: the same by every protocol."""
    def find(x, protocols=(0, 1, 2, 4, 5), **options):
        path = tmp_path / "x.pkl"
        each = []
        for protocol in protocols:
            path.write_bytes(pickle.dumps(x, protocol))
            each.append(shapes(path, **options))
        assert all(one == each[0] for one in each)
        return each[0]
    return find


# --- what this package pickled --------------------------------------------------------------------


def test_shared_variables_of_this_package_are_found_whatever_holds_them(found):
    W, b = theano.shared(np.ones((3, 2)), "W"), theano.shared(np.ones(2))
    assert found(W) == {"W": (3, 2)} and found([b]) == {"0": (2,)}
    assert found({"params": [W, b]}) == found(Thing(params=[W, b])) == {"W": (3, 2), "params.1": (2,)}
    assert found({W: np.zeros((3, 2))}) == {"W": (3, 2), "W_2": (3, 2)}
    assert found(theano.shared(1.0, "w")) == {"w": ()}


def test_values_that_are_on_the_device_are_found(found, tmp_path):
    W = theano.shared(np.ones(3), "W")
    theano.function([], updates=[(W, W * 2)])()
    assert found(W) == {"W": (3,)}
    assert weights.arrays_of(tmp_path / "x.pkl")["W"].tolist() == [2, 2, 2]


def test_graphs_and_functions_give_their_shared_variables_and_defaults_but_no_constants(found):
    x, z, W = T.dvector("x"), T.dvector("z"), theano.shared(ONES, "other")
    W.name = "W"
    y = T.tanh(W * x) + np.arange(3.0)
    y.tag.test_value = ONES
    assert found(y) == {"W": (3,)}
    f = theano.function([x, theano.In(z, value=np.ones(5))], y + z.sum(), updates=[(W, W * 2)])
    assert found(f) == {"W": (3,), "z": (5,)}


def test_shared_variables_that_hold_no_array_give_the_arrays_in_their_values(found):
    assert found(theano.shared([ONES, np.ones(2)], "G")) == {"G.0": (3,), "G.1": (2,)}
    S = theano.shared(scipy.sparse.csr_matrix(np.eye(3)), "S")
    assert found([S]) == {"S.data": (3,), "S.indices": (3,), "S.indptr": (4,), "S.shape": (2,)}


def test_zips_give_the_arrays_that_are_files_and_those_in_their_pickle(tmp_path):
    boxed = np.empty(1, object)
    boxed[0] = np.ones(4)
    with open(tmp_path / "x.zip", "wb") as file:
        pkl_utils.dump([theano.shared(ONES, "W"), np.ones(2), boxed, Thing(n=np.float32(1))], file)
    assert shapes(tmp_path / "x.zip") == {"W": (3,), "array_0": (2,), "array_1": (4,), "3.n": ()}


# --- where arrays may be --------------------------------------------------------------------------


def test_attributes_are_found_whatever_their_names(found):
    assert found(Thing(data=ONES, tag=np.ones(2), owner=np.ones(1), fgraph=np.ones(4), clients=np.ones(5))) == {
        "data": (3,), "tag": (2,), "owner": (1,), "fgraph": (4,), "clients": (5,)}


def test_sparse_matrices_give_what_they_are_made_of(found):
    assert found({"S": scipy.sparse.csr_matrix(np.eye(3))}) == {
        "S.data": (3,), "S.indices": (3,), "S.indptr": (4,), "S.shape": (2,)}


def test_arrays_of_objects_and_records_are_searched(found):
    boxed = np.empty(2, object)
    boxed[0], boxed[1] = ONES, [np.ones(2)]
    assert found({"W": boxed}) == {"W.0": (3,), "W.1.0": (2,)}
    records = np.zeros(2, [("a", "f4"), ("b", "O")])
    records["b"][1] = ONES
    assert found(records) == {"a": (2,), "b.1": (3,)}


def test_containers_of_ones_own_states_and_slots_are_searched(found):
    slotted = Slotted()
    slotted.W = ONES
    assert found(ListOfArrays([ONES])) == {"0": (3,)} and found(DictOfArrays(W=ONES)) == {"W": (3,)}
    assert found(Pair()) == {"0": (2, 3), "1": (3,)} and found(Named(ONES, np.ones(2))) == {"0": (3,), "1": (2,)}
    assert found(slotted, (2, 4, 5)) == {"W": (3,)}


def test_subclasses_of_arrays_are_read_as_arrays(found, tmp_path):
    masked = np.ma.array([1.0, 2.0], mask=[False, True])
    assert found({"m": masked, "x": np.ones((1, 2)).view(np.matrix), "r": np.rec.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
                  "n": np.ma.array([1.0]), "o": ONES.view(ArrayWithMore), "a": array.array("d", [1, 2])}) == {
        "m": (2,), "m.mask": (2,), "x": (1, 2), "r": (1,), "n": (1,), "o": (3,), "a": (2,)}
    got = weights.arrays_of(tmp_path / "x.pkl")
    assert got["m"].tolist() == [1, 2] and got["m.mask"].tolist() == [False, True] and got["a"].tolist() == [1, 2]
    assert got["r"].dtype == [("a", "i4"), ("b", "f8")] and got["o"].tolist() == [1, 1, 1]


def test_a_list_that_holds_itself_is_read_once(found):
    x = [ONES]
    x.append(x)
    assert found(x) == {"0": (3,)}


def test_harmless_neighbours_are_left_out(found):
    near = [datetime.datetime.now(), datetime.date.today(), pathlib.Path("a"), collections.Counter("abc"),
            decimal.Decimal(3), np.exp, np.float32, b"", b"a", bytearray(b"ab"), range(3), object(), os.path.join, Thing]
    assert found([ONES, *near]) == {"0": (3,)}
    assert found([argparse.Namespace(W=ONES), types.SimpleNamespace(b=np.ones(2)), functools.partial(print, np.ones(4))]) == {
        "0.W": (3,), "1.b": (2,), "2.2.0": (4,)}


# --- what must not be run -------------------------------------------------------------------------


class Calling:
    def __init__(self, function, *arguments):
        self.called = function, arguments

    def __reduce__(self):
        return self.called


@pytest.mark.parametrize("protocol", [0, 2, 4])
def test_nothing_is_run_and_what_was_to_be_called_is_named_or_left_out(tmp_path, protocol):
    ran, path = tmp_path / "ran", tmp_path / "x.pkl"
    for function, arguments in [(os.system, (f"touch {ran}",)), (eval, (f"open({str(ran)!r}, 'w')",)), (os.mkdir, (str(ran),)),
                                (functools.reduce, (getattr, [ONES])), (np.save, (str(ran), 1)), (getattr, (ONES, "tofile"))]:
        path.write_bytes(pickle.dumps([ONES, Calling(function, *arguments)], protocol))
        with pytest.raises(Refused, match=f"wants to call .*{function.__name__}"):
            weights.arrays_of(path)
        assert shapes(path, skip_calls=True)["0"] == (3,)
        assert list(tmp_path.iterdir()) == [path]


def test_what_was_only_remembered_cannot_be_called(tmp_path):
    path = tmp_path / "x.pkl"
    # functools.partial(os.mkdir, "ran")()
    path.write_bytes(b"cfunctools\npartial\n(cos\nmkdir\nVran\ntR(tR.")
    for skip_calls in (False, True):
        with pytest.raises(TypeError, match="not callable"):
            weights.arrays_of(path, skip_calls)


def test_members_of_enumerations_are_calls_that_can_be_skipped(found):
    with pytest.raises(Refused, match="Colour"):
        found([ONES, Colour.red])
    assert found([ONES, Colour.red], skip_calls=True) == {"0": (3,)}


def test_bytes_of_a_huge_length_are_refused(tmp_path):
    path = tmp_path / "x.pkl"
    for name in ("bytearray", "bytes"):
        path.write_bytes(f"c__builtin__\n{name}\n(I100000000000\ntR.".encode())
        with pytest.raises(Refused, match=name):
            weights.arrays_of(path)


# --- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("opener", [gzip.open, bz2.open, lzma.open])
def test_packed_pickles_are_read_by_weights_and_load_whatever_their_names(tmp_path, opener):
    path = tmp_path / "mnist.pkl"
    with opener(path, "wb") as file:
        pickle.dump((ONES, [theano.shared(np.ones(2), "W")]), file)
    assert shapes(path) == {"W": (2,), "0": (3,)}
    for given in (path, str(path)):
        a, (W,) = theano.load(given)
        assert a.tolist() == [1, 1, 1] and W.get_value().tolist() == [1, 1]


def test_files_that_are_no_pickles_are_named(tmp_path):
    path = tmp_path / "x.pkl"
    for read in (theano.load, weights.arrays_of):
        path.write_bytes(b"\x89HDF\r\n\x1a\n....")
        with pytest.raises(pickle.UnpicklingError, match="x.pkl is not a pickle"):
            read(path)
        path.write_bytes(b"")
        with pytest.raises(EOFError, match="x.pkl is empty"):
            read(path)
        path.write_bytes(pickle.dumps(ONES)[:-20])
        with pytest.raises(pickle.UnpicklingError, match="not a whole one"):
            read(path)
        path.write_bytes(gzip.compress(pickle.dumps(ONES))[:-20])
        with pytest.raises(EOFError, match="not a whole one"):
            read(path)
    np.savez(tmp_path / "x.npz", W=ONES)
    with pytest.raises(pickle.UnpicklingError, match="zip without a pickle"):
        theano.load(tmp_path / "x.npz")
    assert theano.load(io.BytesIO(pickle.dumps(3))) == 3


def test_load_points_to_weights_where_a_class_is_gone(tmp_path):
    path = tmp_path / "x.pkl"
    for old, new, kind in [("Thing", "Thong", AttributeError), (__name__, __name__[:-1] + "x", ModuleNotFoundError)]:
        path.write_bytes(pickle.dumps(Thing(W=ONES), 0).replace(old.encode(), new.encode()))
        with pytest.raises(kind) as caught:
            theano.load(path)
        assert caught.value.__notes__ == [f"theano-lite weights {path} takes the arrays of a pickle without its classes"]
        assert shapes(path) == {"W": (3,)}


def test_any_name_can_be_written(tmp_path):
    names = ["file", "a/b", "../up", "", "x\n", "ü", "W"]
    weights.write({name: np.full(2, k) for k, name in enumerate(names)}, tmp_path / "o.npz")
    with np.load(tmp_path / "o.npz") as got:
        assert [got[name].tolist() for name in names] == [[k, k] for k in range(len(names))]
    assert list(weights.collect({"a\0": ONES, "b\ud800": np.ones(2), "n": [np.ones(1)], "n.0": np.ones(5)})) == [
        "a\\0", "b\\ud800", "n.0", "n.0_2"]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path):
    (tmp_path / "o.npz").write_bytes(b"before")
    with pytest.raises(ValueError):
        weights.write({"W": ONES, "o": np.array([None])}, tmp_path / "o.npz")
    assert (tmp_path / "o.npz").read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1
