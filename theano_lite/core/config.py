"""theano.config: the flags of Theano 1.0.5, from THEANO_FLAGS, .theanorc and attribute assignment.

Flags that steer C compilers, GPUs or Theano's own optimiser are accepted and change nothing here.
"""

import configparser
import os
import shlex
import struct
import sys
from contextlib import ContextDecorator
from typing import NoReturn

from theano_lite.core.flags import DEFAULTS, FIXED, MINIMUM, OLD

_MODES = ("Mode", "DebugMode", "FAST_RUN", "NanGuardMode", "FAST_COMPILE", "DEBUG_MODE")
_BOOLEANS = {True: True, "True": True, "true": True, "1": True,
             False: False, "False": False, "false": False, "0": False}
_BY_LOWER_NAME = {name.lower(): name for name in (*DEFAULTS, *OLD)}


def _refuse(name, value, expected) -> NoReturn:
    raise ValueError(f'Invalid value ("{value}") for configuration variable "{name}". {expected}')


class Section:
    """A group of flags, e.g. config.blas."""

    _root: "Config"
    _prefix = ""

    def __init__(self, root, prefix):
        self.__dict__.update(_root=root, _prefix=prefix)

    def __setattr__(self, name, value):
        self._root._assign(self._prefix + name, value)

    def __delattr__(self, name):
        raise AttributeError(f"theano.config.{self._prefix}{name} cannot be deleted")

    def __getattr__(self, name):
        raise AttributeError(f"theano.config has no flag {self._prefix}{name}")


class Config(Section):
    """The flags as attributes. Assignment checks the value: ValueError for one that Theano refuses."""

    # The attributes that the package itself reads, for those who read this file and for type checkers.
    floatX: str
    mode: str
    linker: str
    optimizer: str
    profile: bool
    cast_policy: str
    int_division: str
    exception_verbosity: str
    on_unused_input: str
    compute_test_value: str
    traceback: Section
    ignored: list  # flags that were set and have no effect

    def __init__(self):
        super().__init__(self, "")
        self.__dict__.update(_allowed={}, _kinds={}, _added={}, ignored=[])
        for name, entry in (DEFAULTS | OLD).items():
            default, allowed = entry if isinstance(entry, tuple) else (entry, None)
            self._allowed[name] = tuple(allowed.split()) if allowed else None
            self._kinds[name] = type(default)
            self._store(name, default)

    def __str__(self):
        lines = []
        for name in DEFAULTS:
            kind = self._allowed[name] or self._kinds[name].__name__
            lines.append(f"{name} ({kind})\n    Value:  {self._read(name)}\n\n")
        return "".join(lines)

    def _read(self, name):
        holder = self
        for part in name.split("."):
            holder = getattr(holder, part)
        return holder

    def _store(self, name, value):
        *path, last = name.split(".")
        holder = self
        for k, part in enumerate(path):
            if not isinstance(holder.__dict__.get(part), Section):
                holder.__dict__[part] = Section(self, ".".join(path[: k + 1]) + ".")
            holder = holder.__dict__[part]
        holder.__dict__[last] = value

    def _assign(self, name, value, at_import=False):
        """Set a flag. Raises ValueError for a bad value, Exception for a flag that is fixed by now."""
        if name not in self._kinds:
            self._store(name, value)
            return
        added = self._added.get(name)
        if added is not None:
            if not added.allow_override:
                raise Exception("Can't change the value of this config parameter after initialization!")
            self._store(name, added.converted(value))
            return
        if name in FIXED and not at_import:
            raise Exception("Can't change the value of this config parameter after initialization! "
                            f"({name}: set it in THEANO_FLAGS or .theanorc)")
        if name in OLD or name in ("device", "init_gpu_device") and value not in ("cpu", ""):
            self._notice(f"{name}={value}")
        # Programs read `device` to see whether Theano's own GPU back end is used: it is not.
        if name != "device":
            self._store(name, self._converted(name, value))

    def _converted(self, name, value):
        allowed, kind = self._allowed[name], self._kinds[name]
        if name == "mode":
            # A Mode object is known by what it has: this module imports nothing from above it.
            if value not in _MODES and not (hasattr(value, "linker") and hasattr(value, "optimizer")):
                _refuse(name, value, f"Expected one of {_MODES} or an instance of Mode")
            return value
        if name == "vm.lazy":
            if value not in (None, True, False, "None", "True", "False"):
                _refuse(name, value, "Expected None, True or False")
            return {"None": None, "True": True, "False": False}[str(value)]
        if allowed is not None:
            if value not in allowed:
                _refuse(name, value, f"Valid options are {allowed}")
            return value
        if kind is bool:
            if value is None or value not in _BOOLEANS:
                _refuse(name, value, "Expected True or False")
            return _BOOLEANS[value]
        try:
            number = kind(value)
            if name == "unittests.rseed" and value != "random":
                int(number)
        except TypeError:
            raise TypeError(f"config.{name}: expected a value of type {kind.__name__}, not {value!r}") from None
        except ValueError:
            _refuse(name, value, f"Expected a value of type {kind.__name__}")
        if name in MINIMUM and number < MINIMUM[name]:
            _refuse(name, value, f"Expected at least {MINIMUM[name]}")
        return number

    def _notice(self, what):
        # A line, not a warning: programs that turn warnings into errors set such flags, too.
        self.ignored.append(what)
        if len(self.ignored) == 1:
            print(f"theano_lite: the flag {what} is accepted and has no effect (JAX chooses the device); "
                  "further flags without effect are not mentioned", file=sys.stderr)


