"""Record the real Theano's answers to stabilize_cases: PYTHON-WITH-THEANO tests/program/record_stabilize.py

Answers recorded before are kept; delete recorded_stabilize.json to record all of them anew.
"""

import json
import os
import sys
import warnings

import numpy as np

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
warnings.simplefilter("ignore")

import stabilize_cases  # noqa: E402
import theano  # noqa: E402


def plain(array):
    """`array` as JSON: dtype, shape and every number as text that reads back exactly."""
    array = np.asarray(array)
    return dict(dtype=str(array.dtype), shape=array.shape, data=[repr(v) for v in array.ravel().tolist()])


def answers(expression, inputs):
    """The value and the gradients, each from a function of its own, as in a program that prints one of them."""
    variables = stabilize_cases.variables_of(theano, inputs)
    return [theano.function(list(variables.values()), out, on_unused_input="ignore")(*inputs.values())
            for out in stabilize_cases.build(theano, expression, variables)]


def main():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded_stabilize.json")
    kept = json.load(open(path)) if os.path.exists(path) else {}
    recorded = {}
    for dtype, expressions, inputs in stabilize_cases.groups():
        for expression in expressions:
            name = expression + " | " + dtype
            recorded[name] = kept.get(name) or [plain(v) for v in answers(expression, inputs)]
            print(name, flush=True)
    with open(path, "w") as f:
        lines = [f"{json.dumps(name)}: {json.dumps(recorded[name])}" for name in sorted(recorded)]
        f.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
