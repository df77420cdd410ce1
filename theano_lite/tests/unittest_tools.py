"""theano.tests.unittest_tools: what tests are made with."""

from theano_lite import tensor as T
from theano_lite.core.config import config
from theano_lite.program.testing import (
    AttemptManyTimes,
    InferShapeTester,
    MockRandomState,
    SkipTest,
    T_OpContractMixin,
    TestOptimizationMixin,
    WrongValue,
    assert_allclose,
    assertFailure_fast,
    attr,
    custom_name_func,
    fetch_seed,
    seed_rng,
    str_diagnostic,
    verify_grad,
)

__all__ = [
    "AttemptManyTimes", "InferShapeTester", "MockRandomState", "SkipTest", "T", "T_OpContractMixin",
    "TestOptimizationMixin", "WrongValue", "assertFailure_fast", "assert_allclose", "attr", "config",
    "custom_name_func", "fetch_seed", "seed_rng", "str_diagnostic", "verify_grad",
]
