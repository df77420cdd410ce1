"""theano.tensor.nnet.conv2d, conv3d and their kin, theano.tensor.signal.conv."""

import re

from .case import add as add_case
from .case import array, uniform, with_pattern

# Short names in the expressions below. Some of these modules must be imported first.
MODULES = {
    "A.": "theano.tensor.nnet.abstract_conv.",
    "V.": "theano.tensor.nnet.corr.",
    "V3.": "theano.tensor.nnet.corr3d.",
    "OLD.": "theano.tensor.nnet.conv.",
    "FILM.": "__import__(theano.__name__ + '.tensor.nnet.conv3d2d', fromlist=['conv']).",
    "SIGNAL.": "__import__(theano.__name__ + '.tensor.signal.conv', fromlist=['conv']).",
}


def add(family, expressions, **options):
    """`add` of case.py, with the modules' names written out."""
    written = re.sub("|".join(r"\b" + re.escape(name) for name in MODULES), lambda found: MODULES[found[0]], expressions)
    add_case(family, written, **options)


MODES = """
T.nnet.conv2d(x, w)
T.nnet.conv2d(x, w, border_mode='full')
T.nnet.conv2d(x, w, border_mode='half')
T.nnet.conv2d(x, w, border_mode=1)
T.nnet.conv2d(x, w, border_mode=(2, 0))
T.nnet.conv2d(x, w, border_mode=((1, 2), (0, 3)))
T.nnet.conv2d(x, w, border_mode=(1, (2, 0)))
T.nnet.conv2d(x, w, filter_flip=False)
T.nnet.conv2d(x, w, border_mode='half', filter_flip=False)
T.nnet.conv2d(x, w, subsample=(2, 3))
T.nnet.conv2d(x, w, border_mode='full', subsample=(3, 2))
T.nnet.conv2d(x, w, border_mode=(1, 2), subsample=(2, 2), filter_flip=False)
T.nnet.conv2d(x, w, filter_dilation=(2, 1))
T.nnet.conv2d(x, w, border_mode='half', filter_dilation=(2, 3))
T.nnet.conv2d(x, w, border_mode='full', filter_dilation=(1, 2), subsample=(2, 1))
T.nnet.conv2d(x, w, border_mode=((2, 1), 1), filter_dilation=(2, 2), subsample=(2, 2), filter_flip=False)
"""
IMAGES, FILTERS = uniform(2, 2, 7, 6), uniform(3, 2, 3, 2, seed=1)
add("conv", MODES, x=IMAGES, w=FILTERS, second=True)
add("conv", """
    T.nnet.conv2d(x, w)
    T.nnet.conv2d(x, w, border_mode='half', subsample=(2, 2))
    T.nnet.conv2d(x, w, border_mode='full')
    T.nnet.conv2d(x, w, border_mode=(1, 2), filter_dilation=(2, 2))
    """, floatX="float32", x=uniform(2, 2, 7, 6, dtype="float32"), w=uniform(3, 2, 3, 2, seed=1, dtype="float32"))
# The shapes for which there are ways of their own: one channel, few channels, one pixel, small results.
SHAPES = """
T.nnet.conv2d(x, w)
T.nnet.conv2d(x, w, border_mode=2)
T.nnet.conv2d(x, w, subsample=(2, 2))
"""
for dtype in ("float64", "float32"):
    add("conv", SHAPES, x=uniform(3, 1, 6, 6, dtype=dtype), w=uniform(4, 1, 3, 3, seed=1, dtype=dtype))
    add("conv", SHAPES, x=uniform(2, 5, 5, 5, dtype=dtype), w=uniform(2, 5, 4, 4, seed=1, dtype=dtype))
    add("conv", SHAPES, x=uniform(2, 5, 5, 4, dtype=dtype), w=uniform(3, 5, 1, 1, seed=1, dtype=dtype))
    add("conv", SHAPES, x=uniform(2, 4, 5, 6, dtype=dtype), w=uniform(3, 4, 1, 3, seed=1, dtype=dtype))
add("conv", """
    T.nnet.conv2d(x, w, num_groups=2)
    T.nnet.conv2d(x, w, num_groups=2, border_mode='half', subsample=(2, 1), filter_flip=False)
    T.nnet.conv2d(x, w, num_groups=2, border_mode=(1, (0, 2)), filter_dilation=(2, 1))
    """, x=uniform(2, 4, 6, 5), w=uniform(6, 2, 3, 2, seed=1), second=True)
