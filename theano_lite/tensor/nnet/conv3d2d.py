"""theano.tensor.nnet.conv3d2d: convolutions of films."""

from theano_lite.ops.conv3d2d import (
    DiagonalSubtensor,
    IncDiagonalSubtensor,
    conv3d,
    diagonal_subtensor,
    get_diagonal_subtensor_view,
    inc_diagonal_subtensor,
)

__all__ = [
    "DiagonalSubtensor", "IncDiagonalSubtensor", "conv3d", "diagonal_subtensor", "get_diagonal_subtensor_view",
    "inc_diagonal_subtensor",
]
