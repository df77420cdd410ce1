"""The standard library's old names, for programs in Python 2 and in early Python 3."""

import base64
import collections.abc
import html
import importlib
import importlib.machinery
import importlib.util
import inspect
import math
import pickle
import time
import types
from collections import namedtuple

from theano_lite.compat.old_names.modules import Lazy, Names
from theano_lite.compat.python2.files import binary

_ABCS = {name: getattr(collections.abc, name) for name in collections.abc.__all__}
_ArgSpec = namedtuple("ArgSpec", "args varargs keywords defaults")


def getargspec(function):
    """(args, varargs, keywords, defaults) of a function, as inspect had it until Python 3.10."""
    found = inspect.getfullargspec(function)
    return _ArgSpec(found.args, found.varargs, found.varkw, found.defaults)


def load(file, *, fix_imports=True, encoding="latin1", errors="strict"):
    """pickle.load, for files that Python 2 wrote too: their bytes are text in latin-1."""
    return pickle.load(binary(file), fix_imports=fix_imports, encoding=encoding, errors=errors)


def loads(data, *, fix_imports=True, encoding="latin1", errors="strict"):
    """pickle.loads, for what Python 2 wrote too."""
    return pickle.loads(data, fix_imports=fix_imports, encoding=encoding, errors=errors)


def dump(obj, file, protocol=None, **kwargs):
    """pickle.dump, also into a file that was opened as text."""
    return pickle.dump(obj, binary(file), protocol, **kwargs)


class Unpickler(pickle.Unpickler):
    """pickle.Unpickler with the same default."""

    def __init__(self, file, *, encoding="latin1", **kwargs):
        super().__init__(binary(file), encoding=encoding, **kwargs)


class Pickler(pickle.Pickler):
    """pickle.Pickler, also into a file that was opened as text."""

    def __init__(self, file, protocol=None, **kwargs):
        super().__init__(binary(file), protocol, **kwargs)


_PICKLE = {"load": load, "loads": loads, "dump": dump, "Unpickler": Unpickler, "Pickler": Pickler}


def _load_source(name, path, file=None):
    import sys

    from theano_lite.compat.programs.loader import OldLoader
    spec = importlib.util.spec_from_file_location(name, path, loader=OldLoader(name, path))
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _find_module(name, path=None):
    finder = importlib.machinery.PathFinder.find_spec(name, path)
    if finder is None:
        raise ImportError(f"No module named {name}", name=name)
    return None, finder.origin, ("", "", 1)


def _load_module(name, file, path, description):
    return importlib.import_module(name) if path is None or not path.endswith(".py") else _load_source(name, path)


_IMP = {"load_source": _load_source, "find_module": _find_module, "load_module": _load_module,
        "reload": importlib.reload, "new_module": types.ModuleType, "acquire_lock": lambda: None,
        "release_lock": lambda: None, "PY_SOURCE": 1, "PKG_DIRECTORY": 5,
        "get_suffixes": lambda: [(".py", "r", 1), (".pyc", "rb", 2)]}


MODULES = {
    "collections": Names(missing=_ABCS),
    "inspect": Names(missing={"getargspec": getargspec, "formatargspec": lambda *spec: str(spec)}),
    "imp": Names(missing=_IMP, stand_in=True),
    "time": Names(missing={"clock": time.process_time}),
    "fractions": Names(missing={"gcd": math.gcd}),
    "cgi": Names(missing={"escape": html.escape}, stand_in=True),
    "base64": Names(missing={"encodestring": base64.encodebytes, "decodestring": base64.decodebytes}),
    "platform": Names(missing={"linux_distribution": lambda: ("", "", ""), "dist": lambda: ("", "", "")}),
    "pickle": Names(changed=_PICKLE),
    "_pickle": Names(changed=_PICKLE),
    "xml.etree.cElementTree": Names(real="xml.etree.ElementTree"),
    "asyncio": Names(missing={"async": Lazy(lambda: importlib.import_module("asyncio").ensure_future)}),
    **{name: Names(real=(name, f"theano_lite.compat.{name}")) for name in (
        "six", "six.moves", "six.moves.urllib", "six.moves.urllib.request", "six.moves.urllib.parse")},
    **{f"{package}.moves.cPickle": Names(real="pickle", changed=_PICKLE) for package in ("six", "theano.compat.six")},
}
