"""Run-time checks. An op's lowering calls `require`; a compiled program returns what failed as `Findings`.

Each check is one int64: `FINE`, or the offending value. Conditions known while tracing raise at once.
"""

import threading
from contextlib import contextmanager
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from theano_lite.core.report import describe, shapes_of

FINE = np.iinfo(np.int64).min


class Collector:
    """The checks met while one graph is lowered, and the node and shapes that each belongs to."""

    def __init__(self):
        self.values, self.failures = [], []
        self.node: Any = None
        self.inputs: Any = ()

    def add(self, value, error, message, place):
        self.values.append(value)
        self.failures.append((error, message, place))

    def place(self):
        """(node, shapes of its inputs), for the report of what fails there."""
        return self.node, shapes_of(self.inputs)

    def findings(self):
        """The outcome of the checks, for a program to return; None if there are none."""
        if not self.values:
            return None
        details = jnp.stack(self.values)
        return Findings((details != FINE).any(), details, tuple(self.failures))


@jax.tree_util.register_pytree_node_class
class Findings:
    """Whether a check failed, the value of each, and what each means.

    The meaning is part of the tree, not of a function: one function is compiled for several shapes, with other checks.
    """

    def __init__(self, failed, details, meaning):
        self.failed, self.details, self.meaning = failed, details, meaning

    def tree_flatten(self):
        return (self.failed, self.details), self.meaning

    @classmethod
    def tree_unflatten(cls, meaning, children):
        return cls(*children, meaning)

    def error(self):
        """The error of the first check that failed, or None."""
        details = np.asarray(self.details)
        failed = np.flatnonzero(details != FINE)
        if not failed.size:
            return None
        k = int(failed[0])
        error, message, (node, shapes) = self.meaning[k]
        failure = error(f"{message.format(value=details[k])}\n{describe(node, shapes=shapes)}")
        failure.theano_node = node
        return failure


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
    collector.add(jnp.where(ok, FINE, value), error, message, collector.place())
