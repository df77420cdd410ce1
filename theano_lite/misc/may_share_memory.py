"""theano.misc.may_share_memory: whether arrays or sparse matrices share memory."""

from theano_lite.program.memory import may_share_memory

__all__ = ["may_share_memory"]
