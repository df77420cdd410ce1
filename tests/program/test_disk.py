"""Arrays from files, and by MPI from other processes."""

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.program import mpi
from theano_lite.tensor import io


@pytest.fixture
def path(tmp_path):
    np.save(tmp_path / "a.npy", np.arange(3))
    return str(tmp_path / "a.npy")


@pytest.mark.parametrize("mmap_mode", [None, "c"])
def test_a_file_is_read_when_the_function_is_called(path, mmap_mode):
    name = theano.Variable(theano.Generic())
    f = theano.function([name], T.load(name, "int64", (False,), mmap_mode) * 2)
    assert f(path).tolist() == [0, 2, 4]
    np.save(path, np.arange(2))
    assert f(path).tolist() == [0, 2]
    assert theano.function([], T.load(path, "int64", (False,)))().tolist() == [0, 1]


def test_a_mapped_file_stays_mapped_and_as_it_is(path):
    got = theano.function([], T.load(path, "int64", (False,), "c"))()
    assert type(got) is np.memmap
    got[0] = 7
    assert np.load(path).tolist() == [0, 1, 2]
    with pytest.raises(TypeError, match="dimensions"):
        theano.function([], T.load(path, "int64", (False, False), "c"))()


def test_a_file_of_another_kind_or_dtype_raises(path, tmp_path):
    np.savez(tmp_path / "a.npz", np.arange(3))
    with pytest.raises(ValueError, match="npz"):
        theano.function([], T.load(str(tmp_path / "a.npz"), "int64", (False,)))()
    with pytest.raises(TypeError, match="int32"):
        theano.function([], T.load(path, "int32", (False,)))()
    with pytest.raises(ValueError, match="mmap_mode"):
        T.load(path, "int64", (False,), "r+")


class Request:
    def __init__(self, finish):
        self.wait = finish


class Loop:
    """A communicator that sends to itself; arrays arrive when they are waited for."""

    def __init__(self):
        self.box = {}

    def Isend(self, data, dest, tag):
        return Request(lambda: self.box.__setitem__(tag, data))

    def Irecv(self, data, source, tag):
        return Request(lambda: np.copyto(data, self.box[tag]))


def test_what_is_sent_is_received(monkeypatch):
    loop = Loop()
    monkeypatch.setattr(mpi, "communicator", lambda: loop)
    x = T.dvector()
    assert theano.function([x], io.send(x + 1, 0, 7))([1, 2]) is True
    received = io.recv((2,), "float64", 0, 7)
    f = theano.function([], received * 10)
    assert f().tolist() == [20, 30]
    theano.function([x], io.send(x, 0, 7))([3, 4])
    assert f().tolist() == [30, 40]
    nodes = [received.owner, received.owner.inputs[0].owner, (x + 1).owner]
    assert [key(node) for key in io.mpi_keys for node in nodes] == [1, -1, 0, 7, 7, 0]
    assert [compare(nodes[0], nodes[1]) for compare in io.mpi_cmps] == [1, 0]


@pytest.mark.skipif(io.mpi_enabled, reason="mpi4py is installed")
def test_without_mpi4py_sending_raises():
    with pytest.raises(ImportError, match="mpi4py"):
        theano.function([], io.send(T.ones(2), 0, 1))()
