"""The standard library of Python 2 for programs in Python 2: renamed modules, and bytes as `str`."""

import array
import base64
import binascii
import bz2
import collections
import collections.abc
import gzip
import itertools
import json
import marshal
import math
import operator
import os
import pickle
import string
import struct
import sys
import tempfile
import types
import urllib.parse
import urllib.request
import zlib

import numpy as np

from theano_lite.compat.old_names import python2_random, stdlib
from theano_lite.compat.old_names.modules import Lazy, Names
from theano_lite.compat.old_names.python2_streams import (
    HASHES,
    Answer,
    Digest,
    Popen,
    StringIO,
    check_output,
    gzip_file,
    opener,
)
from theano_lite.compat.python2 import builtin_names, files
from theano_lite.compat.python2.division import divide, divide_in_place
from theano_lite.compat.python2.hash_order import ordered
from theano_lite.compat.python2.text import returning_text, to_bytes, to_text


def _texts(module, *names):
    return {name: returning_text(getattr(module, name)) for name in names if hasattr(module, name)}


def _dumps(obj, protocol=0):
    return to_text(pickle.dumps(obj, _protocol(protocol)))


def _protocol(protocol):
    """Python 2 reads protocols up to 2; what it asked for is enough for what it could write."""
    return 2 if protocol is None or protocol < 0 else protocol


def _dump(obj, file, protocol=0):
    stdlib.dump(obj, file, _protocol(protocol))


def _loads(data, **kwargs):
    return stdlib.loads(to_bytes(data), **kwargs)


class _Pickler(stdlib.Pickler):
    def __init__(self, file, protocol=0):
        super().__init__(file, _protocol(protocol))


_PICKLE = {"dumps": _dumps, "dump": _dump, "loads": _loads, "load": stdlib.load, "Pickler": _Pickler,
           "Unpickler": stdlib.Unpickler, "HIGHEST_PROTOCOL": 2}


def _urlopen(url, data=None, *args, **kwargs):
    return Answer(urllib.request.urlopen(url, to_bytes(data), *args, **kwargs))


def _all_of(*modules):
    return {name: value for module in modules for name, value in vars(module).items() if not name.startswith("_")}


_URL = {**_all_of(urllib.parse, urllib.request), "urlopen": _urlopen}


def _os_error_names():
    import urllib.error
    return {"URLError": urllib.error.URLError, "HTTPError": urllib.error.HTTPError}


def _config():
    import configparser

    class SafeConfigParser(configparser.ConfigParser):
        """ConfigParser of Python 2."""

        def __init__(self, defaults=None, dict_type=dict, allow_no_value=False):
            super().__init__(defaults, dict_type, allow_no_value, strict=False)

        def readfp(self, file, filename=None):
            """Read an open file."""
            self.read_file(file, filename)

    class RawConfigParser(configparser.RawConfigParser):
        """RawConfigParser of Python 2."""

        def readfp(self, file, filename=None):
            """Read an open file."""
            self.read_file(file, filename)

    return {"ConfigParser": SafeConfigParser, "SafeConfigParser": SafeConfigParser, "RawConfigParser": RawConfigParser}


def _maketrans(source, target):
    table = [chr(k) for k in range(256)]
    for a, b in zip(source, target, strict=True):
        table[ord(a)] = b
    return "".join(table)


def _method(name):
    return lambda text, *args: getattr(str, name)(text, *args)


_STRING = {
    "letters": string.ascii_letters, "lowercase": string.ascii_lowercase, "uppercase": string.ascii_uppercase,
    "maketrans": _maketrans, "join": lambda words, sep=" ": sep.join(words),
    "joinfields": lambda words, sep=" ": sep.join(words), "atoi": int, "atof": float, "atol": int,
    "zfill": lambda x, width: str(x).zfill(width),
    **{name: _method(name) for name in ("split", "rsplit", "strip", "lstrip", "rstrip", "upper", "lower", "replace", "find",
                                        "rfind", "index", "count", "ljust", "rjust", "center", "swapcase", "capitalize",
                                        "expandtabs", "splitlines")},
    "splitfields": _method("split"), "translate": lambda text, *args: builtin_names.text.translate_text(text, *args),
}
_ITERTOOLS = {"izip": zip, "imap": map, "ifilter": filter, "izip_longest": itertools.zip_longest,
              "ifilterfalse": itertools.filterfalse}
_SYS = {"maxint": sys.maxsize, "setdefaultencoding": lambda name: None, "exc_clear": lambda: None,
        "setcheckinterval": lambda n: None, "exc_type": None, "exc_value": None, "exc_traceback": None,
        "subversion": ("CPython", "", ""), "maxunicode": 0x10FFFF}
_VersionInfo = collections.namedtuple("version_info", "major minor micro releaselevel serial")  # pyright: ignore
_VERSION = {"version_info": _VersionInfo(2, 7, 18, "final", 0), "version": f"2.7.18 ({sys.version})", "hexversion": 0x020712F0,
            **({"platform": "linux2"} if sys.platform == "linux" else {})}


