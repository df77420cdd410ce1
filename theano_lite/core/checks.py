"""Run-time checks. An op's lowering calls `require`; a compiled program returns what failed as one vector.

Each check is one int64: `FINE`, or the offending value. Conditions known while tracing raise at once.
"""

import threading
from contextlib import contextmanager
from typing import Any

import jax.numpy as jnp
import numpy as np

FINE = np.iinfo(np.int64).min


class Collector:
    """The checks met while one graph is lowered, and the node that each belongs to."""

    def __init__(self):
        self.values, self.failures = [], []
        self.node = None

    def add(self, value, error, message, node):
        self.values.append(value)
        self.failures.append((error, message, node))


class _Local(threading.local):
    collector = None


_local = _Local()


@contextmanager
def collect(collector):
    """Send the checks of the enclosed lowerings to `collector`."""
    before, _local.collector = _local.collector, collector
    try:
        yield collector
    finally:
        _local.collector = before


def current():
    """The collector in force, or None."""
    return _local.collector


def require(ok: Any, error, message, value: Any = 0):
    """Raise `error(message)` when the program runs unless all of `ok` holds.

    `{value}` in the message is replaced by the first element of `value` at which `ok` fails.
    """
    if isinstance(ok, (bool, np.bool_, np.ndarray)):
        if not np.all(ok):
            bad = np.broadcast_to(np.asarray(value), np.shape(ok))[~np.asarray(ok)].flat[0]
            raise error(message.format(value=bad))
        return
    collector = _local.collector
    if collector is None:
        return
    value = jnp.broadcast_to(jnp.asarray(value).astype("int64"), ok.shape)
    if ok.ndim:
        # argmin of booleans is the first failure; of an empty array there is none.
        if ok.size == 0:
            return
        at = jnp.argmin(ok.reshape(-1))
        ok, value = ok.reshape(-1)[at], value.reshape(-1)[at]
    collector.add(jnp.where(ok, FINE, value), error, message, collector.node)
