"""Products of chosen blocks of vectors and matrices (theano.tensor.nnet.blocksparse)."""

import numpy as np
from jax import numpy as jnp

from theano_lite.core.checks import require
from theano_lite.core.class_op import ClassOp, class_op
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.op import convert
from theano_lite.core.types import NullType, as_tensor_variable
from theano_lite.ops import elementwise, selection, shapes


def _wrapped(indices, length, name):
    """`indices` without negative ones, which count from the end. Raises IndexError at run time for others."""
    indices = convert(jnp.asarray(indices), "int64")
    require((indices >= -length) & (indices < length), IndexError,
            f"index {{value}} is out of bounds for {name}, of which there are {length}", indices)
    return jnp.where(indices < 0, indices + length, indices)


def _gemv_type(o, W, h, inputIdx, outputIdx, inplace):
    for v, ndim, name in ((o, 3, "output o"), (W, 4, "weight matrix W"), (h, 3, "input h"),
                          (inputIdx, 2, "input indices inputIdx"), (outputIdx, 2, "output indices outputIdx")):
        if v.type.ndim != ndim:
            raise TypeError(f"The {name} must be a {ndim}D tensor, got {v.type}")
    for v in (inputIdx, outputIdx):
        assert v.type.dtype in discrete_dtypes, f"indices must be integers, got {v.type}"
    return o.type


def _no_sense(name):
    return NullType(f"grad of {name} makes no sense")()


class _Gemv(ClassOp):
    def input_gradients(self, node, upstream):
        _, W, h, i, j = node.inputs
        g = upstream[0]
        turned = SparseBlockGemv(self.inplace)(elementwise.zeros_like(h), W.dimshuffle((1, 0, 3, 2)), g, j, i)
        outer = SparseBlockOuter(self.inplace)(elementwise.zeros_like(W), h, g, i, j)
        return [g, outer, turned, _no_sense("inputIdx"), _no_sense("outputIdx")]


def _blocks(W, inputIdx, outputIdx):
    i, j = _wrapped(inputIdx, W.shape[0], "input blocks"), _wrapped(outputIdx, W.shape[1], "output blocks")
    return W[i[:, :, None], j[:, None, :]]


@class_op(types=_gemv_type, base=_Gemv, unconnected=(3, 4), props=("inplace",))
def SparseBlockGemv(o, W, h, inputIdx, outputIdx, *, inplace=False):
    """o[b, j] plus, over all i, the product of h[b, i] with the block W[inputIdx[b, i], outputIdx[b, j]].

    o (batch, oWin, oSize), W (iBlocks, oBlocks, iSize, oSize), h (batch, iWin, iSize), inputIdx (batch, iWin),
    outputIdx (batch, oWin) -> (batch, oWin, oSize), in the dtype of o.
    """
    total = jnp.einsum("bik,bijkl->bjl", h, _blocks(W, inputIdx, outputIdx), precision="highest")
    return convert(o + convert(total, o.dtype), o.dtype)


class _Outer(ClassOp):
    def make_node(self, o, x, y, xIdx, yIdx, alpha=None, **params):
        alpha = np.asarray(1, "float32") if alpha is None else alpha
        return super().make_node(o, x, y, xIdx, yIdx, alpha, **params)


@class_op(types=lambda o, *others, **options: o.type, base=_Outer, unconnected=(3, 4), props=("inplace",))
def SparseBlockOuter(o, x, y, xIdx, yIdx, alpha, *, inplace=False):
    """o with the outer product of x[b, i] and y[b, j] added to its block (xIdx[b, i], yIdx[b, j]), for all b, i and j.

    o (xBlocks, yBlocks, xSize, ySize), x (batch, xWin, xSize), y (batch, yWin, ySize), xIdx (batch, xWin),
    yIdx (batch, yWin) -> as o. alpha: 1, for Theano's CPU code leaves it out.
    """
    require(jnp.asarray(alpha == 1).all(), NotImplementedError, "SparseBlockOuter: only alpha = 1 is supported")
    i, j = _wrapped(xIdx, o.shape[0], "x blocks"), _wrapped(yIdx, o.shape[1], "y blocks")
    outer = convert(jnp.einsum("bik,bjl->bijkl", x, y), o.dtype)
    return jnp.asarray(o).at[i[:, :, None], j[:, None, :]].add(outer)


sparse_block_gemv, sparse_block_gemv_inplace = SparseBlockGemv(False), SparseBlockGemv(True)
sparse_block_outer, sparse_block_outer_inplace = SparseBlockOuter(False), SparseBlockOuter(True)


def sparse_block_dot(W, h, inputIdx, b, outputIdx):
    """The chosen output blocks of h W + b, of which only the chosen input blocks of h are given.

    W (iBlocks, oBlocks, iSize, oSize), h (batch, iWin, iSize), inputIdx (batch, iWin), b (oBlocks, oSize),
    outputIdx (batch, oWin) -> (batch, oWin, oSize). Without the batch, h, inputIdx and outputIdx count as a batch of 1.
    """
    W, h, inputIdx, b, outputIdx = map(as_tensor_variable, (W, h, inputIdx, b, outputIdx))
    assert inputIdx.ndim == h.ndim - 1 and outputIdx.ndim == inputIdx.ndim
    if h.ndim == 2:
        h, inputIdx, outputIdx = (shapes.shape_padleft(v) for v in (h, inputIdx, outputIdx))
    start = shapes.patternbroadcast(selection.take(b, outputIdx, axis=0), (outputIdx.broadcastable[0], False, False))
    return sparse_block_gemv(start, W, h, inputIdx, outputIdx)
