"""One oracle case: an expression in Theano's API with its inputs; runs under real Theano and theano_lite."""

import numpy as np


class Case:
    """An expression in the names `theano, T, np` and its inputs; the name is made from all of them."""

    def __init__(self, family, expression, inputs, floatX, second):
        self.family = family
        self.expression = expression
        self.inputs = inputs
        self.floatX = floatX
        self.second = second
        types = ", ".join(f"{name}={describe(value)}" for name, value in inputs.items())
        suffix = "" if floatX == "float64" else f" floatX={floatX}"
        self.name = f"{expression} | {types}{suffix}"

    def variables(self, theano):
        """Fresh input variables, in the order of `inputs`."""
        make = theano.tensor.TensorType
        return {
            name: make(str(value.array.dtype), value.pattern)(name) for name, value in self.inputs.items()
        }

    def build(self, theano, variables):
        """The list of output variables of the expression."""
        scope = dict(variables, theano=theano, T=theano.tensor, np=np)
        out = eval(self.expression, scope)
        outs = list(out) if isinstance(out, (list, tuple)) else [out]
        return [theano.tensor.as_tensor_variable(o) for o in outs]

    def arrays(self):
        """Copies of the input arrays."""
        return [value.array.copy() for value in self.inputs.values()]


class Value:
    """An input array with the broadcast pattern of its variable."""

    def __init__(self, array, pattern):
        self.array = array
        self.pattern = tuple(pattern)


def describe(value):
    """The dtype, shape, pattern (if any dimension broadcasts) and values in short."""
    text = str(value.array.dtype) + str(list(value.array.shape)).replace(" ", "")
    if any(value.pattern):
        text += "b" + "".join("01"[flag] for flag in value.pattern)
    flat = value.array.ravel().tolist()
    if flat:
        text += "".join(f" {number:.4g}" for number in flat[:9] if not isinstance(number, complex))
    return text + (f" ..{len(flat)}" if len(flat) > 9 else "")


def array(values, dtype="float64"):
    """The input with no broadcastable dimension."""
    values = np.asarray(values).astype(dtype)
    return Value(values, (False,) * values.ndim)


def with_pattern(values, pattern, dtype="float64"):
    """The input whose dimensions broadcast where the pattern, such as "10", says 1."""
    return Value(np.asarray(values).astype(dtype), [flag == "1" for flag in pattern])


def uniform(*shape, **options):
    """Uniform numbers in [low, high) from a fixed seed, rounded to 3 decimals so that they read well."""
    low, high = options.get("low", -1.0), options.get("high", 1.0)
    numbers = np.random.RandomState(options.get("seed", 0)).uniform(low, high, shape)
    return array(np.round(numbers, 3), options.get("dtype", "float64"))


class Table:
    """The cases of the modules, in order and with unique names."""

    def __init__(self):
        self.cases = {}

    def add(self, family, expressions, floatX="float64", second=False, **inputs):
        """Add a case per expression (one string, or a string of lines)."""
        for expression in expressions.strip().splitlines():
            expression = expression.strip()
            if not expression:
                continue
            used = {name: value if isinstance(value, Value) else array(value, np.asarray(value).dtype)
                    for name, value in inputs.items()}
            case = Case(family, expression, used, floatX, second)
            if case.name in self.cases:
                raise ValueError("two oracle cases are the same: " + case.name)
            self.cases[case.name] = case


TABLE = Table()
add = TABLE.add
