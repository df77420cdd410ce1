"""The sides that are compared: which interpreter, which package, and the processes that run it."""

import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))


class Late(Exception):
    """The time limit passed."""


@dataclass(frozen=True)
class Side:
    """A column of the table."""

    name: str
    package: str
    python: str

    def environment(self, compiledir=None):
        """Its process environment: OpenBLAS chooses its own kernels, the peers find nothing of our path."""
        without = {"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "PYTHONPATH"}
        environment = {key: value for key, value in os.environ.items() if key not in without}
        if compiledir:
            name = {"theano": "THEANO_FLAGS", "pytensor": "PYTENSOR_FLAGS"}.get(self.package)
            if name:
                flags = environment.get(name)
                environment[name] = f"{flags + ',' if flags else ''}base_compiledir={compiledir}"
        return environment

    def import_seconds(self):
        """The time of `import package` in a new process."""
        code = f"import time; t = time.perf_counter(); import {self.package}; print(time.perf_counter() - t)"
        done = subprocess.run([self.python, "-c", code], capture_output=True, text=True, check=True,
                              cwd=os.path.dirname(HERE), env=self.environment())
        return float(done.stdout.split()[-1])


class Worker:
    """A living process of one side. With `fresh`, compiled code of earlier processes is not found."""

    def __init__(self, side, fresh=False):
        self.compiledir = tempfile.mkdtemp() if fresh else None
        command = [side.python, os.path.join(HERE, "worker.py"), side.package]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True,
                                        env=side.environment(self.compiledir))

    def ask(self, *command, limit=600):
        """The worker's answer. Raises Late after `limit` seconds, RuntimeError with the worker's error."""
        assert self.process.stdin and self.process.stdout
        self.process.send_signal(signal.SIGCONT)
        try:
            self.process.stdin.write(json.dumps(command) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise RuntimeError("the process ended") from None
        if not select.select([self.process.stdout], [], [], limit)[0]:
            raise Late
        line = self.process.stdout.readline()
        # While another side measures, this one stands still: threads of OpenBLAS go on spinning for a while.
        self.process.send_signal(signal.SIGSTOP)
        if not line:
            raise RuntimeError("the process ended")
        answer = json.loads(line)
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["answer"]

    def close(self):
        self.process.kill()
        self.process.communicate()
        if self.compiledir:
            shutil.rmtree(self.compiledir, ignore_errors=True)


def sides(theano=None, pytensor=None):
    """This project, JAX, and the peers whose interpreters are given."""
    found = [Side("theano_lite", "theano_lite", sys.executable), Side("jax", "jax", sys.executable)]
    if theano:
        found.append(Side("theano", "theano", theano))
    if pytensor:
        found.append(Side("pytensor", "pytensor", pytensor))
    return found