def _walk(top, visit, argument):
    for folder, folders, names in os.walk(top):
        listed = folders + names
        visit(argument, folder, listed)
        folders[:] = [name for name in folders if name in listed]


def _temporary(name):
    def make(mode="w+b", bufsize=-1, suffix="", prefix="tmp", dir=None, **kwargs):
        return getattr(tempfile, name)(mode.replace("b", ""), suffix=suffix, prefix=prefix, dir=dir, encoding="latin-1",
                                       newline="\n", **kwargs)
    return make


def _image_open(file, *args, **kwargs):
    import PIL.Image  # pyright: ignore[reportMissingImports]
    return PIL.Image.open(files.binary(file), *args, **kwargs)


def _image_fromstring(mode, size, data, *args):
    import PIL.Image  # pyright: ignore[reportMissingImports]
    return PIL.Image.frombytes(mode, size, to_bytes(data), *args)


def _loadmat(file, *args, **kwargs):
    import scipy.io
    return scipy.io.loadmat(files.binary(file), *args, **kwargs)


def _savemat(file, *args, **kwargs):
    import scipy.io
    return scipy.io.savemat(files.binary(file), *args, **kwargs)


_IMAGE = {"open": _image_open, "fromstring": _image_fromstring, "frombytes": _image_fromstring}
_OS = {"getcwdu": os.getcwd, "errno": Lazy(lambda: __import__("errno"))}
_OPERATOR = {"div": divide, "idiv": divide_in_place, "isCallable": callable, "sequenceIncludes": operator.contains,
             "isSequenceType": lambda x: isinstance(x, (list, tuple, str)), "repeat": operator.mul,
             "isNumberType": lambda x: isinstance(x, (int, float, complex, np.number)),
             "isMappingType": lambda x: isinstance(x, dict), "delslice": lambda a, b, c: a.__delitem__(slice(b, c)),
             "getslice": lambda a, b, c: a[b:c]}
_TYPES = {"StringType": str, "UnicodeType": str, "StringTypes": (str,), "IntType": int, "LongType": int, "FloatType": float,
          "BooleanType": bool, "ComplexType": complex, "ListType": list, "TupleType": tuple, "DictType": dict,
          "DictionaryType": dict, "NoneType": type(None), "TypeType": type, "ClassType": type, "ObjectType": object,
          "InstanceType": object, "FileType": files.File, "SliceType": slice, "XRangeType": range,
          "UnboundMethodType": types.FunctionType, "BufferType": memoryview, "EllipsisType": type(...)}


class _Struct(struct.Struct):
    def pack(self, *values):
        return to_text(super().pack(*map(to_bytes, values)))

    def unpack(self, data):
        return tuple(map(to_text, super().unpack(to_bytes(data))))


def _unpack(layout, data):
    return tuple(map(to_text, struct.unpack(layout, to_bytes(data))))


def _unpack_from(layout, data, offset=0):
    return tuple(map(to_text, struct.unpack_from(layout, to_bytes(data), offset)))


def _arranged(x):
    """What JSON is written of, with dictionaries in the order of Python 2."""
    if isinstance(x, dict):
        keys = ordered(x)
        return {key: _arranged(x[key]) for key in (x if keys is None else keys)}
    return [_arranged(part) for part in x] if isinstance(x, (list, tuple)) else x


def _json(function):
    def write(obj, *args, **kwargs):
        if kwargs.get("indent") is not None:
            kwargs.setdefault("separators", (", ", ": "))
        kwargs.pop("encoding", None)
        return function(obj if kwargs.get("sort_keys") else _arranged(obj), *args, **kwargs)
    return write


def _divide_np(a, b, *args, **kwargs):
    return divide(np.asanyarray(a), np.asanyarray(b)) if not args and not kwargs else np.true_divide(a, b, *args, **kwargs)


def _signed(checksum):
    """The 32 bits of a checksum as a signed number."""
    return lambda *args: (checksum(*map(to_bytes, args)) + 2**31) % 2**32 - 2**31


class _Array(array.array):
    """array.array: what it reads and gives is a str."""

    def __new__(cls, typecode, values=()):
        return super().__new__(cls, typecode, to_bytes(values))

    def fromstring(self, data):
        """Append the numbers in data."""
        self.frombytes(to_bytes(data))

    def tostring(self):
        """The numbers' bytes."""
        return to_text(self.tobytes())

    def fromfile(self, file, count):
        """Append count numbers from a file."""
        super().fromfile(files.binary(file), count)

    def tofile(self, file):
        """Write the numbers to a file."""
        super().tofile(files.binary(file))


_Array.__name__ = "array"  # as its repr shows


def _exceptions():
    import builtins
    return {name: value for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(
        value, BaseException)} | {"StandardError": Exception}


class _UserDict(collections.UserDict):
    """UserDict.UserDict"""


