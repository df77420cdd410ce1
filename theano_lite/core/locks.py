"""Locks between processes, as Theano kept them (theano.gof.compilelock): a folder that holds its owner's process id.

Nothing here takes one; old programs do, around the files that they share.
"""

import atexit
import getpass
import os
import shutil
import socket
import tempfile
import time
from contextlib import contextmanager

_held: dict = {"times": 0, "folder": None}


def get_lock(lock_dir=None, min_wait=0.1, timeout=None, **kwargs):
    """Wait until the folder `lock_dir` can be made, and hold it; default: one for this user's programs.

    Held locks nest: only the first call waits, and its folder stays. min_wait: seconds between two looks; timeout:
    seconds after which a lock counts as left behind though its owner runs, or cannot be asked; None: never.
    """
    if _held["times"] == 0:
        folder = lock_dir or os.path.join(tempfile.gettempdir(), f"theano_lite-{getpass.getuser()}.lock")
        os.makedirs(os.path.dirname(os.path.abspath(folder)), exist_ok=True)
        while not _make(folder):
            if _left_behind(folder, timeout):
                shutil.rmtree(folder, ignore_errors=True)
            else:
                time.sleep(min_wait)
        _held["folder"] = folder
    _held["times"] += 1


def release_lock():
    """Undo one `get_lock`; the last one removes the folder. Raises AssertionError if no lock is held."""
    if _held["times"] == 0:
        raise AssertionError("release_lock: no lock is held")
    _held["times"] -= 1
    if _held["times"] == 0:
        shutil.rmtree(_held["folder"], ignore_errors=True)


@contextmanager
def lock_ctx(lock_dir=None, keep_lock=False, **kwargs):
    """Hold the lock for a `with` statement; keep_lock: beyond its end, too."""
    get_lock(lock_dir, **kwargs)
    try:
        yield
    finally:
        if not keep_lock:
            release_lock()


def force_unlock():
    """Remove the lock's folder, whoever holds it, and hold none."""
    get_lock(timeout=0)
    _held["times"] = 1
    release_lock()


def _make(folder):
    try:
        os.mkdir(folder)
    except FileExistsError:
        return False
    with open(os.path.join(folder, "lock"), "w") as file:
        file.write(f"{os.getpid()}_{socket.gethostname()}")
    return True


def _left_behind(folder, timeout):
    """Whether the owner of the folder is gone, or the folder older than timeout."""
    try:
        with open(os.path.join(folder, "lock")) as file:
            pid, _, host = file.read().partition("_")
        age = time.time() - os.stat(folder).st_mtime
    except OSError:
        return False
    if host == socket.gethostname() and pid.isdigit():
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        except OSError:
            pass
    return timeout is not None and age > timeout


@atexit.register
def _release_all():
    if _held["times"]:
        _held["times"] = 1
        release_lock()
