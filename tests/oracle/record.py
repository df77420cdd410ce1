"""Record the cases with the real Theano: (cd tests; python3.7-with-theano -m oracle.record [FAMILY ...]).

Elementwise, reduction and nnet cases run the C code of Theano's default mode (the Python code of the same ops
differs at integer division by zero, rounding and NaN), without fusion so that cases share compiled ops.
Families in PYTHON run Theano's Python linker: their ops move data and call NumPy in both.
"""

import importlib
import json
import os
import platform
import signal
import sys
import time
import warnings

from .cases import CASES, FAMILIES
from .evaluate import SUBMODULES, evaluate

PYTHON = {"index", "set_index", "set_new_axis", "mask", "shape", "join", "creation", "sort", "linalg", "linalg_special", "fourier",
          "sets", "repeat", "sorting", "mixed_index", "scan", "neighbours", "batch_norm", "blocksparse", "h_softmax", "confusion",
          "masks_and_means"}
HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "recorded")


def versions(theano, linker):
    """What made the recording."""
    import numpy
    import scipy

    return {"theano": theano.__version__, "numpy": numpy.__version__, "scipy": scipy.__version__,
            "python": platform.python_version(), "linker": linker, "machine": platform.machine()}


def in_child(work):
    """The JSON result of work() in a forked child, or None if the child died (C code may divide by zero)."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        with os.fdopen(writing, "w") as pipe:
            json.dump(work(), pipe)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None


def only_types(result):
    """The result without the parts of exceptions that are not recorded."""
    if isinstance(result, dict):
        return {key: only_types(value) for key, value in result.items() if key not in ("bases", "message")}
    return result


def record(family):
    """Write recorded/FAMILY.json, one case per line."""
    import theano

    for part in SUBMODULES:
        importlib.import_module("theano" + part)
    linker = "py" if family in PYTHON else "cvm"
    # A loop takes a minute to optimise, and gives the same.
    optimizer = "fast_compile" if family == "scan" else "fast_run"
    mode = theano.compile.mode.Mode(linker=linker, optimizer=optimizer).excluding("fusion", "inplace")
    start, lines = time.time(), []
    for case in CASES.values():
        if case.family == family:
            def work(case=case):
                return evaluate(theano, case, mode=mode)

            result = in_child(work) if family == "integer_division" else work()
            if result is None:
                result = {"dies": True}
            text = json.dumps(only_types(result))
            if "AttributeError" in text:
                print("no such name:", case.name, flush=True)
            lines.append(json.dumps(case.name) + ": " + text)
    os.makedirs(HERE, exist_ok=True)
    header = json.dumps(versions(theano, linker))
    with open(os.path.join(HERE, family + ".json"), "w") as out:
        out.write('{"versions": ' + header + ',\n"cases": {\n' + ",\n".join(lines) + "\n}}\n")
    print(f"{family}: {len(lines)} cases in {time.time() - start:.0f} s", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for chosen in sys.argv[1:] or FAMILIES:
        record(chosen)
