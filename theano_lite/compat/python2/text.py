"""Text in Python 2: bytes and numbers as its `str`, `print` and `%` show and take them.

A `str` of Python 2 is a str of characters below 256 here, each of them one byte (see strings.py).
"""

import codecs
import re
import sys
from collections import defaultdict
from types import ModuleType

import numpy as np

from theano_lite.compat.old_names.arithmetic import FUNCTIONS
from theano_lite.compat.python2.hash_order import Literal, ordered

_BYTE_CODECS = {"hex", "base64", "zlib", "bz2", "uu", "quopri", "quoted-printable", "rot13", "string_escape",
                "string-escape"}
_modulo = FUNCTIONS["__old_Mod__"]
_CONTAINERS = frozenset([list, tuple, dict, set, frozenset, defaultdict, Literal])
_SHOWN = frozenset([*_CONTAINERS, type])  # what is shown otherwise than in Python 3, and so are lists that hold it


def to_bytes(text):
    """The bytes of a str of Python 2; what is not a str passes."""
    return text.encode("latin-1") if isinstance(text, str) else text


def to_text(data):
    """The str of Python 2 for bytes; what is not bytes passes."""
    return bytes(data).decode("latin-1") if isinstance(data, (bytes, bytearray, memoryview)) else data


def returning_text(function):
    """The function with str of Python 2 in place of bytes as its arguments and result."""
    def call(*args, **kwargs):
        return to_text(function(*map(to_bytes, args), **kwargs))
    return call


def decode_text(text, encoding="utf-8", errors="strict"):
    """text.decode(encoding)."""
    try:
        data = text.encode("latin-1")
    except UnicodeEncodeError:
        return text  # it is unicode already
    if encoding in ("string_escape", "string-escape"):
        return codecs.escape_decode(data)[0].decode("latin-1")
    if encoding in ("rot13", "rot_13", "rot-13"):
        return codecs.decode(text, "rot13")
    return to_text(codecs.decode(data, encoding, errors))


def encode_text(text, encoding="utf-8", errors="strict"):
    """text.encode(encoding)."""
    if text.isascii() and encoding.lower().replace("_", "-") in ("ascii", "utf-8", "utf8", "latin-1", "latin1"):
        return text
    if encoding in ("rot13", "rot_13", "rot-13"):
        return codecs.encode(text, "rot13")
    if encoding in ("string_escape", "string-escape"):
        return codecs.escape_encode(text.encode("latin-1"))[0].decode("latin-1")
    if encoding in _BYTE_CODECS:
        return to_text(codecs.encode(text.encode("latin-1"), encoding, errors))
    return text if _is_utf8(text) else to_text(text.encode(encoding, errors))


def _is_utf8(text):
    """Whether the text is the bytes of some UTF-8 text rather than unicode."""
    return readable(text) is not text


def readable(text):
    """The characters that the bytes of text stand for in UTF-8; text itself where it is no such bytes."""
    if text.isascii():
        return text
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def translate_text(text, table, deletechars=""):
    """text.translate(table, deletechars): table is None or 256 characters; or a mapping, as for unicode."""
    if table is None or (isinstance(table, str) and len(table) == 256):
        kept = text.translate(dict.fromkeys(map(ord, deletechars)))
        return kept if table is None else "".join(table[ord(c)] if ord(c) < 256 else c for c in kept)
    return text.translate(table)


def short(number):
    """str(number) for a float: 12 significant digits, an exponent from 1e11 on."""
    made = format(number, ".12g")
    if any(c in made for c in ".enai"):
        return made
    if len(made.lstrip("-")) < 12:
        return made + ".0"
    mantissa, exponent = format(number, ".11e").split("e")
    return f"{mantissa.rstrip('0').rstrip('.')}e{exponent}"


# Modules whose types were written in C in Python 2 as well; the names of some of their types have changed.
_IN_C = ("builtins", "numpy", "datetime")
_TYPE_NAMES = {"method": "instancemethod", "range": "xrange", "mappingproxy": "dictproxy"}


def representation_of_type(kind):
    """repr of a class: <type 'int'> for one that is made in C, <class 'm.C'> for one that Python code makes."""
    if issubclass(kind, ModuleType):
        return "<type 'module'>"  # old modules see libraries through a module of their own
    if kind.__module__ not in _IN_C or kind.__flags__ & 1 << 9:  # a heap type
        return type.__repr__(kind)
    if issubclass(kind, BaseException):
        return f"<type 'exceptions.{kind.__name__}'>"
    name = _TYPE_NAMES.get(kind.__name__, kind.__name__)
    return f"<type '{name if kind.__module__ == 'builtins' else f'{kind.__module__}.{name}'}'>"


