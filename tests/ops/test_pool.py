"""Pooling of windows of all sizes, also those too large to be written out, is what loops over the windows give."""

import itertools
import pickle
import warnings

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.tensor.signal import downsample
from theano_lite.tensor.signal.pool import AveragePoolGrad, MaxPoolGrad, Pool, PoolGrad, pool_2d, pool_3d

MODES = ("max", "sum", "average_inc_pad", "average_exc_pad")


def looped(x, ws, stride, pad, mode, g):
    """The pooled array and the gradient of its sum weighted by g, window by window; windows lie in the padded x."""
    nd = len(ws)
    lengths = x.shape[-nd:]
    counts = [(n + 2 * p - w) // s + 1 for n, w, s, p in zip(lengths, ws, stride, pad)]
    out, grad = np.zeros(x.shape[:-nd] + tuple(counts)), np.zeros(x.shape)
    for lead in np.ndindex(*x.shape[:-nd]):
        for at in np.ndindex(*counts):
            window = lead + tuple(slice(max(k * s - p, 0), min(k * s - p + w, n))
                                  for k, s, p, w, n in zip(at, stride, pad, ws, lengths))
            part, weight = x[window], g[lead + at]
            if mode == "max":
                out[lead + at] = part.max()
                grad[window] += weight * (part == part.max())
            else:
                size = {"sum": 1, "average_inc_pad": np.prod(ws)}.get(mode, part.size)
                out[lead + at] = part.sum() / size
                grad[window] += weight / size
    return out, grad


WINDOWS = [((2, 2), (2, 2), (0, 0)), ((3, 2), (2, 1), (1, 1)), ((8, 7), (8, 7), (0, 0)), ((20, 3), (1, 2), (3, 0)),
           ((20, 18), (1, 1), (3, 5)), ((18, 20), (30, 25), (0, 2)), ((25, 32), (1, 1), (0, 0)), ((7, 7), (1, 1), (6, 0)),
           ((7, 8), (9, 8), (0, 0)), ((12, 16), (12, 16), (0, 0)), ((7, 7), (7, 7), (0, 2)), ((25, 32), (25, 32), (0, 0)),
           ((23, 30), (25, 32), (0, 0))]


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("ws, stride, pad", WINDOWS)
@pytest.mark.parametrize("mode", MODES)
def test_values_and_gradients_are_those_of_a_loop(ws, stride, pad, mode, dtype):
    x = np.random.RandomState(0).randint(0, 9, (2, 25, 32)).astype(dtype)
    v, w = T.TensorType(dtype, (False,) * 3)(), T.dtensor3()
    out = pool_2d(v, ws, True, stride, pad, mode)
    g = np.random.RandomState(1).normal(size=[2, *((n + 2 * p - a) // s + 1 for n, a, s, p in zip((25, 32), ws, stride, pad))])
    found = theano.function([v, w], [out, T.grad((out * w).sum(), v)])(x, g)
    tolerance = 1e-10 if dtype == "float64" else 1e-5
    for a, b in zip(found, looped(x, ws, stride, pad, mode, g)):
        assert a.dtype == dtype
        np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("mode", MODES)
def test_second_derivatives_and_those_along_a_direction_agree_with_differences(mode):
    rng = np.random.RandomState(0)
    x, direction = rng.normal(size=(1, 9, 10)), rng.normal(size=(1, 9, 10))
    for ws, stride in (((2, 3), (2, 2)), ((8, 9), (1, 1))):
        v, u = T.dtensor3(), T.dtensor3()
        out = pool_2d(v, ws, True, stride, mode=mode)
        cost = (out ** 3).sum()
        first = T.grad(cost, v)
        f = theano.function([v, u], [T.Rop(out, v, u), T.grad((first * u).sum(), v)])
        g = theano.function([v], [out, first])
        high, low = g(x + 1e-6 * direction), g(x - 1e-6 * direction)
        for a, b, c in zip(f(x, direction), high, low):
            np.testing.assert_allclose(a, (b - c) / 2e-6, rtol=1e-4, atol=1e-6)


def test_nan_is_passed_over_unless_it_comes_first_in_windows_of_any_size():
    for dtype in ("float32", "float64"):
        x = np.zeros((1, 40, 40), dtype)
        x[0, 0, 0], x[0, 5, 5], x[0, 5, 6], x[0, 10, 10], x[0, 20:, 20:] = np.nan, np.nan, 2, 3, np.nan
        x[0, 10, 0] = x[0, 10, 11] = np.nan
        v = T.TensorType(dtype, (False,) * 3)()
        for ws in ((20, 20), (10, 10), (8, 8), (5, 8), (2, 2)):
            out = theano.function([v], pool_2d(v, ws, True))(x)
            for i, j in np.ndindex(40 // ws[0], 40 // ws[1]):
                window = x[0, i * ws[0]:(i + 1) * ws[0], j * ws[1]:(j + 1) * ws[1]]
                np.testing.assert_array_equal(out[0, i, j], np.nan if np.isnan(window[0, 0]) else np.nanmax(window))


def test_the_graph_shows_theanos_ops_and_they_pickle():
    x = T.dtensor4()
    for mode in MODES:
        out = pool_2d(x, (2, 2), True, mode=mode)
        grad = T.grad(out.sum(), x).owner.op
        assert isinstance(out.owner.op, Pool) and isinstance(grad, PoolGrad)
        assert isinstance(grad, MaxPoolGrad if mode == "max" else AveragePoolGrad)
        for op in (out.owner.op, grad):
            assert pickle.loads(pickle.dumps(op)) == op
    assert str(Pool(True)) == "Pool{ignore_border=True, mode='max', ndim=2}"
    assert Pool(mode="max_deterministic") == Pool()


def test_one_program_serves_windows_given_at_run_time():
    x, w, s, p = T.dmatrix(), T.lvector(), T.lvector(), T.lvector()
    f = theano.function([x, w, s, p], pool_2d(x, w, True, s, p))
    a = np.arange(20.0).reshape(4, 5)
    assert f(a, [2, 2], [2, 2], [0, 0]).tolist() == [[6, 8], [16, 18]]
    assert f(a, [3, 3], [1, 2], [1, 1]).shape == (4, 3)
    for bad in (([2], [2, 2], [0, 0]), ([2, 2], [0, 2], [0, 0]), ([2, 2], [2, 2], [2, 0])):
        with pytest.raises(ValueError):
            f(a, *bad)


def test_old_names_and_the_warnings_about_them():
    x = T.dmatrix()
    a = np.arange(9.0).reshape(3, 3)
    with pytest.warns(UserWarning, match="ignore_border"):
        out = downsample.max_pool_2d(x, (2, 2))
    assert theano.function([x], out)(a).tolist() == [[4, 5], [7, 8]]
    with pytest.warns(UserWarning, match="'ds' parameter"):
        pool_2d(x, ds=(2, 2), ignore_border=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        op = downsample.DownsampleFactorMax((2, 2), ignore_border=True, st=(1, 1))
    assert theano.function([x], op(x))(a).tolist() == [[4, 5], [7, 8]]
    with pytest.raises(ValueError, match="both 'st' and 'stride'"):
        pool_3d(T.dtensor3(), (2, 2, 2), True, stride=(1, 1, 1), st=(1, 1, 1))


def test_the_old_ops_know_their_windows_as_in_theano_0_8():
    shape = (2, 2, 5, 6)
    assert downsample.DownsampleFactorMax.out_shape(shape, (2, 2)) == [2, 2, 3, 3]
    assert downsample.PoolGrad.out_shape(shape, (2, 2), ignore_border=True, st=(1, 1), padding=(0, 1)) == [2, 2, 4, 7]
    op = downsample.DownsampleFactorMax((2, 2))
    assert (op.ds, op.st, op.padding, op.mode, op.ignore_border) == ((2, 2), (2, 2), (0, 0), "max", False)
    with pytest.raises(ValueError, match="ints"):
        downsample.DownsampleFactorMax((2.5, 2))
    x, m, g = T.dmatrix(), T.dmatrix(), T.dmatrix()
    given = np.array([[1.0, 1, 0, 2], [0, 1, 3, 2], [5, 0, 0, 0]]), np.array([[1.0, 3]]), np.array([[10.0, 20]])
    maxima = [[10, 10, 0, 0], [0, 10, 20, 0], [0, 0, 0, 0]]
    for out, expected in [
            (downsample.MaxPoolGrad((2, 2), True)(x, m, g), maxima),
            (downsample.DownsampleFactorMaxGrad((2, 2), True)(x, m, g), maxima),
            # At ties the sum, as in Theano 1.0.5; 0.8.2 takes one of them.
            (downsample.DownsampleFactorMaxGradGrad((2, 2), True)(x, m, x * 7), [[21, 21]]),
            (downsample.DownsampleFactorMaxGrad((2, 2), True, mode="sum")(x, g), [[10, 10, 20, 20]] * 2 + [[0] * 4]),
            (downsample.AveragePoolGrad((2, 2), True, mode="average_exc_pad")(x, g), [[2.5, 2.5, 5, 5]] * 2 + [[0] * 4])]:
        assert theano.function([x, m, g], out, on_unused_input="ignore")(*given).tolist() == expected


def test_shapes_are_told_of_variables_too():
    n = T.lscalar()
    for ignore, ws, stride in itertools.product((True, False), ((2, 3), (4, 4)), ((1, 2), (5, 4))):
        shape = Pool.out_shape((2, n, 9), ws, ignore, stride)
        for length in (1, 4, 9):
            told = int(theano.function([n], shape[1], on_unused_input="ignore")(length))
            assert told == Pool.out_shape((2, length, 9), ws, ignore, stride)[1]


def test_large_patches_are_the_slices_that_they_name():
    from theano_lite.tensor.nnet.neighbours import images2neibs

    x = np.random.RandomState(0).normal(size=(1, 2, 9, 11))
    v = T.dtensor4()
    out = images2neibs(v, (5, 7), (2, 4))
    found, grad = theano.function([v], [out, T.grad((out ** 2).sum(), v)])(x)
    patches = [(s, i, j) for s in range(2) for i in (0, 2, 4) for j in (0, 4)]
    expected = np.zeros_like(x)
    for row, (s, i, j) in zip(found, patches):
        assert (row == x[0, s, i:i + 5, j:j + 7].ravel()).all()
        expected[0, s, i:i + 5, j:j + 7] += 2 * x[0, s, i:i + 5, j:j + 7]
    np.testing.assert_allclose(grad, expected)
