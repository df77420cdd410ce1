"""Run one case on any implementation of Theano's API; the result is plain JSON."""

import numpy as np

# What the expressions name beside theano and theano.tensor themselves.
SUBMODULES = (".tensor.nnet", ".tensor.slinalg", ".tensor.fft", ".tensor.fourier",
              ".tensor.signal.pool", ".tensor.nnet.neighbours", ".tensor.nnet.bn", ".tensor.nnet.blocksparse")


def weights(array):
    """Fixed weights of the array's shape and dtype, exact in every float: 1/4, 2/4 ... 7/4, again."""
    numbers = (np.arange(array.size) % 7 + 1) / 4.0
    return numbers.reshape(array.shape).astype(array.dtype)


def plain(array):
    """The array as JSON: dtype, shape and flat values (repr of a double is exact; complex as pairs)."""
    array = np.asarray(array)
    flat = array.ravel()
    if array.dtype.kind == "c":
        values = [[float(value.real), float(value.imag)] for value in flat]
    else:
        values = flat.tolist()
    return {"dtype": str(array.dtype), "shape": list(array.shape), "values": values}


def refused(error, stage):
    """The exception as JSON; `bases` (all its class names) is for comparing and is not recorded."""
    bases = [base.__name__ for base in type(error).__mro__]
    return {"raises": type(error).__name__, "stage": stage, "bases": bases, "message": str(error)[:400]}


def types(variables):
    """The dtype and broadcast pattern of each variable."""
    return [[str(variable.dtype), [int(flag) for flag in variable.broadcastable]] for variable in variables]


def is_float(variable):
    """Whether the variable has a real float dtype, so that it has a gradient."""
    return str(variable.dtype) in ("float32", "float64")


class Run:
    """The input and output variables of a case, and its functions and gradients."""

    def __init__(self, theano, case):
        self.theano, self.case = theano, case
        self.inputs = case.variables(theano)
        self.outs = case.build(theano, self.inputs)

    def function(self, extra, outputs, mode):
        """The compiled function; unused inputs are part of some cases."""
        return self.theano.function(list(self.inputs.values()) + extra, outputs, mode=mode,
                                    on_unused_input="ignore", allow_input_downcast=True)

    def cost(self):
        """The weighted sum of the float outputs, and the weight variables; None if no output is float."""
        T = self.theano.tensor
        floats = [out for out in self.outs if is_float(out)]
        extra = [T.TensorType(out.dtype, out.broadcastable)("weights") for out in floats]
        terms = [T.sum(out * weight) for out, weight in zip(floats, extra)]
        total = sum(terms[1:], terms[0]) if terms else None
        return total, extra

    def gradients(self, cost, wanted):
        """For each input, its gradient variable or a refusal."""
        found = {}
        for name in wanted:
            try:
                found[name] = self.theano.tensor.grad(cost, self.inputs[name])
            except Exception as error:
                found[name] = refused(error, "build")
        return found

    def second(self, cost, wanted):
        """For each input, the gradient of the weighted sum of all gradients."""
        T = self.theano.tensor
        inputs = [self.inputs[name] for name in wanted]
        first = T.grad(cost, inputs, disconnected_inputs="ignore")
        total = sum((i + 1) * T.sum(T.sin(T.arange(g.size) + 1).reshape(g.shape, ndim=g.ndim) * g)
                    for i, g in enumerate(first))
        return dict(zip(wanted, T.grad(total, inputs, disconnected_inputs="ignore")))


def compute(function, arrays, names):
    """The results by name, or the same refusal under every name."""
    try:
        return dict(zip(names, [plain(out) for out in function(*arrays)]))
    except Exception as error:
        return {name: refused(error, "call") for name in names}


def evaluate(theano, case, mode=None):
    """Values, dtypes, patterns, gradients and exceptions of the case as one JSON object."""
    before = theano.config.floatX
    theano.config.floatX = case.floatX
    try:
        return evaluate_here(theano, case, mode)
    finally:
        theano.config.floatX = before


