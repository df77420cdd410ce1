"""Functions that give whole numbers at whole numbers."""

import numpy as np

import theano_lite as theano
import theano_lite.tensor as T


def test_gamma_of_a_whole_number_is_exact():
    x = T.dvector()
    value, g = theano.function([x], [T.gamma(x), T.grad(T.gamma(x).sum(), x)])(np.arange(1.0, 10.0))
    assert value.tolist() == [1, 1, 2, 6, 24, 120, 720, 5040, 40320]
    assert np.isclose(g[0], -np.euler_gamma)
