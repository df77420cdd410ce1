"""Convolutions: every way of computing them agrees, gradients are Theano's ops, shapes may be symbolic."""

import copy
import pickle

import jax
import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.ops import conv_lowering
from theano_lite.ops.conv_lowering import Geometry
from theano_lite.tensor.nnet import Conv3D, ConvGrad3D, ConvTransp3D, abstract_conv, conv, corr

RNG = np.random.RandomState(0)
# (images, filters, padding, strides, dilation, groups): one for each way that there is on CPU.
WAYS = {
    "one channel": ((2, 1, 6, 5), (3, 1, 3, 2), ((0, 0), (0, 0)), (1, 1), (1, 1), 1),
    "many channels": ((2, 4, 6, 5), (3, 4, 3, 2), ((1, 1), (1, 0)), (1, 1), (1, 1), 1),
    "one pixel": ((2, 4, 5, 5), (3, 4, 1, 1), ((1, 0), (0, 2)), (2, 1), (1, 1), 1),
    "full": ((2, 4, 3, 3), (3, 4, 3, 3), ((2, 2), (2, 2)), (1, 1), (1, 1), 1),
    "full and dilated": ((2, 4, 4, 3), (3, 4, 2, 2), ((2, 2), (1, 1)), (1, 1), (2, 1), 1),
    "more than full": ((2, 4, 4, 3), (3, 4, 2, 2), ((3, 0), (1, 2)), (1, 1), (1, 1), 1),
    "strided": ((2, 4, 7, 8), (3, 4, 3, 3), ((1, 2), (0, 1)), (2, 3), (1, 1), 1),
    "dilated": ((2, 4, 7, 8), (3, 4, 3, 2), ((1, 2), (0, 1)), (2, 1), (2, 3), 1),
    "groups": ((2, 4, 6, 5), (6, 2, 3, 2), ((1, 0), (0, 1)), (1, 2), (1, 1), 2),
    "depthwise": ((2, 3, 6, 5), (6, 1, 3, 2), ((1, 0), (0, 1)), (1, 2), (1, 1), 3),
    "films": ((2, 2, 4, 5, 4), (3, 2, 2, 3, 2), ((1, 0), (0, 1), (2, 2)), (1, 2, 1), (1, 1, 2), 1),
}


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("way", WAYS)
def test_all_three_products_are_those_of_xla(way, dtype):
    images, filters, *geometry = WAYS[way]
    geometry = Geometry(*geometry)
    x, w = RNG.normal(size=images).astype(dtype), RNG.normal(size=filters).astype(dtype)
    with jax.enable_x64(True):
        expected, pull = jax.vjp(lambda x, w: conv_lowering._convolution(x, w, geometry), x, w)
        g = RNG.normal(size=expected.shape).astype(dtype)
        near = dict(rtol=1e-4 if dtype == "float32" else 1e-10, atol=1e-5 if dtype == "float32" else 1e-10)
        found = jax.jit(lambda x, w, g: (
            conv_lowering.correlate(x, w, geometry), conv_lowering.image_gradient(w, g, images[2:], geometry),
            conv_lowering.filter_gradient(x, g, filters[2:], geometry)))(x, w, g)
        for array, wanted in zip(found, (expected, *pull(g))):
            np.testing.assert_allclose(array, wanted, **near)


def test_what_is_too_large_for_products_is_left_to_xla(monkeypatch):
    monkeypatch.setattr(conv_lowering, "_LARGEST", 0)
    for name in ("_image_gradient_by_products", "_filter_gradient_by_products", "_correlate_by_products"):
        monkeypatch.setattr(conv_lowering, name, None)
    test_all_three_products_are_those_of_xla("one pixel", "float64")
    test_all_three_products_are_those_of_xla("full", "float64")


def test_the_gradients_of_each_op_are_the_other_two():
    x, w = T.dtensor4("x"), T.dtensor4("w")
    y = T.nnet.conv2d(x, w, border_mode=1, subsample=(2, 1))
    dx, dw = T.grad(y.sum(), [x, w])
    assert isinstance(y.owner.op, abstract_conv.AbstractConv2d)
    assert isinstance(dx.owner.op, abstract_conv.AbstractConv2d_gradInputs)
    assert isinstance(dw.owner.op, abstract_conv.AbstractConv2d_gradWeights)
    g = T.dtensor4("g")
    back = T.grad(abstract_conv.AbstractConv2d_gradWeights()(x, g, (3, 2)).sum(), [x, g])
    assert isinstance(back[0].owner.op, abstract_conv.AbstractConv2d_gradInputs)
    assert isinstance(back[1].owner.op, abstract_conv.AbstractConv2d)
    assert dx.owner.op.border_mode == (1, 1) and dx.owner.op.subsample == (2, 1)