def representation(x):
    """repr(x): characters beyond ASCII are escaped, dictionaries and sets in the order of Python 2."""
    kind = type(x)
    if kind is type:
        return representation_of_type(x)
    if kind.__repr__ is BaseException.__repr__ and len(x.args) == 1:
        return f"{kind.__name__}({representation(x.args[0])},)"
    if kind not in _CONTAINERS or (kind in (list, tuple) and not any(type(part) in _SHOWN for part in x)):
        return ascii(x)
    keys = ordered(x)
    if keys is None:
        inner = ", ".join(map(representation, x))
        return f"[{inner}]" if kind is list else f"({inner}{',' if len(x) == 1 else ''})"
    if kind in (set, frozenset):
        return f"{kind.__name__}({representation(keys)})"
    inner = ", ".join(f"{representation(key)}: {representation(x[key])}" for key in keys)
    return f"{{{inner}}}" if kind is not defaultdict else f"defaultdict({representation(x.default_factory)}, {{{inner}}})"


class _Float(float):
    """A float that %s and {} show as Python 2 does."""

    def __str__(self):
        return short(self)

    def __format__(self, spec):
        if not re.fullmatch(r"(.?[<>^])?\d*", spec):
            return format(float(self), spec)
        return format(short(self), spec if re.match(r".?[<>^]", spec) or not spec else ">" + spec)


class _Shown(str):
    """The representation of a container, for %s and %r."""

    def __repr__(self):
        return str(self)


def _formatted(value):
    """As format() shows it: NumPy's floats, too, are Python's there."""
    if type(value) in _SHOWN:
        return _Shown(representation(value))
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    return _Float(value) if isinstance(value, (float, np.floating)) else to_text(value)


def format_value(value, spec=""):
    """format(value, spec)."""
    return format(_formatted(value), spec)


def _shown(value):
    if type(value) in _SHOWN:
        return _Shown(representation(value))
    return _Float(value) if type(value) is float else to_text(value)


def format_percent(template, values):
    """template % values."""
    if isinstance(values, tuple):
        return template % tuple(map(_shown, values))
    if type(values) in (dict, Literal) and re.search(r"%\(", template):
        return template % {key: _shown(value) for key, value in values.items()}
    return template % _shown(values)


def modulo(a, b):
    """a % b."""
    return format_percent(a, b) if type(a) is str else _modulo(a, b)


def format_text(template, *args, **kwargs):
    """template.format(*args, **kwargs)."""
    if re.search(r"\{[^}:]*[.[]", template):
        return template.format(*args, **kwargs)  # a field takes something out of its argument
    return template.format(*map(_formatted, args), **{key: _formatted(value) for key, value in kwargs.items()})


def as_str(cls, *args, **kwargs):
    """str(x), where cls is what the name `str` means in the program."""
    if cls is not str or len(args) != 1 or kwargs:
        return cls(*args, **kwargs)
    value = args[0]
    if type(value) is float:
        return short(value)
    if type(value) is complex:
        return f"({short(value.real).removesuffix('.0')}{format(value.imag, '+.12g')}j)" if value.real else (
            format(value.imag, ".12g") + "j")
    if type(value) in _SHOWN:
        return representation(value)
    return to_text(value) if isinstance(value, (bytes, bytearray)) else str(value)


def as_unicode(cls, *args, **kwargs):
    """unicode(x, encoding, errors)."""
    if cls is not str or not args:
        return cls(*args, **kwargs)
    if len(args) > 1 or kwargs:
        value = args[0]
        return decode_text(value, *args[1:], **kwargs) if isinstance(value, str) else str(*args, **kwargs)
    return args[0].__unicode__() if hasattr(type(args[0]), "__unicode__") else as_str(cls, *args)


def _write(file, values, end):
    file = sys.stdout if file is None else file
    parts, due = [], getattr(file, "softspace", 0)
    for value in values:
        shown = as_str(str, value)
        parts += [" ", shown] if due else [shown]
        # A space is due before the next item, but not after the end of a line.
        due = not shown.endswith(("\n", "\t", "\r", "\v", "\f"))
    file.write("".join(parts) + end)
    try:
        setattr(file, "softspace", int(not end and due))  # noqa: B010 (streams do not declare it)
    except AttributeError:
        pass


def end_line():
    """What Python 2 does at the end of a program, and before a traceback: the line that `print a,` began ends."""
    if getattr(sys.stdout, "softspace", 0):
        sys.stdout.write("\n")


def print_function(*values, **options):
    """print(a, b) of a module that has it from __future__."""
    print(*(as_str(str, value) for value in values), **options)


def print_line(*values):
    """print a, b"""
    _write(None, values, "\n")


def print_part(*values):
    """print a, b,"""
    _write(None, values, "")


def print_line_to(file, *values):
    """print >>file, a, b"""
    _write(file, values, "\n")


def print_part_to(file, *values):
    """print >>file, a, b,"""
    _write(file, values, "")
