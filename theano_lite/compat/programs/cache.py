"""Compiled code of old modules, kept in the user's cache directory."""

import hashlib
import marshal
import os
import sys
import tempfile
from pathlib import Path

import theano_lite


def folder():
    """$XDG_CACHE_HOME/theano_lite, by default ~/.cache/theano_lite."""
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "theano_lite" / "translated"


class Cache:
    """Values that marshal writes, by the hash of what they were made of. Without a place to write it keeps nothing."""

    def __init__(self):
        self.folder = folder()
        self.stamp = _stamp()

    def key(self, *parts):
        """The file name for what was made of these texts and bytes."""
        digest = hashlib.sha256(self.stamp)
        for part in parts:
            data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogateescape")
            digest.update(b"%d:" % len(data) + data)
        return digest.hexdigest()

    def get(self, key):
        """The value, or None."""
        try:
            return marshal.loads((self.folder / key).read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            return None

    def put(self, key, value):
        """Keep the value; a full or read-only disk is no error."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(handle, "wb") as file:
                file.write(marshal.dumps(value))
            os.replace(name, self.folder / key)
        except OSError:
            pass


def _stamp():
    """What the translation depends on: this Python, and the files of the translator as they are now."""
    here = Path(theano_lite.__file__).parent / "compat"
    files = sorted(path for part in ("python2", "old_names", "programs") for path in (here / part).glob("*.py"))
    states = [(path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files]
    return repr((sys.version, states)).encode()
