"""theano.tensor.extra_ops: repetition, counting, diagonals and sets."""

from theano_lite.core.types import Generic
from theano_lite.ops.classes import (
    Bartlett,
    CpuContiguous,
    CumOp,
    CumprodOp,
    CumsumOp,
    DiffOp,
    FillDiagonal,
    FillDiagonalOffset,
    RavelMultiIndex,
    RepeatOp,
    SearchsortedOp,
    Unique,
    UnravelIndex,
)
from theano_lite.ops.extra import (
    bartlett,
    bincount,
    compress,
    cpu_contiguous,
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
from theano_lite.ops.extra import bartlett as bartlett_
from theano_lite.ops.extra import fill_diagonal as fill_diagonal_
from theano_lite.ops.extra import fill_diagonal_offset as fill_diagonal_offset_
from theano_lite.ops.reduction import cumprod, cumsum
from theano_lite.ops.shapes import squeeze

__all__ = [
    "Bartlett", "CpuContiguous", "CumOp", "CumprodOp", "CumsumOp", "DiffOp", "FillDiagonal", "FillDiagonalOffset",
    "Generic", "RavelMultiIndex", "RepeatOp", "SearchsortedOp", "Unique", "UnravelIndex", "bartlett", "bartlett_",
    "bincount", "compress", "cpu_contiguous", "cumprod", "cumsum", "diff", "fill_diagonal", "fill_diagonal_",
    "fill_diagonal_offset", "fill_diagonal_offset_", "ravel_multi_index", "repeat", "searchsorted", "squeeze",
    "tile", "to_one_hot", "unique", "unravel_index",
]
