"""Pooling, neighbourhoods, batch normalisation and products of blocks."""

import numpy as np

from .case import add, array, uniform

POOL = "theano.tensor.signal.pool."


def integers(*shape, high=3, dtype="float64", seed=0):
    """Small integers: many ties."""
    return array(np.random.RandomState(seed).randint(0, high, shape), dtype)


MODES = ("max", "sum", "average_inc_pad", "average_exc_pad")
WINDOWS = [
    "(2, 2), True", "(2, 2), False", "(3, 2), False, stride=(2, 1)", "(3, 3), True, stride=(2, 2)",
    "(3, 3), True, stride=(1, 1), pad=(1, 1)", "(2, 3), True, stride=(3, 2), pad=(1, 2)", "(2, 2), False, stride=(3, 3)",
    "(5, 6), True", "(7, 7), True", "(1, 1), True", "(4, 2), True, stride=(1, 3), pad=(2, 0)",
]
TIES, IMAGES = integers(1, 2, 5, 6), uniform(2, 1, 5, 6, seed=3)
for mode in MODES:
    for window in WINDOWS:
        if mode == "average_exc_pad" and "pad=" in window:
            continue  # Theano has no gradient on the CPU
        add("pool", f"{POOL}pool_2d(x, {window}, mode='{mode}')", x=TIES, second=True)
    add("pool", f"{POOL}pool_2d(x, (2, 3), True, mode='{mode}')", x=uniform(4, 7, dtype="float32"))
    add("pool", f"{POOL}pool_2d(x, (2, 2), False, mode='{mode}')", x=uniform(2, 1, 1, 3, 3))
    add("pool", f"""
        {POOL}pool_3d(x, (2, 2, 2), True, mode='{mode}')
        {POOL}pool_3d(x, (2, 3, 2), False, stride=(1, 2, 2), mode='{mode}')
        """, x=integers(1, 3, 4, 5), second=True)
    add("pool", f"{POOL}pool_2d(x, (2, 2), True, mode='{mode}')", x=integers(3, 5, high=50, dtype="int32"))
add("pool", f"{POOL}pool_2d(x, (2, 2), True, pad=(1, 1), mode='average_exc_pad')", x=array([[1, 2], [3, 4]], "int64"))
add("pool", f"""
    {POOL}pool_2d(T.nnet.relu(x), (2, 2), True)
    {POOL}pool_2d(T.nnet.relu(x), (3, 3), True, stride=(2, 2), pad=(1, 1))
    {POOL}pool_2d({POOL}pool_2d(x, (2, 2), True), (2, 2), False, mode='average_exc_pad')
    {POOL}max_pool_2d_same_size(x, (2, 2))
    T.Rop({POOL}pool_2d(x, (2, 2), True), x, x ** 2)
    """, x=IMAGES)
add("pool", f"{POOL}pool_2d(x, (2, 2), True)\n{POOL}pool_2d(x, (2, 3), True, stride=(1, 1), pad=(1, 0))",
    x=array([[np.nan, 1, 2, np.nan], [3, -np.inf, np.nan, 5], [-np.inf, -np.inf, 1, 1], [-np.inf, -np.inf, 0, 7]]))
add("pool", f"{POOL}pool_2d(x, w, True, w, p)", x=TIES, w=array([2, 3], "int64"), p=array([1, 2], "int32"))
add("pool", f"""
    {POOL}pool_2d(x, (2, 2), True, pad=(2, 0))
    {POOL}pool_2d(x, (2, 2), False, pad=(1, 0))
    {POOL}pool_2d(x, (2, 2), True, mode='median')
    {POOL}pool_2d(x, (2., 2.), True)
    {POOL}pool_2d(x, (2, 2, 2), True)
    {POOL}pool_3d(x, (2, 2, 2), True)
    {POOL}pool_2d(x[0], (2, 2), True)
    {POOL}pool_2d(x)
    {POOL}pool_2d(x, (2, 2), ds=(2, 2))
    {POOL}Pool.out_shape((1, 3, 7, 8), (2, 3), True, (2, 1))
    {POOL}Pool.out_shape((1, 3, 7, 8), (2, 3), False)
    """, x=uniform(4, 5))

