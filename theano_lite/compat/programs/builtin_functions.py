"""The builtins that run code: exec, eval, compile, execfile, input, reload, as a module of an old program has them."""

import builtins
import importlib
import sys
import types

from theano_lite.compat.old_names.modules import OldModule
from theano_lite.compat.programs import language
from theano_lite.compat.programs.language import EITHER, PYTHON2, PYTHON3


def _sign(text):
    """The language of a piece of code; a mistake in it is found again when it is compiled."""
    try:
        return language.evidence(text)
    except SyntaxError:
        return EITHER


class CodeFunctions:
    """For modules in one language of a program; `builtins_of` gives the builtins that executed code gets."""

    def __init__(self, program, spoken, features, builtins_of):
        self.program, self.spoken, self.features, self.builtins_of = program, spoken, features, builtins_of
        self.speaking_python2 = set()  # modules that have executed code in Python 2

    def table(self):
        """{name: function} for the builtins of these modules."""
        names = {"exec": self.exec, "eval": self.eval, "compile": self.compile}
        if self.spoken == PYTHON2:
            names |= {"execfile": self.execfile, "input": self.input, "reload": reload,
                      "__py2_import_star__": self.import_star, "__py2_exec__": self.exec_in_function,
                      "__py2_locals__": lambda: _locals(sys._getframe(1))}
        return names

    def language_of(self, text, frame):
        """In what language a module's frame means a piece of code: its own, unless the text says Python 2."""
        if self.program.forced == PYTHON3:
            return PYTHON3
        module = frame.f_globals.get("__name__")
        if self.spoken == PYTHON2 or module in self.speaking_python2:
            return PYTHON2
        if isinstance(text, str) and _sign(text) == PYTHON2:
            self.speaking_python2.add(module)
            return PYTHON2
        return PYTHON3

    def compile(self, source, filename, mode="exec", flags=0, dont_inherit=False, optimize=-1, **others):
        """compile() of text in the program's language; trees are compiled as they are."""
        if isinstance(source, bytes):
            source = language.read(source)[0]
        if not isinstance(source, str):
            return builtins.compile(source, filename, mode, flags, True, optimize, **others)
        features = frozenset() if dont_inherit else self.features
        return self.program.compile_text(source, str(filename), mode, self.language_of(source, sys._getframe(1)),
                                         flags=flags, features=features)

    def exec(self, source, globals=None, locals=None, **others):
        """exec() in the caller's namespace by default."""
        if isinstance(source, tuple):
            source, globals, locals = (*source, None, None)[:3]
        frame = sys._getframe(1)
        code = self._code(source, "exec", frame)
        globals, locals = _namespaces(globals, locals, frame)
        self._give_builtins(globals, source, frame)
        builtins.exec(code, globals, locals, **others)

    def exec_in_function(self, source):
        """`exec code` of Python 2 in a function: the variables that there are after it."""
        frame = sys._getframe(1)
        names = _locals(frame)
        code = self._code(source, "exec", frame)
        self._give_builtins(frame.f_globals, source, frame)
        builtins.exec(code, frame.f_globals, names)
        return names

    def eval(self, source, globals=None, locals=None, **others):
        """eval() in the caller's namespace by default."""
        frame = sys._getframe(1)
        code = self._code(source.strip() if isinstance(source, str) else source, "eval", frame)
        globals, locals = _namespaces(globals, locals, frame)
        self._give_builtins(globals, source, frame)
        return builtins.eval(code, globals, locals, **others)

    def _code(self, source, mode, frame):
        if hasattr(source, "read"):
            source = source.read()
        if isinstance(source, bytes):
            source = language.read(source)[0]
        if not isinstance(source, str):
            return source
        return self.program.compile_text(source, "<string>", mode, self.language_of(source, frame), features=self.features)

    def _give_builtins(self, globals, source, frame):
        python2 = self.spoken == PYTHON2 or frame.f_globals.get("__name__") in self.speaking_python2
        given = self.builtins_of(PYTHON2 if python2 else PYTHON3, self.features)
        if "__builtins__" not in globals or python2:
            globals["__builtins__"] = given

    def execfile(self, filename, globals=None, locals=None):
        """execfile() of Python 2."""
        globals, locals = _namespaces(globals, locals, sys._getframe(1))
        with open(filename, "rb") as file:
            code, spoken, features = self.program.compile(file.read(), filename)
        globals["__builtins__"] = self.builtins_of(spoken, features)
        builtins.exec(code, globals, locals)

    def input(self, prompt=""):
        """input() of Python 2: the value of an expression that the user types."""
        frame = sys._getframe(1)
        line = frame.f_builtins["raw_input"](prompt)
        return builtins.eval(self._code(line.strip(), "eval", frame), frame.f_globals, frame.f_locals)

    def import_star(self, name, level):
        """`from name import *` in a function: its names become the module's."""
        frame = sys._getframe(1)
        module = frame.f_builtins["__import__"](name, frame.f_globals, None, ("*",), level)
        names = getattr(module, "__all__", None) or [key for key in dir(module) if not key.startswith("_")]
        frame.f_globals.update({key: getattr(module, key) for key in names})


def _namespaces(globals, locals, frame):
    if globals is None:
        return frame.f_globals, _locals(frame) if locals is None else locals
    return globals, globals if locals is None else locals


def _locals(frame):
    """The variables of a frame, with those that `exec code` of Python 2 bound in it (see python2/semantics.py)."""
    names = frame.f_locals
    if "__py2_executed__" not in names:
        return names
    return {name: value for name, value in (names["__py2_executed__"] | names).items() if name != "__py2_executed__"}


def reload(module):
    """reload() of Python 2; modules with a table of old names stay as they are."""
    return module if isinstance(module, OldModule) or not isinstance(module, types.ModuleType) else importlib.reload(module)
