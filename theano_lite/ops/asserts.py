"""Conditions that are checked when a program runs.

Source: theano.tensor.opt.Assert and theano.raise_op.Raise.
"""

import numpy as np
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.class_op import class_op


@class_op(types=lambda x, *conditions, msg: x.type, unconnected=range(1, 99))
def Assert(x, *conditions, msg="Theano Assert failed!"):
    """`x`; running it raises AssertionError(msg) unless every condition holds everywhere. (...) -> (...)."""
    for condition in conditions:
        known = isinstance(condition, (np.ndarray, np.generic))
        checks.require(np.asarray(condition != 0) if known else jnp.asarray(condition != 0), AssertionError,
                       _escaped(msg))
    return x


def _escaped(message):
    """`message` as it stands, where braces are placeholders."""
    return str(message).replace("{", "{{").replace("}", "}}")


@class_op(types=lambda x, msg, exc: x.type)
def Raise(x, *, msg="", exc=NotImplementedError):
    """`x`; running it raises exc(msg). (...) -> (...)."""
    checks.require(jnp.zeros((), bool), exc, _escaped(msg))
    return x


assert_op = Assert()
assert_ = assert_op
