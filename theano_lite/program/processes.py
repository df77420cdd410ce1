"""theano.misc.windows and cpucount: running other programs, counting processors."""

import os
import subprocess


def cpuCount():
    """How many processors there are; -1 if that is unknown."""
    return os.cpu_count() or -1


def subprocess_Popen(command, **params):
    """subprocess.Popen with nothing to read where `stdin` is not given."""
    return subprocess.Popen(command, **{"stdin": subprocess.DEVNULL, **params})


def call_subprocess_Popen(command, **params):
    """Run `command`, drop what it writes, return its exit code. Raises TypeError for stdout and stderr."""
    if "stdout" in params or "stderr" in params:
        raise TypeError("don't use stderr or stdout with call_subprocess_Popen")
    return subprocess_Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **params).wait()


def output_subprocess_Popen(command, **params):
    """Run `command`: (what it wrote, its errors, its exit code), as bytes. Raises TypeError for stdout and stderr."""
    if "stdout" in params or "stderr" in params:
        raise TypeError("don't use stderr or stdout with output_subprocess_Popen")
    process = subprocess_Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **params)
    return (*process.communicate(), process.returncode)
