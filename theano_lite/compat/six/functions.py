"""The functions of theano.compat.six."""

import types


def b(text):
    """A byte literal for Python 2 and 3."""
    return text.encode("latin-1")


def u(text):
    """A text literal for Python 2 and 3."""
    return text


def int2byte(number):
    """The byte with this number."""
    return bytes((number,))


def ensure_str(text, encoding="utf-8", errors="strict"):
    """Text, decoded if it is bytes. Raises TypeError for anything else."""
    if isinstance(text, bytes):
        return text.decode(encoding, errors)
    if not isinstance(text, str):
        raise TypeError(f"not expecting type '{type(text)}'")
    return text


def ensure_binary(text, encoding="utf-8", errors="strict"):
    """Bytes, encoded if it is text. Raises TypeError for anything else."""
    if isinstance(text, str):
        return text.encode(encoding, errors)
    if not isinstance(text, bytes):
        raise TypeError(f"not expecting type '{type(text)}'")
    return text


def iterkeys(mapping, **kwargs):
    """An iterator over the keys."""
    return iter(mapping.keys(**kwargs))


def itervalues(mapping, **kwargs):
    """An iterator over the values."""
    return iter(mapping.values(**kwargs))


def iteritems(mapping, **kwargs):
    """An iterator over the pairs."""
    return iter(mapping.items(**kwargs))


def iterlists(mapping, **kwargs):
    """An iterator over the pairs of a key and its list."""
    return iter(mapping.lists(**kwargs))


def get_unbound_function(unbound):
    """The function of a class's method."""
    return unbound


def create_bound_method(function, instance):
    """The function as a method of the instance."""
    return types.MethodType(function, instance)


class Iterator:
    """The base of iterators with __next__."""

    def next(self):
        """The next value."""
        return next(self)  # type: ignore[call-overload]


def exec_(code, globals=None, locals=None):
    """exec in these namespaces, by default the caller's."""
    if globals is None:
        import sys
        frame = sys._getframe(1)
        globals, locals = frame.f_globals, frame.f_locals if locals is None else locals
    exec(code, globals, globals if locals is None else locals)


def reraise(kind, value, traceback=None):
    """Raise the exception with this traceback."""
    raise (kind() if value is None else value).with_traceback(traceback)


def raise_from(value, cause):
    """raise value from cause"""
    raise value from cause


def with_metaclass(meta, *bases):
    """A base class whose subclasses have this metaclass and these bases."""
    class Temporary(type):
        def __new__(cls, name, this_bases, namespace):
            return meta(name, bases, namespace)

        @classmethod
        def __prepare__(cls, name, this_bases):
            return meta.__prepare__(name, bases)
    return type.__new__(Temporary, "temporary_class", (), {})


def add_metaclass(metaclass):
    """A class decorator: the class is made anew by this metaclass."""
    def wrapper(cls):
        names = dict(vars(cls))
        slots = names.get("__slots__", ())
        for name in ("__dict__", "__weakref__", *((slots,) if isinstance(slots, str) else slots)):
            names.pop(name, None)
        return metaclass(cls.__name__, cls.__bases__, names)
    return wrapper


def python_2_unicode_compatible(cls):
    """The class as it is."""
    return cls


