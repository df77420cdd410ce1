"""python -m benchmarks [names] [--theano PYTHON] [--pytensor PYTHON] [--json FILE]: medians and ratios."""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks.cases import CASES


class Worker:
    """One implementation in a process of its own, alive for the whole run."""

    def __init__(self, name, python, module):
        environment = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")}
        if name == "Theano":
            # An empty compilation cache: cold means cold.
            flags = environment.get("THEANO_FLAGS", "")
            environment["THEANO_FLAGS"] = f"{flags},base_compiledir={tempfile.mkdtemp()}".strip(",")
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py")
        self.name = name
        self.process = subprocess.Popen([python, script, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True, env=environment)
        self.answer()

    def answer(self):
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def time(self, case):
        assert self.process.stdin is not None
        self.process.stdin.write(case + "\n")
        self.process.stdin.flush()
        return self.answer()


def import_seconds(module):
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", f"import {module}"], check=True)
    return time.perf_counter() - start


def measure(workers, case, rounds):
    """{worker: median seconds or the reason for none}, interleaved."""
    found = {w.name: [] for w in workers}
    for _ in range(rounds):
        for w in workers:
            if found[w.name] is None or isinstance(found[w.name], str):
                continue
            said = w.time(case)
            try:
                found[w.name].append(float(said))
            except ValueError:
                found[w.name] = said
    return {name: statistics.median(v) if isinstance(v, list) else v for name, v in found.items()}


def table(results, names):
    from rich.console import Console
    from rich.table import Table

    out = Table(title="medians, and theano_lite's ratio to each")
    out.add_column("case")
    for n in names:
        out.add_column(n, justify="right")
    for case, row in results.items():
        ours, cells = row.get("theano_lite"), []
        for n in names:
            value = row.get(n)
            if not isinstance(value, float):
                cells.append(str(value or ""))
            elif n == "theano_lite" or not isinstance(ours, float):
                cells.append(f"{value * 1e3:.3f} ms")
            else:
                cells.append(f"{value * 1e3:.3f} ms  x{ours / value:.2f}")
        out.add_row(case, *cells)
    Console(width=130).print(out)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(CASES)}, import_time")
    parser.add_argument("--theano", metavar="PYTHON", help="an interpreter with Theano")
    parser.add_argument("--pytensor", metavar="PYTHON", help="an interpreter with PyTensor")
    parser.add_argument("--json", metavar="FILE", default="benchmarks.json")
    options = parser.parse_args()
    unknown = set(options.names) - set(CASES) - {"import_time"}
    if unknown:
        parser.error(f"no case named {', '.join(sorted(unknown))}")
    workers = [Worker("theano_lite", sys.executable, "theano_lite"), Worker("JAX", sys.executable, "jax")]
    if options.theano:
        workers.append(Worker("Theano", options.theano, "theano"))
    if options.pytensor:
        workers.append(Worker("PyTensor", options.pytensor, "pytensor"))
    results = {}
    for case in options.names or [*CASES, "import_time"]:
        if case == "import_time":
            pairs = [(import_seconds("theano_lite"), import_seconds("jax")) for _ in range(5)]
            results[case] = {"theano_lite": statistics.median(p[0] for p in pairs),
                             "JAX": statistics.median(p[1] for p in pairs)}
        else:
            results[case] = measure(workers, case, CASES[case][2])
        print(case, results[case], file=sys.stderr, flush=True)
    table(results, [w.name for w in workers])
    with open(options.json, "w") as file:
        json.dump(results, file, indent=1)


if __name__ == "__main__":
    main()
