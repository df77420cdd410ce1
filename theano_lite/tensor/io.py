"""theano.tensor.io: arrays from files, and to and from other processes."""

from theano_lite.core.graph import Constant
from theano_lite.core.types import Generic
from theano_lite.program.disk import LoadFromDisk, load
from theano_lite.program.mpi import (
    MPIRecv,
    MPIRecvWait,
    MPISend,
    MPISendWait,
    irecv,
    isend,
    mpi_cmps,
    mpi_enabled,
    mpi_keys,
    mpi_send_wait_cmp,
    mpi_send_wait_key,
    mpi_tag_cmp,
    mpi_tag_key,
    recv,
    send,
)
from theano_lite.program.user_op import Op

__all__ = [
    "Constant", "Generic", "LoadFromDisk", "MPIRecv", "MPIRecvWait", "MPISend", "MPISendWait", "Op", "irecv", "isend",
    "load", "mpi_cmps", "mpi_enabled", "mpi_keys", "mpi_send_wait_cmp", "mpi_send_wait_key", "mpi_tag_cmp",
    "mpi_tag_key", "recv", "send",
]
