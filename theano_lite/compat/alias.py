"""`import theano` gives this package: every theano.X is the same module object as theano_lite.X."""

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys

_ALIAS, _PACKAGE = "theano", "theano_lite"


class _SameModule(importlib.abc.Loader):
    """Loads theano.X by importing theano_lite.X."""

    def __init__(self, real):
        self.real = real

    def create_module(self, spec):
        module = importlib.import_module(self.real)
        # The import system is about to write the alias into these; the module keeps its own.
        self.kept = {key: getattr(module, key, None) for key in ("__spec__", "__loader__", "__package__", "__name__")}
        return module

    def exec_module(self, module):
        module.__dict__.update(self.kept)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(self, fullname, path=None, target=None):
        if fullname != _ALIAS and not fullname.startswith(_ALIAS + "."):
            return None
        real = _PACKAGE + fullname[len(_ALIAS):]
        found = importlib.util.find_spec(real)
        if found is None:
            return None
        return importlib.machinery.ModuleSpec(fullname, _SameModule(real),
                                              is_package=found.submodule_search_locations is not None)


_finder = _Finder()


def install():
    """Make `import theano` (and theano.tensor, ...) give this package, in this process. May be called again.

    Pickles that Theano wrote are then read by pickle.load, too.

    Raises ImportError if another package named theano has been imported already.
    """
    package = sys.modules[_PACKAGE]
    if sys.modules.get(_ALIAS, package) is not package:
        raise ImportError("another package named theano is already imported in this process; call "
                          "theano_lite.install() before it, or uninstall it")
    if _finder not in sys.meta_path:
        sys.meta_path.insert(0, _finder)
    for name, module in list(sys.modules.items()):
        if name == _PACKAGE or name.startswith(_PACKAGE + "."):
            sys.modules[_ALIAS + name[len(_PACKAGE):]] = module
    from theano_lite.compat import unpickle

    unpickle.install()
