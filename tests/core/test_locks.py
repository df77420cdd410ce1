"""theano.gof.compilelock: one process waits for another; what a dead one left behind counts as free."""

import subprocess
import sys
from pathlib import Path

import pytest

from theano_lite.core.locks import force_unlock, get_lock, lock_ctx, release_lock

OTHER = """
import sys, time
from theano_lite.core.locks import get_lock, release_lock
get_lock(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
if sys.argv[2] == "release":
    release_lock()
else:
    import os
    os._exit(1)
"""


def test_locks_nest_and_the_last_release_frees(tmp_path):
    folder = tmp_path / "data.writelock"
    get_lock(str(folder))
    with lock_ctx(str(folder)):
        assert (folder / "lock").exists()
    assert folder.exists()
    release_lock()
    assert not folder.exists()
    with pytest.raises(AssertionError):
        release_lock()


@pytest.mark.parametrize("how", ["release", "die"])
def test_a_process_waits_for_another_one_or_for_its_death(tmp_path, how):
    folder = tmp_path / "data.writelock"
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", OTHER, str(folder), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True, cwd=root) as other:
        assert other.stdout.readline() == "held\n"
        owner = (folder / "lock").read_text()
        assert owner.startswith(f"{other.pid}_")
        other.stdin.write("\n")
        other.stdin.flush()
        if how == "die":
            other.wait()
            assert folder.exists()
        get_lock(str(folder), min_wait=0.02)
        assert (folder / "lock").read_text() != owner
        release_lock()


def test_force_unlock_holds_nothing():
    force_unlock()
    with pytest.raises(AssertionError):
        release_lock()