NEIBS = "theano.tensor.nnet.neighbours."
add("neighbours", f"""
    {NEIBS}images2neibs(x, (2, 3))
    {NEIBS}images2neibs(x, (2, 3), mode='ignore_borders')
    {NEIBS}images2neibs(x, (2, 2), (1, 1))
    {NEIBS}images2neibs(x, (2, 2), (2, 4))
    {NEIBS}images2neibs(x, (3, 3))
    {NEIBS}images2neibs(x, (4, 3), (4, 3))
    {NEIBS}neibs2images({NEIBS}images2neibs(x, (2, 3)), (2, 3), x.shape)
    {NEIBS}images2neibs(x, (0, 3))
    {NEIBS}images2neibs(x, (2, 3), mode='other')
    """, x=uniform(2, 2, 4, 6), second=True)
add("neighbours", f"""
    {NEIBS}images2neibs(x, (3, 3), mode='ignore_borders')
    {NEIBS}neibs2images({NEIBS}images2neibs(x, (2, 4), mode='ignore_borders'), (2, 4), x.shape, mode='ignore_borders')
    {NEIBS}images2neibs(x, (3, 3), (1, 2), mode='wrap_centered')
    {NEIBS}images2neibs(x, (2, 3), mode='wrap_centered')
    """, x=uniform(1, 2, 5, 7, dtype="float32"))
add("neighbours", f"""
    T.zeros_like({NEIBS}images2neibs(x, (3, 3), (1, 1), mode='half')) + theano.gradient.disconnected_grad({NEIBS}images2neibs(x, (3, 3), (1, 1), mode='half'))
    {NEIBS}images2neibs(x, (3, 3), (2, 1), mode='full') * 1
    {NEIBS}images2neibs(x, (2, 3), (2, 2), mode='half') * 1
    """, x=integers(1, 1, 4, 5, dtype="int32"))

BN = "theano.tensor.nnet.bn."
ACTIVATIONS = uniform(4, 3, seed=8)
add("batch_norm", f"""
    {BN}batch_normalization(x, g, b, x.mean(0, keepdims=True), x.std(0, keepdims=True))
    {BN}batch_normalization(x, g, b, g, b + 2, mode='high_mem')
    {BN}batch_normalization_train(x, g, b)[0]
    {BN}batch_normalization_test(x, g, b, b, g + 2)
    """, x=ACTIVATIONS, g=uniform(3, seed=1), b=uniform(3, seed=2), second=True)
add("batch_norm", f"""
    theano.gradient.disconnected_grad({BN}batch_normalization_train(x, g, b, running_mean=b, running_var=g)[3])
    theano.gradient.disconnected_grad({BN}batch_normalization_train(x, g, b, 'per-activation', 1e-3, .3, b, g)[4])
    {BN}batch_normalization_train(x, g, b, 'per-activation', 1e-3)[0]
    {BN}batch_normalization_train(x, g, b, epsilon=1e-6)
    {BN}batch_normalization_train(x, g, b, axes=(2,))
    {BN}batch_normalization_train(x, g, b, axes='spatially')
    {BN}batch_normalization_train(x, g, b, running_mean=g)
    {BN}batch_normalization_train(x, x[0, 0], b)
    """, x=array(ACTIVATIONS.array, "float32"), g=uniform(3, seed=1, dtype="float32"),
    b=uniform(3, seed=2, dtype="float32"), floatX="float32")
add("batch_norm", f"""
    {BN}batch_normalization_train(x, g, b, 'spatial')[0]
    {BN}batch_normalization_train(x, T.tile(g, (2, 1, 1, 1)).dimshuffle(0, 3, 1, 2)[:1], b.dimshuffle('x', 0, 'x', 'x'), 'spatial')[0]
    {BN}batch_normalization_test(x, g, b, g, b + 3, axes='spatial', epsilon=1e-3)
    {BN}batch_normalization_train(x, x[:, :1, :1, 0], x[:, :1, :1, 0], axes=(2,))[0]
    """, x=uniform(2, 3, 2, 2), g=uniform(3, seed=1), b=uniform(3, seed=2))