@pytest.mark.parametrize("options", [
    dict(border_mode="full", filter_flip=False), dict(border_mode=(1, (0, 2)), subsample=(2, 1)),
    dict(border_mode="half", filter_dilation=(2, 1)), dict(num_groups=2)])
def test_gradients_are_the_numeric_ones(options):
    filters = RNG.normal(size=(4, 4 // options.get("num_groups", 1), 2, 3))
    T.verify_grad(lambda x, w: T.nnet.conv2d(x, w, **options), [RNG.normal(size=(2, 4, 4, 5)), filters], rng=RNG)


def test_the_forward_derivative_is_the_sum_of_both_products():
    x, w = T.dtensor4("x"), T.dtensor4("w")
    u, v = RNG.normal(size=(1, 2, 4, 4)), RNG.normal(size=(3, 2, 2, 2))
    moved = T.Rop(T.nnet.conv2d(x, w), [x, w], [T.constant(u), T.constant(v)])
    a, b = RNG.normal(size=u.shape), RNG.normal(size=v.shape)
    f = theano.function([x, w], T.nnet.conv2d(x, w))
    np.testing.assert_allclose(theano.function([x, w], moved)(a, b), f(u, b) + f(a, v), rtol=1e-10)


def test_the_shape_of_a_transposed_convolution_may_be_computed_from_other_shapes_and_arguments():
    g, w, n = T.dtensor4("g"), T.dtensor4("w"), T.lscalar("n")
    out = T.nnet.conv2d_transpose(g, w, (None, None, 2 * g.shape[2] + 1, n), input_dilation=(2, 2))
    f = theano.function([g, w, n], [out, T.grad(out.sum(), w)])
    for length in (7, 8):
        values = f(np.ones((1, 3, 2, 3)), np.ones((3, 2, 3, 3)), length)
        assert [v.shape for v in values] == [(1, 2, 5, length), (3, 2, 3, 3)]
    with pytest.raises(ValueError, match="shape inconsistency"):
        f(np.ones((1, 3, 2, 3)), np.ones((3, 2, 3, 3)), 9)


def test_declared_shapes_are_checked_with_the_flag(monkeypatch):
    x, w = T.dtensor4("x"), T.dtensor4("w")
    monkeypatch.setattr(theano.config.conv, "assert_shape", True)
    f = theano.function([x, w], T.nnet.conv2d(x, w, input_shape=(None, 2, 5, 5)))
    f(np.ones((1, 2, 5, 5)), np.ones((1, 2, 3, 3)))
    with pytest.raises(AssertionError, match="image does not match given imshp"):
        f(np.ones((1, 2, 6, 5)), np.ones((1, 2, 3, 3)))


@pytest.mark.parametrize("name, told", [("input_shape", "imshp"), ("filter_shape", "kshp")])
def test_a_declared_shape_is_of_constants(name, told):
    x, w = T.tensor4s("x", "w")
    for length in ("a", np.float32(2), T.lscalar(), x.shape[0]):
        with pytest.raises(ValueError, match=f"{told} should be None or a tuple of constant int values"):
            T.nnet.conv2d(x, w, **{name: (2, 4, length, 2)})
    for length in (None, 2, 2.0, np.int64(2), T.constant(2)):
        T.nnet.conv2d(x, w, **{name: (2, 4, length, 2)})


def test_old_keyword_arguments_warn():
    x, w = T.dtensor4("x"), T.dtensor4("w")
    with pytest.warns(UserWarning, match="image_shape"):
        assert T.nnet.conv2d(x, w, image_shape=(1, 2, 3, 4)).owner.op.imshp == (1, 2, 3, 4)
    with pytest.warns(UserWarning, match="unroll_batch"):
        T.nnet.conv2d(x, w, unroll_batch=2)


def test_ops_with_equal_options_are_equal_and_pickle():
    op = abstract_conv.AbstractConv2d((1, 2, 3, 4), border_mode=((1, 1), 2))
    assert op == abstract_conv.AbstractConv2d(imshp=[1, 2, 3, 4], border_mode=(1, 2)) and hash(op) == hash(copy.copy(op))
    assert op != abstract_conv.AbstractConv2d(border_mode=(1, 2))
    assert pickle.loads(pickle.dumps(op)) == op and pickle.loads(pickle.dumps(conv.ConvOp())) == conv.ConvOp()
    assert str(corr.CorrMM(1)) == "CorrMM{((1, 1), (1, 1)), (1, 1), (1, 1), 1 False}"


def test_other_dtypes_than_theanos_c_code_takes():
    x, w = T.ltensor4("x"), T.ltensor4("w")
    y, dx = T.nnet.conv2d(x, w), T.grad(T.nnet.conv2d(x * 1.0, w * 1.0).sum(), x)
    a, b = np.arange(9).reshape(1, 1, 3, 3), np.ones((1, 1, 2, 2), dtype="int64")
    values = theano.function([x, w], [y, dx])(a, b)
    assert values[0].dtype == "int64" and values[0].ravel().tolist() == [8, 12, 20, 24]
    assert values[1].ravel().tolist() == [1, 2, 1, 2, 4, 2, 1, 2, 1]


def test_empty_filters_and_batches_give_zeros_or_nothing():
    x, w = T.dtensor4("x"), T.dtensor4("w")
    y = T.nnet.conv2d(x, w)
    f = theano.function([x, w], [y, *T.grad(y.sum(), [x, w])])
    for images, filters in (((0, 2, 5, 6), (3, 2, 3, 2)), ((2, 0, 5, 6), (3, 0, 3, 2)), ((2, 2, 5, 6), (0, 2, 3, 2))):
        y_, dx, dw = f(np.ones(images), np.ones(filters))
        assert y_.shape == (images[0], filters[0], 3, 5) and not y_.any()
        assert dx.shape == images and dw.shape == filters


def test_films_with_the_channels_last():
    V, W, b, H = T.dtensor5("V"), T.dtensor5("W"), T.dvector("b"), T.dtensor5("H")
    v, filters, bias = RNG.normal(size=(2, 5, 4, 6, 3)), RNG.normal(size=(2, 3, 2, 2, 3)), RNG.normal(size=2)
    d = (2, 1, 2)
    h = theano.function([V, W, b], Conv3D.conv3D(V, W, b, d))(v, filters, bias)
    slow = np.zeros((2, 2, 3, 3, 2)) + bias
    for r, c, t in np.ndindex(2, 3, 3):
        part = v[:, 2 * r:2 * r + 3, c:c + 2, 2 * t:2 * t + 2]
        slow[:, r, c, t] += np.tensordot(part, filters, ((1, 2, 3, 4), (1, 2, 3, 4)))
    np.testing.assert_allclose(h, slow, rtol=1e-10)
    cost = (Conv3D.conv3D(V, W, b, d) * H).sum()
    dV, dW = theano.function([V, W, b, H], T.grad(cost, [V, W]))(v, filters, bias, h)
    back = ConvTransp3D.convTransp3D(W, T.zeros_like(V[0, 0, 0, 0]), d, H, V.shape[1:4])
    np.testing.assert_allclose(theano.function([V, W, H], back)(v, filters, h), dV, rtol=1e-10)
    again = ConvGrad3D.convGrad3D(V, d, W.shape, H)
    np.testing.assert_allclose(theano.function([V, W, H], again)(v, filters, h), dW, rtol=1e-10)


def test_lengths_of_results_are_numpys_integers_unless_a_dilation_is_given():
    shapes = (2, 1, 7, 6), (4, 1, 3, 2)
    found = abstract_conv.get_conv_output_shape(*shapes, "valid", (2, 1))
    assert found == (2, 4, 3, 5) and [type(n) for n in found] == [int, int, np.int64, np.int64]
    assert (T.fscalar() * found[2]).dtype == "float64"
    assert type(abstract_conv.get_conv_output_shape(*shapes, "valid", (2, 1), (1, 1))[2]) is int


def test_steps_of_no_length_are_refused():
    x, w = T.tensor4(), T.tensor4()
    f = theano.function([x, w], T.nnet.conv2d(x, w, subsample=(0, 1)), allow_input_downcast=True)
    with pytest.raises(ValueError, match="subsample must be positive"):
        f(RNG.normal(size=(1, 1, 4, 4)), RNG.normal(size=(1, 1, 2, 2)))
