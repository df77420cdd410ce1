"""Run-time checks of sparse matrices.

Source: theano.compile.ops.SpecifyShape.
"""

from theano_lite.core.sparse_op import sparse_op


@sparse_op(types=lambda x, shape: x.type, gradients=lambda x, shape, g: [g, None], name="specify_shape",
           show=lambda: "SpecifyShape")
def specify_shape(x, shape: int):
    """The sparse matrix `x`; its shape must equal `shape`. Raises AssertionError. (m, n), (2,) -> (m, n)."""
    wanted = tuple(int(n) for n in shape)
    if wanted != x.shape:
        raise AssertionError(f"SpecifyShape: got shape {x.shape}, expected {wanted}")
    return x
