"""theano.tests.unittest_tools: what tests of programs and of user-written ops are made with."""

import sys
import unittest
from copy import copy, deepcopy
from functools import wraps

import numpy as np

from theano_lite.core.config import config
from theano_lite.core.errors import GradientError
from theano_lite.ops import elementwise
from theano_lite.program import verify
from theano_lite.program.function import function
from theano_lite.program.modes import get_default_mode

SkipTest = unittest.SkipTest


def custom_name_func(testcase_func, param_num, param):
    """The name of one test of a parameterized function: its name and its arguments."""
    text = "_".join(str(x) for x in param.args)
    return f"{testcase_func.__name__}_{''.join(c if c.isalnum() or c == '_' else '_' for c in text)}"


def attr(tag):
    """A decorator that leaves the function as it is."""
    return lambda function: function


# --- seeds ----------------------------------------------------------------------------------------


def fetch_seed(pseed=None):
    """The seed of tests, an int or None (any): `pseed`, or else config.unittests.rseed."""
    seed = pseed or config.unittests.rseed
    if seed == "random" or not seed:
        return None
    try:
        return int(seed)
    except ValueError:
        print(f"Error: {seed!r} is no seed, using None instead", file=sys.stderr)
        return None


def seed_rng(pseed=None):
    """Seed numpy.random with `fetch_seed(pseed)`, and return that."""
    seed = fetch_seed(pseed)
    np.random.seed(seed)
    return seed


def verify_grad(op, pt, n_tests=2, rng=None, *args, **kwargs):
    """theano.gradient.verify_grad with numpy.random, seeded, where no `rng` is given. Raises GradientError."""
    if rng is None:
        seed_rng()
        rng = np.random
    verify.verify_grad(op, pt, n_tests, rng, *args, **kwargs)


verify_grad.E_grad = GradientError  # type: ignore[attr-defined]


class MockRandomState:
    """Gives `val`, or integers at one end of their range."""

    def __init__(self, val):
        self.val = val

    def rand(self, *shape):
        return np.zeros(shape, dtype="float64") + self.val

    def randint(self, minval, maxval=None, size=1):
        if maxval is None:
            minval, maxval = 0, minval
        return np.full(size, minval if self.val == 0 else maxval - 1, dtype="int64")


# --- comparing values -----------------------------------------------------------------------------


def _tolerances(expected, value):
    dtypes = {str(np.asarray(x).dtype) for x in (expected, value)}
    if dtypes & {"float16"}:
        return 1e-3, 1e-3
    return (1e-5, 1e-5) if dtypes & {"float32", "complex64"} else (1e-8, 1e-5)


class WrongValue(Exception):
    """Two values differ."""

    def __init__(self, expected_val, val, rtol, atol):
        super().__init__()
        self.val1, self.val2, self.rtol, self.atol = expected_val, val, rtol, atol

    def __str__(self):
        return "WrongValue\n" + str_diagnostic(self.val1, self.val2, self.rtol, self.atol)


def str_diagnostic(expected, value, rtol, atol):
    """In which way `value` differs from `expected`, as text of many lines."""
    lines = ["           : shape, dtype, strides, min, max, n_inf, n_nan:"]
    for name, x in (("  Expected :", expected), ("  Value    :", value)):
        x = np.asarray(x)
        if x.size:
            lines.append(" ".join(map(str, (name, x.shape, x.dtype, x.strides, x.min(), x.max(), np.isinf(x).sum(),
                                            np.isnan(x).sum()))))
    lines += [f"  expected    : {expected}", f"  value    : {value}"]
    if np.shape(expected) == np.shape(value) and np.size(value):
        absolute = np.absolute(np.asarray(value) - np.asarray(expected))
        with np.errstate(all="ignore"):
            relative = absolute / np.absolute(expected)
        for kind, x in (("Abs", absolute), ("Rel", relative)):
            lines += [f"  {name} {kind} Diff: {f(x)}" for name, f in (("Max", np.max), ("Mean", np.mean),
                                                                     ("Median", np.median), ("Std", np.std))]
    atol_, rtol_ = _tolerances(expected, value)
    lines.append(f"  rtol, atol: {rtol_ if rtol is None else rtol} {atol_ if atol is None else atol}")
    return "\n".join(lines) + "\n"


def assert_allclose(expected, value, rtol=None, atol=None):
    """Raise WrongValue unless the arrays agree, to a precision that follows from their dtypes."""
    atol_, rtol_ = _tolerances(expected, value)
    if not np.allclose(np.asarray(expected), np.asarray(value), rtol=rtol_ if rtol is None else rtol,
                       atol=atol_ if atol is None else atol):
        raise WrongValue(expected, value, rtol, atol)


