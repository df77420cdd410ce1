"""Conditions that are checked when a program runs."""

import numpy as np
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.op import op
from theano_lite.core.types import as_tensor_variable


@op(types=lambda x, *conditions, msg: x.type, unconnected=range(1, 99), name="Assert",
    show=lambda msg: f"Assert{{msg={msg!r}}}")
def _assert(x, *conditions, msg):
    """`x`, if all conditions hold."""
    for condition in conditions:
        known = isinstance(condition, (np.ndarray, np.generic))
        checks.require(np.asarray(condition != 0) if known else jnp.asarray(condition != 0), AssertionError,
                       msg.replace("{", "{{").replace("}", "}}"))
    return x


class Assert:
    """Assert(msg)(x, condition, ...) is `x`; AssertionError(msg) when run unless every condition holds everywhere."""

    def __init__(self, msg="Theano Assert failed!"):
        self.msg = msg

    def __call__(self, value, *conditions):
        return _assert(as_tensor_variable(value), *conditions, msg=self.msg)


assert_op = Assert()
assert_ = assert_op
