"""theano.gof.compilelock: locks between processes."""

from theano_lite.core.locks import force_unlock, get_lock, lock_ctx, release_lock

__all__ = ["force_unlock", "get_lock", "lock_ctx", "release_lock"]