add("conv", "T.nnet.conv2d(x, w, num_groups=3, border_mode=1)", x=uniform(2, 3, 4, 5), w=uniform(6, 1, 3, 3, seed=1))
add("conv", """
    T.nnet.conv2d(x, w, unshared=True)
    T.nnet.conv2d(x, w, unshared=True, filter_flip=False)
    """, x=uniform(2, 2, 4, 5), w=uniform(3, 2, 4, 2, 3, 2, seed=1), second=True)
add("conv", "T.nnet.conv2d(x, w, unshared=True, border_mode=1, subsample=(2, 3))", x=uniform(2, 2, 4, 5),
    w=uniform(3, 2, 2, 2, 3, 3, seed=1))
add("conv", "T.nnet.conv2d(x, w, unshared=True, num_groups=2, filter_dilation=(2, 1))", x=uniform(2, 4, 5, 4),
    w=uniform(2, 3, 3, 2, 2, 2, seed=1))
# Broadcast patterns, empty batches, declared shapes, dtypes, errors.
add("conv", """
    T.nnet.conv2d(x, w)
    T.nnet.conv2d(x, w, border_mode='half')
    """, x=with_pattern(uniform(1, 1, 4, 4).array, "1100"), w=with_pattern(uniform(1, 1, 3, 3, seed=1).array, "1100"))
add("conv", "T.nnet.conv2d(x, w)\nT.nnet.conv2d(x, w, border_mode='full')", x=uniform(0, 2, 5, 4), w=FILTERS)
add("conv", """
    T.nnet.conv2d(x, w, input_shape=(2, 2, 7, 6), filter_shape=(3, 2, 3, 2))
    T.nnet.conv2d(x, w, image_shape=(2, None, 7, None), filter_shape=(None, 2, 3, 2))
    T.nnet.conv2d(x, w, (2, 2, 7, 6), (3, 2, 3, 2), 'full', (2, 1), False)
    T.nnet.conv2d(x, w, input_shape=(2, 2, 7, 6), image_shape=(2, 2, 7, 6))
    T.nnet.conv2d(x, w, imshp_logical=(2, 7, 6))
    T.nnet.conv2d(x, w, border_mode='same')
    T.nnet.conv2d(x, w, border_mode=-1)
    T.nnet.conv2d(x, w, border_mode=(1, -1))
    T.nnet.conv2d(x, w, border_mode=(1, 2, 3))
    T.nnet.conv2d(x, w, border_mode=((1, 2, 3), 1))
    T.nnet.conv2d(x, w, subsample=(1,))
    T.nnet.conv2d(x, w, filter_dilation=(1, 1, 1))
    T.nnet.conv2d(x, w, num_groups=0)
    T.nnet.conv2d(x, w, num_groups=2)
    T.nnet.conv2d(x, w, unshared=True)
    T.nnet.conv2d(x[0], w)
    T.nnet.conv2d(x, w[0])
    T.nnet.conv2d(x, w[:, :1])
    T.nnet.conv2d(x[:, :, :2], w)
    T.nnet.conv2d(x, w, input_shape=(2, 2, x.shape[2], 6))
    T.nnet.conv3d(x, w)
    T.nnet.conv2d(x, w).shape
    T.nnet.conv2d(x * 2, w[:, :, ::-1, ::-1], filter_flip=False)
    """, x=IMAGES, w=FILTERS)
add("conv", "T.nnet.conv2d(x, w)", x=uniform(1, 1, 4, 4), w=uniform(1, 1, 2, 2, seed=1, dtype="float32"))
add("conv", "T.nnet.conv2d(x, w)", x=uniform(1, 1, 4, 4, dtype="float32"), w=array([[[[1, 2], [3, 4]]]], "int8"))

