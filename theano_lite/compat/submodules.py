"""Submodules that are loaded when first asked for: `import theano` stays quick, `theano.sparse` is there."""

import importlib

_LATER = ("ifelse", "misc", "sandbox", "sparse", "typed_list")


def lazy_submodule(name):
    """The `__getattr__` of the package. Raises AttributeError for a name that is no such module."""
    if name in _LATER:
        return importlib.import_module(f"theano_lite.{name}")
    raise AttributeError(f"module 'theano_lite' has no attribute '{name}'")