MODULES = {
    "cPickle": Names(real="pickle", changed=_PICKLE), "pickle": Names(changed=_PICKLE),
    "StringIO": Names(missing={"StringIO": StringIO}, stand_in=True),
    "cStringIO": Names(missing={"StringIO": StringIO}, stand_in=True),
    "urllib2": Names(missing=_URL | _os_error_names(), stand_in=True), "urllib": Names(missing=_URL),
    "urlparse": Names(real="urllib.parse"), "robotparser": Names(real="urllib.robotparser"),
    "ConfigParser": Names(real="configparser", changed=_config()), "Queue": Names(real="queue"),
    "HTMLParser": Names(real="html.parser"), "htmlentitydefs": Names(real="html.entities"),
    "httplib": Names(real="http.client"), "cookielib": Names(real="http.cookiejar"), "Cookie": Names(real="http.cookies"),
    "BaseHTTPServer": Names(real="http.server"), "SimpleHTTPServer": Names(real="http.server"),
    "SocketServer": Names(real="socketserver"), "xmlrpclib": Names(real="xmlrpc.client"),
    "Tkinter": Names(real="tkinter"), "tkMessageBox": Names(real="tkinter.messagebox"),
    "tkFileDialog": Names(real="tkinter.filedialog"), "ttk": Names(real="tkinter.ttk"),
    "thread": Names(real="_thread"), "dummy_thread": Names(real="_thread"), "copy_reg": Names(real="copyreg"),
    "repr": Names(real="reprlib"), "anydbm": Names(real="dbm"), "whichdb": Names(real="dbm"), "_winreg": Names(real="winreg"),
    "commands": Names(real="subprocess"), "exceptions": Names(missing=_exceptions(), stand_in=True),
    "sets": Names(missing={"Set": set, "ImmutableSet": frozenset}, stand_in=True),
    "UserDict": Names(missing={"UserDict": _UserDict, "DictMixin": collections.abc.MutableMapping,
                               "IterableUserDict": _UserDict}, stand_in=True),
    "UserList": Names(missing={"UserList": collections.UserList}, stand_in=True),
    "UserString": Names(missing={"UserString": collections.UserString}, stand_in=True),
    "md5": Names(missing={"md5": HASHES["md5"], "new": HASHES["md5"]}, stand_in=True),
    "sha": Names(missing={"sha": HASHES["sha1"], "new": HASHES["sha1"]}, stand_in=True),
    "new": Names(missing={"instancemethod": types.MethodType, "classobj": type, "function": types.FunctionType,
                          "module": types.ModuleType}, stand_in=True),
    "itertools": Names(missing=_ITERTOOLS, kept=True), "string": Names(missing=_STRING),
    "sys": Names(missing=_SYS, changed=_VERSION),
    "array": Names(changed={"array": _Array, "ArrayType": _Array}),
    "os.path": Names(missing={"walk": _walk}),
    "tempfile": Names(changed={name: _temporary(name) for name in ("NamedTemporaryFile", "TemporaryFile")}),
    "PIL.Image": Names(changed=_IMAGE), "Image": Names(real="PIL.Image", changed=_IMAGE),
    "scipy.io": Names(changed={"loadmat": _loadmat, "savemat": _savemat}),
    "os": Names(missing=_OS, changed={"fdopen": files.open_file, "read": returning_text(os.read),
                                      "write": lambda fd, data: os.write(fd, to_bytes(data))}),
    "operator": Names(missing=_OPERATOR), "types": Names(missing=_TYPES),
    "math": Names(changed={"floor": lambda x: float(math.floor(x)) if math.isfinite(x) else float(x),
                           "ceil": lambda x: float(math.ceil(x)) if math.isfinite(x) else float(x)}, kept=True),
    "random": Names(changed=python2_random.CHANGED, kept=True),
    "struct": Names(changed={"pack": returning_text(struct.pack), "unpack": _unpack, "unpack_from": _unpack_from,
                             "Struct": _Struct}),
    "zlib": Names(changed={**_texts(zlib, "compress", "decompress"), "crc32": _signed(zlib.crc32),
                           "adler32": _signed(zlib.adler32)}),
    "binascii": Names(changed={**_texts(binascii, "hexlify", "unhexlify", "b2a_hex", "a2b_hex", "b2a_base64", "a2b_base64"),
                               "crc32": _signed(binascii.crc32)}),
    "base64": Names(changed={
        **_texts(base64, "b64encode", "b64decode", "standard_b64encode", "standard_b64decode", "urlsafe_b64encode",
                 "urlsafe_b64decode", "b32encode", "b32decode", "b16encode", "b16decode"),
        "encodestring": returning_text(base64.encodebytes), "decodestring": returning_text(base64.decodebytes)}),
    "hashlib": Names(changed={**HASHES, "new": Digest}),
    "json": Names(changed={"dump": _json(json.dump), "dumps": _json(json.dumps)}),
    "marshal": Names(changed=_texts(marshal, "dumps", "loads")),
    "gzip": Names(changed={"open": opener(gzip), "GzipFile": gzip_file}),
    "bz2": Names(changed={"open": opener(bz2), "BZ2File": opener(bz2), **_texts(bz2, "compress", "decompress")}),
    "subprocess": Names(changed={"Popen": Popen, "check_output": check_output}),
    "numpy": Names(changed={"divide": _divide_np}),
}