GRADIENTS = """
A.conv2d_grad_wrt_inputs(g, w, (None, None, 7, 6))
A.conv2d_grad_wrt_inputs(g, w, (2, 2, 7, 6), (3, 2, 3, 2), filter_flip=False)
A.conv2d_grad_wrt_inputs(g, w, (None, None, s, 6))
A.conv2d_grad_wrt_inputs(g, w, (None, 2, s, s - 1))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 8, 6))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 7.0, 6))
A.conv2d_grad_wrt_inputs(g, w, (None, s, 7, 6))
A.conv2d_grad_wrt_inputs(g, w, (None, None, None, 6))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 13, 14), subsample=(2, 3))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 9 + s - 6, 14), subsample=(2, 3), border_mode=(1, (0, 1)))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 9, 7), filter_dilation=(2, 2))
A.conv2d_grad_wrt_inputs(g, w, (None, None, 3, 4), border_mode='full')
A.conv2d_grad_wrt_inputs(g, w, (None, None, 5, 4), border_mode='half')
A.conv2d_grad_wrt_inputs(g, w, (None, None, 7, 6), (3, 2, 3))
T.nnet.conv2d_transpose(g, w, (2, 2, 11, 6), input_dilation=(2, 1))
T.nnet.conv2d_transpose(g, w, (None, None, s + 4, 6), input_dilation=(2, 1), filter_flip=False)
T.nnet.conv2d_transpose(g, w, (None, None, 2 * (g.shape[2] - 1) + 3, 6), input_dilation=(2, 1))
A.AbstractConv2d_gradInputs(border_mode=1, subsample=(2, 2))(w, g, (9, 8))
A.AbstractConv2d_gradInputs((2, 2, 7, 6), (3, 2, 3, 2))(w, g, g.shape[2:] + [2, 1])
"""
add("conv", GRADIENTS, g=uniform(2, 3, 5, 5), w=FILTERS,
    s=array(7, "int64"), second=True)
add("conv", """
    T.nnet.conv2d_grad_wrt_inputs(g, w, (None, None, 7, 6), num_groups=2)
    T.nnet.conv2d_grad_wrt_inputs(g, w, (None, None, 14, 11), num_groups=2, subsample=(2, 2))
    """, g=uniform(2, 4, 5, 5), w=uniform(4, 1, 3, 2, seed=1), second=True)
WEIGHTS = """
A.conv2d_grad_wrt_weights(x, g, (None, None, 3, 2))
A.conv2d_grad_wrt_weights(x, g, (3, 2, 3, 2), (2, 2, 7, 6), filter_flip=False)
A.conv2d_grad_wrt_weights(x, g, (None, None, s, 2))
A.conv2d_grad_wrt_weights(x, g, (None, None, 4, 2))
A.conv2d_grad_wrt_weights(x, g, (None, s, 3, 2))
A.conv2d_grad_wrt_weights(x, g, (None, None, None, 2))
A.conv2d_grad_wrt_weights(x, g, (None, None, 2, 2), filter_dilation=(2, 1))
A.conv2d_grad_wrt_weights(x, g[:, :, :4, :2], (None, None, 1, 2), subsample=(2, 3))
A.conv2d_grad_wrt_weights(x, g, (None, None, 5, 4), border_mode=1)
A.conv2d_grad_wrt_weights(x[:, :, :3, :4], g, (None, None, 3, 2), border_mode='full')
A.conv2d_grad_wrt_weights(x[:1], g, (None, None, 3, 2))
A.AbstractConv2d_gradWeights(border_mode='half')(x[:, :, :5, :4], g, (3, 2))
"""
add("conv", WEIGHTS, x=IMAGES, g=uniform(2, 3, 5, 5, seed=2),
    s=array(3, "int64"), second=True)
add("conv", "A.conv2d_grad_wrt_weights(x, g, (None, None, 3, 2), num_groups=2)",
    x=uniform(2, 4, 6, 5), g=uniform(2, 2, 4, 4, seed=2), second=True)

add("conv3d", """
    T.nnet.conv3d(x, w)
    T.nnet.conv3d(x, w, border_mode='full', subsample=(1, 2, 1))
    T.nnet.conv3d(x, w, border_mode='half', filter_flip=False)
    T.nnet.conv3d(x, w, border_mode=(1, 0, 2), filter_dilation=(1, 2, 1))
    T.nnet.conv3d(x, w, border_mode=((1, 2), 0, 0))
    T.nnet.conv3d(x, w, border_mode=1, subsample=(2, 2, 2))
    """, x=uniform(2, 2, 4, 5, 4), w=uniform(2, 2, 2, 3, 2, seed=1), second=True)
