"""Record what the programs of this folder print: python record.py PYTHON2.7 PYTHON3.7 (each with
Theano 1.0.5, NumPy 1.16, SciPy, six, h5py 2.10 and PyYAML 3.13)."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def record(python, folder):
    for program in sorted((HERE / folder).glob("*.py")):
        env = {**os.environ, "THEANO_FLAGS": "mode=FAST_COMPILE,cxx="}
        done = subprocess.run([python, "-W", "ignore", program], stdout=subprocess.PIPE, check=True, env=env)
        program.with_suffix(".out").write_bytes(done.stdout)


if __name__ == "__main__":
    for python, folder in zip(sys.argv[1:], ("python2", "python3"), strict=True):
        record(python, folder)