SPARSE = "theano.tensor.nnet.blocksparse."
add("blocksparse", f"""
    {SPARSE}sparse_block_dot(w, h, i, b, j)
    {SPARSE}sparse_block_dot(w, h[0], i[0], b, j[0])
    {SPARSE}sparse_block_gemv(b.take(j, axis=0), w, h, i, j)
    {SPARSE}sparse_block_gemv(b, w, h, i, j)
    """, w=uniform(3, 4, 2, 3), h=uniform(2, 2, 2, seed=1), i=array([[0, 2], [1, 1]], "int64"),
    b=uniform(4, 3, seed=2), j=array([[3, 0], [1, 3]], "int64"))
add("blocksparse", f"theano.gradient.disconnected_grad({SPARSE}sparse_block_outer(w, h, y, i, j))",
    w=uniform(3, 4, 2, 3), h=uniform(2, 2, 2, seed=1),
    i=array([[0, 2], [1, 1]], "int64"), y=uniform(2, 2, 3, seed=5), j=array([[3, 0], [1, 3]], "int64"))

ROWS = uniform(3, 4, seed=6, low=-3, high=3)
add("softmax_ops", """
    T.nnet.softmax_grad(x, T.nnet.softmax(x))
    T.nnet.softmax_grad(x[0], T.nnet.softmax(x[:1]))
    T.nnet.nnet.Softmax()(x)
    T.nnet.nnet.SoftmaxWithBias()(x, x[0])
    T.nnet.nnet.LogSoftmax()(x)
    T.nnet.crossentropy_softmax_1hot_with_bias_dx(x[:, 0], T.nnet.softmax(x), y)
    T.nnet.prepend_0_to_each_row(x)
    T.nnet.prepend_1_to_each_row(x)
    T.nnet.prepend_scalar_to_each_row(x[0, 0], x)
    T.nnet.crossentropy_categorical_1hot(T.nnet.softmax(x), y)
    """, x=ROWS, y=array([1, 3, 0], "int32"))
add("softmax_ops", """
    theano.gradient.disconnected_grad(T.nnet.crossentropy_categorical_1hot_grad(x[:, 0], x, y))
    T.nnet.crossentropy_softmax_1hot_with_bias_dx(x[0, 0], T.nnet.softmax(x), y)
    T.nnet.crossentropy_softmax_argmax_1hot_with_bias(x, x[0], y_idx=y)[0]
    """, x=array(ROWS.array, "float32"), y=array([1, 3, 0], "int64"))
add("softmax_ops", """
    T.nnet.crossentropy_softmax_1hot_with_bias_dx(x[:, 0], x, y)
    T.nnet.crossentropy_softmax_argmax_1hot_with_bias(x, x[0], y)[0]
    """, x=ROWS, y=array([1, 4, 0], "int64"))
add("softmax_ops", """
    T.nnet.crossentropy_softmax_1hot_with_bias_dx(x[:, 0], x, y)
    T.nnet.softmax_grad(y, x)
    T.nnet.nnet.SoftmaxWithBias()(x, y)
    T.nnet.crossentropy_categorical_1hot(x, x[0])
    T.nnet.prepend_scalar_to_each_row(x, x)
    """, x=ROWS, y=array([1, -1, 0], "int64"))
add("h_softmax", """
    T.nnet.h_softmax(x, 2, 4, 2, 2, v, a, w, b)
    T.nnet.h_softmax(x, 2, 4, 2, 2, v, a, w, b, y)
    """, x=uniform(2, 3), v=uniform(3, 2, seed=1), a=uniform(2, seed=2), w=uniform(2, 3, 2, seed=3),
    b=uniform(2, 2, seed=4), y=array([3, 1], "int64"))
add("confusion", "T.nnet.confusion_matrix(y, p)\nT.nnet.confusion_matrix(y.dimshuffle(0, 'x'), p)",
    y=array([2, 0, 2, 2, 0, 1], "int64"), p=array([0, 0, 2, 2, 0, 2], "int64"))
