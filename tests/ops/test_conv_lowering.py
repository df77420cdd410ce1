"""Products in parts give what one product gives, and what XLA's convolution gives."""

import jax
import numpy as np
import pytest

from theano_lite.ops import conv_lowering as lowering

GEOMETRY = lowering.Geometry(((1, 1), (2, 0)), (1, 2), (2, 1), 1)


def _arrays(images):
    rng = np.random.RandomState(0)
    x, w = rng.uniform(-1, 1, (images, 2, 7, 8)), rng.uniform(-1, 1, (3, 2, 2, 3))
    return x, w, rng.uniform(-1, 1, (images, 3, *GEOMETRY.output_size((7, 8), (2, 3))))


@pytest.mark.parametrize("images", [1, 2, 6, 7, 11])
@pytest.mark.parametrize("part", [1, 2000, 8000, 2 ** 23])
def test_products_in_parts_are_the_convolution_and_its_transposes(monkeypatch, images, part):
    monkeypatch.setattr(lowering, "_PART", part)
    with jax.enable_x64(True):
        x, w, g = _arrays(images)
        out, back = jax.vjp(lambda x, w: lowering._convolution(x, w, GEOMETRY), x, w)
        np.testing.assert_allclose(lowering._correlate_by_products(x, w, GEOMETRY), out, rtol=1e-12, atol=1e-12)
        dx, dw = back(g)
        np.testing.assert_allclose(lowering._image_gradient_by_products(w, g, (7, 8), GEOMETRY), dx,
                                   rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(lowering._filter_gradient_by_products(x, g, (2, 3), GEOMETRY), dw,
                                   rtol=1e-12, atol=1e-12)


def test_products_of_no_images_are_empty_or_zero(monkeypatch):
    monkeypatch.setattr(lowering, "_PART", 1)
    with jax.enable_x64(True):
        x, w, g = _arrays(0)
        assert lowering._correlate_by_products(x, w, GEOMETRY).shape == g.shape
        assert lowering._image_gradient_by_products(w, g, (7, 8), GEOMETRY).shape == x.shape
        assert not np.any(lowering._filter_gradient_by_products(x, g, (2, 3), GEOMETRY))
