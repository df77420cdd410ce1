"""Files that hold pickles: plain, packed by gzip, bzip2 or xz, whatever their names are, or in a zip."""

import bz2
import gzip
import lzma
import pickle
import zipfile
from contextlib import contextmanager

_PACKED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
_ZIP = b"PK\x03\x04"


def _start(path):
    with open(path, "rb") as file:
        return file.read(8)


def is_zip(path):
    """Whether the file is a zip, such as theano.misc.pkl_utils.dump or numpy.savez writes."""
    return _start(path).startswith(_ZIP) and zipfile.is_zipfile(path)


@contextmanager
def opened(path):
    """The file at `path` for reading, unpacked; what fails to read as a pickle says so, naming the file."""
    start = _start(path)
    if not start:
        raise EOFError(f"{path} is empty")
    opener = next((opener for magic, opener in _PACKED.items() if start.startswith(magic)), open)
    try:
        with opener(path, "rb") as file:
            yield file
    except (EOFError, pickle.UnpicklingError) as error:
        # Only what pickle itself says of a file; a pickle that is refused says more.
        if type(error) in (EOFError, pickle.UnpicklingError):
            raise type(error)(f"{path} is not a pickle, or not a whole one: {error}") from error
        raise
