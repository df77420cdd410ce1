"""python -m benchmarks [names] [--theano PYTHON] [--pytensor PYTHON] [--json FILE] [--rounds N] [--limit S]

Every sample is taken in turn, side by side, so that a slow minute of the machine slows all of them.
"""

import argparse
import json
import math
import os
import platform
import statistics
import sys

from benchmarks.sides import Late, Worker, sides

SIZES = (100, 300, 1000, 3000, 10000)
# Layers as of VGG and ResNet: images, filters, padding and strides.
LAYERS = [
    {"images": (4, 3, 64, 64), "filters": (64, 3, 3, 3), "border_mode": "half"},
    {"images": (4, 64, 32, 32), "filters": (64, 64, 3, 3), "border_mode": "half"},
    {"images": (8, 256, 8, 8), "filters": (256, 256, 3, 3), "border_mode": "valid"},
    {"images": (8, 64, 28, 28), "filters": (128, 64, 1, 1), "border_mode": "valid"},
    {"images": (4, 3, 96, 96), "filters": (64, 3, 7, 7), "border_mode": "half", "stride": 2},
]
# name -> [(function, arguments)]
CASES = {
    "joint_vs_separate_grad": [("joint_vs_separate_grad", {})],
    "mlp_step_float32": [("mlp_step", {"floatX": "float32"})],
    "mlp_step_float64": [("mlp_step", {"floatX": "float64"})],
    "lenet_step_float32": [("lenet_step", {"floatX": "float32", "batch": n}) for n in (100, 500)],
    "lenet_step_float64": [("lenet_step", {"floatX": "float64", "batch": n}) for n in (100, 500)],
    "convolution_float32": [("convolution_step", {"floatX": "float32", **layer}) for layer in LAYERS],
    "convolution_float64": [("convolution_step", {"floatX": "float64", **layer}) for layer in LAYERS],
    "minibatch_epoch": [("minibatch_epoch", {"floatX": "float64"})],
    "call_overhead": [("call_overhead", {"shared": k}) for k in (0, 1, 50)],
    "dropout": [("dropout", {})],
    "numpy_streams": [("numpy_streams", {"kind": kind}) for kind in ("uniform", "normal", "binomial")],
    "cold_compile": [("cold_compile", {})],
    "compile_time": [("compile_time", {"nodes": n, "reductions": r}) for r in (False, True) for n in SIZES],
    "import_time": [("import_time", {})],
    "lstm_step_float32": [("lstm_step", {"floatX": "float32"})],
    "lstm_step_float64": [("lstm_step", {"floatX": "float64"})],
    "lstm_cold_compile": [("lstm_cold_compile", {})],
    "rbm_epoch_float32": [("rbm_epoch", {"floatX": "float32"})],
    "rbm_epoch_float64": [("rbm_epoch", {"floatX": "float64"})],
    "pool": [("pool", {"window": w, "mode": m, "floatX": f}) for f in ("float32", "float64") for m in ("max", "sum")
             for w in ("2x2", "3x3 by 2", "3x3 padded", "8x8", "20x20 by 1")],
    "memory": [("memory", {})],
}
# These need a process per sample; one sample of the peers that call a C compiler is enough.
FRESH = {"cold_compile", "compile_time", "lstm_cold_compile", "memory"}


def living(who, function, arguments, options, note):
    """Samples of a case from workers that stay alive, one after the other in each round."""
    workers, checks, samples = {}, {}, {}
    try:
        for side in who:
            workers[side.name] = Worker(side)
            try:
                checks[side.name] = workers[side.name].ask("prepare", function, arguments)
                workers[side.name].ask("sample")  # the first one warms up
            except (Late, RuntimeError) as error:
                note(side.name, error)
                workers.pop(side.name).close()
        for _ in range(options.rounds):
            for name, worker in workers.items():
                for variant, number in worker.ask("sample").items():
                    samples.setdefault(variant, {}).setdefault(name, []).append(number)
    finally:
        for worker in workers.values():
            worker.close()
    return checks, samples