add("conv3d", "T.nnet.conv3d(x, w, num_groups=2, border_mode=1)", x=uniform(1, 4, 3, 3, 4),
    w=uniform(2, 2, 2, 3, 1, seed=1))
add("conv3d", """
    A.conv3d_grad_wrt_inputs(g, w, (None, None, 4, 5, 7), subsample=(1, 1, 2))
    A.conv3d_grad_wrt_inputs(g, w, (None, None, 4, 5.0, 7))
    A.conv3d_grad_wrt_inputs(g, w, (None, None, 3, 5, 4), border_mode=(0, 1, 0))
    A.conv3d_grad_wrt_weights(w, g[:, :, :1, :2, :1], (None, None, 2, 2, 2))
    """, g=uniform(2, 2, 3, 3, 3), w=uniform(2, 2, 2, 3, 2, seed=1), second=True)
add("conv3d", """
    FILM.conv3d(x, w)
    FILM.conv3d(x, w, border_mode='full')
    FILM.conv3d(x, w, border_mode='half')
    FILM.conv3d(x, w, (2, 4, 2, 5, 4), (3, 2, 2, 3, 2), border_mode=('full', 'valid', 'valid'))
    FILM.conv3d(x, w, (2, 4, 2, 5, 4), (3, 2, 2, 3, 2), border_mode=('half', 'full', 'full'))
    FILM.conv3d(x, w, border_mode=('valid', 'full', 'valid'))
    FILM.conv3d(x, w, border_mode='same')
    FILM.conv3d(x, w, (2, 4, 2, 5, 4), (3, 2, 2, 3, 2), border_mode='odd')
    """, x=uniform(2, 4, 2, 5, 4), w=uniform(3, 2, 2, 3, 2, seed=1), second=True)
add("conv3d", """
    FILM.diagonal_subtensor(x, 0, 1)
    FILM.diagonal_subtensor(x, 1, 2)
    FILM.diagonal_subtensor(x, 2, 0)
    FILM.inc_diagonal_subtensor(x, 0, 1, y)
    """, x=uniform(5, 3, 2), y=uniform(3, 3, 2, seed=1), second=True)

add("conv_more", """
    T.nnet.separable_conv2d(x, d, p, 2)
    T.nnet.separable_conv2d(x, d, p, 2, (2, 2, 6, 5), (4, 1, 3, 2), (3, 4, 1, 1), 'half', (2, 1), False)
    T.nnet.separable_conv2d(x, d, p, num_channels=2, border_mode=1, filter_dilation=(2, 1))
    """, x=uniform(2, 2, 6, 5), d=uniform(4, 1, 3, 2, seed=1), p=uniform(3, 4, 1, 1, seed=2))
add("conv_more", "A.separable_conv3d(x, d, p, 2, border_mode=1)",
    x=uniform(1, 2, 3, 4, 3), d=uniform(4, 1, 2, 3, 2, seed=1), p=uniform(3, 4, 1, 1, 1, seed=2))
add("conv_more", """
    A.causal_conv1d(x, w, (3, 2, 3))
    A.causal_conv1d(x, w, (None, None, 3), (2, 2, 7), subsample=2, filter_flip=False)
    A.causal_conv1d(x, w, (3, 2, 3), filter_dilation=2)
    A.causal_conv1d(x[0], w, (3, 2, 3))
    A.causal_conv1d(x, w[0], (3, 2, 3))
    """, x=uniform(2, 2, 7), w=uniform(3, 2, 3, seed=1))
for floatX in ("float64", "float32"):
    add("conv_more", """
        A.bilinear_kernel_1D(3)
        A.bilinear_kernel_1D(2, normalize=False)
        A.bilinear_kernel_2D(2)
        A.bilinear_kernel_2D((1, 3), False)
        A.bilinear_upsampling(x, ratio=2)
        A.bilinear_upsampling(x, ratio=3, use_1D_kernel=False)
        A.bilinear_upsampling(x, 2, batch_size=2, num_input_channels=3)
        A.bilinear_upsampling(x, frac_ratio=(5, 2), use_1D_kernel=False)
        A.bilinear_upsampling(x, frac_ratio=((4, 6), (3, 1)), use_1D_kernel=False)
        A.bilinear_upsampling(x, frac_ratio=(5, 2))
        A.bilinear_upsampling(x, 2, (5, 2))
        A.bilinear_upsampling(x)
        A.bilinear_upsampling(x, frac_ratio=2, use_1D_kernel=False)
        """, floatX=floatX, x=uniform(2, 3, 3, 2, dtype=floatX))

