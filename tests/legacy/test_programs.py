"""Small programs in Python 2 and 3 print what they printed under Python 2.7 and 3.7 with NumPy 1.16 (record.py)."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = sorted(str(path.relative_to(HERE)) for folder in ("python2", "python3") for path in (HERE / folder).glob("*.py"))
NEEDED = {"hdf5.py": "h5py", "yaml_files.py": "yaml"}

# One process for all of them: what is tested is their meaning, not how they start.
RUNNER = """
import contextlib, io, json, sys, traceback
import theano_lite
theano_lite.install()
from theano_lite.compat.programs import loader
printed = {}
for path in sys.argv[2:]:
    runtime = loader.start([sys.argv[1]], 2 if path.startswith("python2") else 3)
    runtime.begin(runtime.program.forced)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        try:
            runtime.execute_file(f"{sys.argv[1]}/{path}", {"__name__": "__main__"})
        except BaseException:
            traceback.print_exc(file=out)
    printed[path] = out.getvalue()
print(json.dumps(printed))
"""


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", RUNNER, str(HERE), *PROGRAMS], capture_output=True,
                          env={**__import__("os").environ, "XDG_CACHE_HOME": str(tmp_path_factory.mktemp("cache"))})
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_prints_what_it_printed(program, printed):
    needed = NEEDED.get(Path(program).name)
    if needed and importlib.util.find_spec(needed) is None:
        pytest.skip(f"{needed} is not installed")
    assert printed[program].splitlines() == (HERE / program).with_suffix(".out").read_text("utf-8").splitlines()
