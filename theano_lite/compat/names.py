"""theano.compat: the names by which programs for Theano 0.6 to 1.0 were the same in Python 2 and 3."""

import collections
import collections.abc
import os


def exc_message(error):
    """The text of an exception, that of the innermost one."""
    message = error.args[0]
    return exc_message(message) if isinstance(message, Exception) else message


def cmp(x, y):
    """-1, 0 or 1 as x is below, equal to or above y."""
    return (x > y) - (x < y)


def get_unbound_function(unbound):
    """The function behind a method."""
    return getattr(unbound, "__func__", unbound)


def b(text):
    """The text as bytes, a character a byte."""
    return text.encode("latin-1")


def decode(x):
    """Bytes as text."""
    return x.decode()


def decode_with(x, encoding):
    """Bytes as text in this encoding."""
    return x.decode(encoding)


def decode_iter(values):
    """Each of them as text."""
    for x in values:
        yield x.decode()


def maybe_add_to_os_environ_pathlist(var, newpath):
    """Put a directory that exists first in a path variable of the environment."""
    if os.path.isabs(newpath) and os.path.isdir(newpath):
        known = [path for path in os.environ.get(var, "").split(os.pathsep) if path]
        if newpath not in known:
            os.environ[var] = os.pathsep.join([newpath, *known])


class DefaultOrderedDict(collections.OrderedDict):
    """An OrderedDict with a default_factory, as defaultdict has."""

    def __init__(self, default_factory=None, *args, **kwargs):
        if default_factory is not None and not callable(default_factory):
            raise TypeError("first argument must be callable")
        super().__init__(*args, **kwargs)
        self.default_factory = default_factory

    def __missing__(self, key):
        if self.default_factory is None:
            raise KeyError(key)
        self[key] = value = self.default_factory()
        return value

    def __reduce__(self):
        factory = () if self.default_factory is None else (self.default_factory,)
        return type(self), factory, None, None, iter(list(self.items()))

    def copy(self):
        """A shallow copy."""
        return type(self)(self.default_factory, self)

    __copy__ = copy
