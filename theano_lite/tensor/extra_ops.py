"""theano.tensor.extra_ops: repetition, counting, diagonals and sets."""

from theano_lite.ops.extra import (
    bartlett,
    bincount,
    compress,
    diff,
    fill_diagonal,
    fill_diagonal_offset,
    ravel_multi_index,
    repeat,
    searchsorted,
    tile,
    to_one_hot,
    unique,
    unravel_index,
)
from theano_lite.ops.reduction import cumprod, cumsum
from theano_lite.ops.shapes import squeeze

__all__ = [
    "bartlett", "bincount", "compress", "cumprod", "cumsum", "diff", "fill_diagonal", "fill_diagonal_offset",
    "ravel_multi_index", "repeat", "searchsorted", "squeeze", "tile", "to_one_hot", "unique", "unravel_index",
]