# --- tests of ops ---------------------------------------------------------------------------------


class TestOptimizationMixin:
    """Assertions on the nodes of a compiled function."""

    __test__ = False

    def _count(self, f, matches, min, max):
        found = [node for node in f.maker.fgraph.toposort() if matches(node.op)]
        assert min <= len(found) <= max, (f.maker.fgraph.toposort(), found, min, max)

    def assertFunctionContains(self, f, op, min=1, max=sys.maxsize):
        self._count(f, lambda other: other == op, min, max)

    def assertFunctionContains0(self, f, op):
        self.assertFunctionContains(f, op, min=0, max=0)

    def assertFunctionContains1(self, f, op):
        self.assertFunctionContains(f, op, min=1, max=1)

    def assertFunctionContainsN(self, f, op, N):
        self.assertFunctionContains(f, op, min=N, max=N)

    def assertFunctionContainsClass(self, f, op, min=1, max=sys.maxsize):
        self._count(f, lambda other: isinstance(other, op), min, max)

    def assertFunctionContainsClassN(self, f, op, N):
        self.assertFunctionContainsClass(f, op, min=N, max=N)

    def SkipTest(self, msg="Skip this test"):
        raise SkipTest(msg)


class T_OpContractMixin:
    """Tests that the ops in `ops` are equal to their copies and `clone`s, and differ from each other."""

    ops: list
    other_op = elementwise.add

    def copy(self, x):
        return copy(x)

    def deepcopy(self, x):
        return deepcopy(x)

    def clone(self, op):
        raise NotImplementedError("return new instance like `op`")

    def _copies(self, op):
        return [op, self.copy(op), self.deepcopy(op), self.clone(op)]

    def test_eq(self):
        for i, op in enumerate(self.ops):
            assert all(op == other for other in self._copies(op))
            assert op != self.other_op
            assert all(op != other for j, other in enumerate(self.ops) if i != j)

    def test_hash(self):
        for i, op in enumerate(self.ops):
            assert all(hash(op) == hash(other) for other in self._copies(op))
            assert hash(op) != hash(self.other_op)
            assert all(hash(op) != hash(other) for j, other in enumerate(self.ops) if i != j)

    def test_name(self):
        assert all(str(op) for op in self.ops)


class InferShapeTester(unittest.TestCase):
    """The base of tests of the shapes that ops tell."""

    def setUp(self):
        seed_rng()
        self.mode = getattr(self, "mode", None) or get_default_mode()

    def _compile_and_check(self, inputs, outputs, numeric_inputs, cls, excluding=None, warn=True, check_topo=True):
        """Assert that the lengths computed for `outputs` are those of their values, and that they use an op `cls`."""
        mode = self.mode.excluding(*excluding) if excluding else self.mode
        compute = function(inputs, outputs, mode=mode)
        lengths = function(inputs, [v.shape for v in outputs], mode=mode)
        assert any(isinstance(node.op, cls) for node in compute.maker.fgraph.toposort())
        for value, shape in zip(compute(*numeric_inputs), lengths(*numeric_inputs)):
            assert np.all(value.shape == shape), (value.shape, shape)


class AttemptManyTimes:
    """Decorates a test that may fail: of `n_attempts` with other seeds `n_req_successes` must pass."""

    def __init__(self, n_attempts, n_req_successes=1):
        assert n_attempts >= n_req_successes
        self.n_attempts, self.n_req_successes = n_attempts, n_req_successes

    def __call__(self, test):
        @wraps(test)
        def attempts(*args, **kwargs):
            original = config.unittests.rseed
            case = args[0] if len(args) == 1 and hasattr(args[0], "_testMethodName") else None
            failures = successes = 0
            try:
                while successes < self.n_req_successes:
                    try:
                        if case is not None:
                            case.setUp()
                        test(*args, **kwargs)
                        successes += 1
                    except Exception:
                        failures += 1
                        if failures > self.n_attempts - self.n_req_successes:
                            raise
                    finally:
                        if case is not None:
                            case.tearDown()
                        if config.unittests.rseed not in (None, "random"):
                            config.unittests.rseed = str(int(config.unittests.rseed) + 1)
            finally:
                config.unittests.rseed = original
        return attempts


def assertFailure_fast(f):
    """`f`, a test; with config.cycle_detection 'fast' one that must fail."""
    if config.cycle_detection != "fast":
        return f

    def failing(*args, **kwargs):
        try:
            f(*args, **kwargs)
        except Exception:
            return
        raise AssertionError("Exception not raised")
    return failing
