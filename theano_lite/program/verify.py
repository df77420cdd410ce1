"""Comparing a symbolic gradient with finite differences."""

import numpy as np

from theano_lite.core.errors import GradientError
from theano_lite.core.types import TensorType, tensor_type
from theano_lite.program.function import function
from theano_lite.program.gradient import grad
from theano_lite.program.shared import shared

_STEP = {"float64": 1e-7, "float32": 3e-4, "float16": 1e-1}
_TOLERANCE = {"float64": 1e-4, "float32": 1e-2, "float16": 5e-1}


class numeric_grad:
    """The gradient of the scalar function `f` at the points `pt`, by central differences of size `eps`; in `gf`."""

    type_eps = {"float64": 1e-7, "float32": 3e-4, "float16": 1e-1}

    def __init__(self, f, pt, eps=None, out_type=None):
        packed = isinstance(pt, (list, tuple))
        points = [np.array(p, order="C") for p in (pt if packed else [pt])]
        narrow = min((str(p.dtype) for p in points), key=lambda d: _STEP.get(d, 1e-7) * -1)
        if out_type is not None and _STEP.get(str(out_type), 0) > _STEP.get(narrow, 0):
            narrow = str(out_type)
        eps = eps or _STEP[narrow]
        gradients = []
        for p in points:
            g = np.zeros(p.shape, dtype="float64")
            flat, out = p.reshape(-1), g.reshape(-1)
            for k in range(flat.size):
                kept = flat[k]
                flat[k] = kept + eps
                up, high = flat[k], float(np.asarray(f(*[x.copy() for x in points]), "float64"))
                flat[k] = kept - eps
                down, low = flat[k], float(np.asarray(f(*[x.copy() for x in points]), "float64"))
                flat[k] = kept
                out[k] = (high - low) / (float(up) - float(down))
            gradients.append(g.astype(p.dtype) if p.dtype.kind == "f" else g)
        self.gf = gradients if packed else gradients[0]

    @staticmethod
    def abs_rel_err(a, b):
        """Absolute and relative differences; the relative one is to the sum of magnitudes."""
        absolute = abs(np.asarray(a) - np.asarray(b))
        relative = absolute / np.maximum(abs(np.asarray(a)) + abs(np.asarray(b)), 1e-8)
        return absolute, np.asarray(relative)

    def abs_rel_errors(self, g_pt):
        pairs = zip(g_pt, self.gf) if isinstance(self.gf, list) else [(g_pt, self.gf)]
        errors = []
        for a, b in pairs:
            if np.shape(a) != np.shape(b):
                raise ValueError(f"argument element has wrong shape {np.shape(a), np.shape(b)}")
            errors.append(self.abs_rel_err(a, b))
        return errors

    def max_err(self, g_pt, abs_tol, rel_tol):
        """(argument, position, absolute error, relative error) where the smaller of the two, by tolerance, is worst."""
        worst = []
        for absolute, relative in self.abs_rel_errors(g_pt):
            if not np.all(np.isfinite(absolute)):
                raise ValueError("abs_err not finite", repr(absolute))
            score = np.minimum(absolute / abs_tol, relative / rel_tol)
            at = int(np.argmax(score)) if score.size else 0
            worst.append((score.flat[at] if score.size else 0.0, at, absolute, relative))
        arg = int(np.argmax([w[0] for w in worst]))
        _, at, absolute, relative = worst[arg]
        return arg, at, absolute.flat[at] if absolute.size else 0.0, relative.flat[at] if relative.size else 0.0


def verify_grad(fun, pt, n_tests=2, rng=None, eps=None, out_type=None, abs_tol=None, rel_tol=None, mode=None,
                cast_to_output_type=False, no_debug_ref=True):
    """Check the gradient of `fun`, a function of variables, at the arrays `pt` against finite differences.

    The outputs are weighted at random (`rng`, a numpy RandomState) `n_tests` times. Raises GradientError where absolute
    and relative error both exceed `abs_tol` and `rel_tol`.
    """
    if rng is None:
        raise TypeError("rng should be a valid instance of numpy.random.RandomState. You may want to use "
                        "theano.tests.unittest_tools.verify_grad instead of theano.gradient.verify_grad.")
    pt = [np.array(p) for p in pt]
    for k, p in enumerate(pt):
        if p.dtype not in ("float16", "float32", "float64"):
            raise TypeError(f"verify_grad can work only with floating point inputs, but input {k} has dtype {p.dtype}.")
    tolerance = max(_TOLERANCE[str(p.dtype)] for p in pt)
    if out_type is not None:
        tolerance = max(tolerance, _TOLERANCE.get(str(out_type), 0))
    abs_tol = tolerance if abs_tol is None else abs_tol
    rel_tol = tolerance if rel_tol is None else rel_tol
    variables = [tensor_type(str(p.dtype), [n == 1 for n in p.shape])(f"input {k}") for k, p in enumerate(pt)]
    output = fun(*variables)
    if isinstance(output, (list, tuple)):
        raise NotImplementedError("can't (yet) auto-test gradient of a function with multiple outputs")
    forward = function(variables, output, allow_input_downcast=True, mode=mode, on_unused_input="ignore")
    shape = np.shape(forward(*pt))
    # Weights in float64, as in Theano, make the cost and so the finite differences as exact.
    narrow = cast_to_output_type and output.dtype == "float32"
    weights = shared(_weights(rng, shape, narrow), name="random_projection")
    cost = (weights * output).sum() if isinstance(output.type, TensorType) else output
    cost_function = function(variables, cost, allow_input_downcast=True, mode=mode, on_unused_input="ignore")
    gradients = grad(cost, variables, disconnected_inputs="ignore")
    gradient_function = function(variables, gradients, allow_input_downcast=True, mode=mode, on_unused_input="ignore")
    for test in range(n_tests):
        numeric = numeric_grad(cost_function, pt, eps, out_type)
        symbolic = gradient_function(*pt)
        arg, at, absolute, relative = numeric.max_err(symbolic, abs_tol, rel_tol)
        if absolute > abs_tol and relative > rel_tol:
            raise GradientError(arg, at, pt[arg].shape, symbolic[arg].flat[at], numeric.gf[arg].flat[at], absolute,
                                relative, abs_tol, rel_tol)
        if test + 1 < n_tests:
            weights.set_value(_weights(rng, shape, narrow))


verify_grad.E_grad = GradientError  # type: ignore[attr-defined]


def _weights(rng, shape, narrow):
    return np.asarray(rng.random_sample(shape) + 0.5, dtype="float32" if narrow else "float64")
