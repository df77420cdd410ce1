"""Streams of Python 2: what is read from memory, archives, processes and the net is a str, and so is what is written."""

import functools
import gzip
import hashlib
import io
import subprocess

from theano_lite.compat.python2 import files
from theano_lite.compat.python2.text import to_bytes, to_text


class StringIO(io.StringIO):
    """StringIO.StringIO and cStringIO.StringIO: characters below 256 are bytes."""

    def __init__(self, text=""):
        super().__init__(to_text(text), newline="\n")
        self.softspace = 0

    @property
    def buffer(self):
        """The rest as a binary file, for those who read bytes; what they write lands here."""
        return _Bytes(self)

    @property
    def len(self):
        """The length of the whole text."""
        return len(self.getvalue())

    @property
    def buf(self):
        """The whole text."""
        return self.getvalue()

    def write(self, text):
        """Append text or bytes."""
        self.softspace = 0
        return super().write(to_text(text))

    def next(self):
        """The next line."""
        return self.__next__()


class _Bytes(io.RawIOBase):
    def __init__(self, text):
        self.text = text

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def read(self, size=-1):
        return to_bytes(self.text.read(size))

    def readline(self, size=-1):
        return to_bytes(self.text.readline(size))

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)

    def write(self, data):
        self.text.write(to_text(bytes(data)))
        return len(data)

    def seek(self, *place):
        return self.text.seek(*place)

    def tell(self):
        return self.text.tell()


def opener(module):
    """open of gzip and bz2: a file that gives and takes str."""
    def open(filename, mode="rb", *args, **kwargs):
        made = module.open(files.binary(filename), mode.replace("t", "").replace("b", "") + "b", *args, **kwargs)
        return Wrapped(made)
    return open


class Wrapped(io.TextIOWrapper):
    """A binary file as Python 2 sees it: `buffer` is the binary one."""

    softspace = 0

    def __init__(self, binary):
        super().__init__(io.BufferedReader(binary) if binary.readable() and not isinstance(
            binary, (io.BufferedIOBase,)) else binary, encoding="latin-1", newline="\n")

    def write(self, text):
        return super().write(to_text(text))

    def next(self):
        return self.__next__()


def gzip_file(filename=None, mode="rb", compresslevel=9, fileobj=None, mtime=None):
    return Wrapped(gzip.GzipFile(filename, (mode or "rb").replace("b", "") + "b", compresslevel,
                                  files.binary(fileobj), mtime))


class Digest:
    """A hash object that takes and gives str."""

    def __init__(self, name, data=""):
        self._hash = hashlib.new(name, to_bytes(data))

    def update(self, data):
        self._hash.update(to_bytes(data))

    def digest(self):
        return to_text(self._hash.digest())

    def __getattr__(self, name):
        return getattr(self._hash, name)


HASHES = {name: functools.partial(Digest, name) for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")}


class Popen(subprocess.Popen):
    """Its pipes give and take str."""

    def __init__(self, *args, **kwargs):
        for stream in ("stdin", "stdout", "stderr"):
            if kwargs.get(stream) is not None and not isinstance(kwargs[stream], int):
                kwargs[stream] = kwargs[stream].fileno()
        super().__init__(*args, **{**kwargs, "encoding": "latin-1"})


def check_output(*args, **kwargs):
    return subprocess.check_output(*args, **{**kwargs, "encoding": "latin-1"})


class Answer:
    """What urlopen gives: read() is a str."""

    def __init__(self, answer):
        self._answer = answer

    def read(self, *size):
        return to_text(self._answer.read(*size))

    def readline(self, *size):
        return to_text(self._answer.readline(*size))

    def readlines(self):
        return [to_text(line) for line in self._answer.readlines()]

    def __iter__(self):
        return map(to_text, self._answer)

    def __getattr__(self, name):
        return getattr(self._answer, name)
