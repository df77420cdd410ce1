"""theano.tensor.raw_random: random numbers as functions of an explicit random state."""

import numpy as np

import theano_lite as theano
from theano_lite import tensor
from theano_lite.core.other_types import RandomStateType, random_state_type
from theano_lite.program.random_function import (
    RandomFunction,
    _generate_broadcasting_indices,
    _infer_ndim_bcast,
    binomial,
    choice,
    choice_helper,
    multinomial,
    multinomial_helper,
    normal,
    permutation,
    permutation_helper,
    poisson,
    random_integers,
    random_integers_helper,
    uniform,
)
from theano_lite.program.streams import RandomStreamsBase

__all__ = [
    "RandomFunction", "RandomStateType", "RandomStreamsBase", "_generate_broadcasting_indices", "_infer_ndim_bcast",
    "binomial", "choice", "choice_helper", "multinomial", "multinomial_helper", "normal", "np", "permutation",
    "permutation_helper", "poisson", "random_integers", "random_integers_helper", "random_state_type", "tensor", "theano",
    "uniform",
]