def evaluate_here(theano, case, mode):
    """`evaluate` under the current floatX."""
    try:
        run = Run(theano, case)
    except Exception as error:
        return refused(error, "build")
    result = {"types": types(run.outs)}
    try:
        function = run.function([], run.outs, mode)
    except Exception as error:
        return dict(result, **refused(error, "compile"))
    try:
        values = [np.asarray(value) for value in function(*case.arrays())]
    except Exception as error:
        return dict(result, **refused(error, "call"))
    result["values"] = [plain(value) for value in values]
    wanted = [name for name, variable in run.inputs.items() if is_float(variable)]
    if wanted and any(is_float(out) for out in run.outs):
        result["grads"] = first_order(run, values, wanted, mode)
        if case.second:
            result["second"] = second_order(run, values, wanted, mode)
    return result


def first_order(run, values, wanted, mode):
    """The gradients of the weighted sum of the outputs, by input name."""
    cost, extra = run.cost()
    given = run.case.arrays() + [weights(value) for value, out in zip(values, run.outs) if is_float(out)]
    found = run.gradients(cost, wanted)
    names = [name for name in wanted if not isinstance(found[name], dict)]
    if names:
        try:
            found.update(compute(run.function(extra, [found[name] for name in names], mode), given, names))
        except Exception as error:
            found.update({name: refused(error, "compile") for name in names})
    return found


def second_order(run, values, wanted, mode):
    """The gradients of a weighted sum of the gradients, by input name; a refusal refuses all."""
    cost, extra = run.cost()
    given = run.case.arrays() + [weights(value) for value, out in zip(values, run.outs) if is_float(out)]
    try:
        found = run.second(cost, wanted)
        return compute(run.function(extra, list(found.values()), mode), given, wanted)
    except Exception as error:
        return {name: refused(error, "build") for name in wanted}


def evaluate_together(theano, cases, recorded):
    """`evaluate` of cases that raise nothing, by name, in one compiled function; raises if one does."""
    before = theano.config.floatX
    theano.config.floatX = cases[0].floatX
    try:
        variables, arrays, outputs, slots = [], [], [], []
        for case, expected in zip(cases, recorded):
            run = Run(theano, case)
            keys, outs, extra, given = with_gradients(run, expected)
            variables += list(run.inputs.values()) + extra
            arrays += given
            outputs += outs
            slots.append((run, keys))
        function = theano.function(variables, outputs, on_unused_input="ignore", allow_input_downcast=True)
        computed = iter(function(*arrays))
        return {run.case.name: collect(run, keys, computed) for run, keys in slots}
    finally:
        theano.config.floatX = before


def with_gradients(run, expected):
    """The outputs and recorded gradients: their keys and variables, the weight variables, all arrays."""
    keys, outs = [("values", index, None) for index in range(len(run.outs))], list(run.outs)
    if "grads" not in expected:
        return keys, outs, [], run.case.arrays()
    values = [np.empty(value["shape"], value["dtype"]) for value in expected["values"]]
    cost, extra = run.cost()
    given = run.case.arrays() + [weights(value) for value, out in zip(values, run.outs) if is_float(out)]
    found = [("grads", run.gradients(cost, list(expected["grads"])))]
    if not any("raises" in result for result in expected.get("second", {"none": {"raises": ""}}).values()):
        found.append(("second", run.second(cost, list(expected["second"]))))
    for order, gradients in found:
        for name, gradient in gradients.items():
            refusal = gradient if isinstance(gradient, dict) else None
            keys.append((order, name, refusal))
            outs += [] if refusal else [gradient]
    return keys, outs, extra, given


def collect(run, keys, computed):
    """The JSON form of the computed arrays of the keys that are not refused."""
    result = {"types": types(run.outs), "values": []}
    for order, key, refusal in keys:
        array = refusal or plain(next(computed))
        if order == "values":
            result["values"].append(array)
        else:
            result.setdefault(order, {})[key] = array
    return result
