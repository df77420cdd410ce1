"""Files of Python 2: what is read are bytes, as a str of characters below 256, in every mode."""

import builtins
import io
import os
import sys

from theano_lite.compat.python2.text import readable, to_text


class File(io.TextIOWrapper):
    """open(name, mode): `buffer` is the binary file, for those who want bytes."""

    def __init__(self, name, mode="r", buffering=-1):
        kind = mode.replace("U", "").replace("b", "").replace("t", "")
        kind = kind if kind and kind[0] in "rwa" else "r" + kind
        binary = builtins.open(name, kind + "b", buffering if buffering > 1 else -1)
        super().__init__(binary, encoding="latin-1", newline=None if "U" in mode else "\n", line_buffering=buffering == 1)
        self.softspace = 0
        self._mode, self._unbuffered = mode, buffering == 0

    @property
    def mode(self):
        return self._mode

    def write(self, text):
        self.softspace = 0
        count = super().write(to_text(text))
        if self._unbuffered:
            self.flush()
        return count

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def next(self):
        return self.__next__()

    def xreadlines(self):
        return self

    def tell(self):
        try:
            return super().tell()
        except OSError:  # in the middle of an iteration
            return int(self.buffer.seek(0, io.SEEK_CUR))  # type: ignore


class Output(io.TextIOWrapper):
    """Standard output of a program in Python 2: bytes of UTF-8 in a str come out as the characters they stand for."""

    softspace = 0

    def write(self, text):
        self.softspace = 0
        return super().write(readable(to_text(text)))


def replace_output():
    """Standard output and error take the str of Python 2."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if type(stream) is io.TextIOWrapper:
            stream.flush()
            made = Output(stream.detach(), encoding=stream.encoding, errors="backslashreplace",
                          line_buffering=stream.line_buffering)
            setattr(sys, name, made)
            setattr(sys, f"__{name}__", made)


def binary(file):
    """The binary file behind a File or another text file, at the place where the text is; other objects pass."""
    buffer = getattr(file, "buffer", None)
    if buffer is None or not isinstance(file, io.TextIOBase):
        return file
    if isinstance(file, File) and file.readable() and file.seekable():
        file.seek(file.tell())
    elif file.writable():
        file.flush()
    return buffer


def open_file(name, mode="r", buffering=-1):
    """open(name, mode, buffering). Raises IOError as Python does."""
    return File(os.fspath(name) if not isinstance(name, int) else name, mode, buffering)