OLD = """
OLD.conv2d(x, w)
OLD.conv2d(x, w, border_mode='full')
OLD.conv2d(x, w, (2, 2, 7, 6), (3, 2, 3, 2))
OLD.conv2d(x, w, image_shape=(2, 2, 7, 6), filter_shape=(3, 2, 3, 2), border_mode='full', subsample=(2, 2))
OLD.conv2d(x, w, image_shape=(2, None, 7, 6), filter_shape=(3, 2, None, 2))
OLD.conv2d(x, w, image_shape=(2, 2, 8, 6))
OLD.conv2d(x, w, filter_shape=(4, 2, 3, 2))
OLD.conv2d(x, w, image_shape=(2, 3, 7, 6), filter_shape=(3, 2, 3, 2))
OLD.conv2d(x, w, image_shape=(2, 2, 2, 2), filter_shape=(3, 2, 3, 2))
OLD.conv2d(x, w, border_mode='half')
OLD.conv2d(x[0], w)
OLD.conv2d(x, w[0])
OLD.conv2d(x, T.cast(w, 'float32'))
theano.tensor.nnet.ConvOp(imshp=(2, 7, 6), kshp=(3, 2), nkern=3, bsize=2, imshp_logical=(2, 13, 11))(x, w)
theano.tensor.nnet.ConvOp(output_mode='full')(x, w)
"""
add("conv_old", OLD, x=IMAGES, w=FILTERS, second=True)
add("conv_old", "OLD.conv2d(x, w, border_mode='full')", x=uniform(2, 2, 3, 3, dtype="float32"),
    w=uniform(3, 2, 4, 4, seed=1, dtype="float32"))
SIGNAL = """
SIGNAL.conv2d(x, w)
SIGNAL.conv2d(x[0], w)
SIGNAL.conv2d(x, w[0], border_mode='full')
SIGNAL.conv2d(x[0], w[0])
SIGNAL.conv2d(x, w, (2, 6, 5), (3, 3, 2))
SIGNAL.conv2d(x[0][0], w)
"""
add("conv_old", SIGNAL, x=uniform(2, 6, 5), w=uniform(3, 3, 2, seed=1))
CORR = """
V.CorrMM()(x, w)
V.CorrMM(border_mode='half', subsample=(2, 1), filter_dilation=(1, 2))(x, w)
V.CorrMM(border_mode=(1, (2, 0)))(x, w)
V.CorrMM(border_mode='odd')(x, w)
V.CorrMM(num_groups=0)(x, w)
V.CorrMM()(x, T.cast(w, 'float32'))
V.CorrMM()(x[0], w)
V.CorrMM_gradWeights()(x, V.CorrMM()(x, w))
V.CorrMM_gradWeights(border_mode='full')(x, V.CorrMM('full')(x, w))
V.CorrMM_gradWeights(subsample=(2, 2))(x, V.CorrMM('valid', (2, 2))(x, w), (3, 2))
V.CorrMM_gradWeights(subsample=(2, 2))(x, x)
V.CorrMM_gradInputs()(w, V.CorrMM()(x, w))
V.CorrMM_gradInputs(border_mode=1)(w, V.CorrMM(1)(x, w), (7, 6))
V.CorrMM_gradInputs(subsample=(2, 1))(w, x)
"""
add("conv_old", CORR, x=IMAGES, w=FILTERS)
add("conv_old", """
    V3.Corr3dMM()(x, w)
    V3.Corr3dMM(border_mode=(1, 0, 1), subsample=(1, 2, 1))(x, w)
    V3.Corr3dMM_gradWeights()(x, V3.Corr3dMM()(x, w))
    V3.Corr3dMM_gradInputs(border_mode='full')(w, V3.Corr3dMM('full')(x, w))
    """, x=uniform(2, 2, 4, 5, 4), w=uniform(2, 2, 2, 3, 2, seed=1))
