"""Record the real Theano's answers to stabilize_cases: PYTHON-WITH-THEANO tests/program/record_stabilize.py"""

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


def main():
    recorded = {}
    for name, expression, inputs in stabilize_cases.cases():
        try:
            recorded[name] = [plain(v) for v in stabilize_cases.run(theano, expression, inputs)]
        except Exception as error:
            recorded[name] = type(error).__name__
        print(name, flush=True)
    with open(os.path.splitext(os.path.abspath(__file__))[0].replace("record_", "recorded_") + ".json", "w") as f:
        json.dump(recorded, f, indent=0, sort_keys=True)


if __name__ == "__main__":
    main()
