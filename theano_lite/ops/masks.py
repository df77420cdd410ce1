"""How many elements are not zero, and where.

Source: theano.tensor.basic.nonzero.
"""

from jax import numpy as jnp

from theano_lite.core.op import op
from theano_lite.core.types import tensor_type


@op(types=lambda x: tensor_type("int64", []))
def count_nonzero(x):
    """How many elements of `x` are not zero, int64. (...) -> ()."""
    return jnp.sum(x != 0, dtype="int64")


def _nonzero_types(x, count):
    return [tensor_type("int64", [False]) for _ in range(x.type.ndim)]


@op(types=_nonzero_types, unconnected=(0,), name="nonzero", show=lambda: "Nonzero")
def positions_of_nonzero(x, count: int):
    """The positions of the elements of `x` that are not zero: one int64 vector per dimension. (m, n) -> (k,), (k,)."""
    return list(jnp.nonzero(x, size=int(count)))


def _mask_types(mask, x, count, axis):
    return [tensor_type("int64", [False]) for _ in range(mask.type.ndim)]


@op(types=_mask_types, by_shape=(1,), unconnected=(0,), show=lambda axis: "Nonzero")
def mask_positions(mask, x, count: int, *, axis):
    """Where the bool `mask`, an index of `x` from dimension `axis` on, holds: one int64 vector per dimension."""
    for d, n in enumerate(mask.shape):
        if n != x.shape[axis + d]:
            raise IndexError(f"boolean index did not match indexed array along dimension {axis + d}; dimension is "
                             f"{x.shape[axis + d]} but corresponding boolean dimension is {n}")
    return list(jnp.nonzero(mask, size=int(count)))
