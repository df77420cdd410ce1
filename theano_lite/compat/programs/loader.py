"""The modules of an old program: a finder and a loader that compile them and give them the builtins of their time.

What makes `np.float`, `xrange` or integer division work in these modules, and nowhere else, is their `__builtins__`: every
function of a module looks builtins up there, `__import__` among them. Modules of other packages keep Python's own.
"""

import ast
import builtins
import importlib.abc
import importlib.machinery
import os
import runpy
import sys
import types
import warnings

import numpy as np

from theano_lite.compat.old_names import hdf5, mocks, numpy_names, packages, scipy_names, stdlib
from theano_lite.compat.old_names.arithmetic import FUNCTIONS
from theano_lite.compat.old_names.attributes import numpy_attribute
from theano_lite.compat.old_names.modules import Names, World
from theano_lite.compat.programs import children, old_pytest
from theano_lite.compat.programs.builtin_functions import CodeFunctions
from theano_lite.compat.programs.language import PYTHON2, PYTHON3
from theano_lite.compat.programs.program import LIBRARIES, Program


class Runtime:
    """An old program that is running: its modules' builtins and what their imports give."""

    def __init__(self, program):
        self.program = program
        self.worlds, self._builtins = {}, {}

    def builtins_of(self, spoken, features=frozenset()):
        """The builtins of a module in a language, with these features of __future__."""
        if (spoken, features) not in self._builtins:
            self._builtins[spoken, features] = self._make_builtins(spoken, features)
        return self._builtins[spoken, features]

    def _make_builtins(self, spoken, features):
        names = {**vars(builtins), **FUNCTIONS, "__old_attribute__": numpy_attribute}
        if spoken == PYTHON2:
            from theano_lite.compat.python2.builtin_names import BUILTINS
            names |= BUILTINS
        names |= CodeFunctions(self.program, spoken, features, self.builtins_of).table()
        implicit = spoken == PYTHON2 and "absolute_import" not in features
        names["__import__"] = self.world(spoken).importer(implicit)
        return names

    def world(self, spoken):
        """The modules as programs in a language see them."""
        if spoken not in self.worlds:
            tables = [numpy_names.MODULES, scipy_names.MODULES, packages.MODULES, stdlib.MODULES, hdf5.MODULES, mocks.MODULES,
                      old_pytest.MODULES, self._runners()]
            if spoken == PYTHON2:
                from theano_lite.compat.old_names import python2_stdlib
                tables += [python2_stdlib.MODULES, {"__builtin__": Names(missing=_Later(self, spoken), stand_in=True)}]
            self.worlds[spoken] = World(*tables)
        return self.worlds[spoken]

    def begin(self, spoken):
        """The main program is in this language."""
        self.program.main = spoken
        # Numbers are shown as NumPy 1 showed them, 3.0 and not np.float64(3.0).
        np.set_printoptions(legacy="1.21")
        if not sys.warnoptions:  # nobody will edit the program
            warnings.filterwarnings("ignore", category=DeprecationWarning, module="__main__")
        if spoken == PYTHON2:
            from theano_lite.compat.python2.files import replace_output
            replace_output()

    def emulated(self):
        """The modules of which the program used old names."""
        return sorted({name for world in self.worlds.values() for name in world.used})

    def _runners(self):
        """Modules whose functions run or parse files of the program."""
        return {"runpy": Names(changed={"run_path": self.run_path}), "ast": Names(changed={"parse": self.parse})}

    def parse(self, source, filename="<unknown>", mode="exec", **others):
        """ast.parse; what is in Python 2 is translated."""
        from theano_lite.compat.programs import language
        if isinstance(source, bytes):
            source = language.read(source)[0]
        functions = sys._getframe(1).f_builtins["compile"].__self__
        spoken = functions.language_of(source, sys._getframe(1))
        if spoken == PYTHON3:
            return ast.parse(source, filename, mode, **others)
        return self.program.parse(source, str(filename), mode, spoken)

    def run_path(self, path_name, init_globals=None, run_name="<run_path>"):
        """runpy.run_path for a file that is the program's; others are run by runpy."""
        path = os.fspath(path_name)
        if not os.path.isfile(path) or not path.endswith(".py"):
            return runpy.run_path(path, init_globals, run_name)
        module = types.ModuleType(run_name)
        vars(module).update(init_globals or {}, __file__=path)
        before, script = sys.modules.get(run_name), sys.argv[0]
        sys.modules[run_name], sys.argv[0] = module, path
        try:
            self.execute_file(path, vars(module))
        finally:
            sys.argv[0] = script
            if before is None:
                sys.modules.pop(run_name, None)
            else:
                sys.modules[run_name] = before
        return dict(vars(module))

    def execute_file(self, path, names, main=False):
        """Run a file in the namespace `names`."""
        with open(path, "rb") as file:
            self.execute(file.read(), path, names, main)

    def execute(self, source, path, names, main=False):
        """Run a file's bytes in the namespace `names`. main: it is the program itself. Raises SyntaxError."""
        code, spoken, features = self.program.compile(source, path)
        if main:
            self.begin(spoken)
        names["__builtins__"] = self.builtins_of(spoken, features)
        try:
            exec(code, names)
        finally:
            if main and spoken == PYTHON2:
                from theano_lite.compat.python2.text import end_line
                end_line()


class _Later(dict):
    """The table of __builtin__: the builtins themselves, which hold the function that imports it."""

    def __init__(self, runtime, spoken):
        super().__init__()
        self.runtime, self.spoken = runtime, spoken

    def __contains__(self, name):
        return name in self.runtime.builtins_of(self.spoken)

    def __getitem__(self, name):
        return self.runtime.builtins_of(self.spoken)[name]

    def __or__(self, other):
        return self

    def __ror__(self, other):
        return self


class OldLoader(importlib.machinery.SourceFileLoader):
    """Loads a module of the program that is running."""

    def exec_module(self, module):
        """Run the module with the builtins of its language."""
        runtime().execute(self.get_data(self.path), self.path, vars(module))
        old_pytest.update_hooks(module)

    def get_code(self, fullname):
        """Its code, for runpy."""
        return runtime().program.compile(self.get_data(self.path), self.path)[0]


class _Finder(importlib.abc.MetaPathFinder):
    @staticmethod
    def find_spec(fullname, path=None, target=None):
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and type(spec.loader) is importlib.machinery.SourceFileLoader and spec.origin and (
                fullname.partition(".")[0] in LIBRARIES or runtime().program.owns(spec.origin)):
            spec.loader = OldLoader(spec.loader.name, spec.loader.path)
        return spec


_current = []


def runtime():
    """The runtime of the program in this process; one without files of its own if none was started."""
    if not _current:
        _current.append(Runtime(Program()))
    return _current[-1]


def start(roots, python=None):
    """Begin a program whose files lie under `roots`; its modules are loaded as old ones from now on."""
    _current[:] = [Runtime(Program(roots, python))]
    if _Finder not in sys.meta_path:
        at = next((k for k, finder in enumerate(sys.meta_path) if finder is importlib.machinery.PathFinder),
                  len(sys.meta_path))
        sys.meta_path.insert(at, _Finder)
        children.send_to_children(runtime)
    return _current[-1]