def _from_files():
    """(flag, text) of each line of .theanorc, or of the files that THEANORC names; names in any case."""
    paths = [os.path.expanduser(path) for path in os.environ.get("THEANORC", "~/.theanorc").split(os.pathsep)]
    variables = {name: os.environ.get(name, "") for name in ("LSCRATCH", "TMPDIR", "TEMP", "TMP")}
    home = os.path.expanduser("~")
    variables |= {"USER": os.environ.get("USER", os.path.basename(home)), "PID": str(os.getpid())}
    parser, raw = configparser.ConfigParser(), configparser.RawConfigParser()
    parser.read(paths)
    raw.read(paths)
    for section in raw.sections():
        for name, text in raw.items(section):
            try:
                text = parser.get(section, name, vars=variables)
            except configparser.InterpolationError:
                pass
            name = name if section == "global" else f"{section}.{name}"
            yield _BY_LOWER_NAME.get(name.lower(), name), text


def _from_environment():
    """(flag, text) of each item of THEANO_FLAGS; quotes protect commas; one without '=' is ignored."""
    items = shlex.shlex(os.environ.get("THEANO_FLAGS", ""), posix=True)
    items.whitespace, items.whitespace_split = ",", True
    for item in items:
        name, equals, text = item.strip().partition("=")
        if equals:
            yield name, text
        elif name:
            print(f"theano_lite: THEANO_FLAGS: {name!r} has no value and is ignored", file=sys.stderr)


config = Config()
_environment = dict(_from_environment())
# The environment wins over the files, and a bad value that it replaces is never looked at.
for _name, _text in (dict(_from_files()) | _environment).items():
    if _name in config._kinds:
        config._assign(_name, _text, at_import=True)
    elif _name in _environment:
        # As in Theano it is passed over (`profiling=1` must not replace a section), and said for the environment alone.
        _meant = _BY_LOWER_NAME.get(_name.lower())
        print(f"theano_lite: Theano does not recognise this flag: {_name}" + (f" (is it {_meant}?)" if _meant else ""),
              file=sys.stderr)


class change_flags(ContextDecorator):
    """Set flags for a `with` block or a function: change_flags(floatX="float32").

    In keywords `__` stands for the dot of a section. Raises AssertionError for a flag that does not exist.
    """

    def __init__(self, args=(), **kwargs):
        pairs = {name.replace("__", "."): value for name, value in {**dict(args), **kwargs}.items()}
        for name in pairs:
            if name not in config._kinds:
                raise AssertionError(f"theano.config has no flag {name}")
        self.flags, self.old = pairs, []

    def __enter__(self):
        # A stack: a decorated function may call itself.
        self.old.append({name: config._read(name) for name in self.flags})
        try:
            for name, value in self.flags.items():
                config._assign(name, value)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *error):
        for name, value in self.old.pop().items():
            config._store(name, value)


def local_bitwidth():
    """How many bits a pointer has."""
    return struct.calcsize("P") * 8


def python_int_bitwidth():
    """How many bits C's long has."""
    return struct.calcsize("l") * 8
