"""h5py as it was until version 2: how it read texts, `dataset.value`, `file.fid`, and how it opened files.

(https://docs.h5py.org/en/stable/whatsnew/3.0.html says what h5py 3 changed.)
"""

import functools
import sys

import numpy as np

from theano_lite.compat.old_names.modules import Lazy, Names


def attributes(x, name):
    """x.attrs: those of something in a file give back bytes for what was written as bytes. Other objects have their own."""
    own = getattr(x, name)
    h5py = sys.modules.get("h5py")
    return own if h5py is None or type(own) is not h5py.AttributeManager else _attributes_class()(own)


def value(x):
    """x.value of a dataset, the whole of it; None for other objects."""
    h5py = sys.modules.get("h5py")
    if h5py is None or not isinstance(x, h5py.Dataset):
        return None
    text = h5py.check_string_dtype(x.dtype)
    return (x.asstr() if text is not None and text.length is None and text.encoding == "utf-8" else x)[()]


def fid(x):
    """x.fid of a file; None for other objects."""
    h5py = sys.modules.get("h5py")
    return None if h5py is None or not isinstance(x, h5py.File) else x.id


def _as_bytes(text):
    return text.encode("utf-8", "surrogateescape")  # the reverse of what h5py 3 has done to them


@functools.cache
def _attributes_class():
    import h5py  # pyright: ignore[reportMissingImports]

    class Attributes(h5py.AttributeManager):
        """The attributes of a group or a dataset."""

        def __init__(self, real):
            self._id = real._id

        def __getitem__(self, name):
            read = super().__getitem__(name)
            text = h5py.check_string_dtype(self.get_id(name).dtype)
            if text is None or text.length is not None or text.encoding != "ascii" or isinstance(read, h5py.Empty):
                return read
            return _as_bytes(read) if isinstance(read, str) else np.frompyfunc(_as_bytes, 1, 1)(read)

        def create(self, name, data, shape=None, dtype=None):
            """A new attribute; a list of bytes becomes texts of one length."""
            if isinstance(data, (list, tuple)) and dtype is None:
                array = np.asarray(data)
                data = array if array.dtype.kind == "S" else data
            super().create(name, data, shape, dtype)

    return Attributes


def _file_class():
    import h5py  # pyright: ignore[reportMissingImports]

    class Kind(type(h5py.File)):
        """Every file is a File, whoever opened it."""

        def __instancecheck__(cls, x):
            return isinstance(x, h5py.File)

    class File(h5py.File, metaclass=Kind):
        """Without a mode: to read and write, else to read; a new file where there is none."""

        def __init__(self, name, mode=None, *args, **kwargs):
            try:
                super().__init__(name, mode or "a", *args, **kwargs)
            except OSError:
                if mode is not None:
                    raise
                super().__init__(name, "r", *args, **kwargs)

    return File


MODULES = {"h5py": Names(changed={"File": Lazy(_file_class)})}
