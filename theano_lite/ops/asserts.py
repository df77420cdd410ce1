"""Conditions that are checked when a program runs.

Source: theano.tensor.opt.Assert and theano.raise_op.Raise.
"""

import numpy as np
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.class_op import class_op
from theano_lite.core.op import op
from theano_lite.core.types import as_tensor_variable


@op(types=lambda x, *conditions, msg: x.type, unconnected=range(1, 99), name="Assert",
    show=lambda msg: f"Assert{{msg={msg!r}}}")
def _assert(x, *conditions, msg):
    """`x`, if all conditions hold. (...) -> (...). Raises AssertionError at run time otherwise."""
    for condition in conditions:
        known = isinstance(condition, (np.ndarray, np.generic))
        checks.require(np.asarray(condition != 0) if known else jnp.asarray(condition != 0), AssertionError,
                       _escaped(msg))
    return x


class Assert:
    """Assert(msg)(x, condition, ...) is `x`; AssertionError(msg) when run unless every condition holds everywhere."""

    def __init__(self, msg="Theano Assert failed!"):
        self.msg = msg

    def __call__(self, value, *conditions):
        return _assert(as_tensor_variable(value), *conditions, msg=self.msg)


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
