"""Record the real Theano's answers to sparse_cases: THEANO_FLAGS=cxx= PYTHON-WITH-THEANO tests/ops/record_sparse.py"""

import json
import os
import sys
import warnings

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
warnings.simplefilter("ignore")

import sparse_cases  # noqa: E402
import theano.sparse  # noqa: E402


def main():
    lines = []
    for _, name, expression, inputs in sparse_cases.cases():
        found = sparse_cases.answer(theano, expression, inputs, mode="FAST_COMPILE")
        lines.append(json.dumps(name) + ": " + json.dumps(found, sort_keys=True))
        if "raises" in found:
            print(name, found["raises"], flush=True)
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded_sparse.json")
    with open(path, "w") as f:
        f.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
