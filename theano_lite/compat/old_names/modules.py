"""Modules as old programs see them: the real module, and names on top that exist for those programs only.

The `__import__` of an old module (its builtins hold one of its own) hands out an OldModule for each module that a table
names. Nothing is added to the real modules, so every other package sees them as they are.
"""

import builtins
import importlib
import importlib.util
import sys
import types


class Names:
    """What an old program sees of one module.

    missing: {name: value} where the module has no such name any more; changed: {name: value} before the module's own.
    real: the module it stands on, or several of which the first that exists is taken; by default the one of the same name.
    stand_in: do without if that does not exist.
    kept: its names keep their values, so they may be looked up once. A Lazy value is made when it is first asked for.
    """

    def __init__(self, missing=None, changed=None, real=None, stand_in=False, kept=False):
        self.missing = {} if missing is None else missing
        self.changed = {} if changed is None else changed
        self.real, self.stand_in, self.kept = real, stand_in, kept

    def __or__(self, later):
        """Both, the later one first."""
        return Names(self.missing | later.missing, self.changed | later.changed, later.real or self.real,
                     self.stand_in or later.stand_in, self.kept or later.kept)


class Lazy:
    """A value that is made when an old program asks for it: make() -> value."""

    def __init__(self, make):
        self.make = make


def gone(what, why):
    """A name that old programs import and that cannot work here: calling it raises NotImplementedError."""
    def use(*args, **kwargs):
        raise NotImplementedError(f"{what} does not work here: {why}")
    return use


class OldModule(types.ModuleType):
    """A module with a table of old names."""

    def __init__(self, name, real, names, world):
        super().__init__(name, real.__doc__)
        vars(self).update(__real=real, __names=names, __world=world, __spec__=getattr(real, "__spec__", None),
                          __file__=getattr(real, "__file__", None), __package__=getattr(real, "__package__", None))
        if hasattr(real, "__path__"):
            vars(self)["__path__"] = real.__path__

    def __getattr__(self, name):
        value = self.__find(name)
        if vars(self)["__names"].kept and callable(value):
            vars(self)[name] = value
        return value

    def __find(self, name):
        own = vars(self)
        names = own["__names"]
        if name in names.changed:
            return _made(names.changed, name)
        inner = own["__world"].module_if_listed(f"{own['__name__']}.{name}")
        if inner is not None:
            return inner
        try:
            value = getattr(own["__real"], name)
            return value if name != "__all__" else [*value, *(key for key in names.missing if not hasattr(builtins, key))]
        except AttributeError:
            if name == "__all__":
                return [key for key in dir(self) if not key.startswith("_")]
            if name not in names.missing:
                raise
            own["__world"].used.add(own["__name__"])
            return _made(names.missing, name)

    def __setattr__(self, name, value):
        if name in vars(self)["__names"].changed:
            vars(self)["__names"].changed[name] = value
        vars(self).pop(name, None)
        setattr(vars(self)["__real"], name, value)

    def __delattr__(self, name):
        delattr(vars(self)["__real"], name)

    def __dir__(self):
        names = vars(self)["__names"]
        return sorted({*dir(vars(self)["__real"]), *names.missing, *names.changed})

    def __reduce__(self):
        return importlib.import_module, (vars(self)["__real"].__name__,)


def _first_of(candidates, stand_in=None):
    """The first of these modules that exists, else an empty one called stand_in. Raises ImportError."""
    candidates = (candidates,) if isinstance(candidates, str) else candidates
    for name in candidates:
        try:
            return importlib.import_module(name)
        except ImportError:
            if stand_in is None and name == candidates[-1]:
                raise
    return types.ModuleType(stand_in)


def _made(table, name):
    value = table[name]
    if isinstance(value, Lazy):
        value = table[name] = value.make()
    return value


class World:
    """The modules that one kind of program sees, out of tables {module name: Names}."""

    def __init__(self, *tables):
        self.names = {}
        for table in tables:
            for name, names in table.items():
                self.names[name] = self.names[name] | names if name in self.names else Names() | names
        for name in list(self.names):
            while "." in name:
                name = name.rpartition(".")[0]
                self.names.setdefault(name, Names())
        self.tops = {name.partition(".")[0] for name in self.names}
        self.made = {}
        self.used = set()  # modules whose missing names the program asked for

    def module(self, name):
        """The module `name` as the program sees it. Raises ImportError."""
        if name not in self.names:
            return importlib.import_module(name)
        if name not in self.made:
            names = self.names[name]
            real = _first_of(names.real or name, name if names.stand_in else None)
            self.made[name] = OldModule(name, real, names, self)
        return self.made[name]

    def module_if_listed(self, name):
        """module(name) if a table names it and it exists."""
        if name not in self.names:
            return None
        try:
            return self.module(name)
        except ImportError:
            return None

    def importer(self, implicit_relative):
        """An `__import__`. implicit_relative: `import a` in a package finds its own a first, as in Python 2."""
        def old_import(name, globals=None, locals=None, fromlist=(), level=0):
            if level == 0 and implicit_relative and globals and _is_sibling(name, globals):
                return builtins.__import__(name, globals, locals, fromlist, 1)
            if level or name.partition(".")[0] not in self.tops or _is_programs(name):
                return builtins.__import__(name, globals, locals, fromlist, level)
            return self.listed(name, fromlist)
        return old_import

    def listed(self, name, fromlist):
        """What `import name` or `from name import fromlist` is given."""
        parts = name.split(".")
        modules = [self.module(".".join(parts[:k + 1])) for k in range(len(parts))]
        if not fromlist:
            return modules[0]
        for item in fromlist:
            if item != "*" and not hasattr(modules[-1], item):
                try:
                    self.module(f"{name}.{item}")
                except ModuleNotFoundError as error:
                    if error.name != f"{name}.{item}":
                        raise
        return modules[-1]


def _is_sibling(name, importing):
    """Whether the package of the importing module has a module of that name."""
    package = importing.get("__package__") or (importing.get("__name__") if "__path__" in importing else None)
    if not package:
        return False
    inner = f"{package}.{name.partition('.')[0]}"
    if inner in sys.modules:
        return True
    try:
        return importlib.util.find_spec(inner) is not None
    except (ImportError, ValueError):
        return False


def _is_programs(name):
    """Whether a module of that name was put into sys.modules that Python did not find itself (a program's stub)."""
    found = sys.modules.get(name.partition(".")[0])
    return found is not None and getattr(found, "__spec__", None) is None and not hasattr(found, "__file__") and (
        found.__name__ not in sys.builtin_module_names)