def fresh(who, function, arguments, options, note, late):
    """Samples of a case that needs a new process for each. A side in `late` has passed the limit before."""
    checks, samples = {}, {}
    for turn in range(min(3, options.rounds)):
        for side in who:
            key = (side.name, arguments.get("reductions"))
            if key in late or turn and side.package in ("theano", "pytensor"):
                continue
            worker = Worker(side, fresh=True)
            try:
                worker.ask("version", limit=120)
                checks[side.name] = worker.ask("prepare", function, arguments, limit=options.limit)
                for variant, number in worker.ask("sample").items():
                    samples.setdefault(variant, {}).setdefault(side.name, []).append(number)
            except (Late, RuntimeError) as error:
                late.add(key)
                note(side.name, f"more than {options.limit} s" if isinstance(error, Late) else error)
            finally:
                worker.close()
    return checks, samples


def import_time(who, options):
    samples = {}
    for _ in range(options.rounds):
        for side in who:
            samples.setdefault(side.name, []).append(side.import_seconds())
    return {}, {"": samples}


def agree(checks):
    """Whether all sides computed the same (float32 rounds differently in each)."""
    return all(math.isclose(a, b, rel_tol=1e-3) for a in checks.values() for b in checks.values())


def run(name, who, options):
    """The rows of a case: {"case", "variant", "check", "samples", "medians", "notes"}."""
    rows, late = [], set()
    for function, arguments in CASES[name]:
        notes = {}

        def note(side, what, notes=notes):
            notes[side] = str(what)

        if name == "import_time":
            checks, samples = import_time(who, options)
        elif name in FRESH:
            checks, samples = fresh(who, function, arguments, options, note, late)
        else:
            checks, samples = living(who, function, arguments, options, note)
        if not agree(checks):
            notes["check"] = f"the sides disagree: {checks}"
        for variant, by_side in samples.items() or {str(arguments): {}}.items():
            medians = {side: statistics.median(numbers) for side, numbers in by_side.items()}
            rows.append({"case": name, "variant": variant, "check": checks, "samples": by_side,
                         "medians": medians, "notes": notes})
    return rows


def text(number, row):
    if number is None:
        return "-"
    if row["case"] == "memory":
        return f"{number:.2f}"
    for factor, unit in ((1, "s"), (1e3, "ms")):
        if number * factor >= 1:
            return f"{number * factor:.3g} {unit}"
    return f"{number * 1e6:.3g} µs"


def show(rows, who):
    try:
        from rich.console import Console
        from rich.table import Table
    except ImportError:
        sys.exit("the table needs rich: pip install 'theano_lite[bench]'")
    others = [side.name for side in who[1:]]
    table = Table(title="medians; ratios below 1: theano_lite is faster (memory: needs less)")
    for column in ("case", "theano_lite", *others, *(f"ours / {name}" for name in others)):
        table.add_column(column, justify="left" if column == "case" else "right")
    for row in rows:
        medians = row["medians"]
        ours = medians.get("theano_lite")
        both = [ours is not None and bool(medians.get(name)) for name in others]
        ratios = [f"{ours / medians[name]:.2f}" if known else "-" for name, known in zip(others, both)]
        table.add_row(f"{row['case']} {row['variant']}", text(ours, row),
                      *(text(medians.get(name), row) for name in others), *ratios)
    console = Console(width=None if sys.stdout.isatty() else 150)
    console.print(table)
    for row in rows:
        for side, what in row["notes"].items():
            console.print(f"{row['case']} {row['variant']}: {side}: {what}", markup=False, highlight=False)


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"some of: {', '.join(CASES)}; none: all")
    parser.add_argument("--theano", metavar="PYTHON", help="an interpreter that has Theano 1.0.5")
    parser.add_argument("--pytensor", metavar="PYTHON", help="an interpreter that has PyTensor")
    parser.add_argument("--json", metavar="FILE", help="write every sample there")
    parser.add_argument("--rounds", type=int, default=15, help="samples of each side (15)")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one fresh compilation (60)")
    options = parser.parse_args()
    for name in options.names:
        if name not in CASES:
            parser.error(f"no case {name!r}: choose from {', '.join(CASES)}")
    who = sides(options.theano, options.pytensor)
    versions = {}
    for side in who:
        worker = Worker(side)
        versions[side.name] = worker.ask("version", limit=120)
        worker.close()
    rows = []
    for name in options.names or CASES:
        print(f"{name} ...", file=sys.stderr, flush=True)
        rows += run(name, who, options)
    if options.json:
        machine = {"machine": platform.machine(), "cores": os.cpu_count(),
                   "python": platform.python_version()}
        with open(options.json, "w") as file:
            json.dump({"machine": machine, "versions": versions, "rows": rows}, file, indent=1)
    show(rows, who)
    return 1 if any("check" in row["notes"] for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
