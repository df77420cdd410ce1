"""Whether a result agrees with the recording; differences are sentences."""

import numpy as np

# Elementwise values are compared each relative to itself; elsewhere sums cancel, so relative to the largest.
ELEMENTWISE = {"unary", "unary_extreme", "unary_integer", "rounding", "promotion", "comparison", "binary",
               "overflow", "integer_division", "autocast", "cast", "broadcast", "kinks", "nnet"}
RELATIVE = {"float64": 1e-12, "float32": 1e-5, "complex128": 1e-12, "complex64": 1e-5}
CANCELLED = {"float64": 4e-15, "float32": 2e-6, "complex128": 4e-15, "complex64": 2e-6}

# Theano's C code of psi and tri_gamma is a short series, right to 8 digits, also in gradients.
SERIES = ("T.gamma(", "T.gammaln(", "T.psi(", "T.tri_gamma(")
# The value is constant, or near 1 where the gradient vanishes: the gradient is rounding noise around zero.
NOISE = {"T.nnet.softmax(x).sum()", "T.exp(x) * T.exp(-x)", "T.inv(x) * x", "T.exp(T.log(x))",
         "(1 - T.exp(-2 * x)) / (1 + T.exp(-2 * x))", "(T.exp(x) - T.exp(-x)) / (T.exp(x) + T.exp(-x))"}

# The refusals of grad that are promised; any other is a gradient that Theano lacks or breaks, where a number
# is no worse.
PROMISED = {"DisconnectedInputError", "NullTypeGradError"}
# Where Theano's exception is an accident of its insides, the exception a user would expect.
INSTEAD = {"MemoryError": "ValueError", "RecursionError": "TypeError", "UFuncTypeError": "TypeError",
           "AxisError": "ValueError", "ZeroDivisionError": "ArithmeticError"}


def as_array(recorded):
    """The NumPy array of the JSON form."""
    values = recorded["values"]
    if recorded["dtype"].startswith("complex"):
        values = [complex(real, imaginary) for real, imaginary in values]
    return np.array(values, dtype=recorded["dtype"]).reshape(recorded["shape"])


def refusal_differences(what, expected, got):
    """Differences where Theano raises."""
    if "raises" not in got:
        return [f"{what}: Theano raises {expected['raises']} at {expected['stage']}, here nothing is raised"]
    accepted = {expected["raises"], INSTEAD.get(expected["raises"])}
    if not accepted & set(got["bases"]):
        return [f"{what}: Theano raises {expected['raises']}, here {got['raises']}: {got['message']}"]
    if (expected["stage"] == "build") != (got["stage"] == "build"):
        return [f"{what}: Theano raises {expected['raises']} at {expected['stage']}, here at {got['stage']}"]
    return []


def precision(case, dtype):
    """The float dtype whose rounding counts: float32 where an input, its float form or a constant is."""
    dtypes = {str(value.array.dtype) for value in case.inputs.values()} | {case.floatX}
    return "float32" if dtype == "float64" and dtypes & {"float32", "int8", "uint8", "bool"} else dtype


def array_differences(case, what, expected, got, elementwise):
    """Differences of one array."""
    if "raises" in got:
        return [f"{what}: raises {got['raises']} at {got['stage']}: {got['message']}"]
    if expected["dtype"] != got["dtype"] or expected["shape"] != got["shape"]:
        return [f"{what}: Theano {expected['dtype']}{expected['shape']}, here {got['dtype']}{got['shape']}"]
    wanted, found = as_array(expected), as_array(got)
    dtype = precision(case, expected["dtype"])
    if dtype not in RELATIVE:
        same = np.array_equal(wanted, found)
    else:
        finite = np.abs(wanted[np.isfinite(wanted)])
        scale = 0.0 if elementwise or not finite.size else CANCELLED[dtype] * finite.max()
        scale = CANCELLED[dtype] if case.expression in NOISE else scale
        relative = max(RELATIVE[dtype], 1e-8 if case.expression.startswith(SERIES) else 0)
        same = np.allclose(found, wanted, rtol=relative, atol=scale, equal_nan=True)
    return [] if same else [f"{what}: Theano {wanted.tolist()}, here {found.tolist()}"]


def gradient_differences(case, what, expected, got):
    """Differences of the gradients, by input."""
    found = []
    for name, recorded in expected.items():
        label = f"{what} by {name}"
        if "raises" not in recorded:
            found += array_differences(case, label, recorded, got[name], elementwise=False)
        elif recorded["raises"] in PROMISED and name not in got:
            found.append(f"{label}: Theano raises {recorded['raises']}, here it was not asked for")
        elif recorded["raises"] in PROMISED:
            found += refusal_differences(label, recorded, got[name])
    return found


def differences(case, expected, got):
    """All differences of the result from the recording; empty where they agree."""
    if "raises" in expected:
        found = refusal_differences("value", expected, got)
    elif "raises" in got:
        return [f"value: raises {got['raises']} at {got['stage']}: {got['message']}"]
    else:
        found = []
    if "types" in expected and "types" in got and expected["types"] != got["types"]:
        found.append(f"type: Theano {expected['types']}, here {got['types']}")
    if "raises" in expected or found:
        return found
    for recorded, value in zip(expected["values"], got["values"]):
        found += array_differences(case, "value", recorded, value, case.family in ELEMENTWISE)
    for key in ("grads", "second"):
        if key in expected:
            found += gradient_differences(case, key, expected[key], got.get(key, {}))
    return found
