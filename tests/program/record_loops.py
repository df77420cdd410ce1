"""Write recorded_loops.json with the real Theano 1.0.5: (cd tests; python3.7-with-theano -m program.record_loops)."""

import json
import os

import numpy as np
import theano

from .loop_cases import CASES


def plain(x):
    """An array as JSON; repr of a double is exact."""
    x = np.asarray(x)
    return {"dtype": str(x.dtype), "shape": list(x.shape), "values": x.ravel().tolist()}


if __name__ == "__main__":
    lines = [json.dumps(name) + ": " + json.dumps([plain(x) for x in case(theano)]) for name, case in CASES.items()]
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded_loops.json"), "w") as out:
        out.write("{\n" + ",\n".join(lines) + "\n}\n")
