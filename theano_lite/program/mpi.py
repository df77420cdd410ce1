"""theano.tensor.io: arrays sent to and received from other processes by MPI. Needs the package mpi4py."""

import importlib.util

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.types import generic, tensor_type
from theano_lite.program.user_op import Op

mpi_enabled = importlib.util.find_spec("mpi4py") is not None


def communicator():
    """All processes of this MPI program. Raises ImportError without mpi4py."""
    try:
        from mpi4py import MPI  # type: ignore[import-not-found]
    except ImportError as error:
        raise ImportError("sending and receiving by MPI needs the package mpi4py: pip install mpi4py") from error
    return MPI.COMM_WORLD


class MPIRecv(Op):
    """Starts to receive an array of the `shape` and `dtype` from process `source`: a request and the array."""

    __props__ = ("source", "tag", "shape", "dtype")

    def __init__(self, source, tag, shape, dtype):
        self.source, self.tag, self.shape, self.dtype = source, tag, tuple(shape), np.dtype(dtype)
        self.broadcastable = (False,) * len(self.shape)

    def make_node(self):
        return Apply(self, [], [generic, tensor_type(str(self.dtype), self.broadcastable)])

    def perform(self, node, inputs, output_storage, params=None):
        data = np.zeros(self.shape, dtype=self.dtype)
        output_storage[0][0] = communicator().Irecv(data, self.source, self.tag), data
        output_storage[1][0] = data

    def __str__(self):
        return f"MPIRecv{{source: {self.source}, tag: {self.tag}, shape: {self.shape}, dtype: {self.dtype}}}"


class MPIRecvWait(Op):
    """The array of an MPIRecv, once it is there."""

    __props__ = ("tag",)

    def __init__(self, tag):
        self.tag = tag

    def make_node(self, request, data):
        return Apply(self, [request, data], [data.type])

    def perform(self, node, inputs, output_storage, params=None):
        # The request comes with the very array that MPI fills: what passes between ops is copied.
        request, data = inputs[0]
        request.wait()
        output_storage[0][0] = data


class MPISend(Op):
    """Starts to send an array to process `dest`: a request and the array."""

    __props__ = ("dest", "tag")

    def __init__(self, dest, tag):
        self.dest, self.tag = dest, tag

    def make_node(self, data):
        return Apply(self, [data], [generic, data.type])

    def perform(self, node, inputs, output_storage, params=None):
        (data,) = inputs
        output_storage[0][0] = communicator().Isend(data, self.dest, self.tag), data
        output_storage[1][0] = data


class MPISendWait(Op):
    """True, once the array of an MPISend is sent."""

    __props__ = ("tag",)

    def __init__(self, tag):
        self.tag = tag

    def make_node(self, request, data):
        return Apply(self, [request, data], [generic])

    def perform(self, node, inputs, output_storage, params=None):
        inputs[0][0].wait()
        output_storage[0][0] = True


def isend(var, dest, tag):
    """Start to send `var` to process `dest`: a request and the array."""
    return MPISend(dest, tag)(var)


def send(var, dest, tag):
    """Send `var` to process `dest` and wait: True."""
    return MPISendWait(tag)(*isend(var, dest, tag))


def irecv(shape, dtype, source, tag):
    """Start to receive an array from process `source`: a request and the array."""
    return MPIRecv(source, tag, shape, dtype)()


def recv(shape, dtype, source, tag):
    """The array received from process `source`."""
    return MPIRecvWait(tag)(*irecv(shape, dtype, source, tag))


def mpi_send_wait_key(a):
    """Orders nodes: sends and receives start early, waits come late."""
    if isinstance(a.op, (MPIRecvWait, MPISendWait)):
        return 1
    return -1 if isinstance(a.op, (MPIRecv, MPISend)) else 0


def mpi_tag_key(a):
    """Orders nodes of MPI by their tag."""
    return a.op.tag if isinstance(a.op, (MPISend, MPIRecv, MPIRecvWait, MPISendWait)) else 0


def _comparison(key):
    def compare(a, b):
        return (key(a) > key(b)) - (key(a) < key(b))
    return compare


mpi_keys = (mpi_send_wait_key, mpi_tag_key)
mpi_send_wait_cmp, mpi_tag_cmp = mpi_cmps = tuple(_comparison(key) for key in mpi_keys)
