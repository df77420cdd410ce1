"""How long a program in Python 2 takes to start: python -m benchmarks.start [--lines N] [--repeat K]

A program of N lines that does nothing but define functions is started by `theano-lite run` with an empty cache and with
a filled one, and compared with `python -c "import theano_lite"`. What is allowed: that import, and 0.3 s for 1,000
translated lines with an empty cache; with a filled one, the import. Processor seconds (user and system) of the child are
shown beside the time on the clock, because they do not depend on what else the machine does. Fastest of K.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

# About what an old program looks like: 20 lines.
FUNCTION = '''
def train_{k}(learning_rate=0.1, (first, second)=(1, 2), n_epochs=10, batch_size=20):
    """Train number {k}, as the tutorials do."""
    datasets = {{"train": range({k}), "valid": xrange(10)}}
    n_batches = len(datasets["train"]) / batch_size
    best, history = None, []
    for epoch in xrange(n_epochs):
        for index in range(n_batches):
            cost = learning_rate * index / 2 + first
            history.append((epoch, cost))
        if epoch % 5 == 0 and best is not None:
            print "epoch %i, cost %f" % (epoch, best), n_batches
        try:
            best = min([c for (e, c) in history if e <= epoch])
        except ValueError, error:
            print >>sys.stderr, "nothing yet:", `error`
    for name, values in datasets.iteritems():
        if datasets.has_key(name) and name <> "test":
            print name, map(lambda x: x / 2, values)[0:2]
    return best, second
'''


def program(lines):
    """A program in Python 2 of about so many lines."""
    count = -(-lines // FUNCTION.count("\n"))
    return "import sys\n" + "".join(FUNCTION.format(k=k) for k in range(count))


def measure(command, env):
    """(seconds on the clock, seconds of the processor) of a process."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, env=env, check=True)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=3000)
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "old.py")
        path.write_text(program(options.lines))
        lines = path.read_text().count("\n")
        run = [sys.executable, "-m", "theano_lite", "run", "-q", str(path)]
        caches = iter(range(10 ** 6))
        filled = {**os.environ, "XDG_CACHE_HOME": folder}
        cases = {
            "import theano_lite": lambda: measure([sys.executable, "-c", "import theano_lite"], filled),
            f"run, {lines} lines, empty cache": lambda: measure(run, {**filled, "XDG_CACHE_HOME": f"{folder}/{next(caches)}"}),
            f"run, {lines} lines, filled cache": lambda: measure(run, filled),
        }
        measure(run, filled)
        taken = {name: [] for name in cases}
        for _ in range(options.repeat):
            for name, case in cases.items():
                taken[name].append(case())
    base = None
    print(f"{'':36} clock s  CPU s  CPU s beyond the import, for 1,000 lines")
    for name, both in taken.items():
        clock, cpu = (min(times) for times in zip(*both))
        base = cpu if base is None else base
        print(f"{name:36} {clock:7.2f} {cpu:6.2f} {(cpu - base):6.2f} {(cpu - base) / lines * 1000:6.2f}")


if __name__ == "__main__":
    main()
