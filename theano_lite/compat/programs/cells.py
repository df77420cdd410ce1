"""The cells of a live notebook as those of an old program: their language, their text, their meaning."""

import ast
import linecache
import os

from theano_lite.compat.old_names.rewriting import OldLibraries
from theano_lite.compat.programs import language, loader
from theano_lite.compat.programs.language import EITHER, PYTHON2, PYTHON3
from theano_lite.compat.programs.program import FEATURES


class Session:
    """The language of a session's cells. It is both the transformer of their text and (visit) of their trees."""

    def __init__(self, shell):
        self.shell = shell
        self.runtime = loader.start([os.getcwd()])
        self.main, self.spoken = PYTHON3, PYTHON3  # of cells without a sign; of the cell that runs
        self.targets, self.features = {}, frozenset()
        self.old, self.new = [], []  # the lines of the last cell that was translated, and those made of it

    def choose(self, line):
        """%theano_lite 2: cells without a sign are Python 2 from now on; %theano_lite 3: Python 3."""
        if line.strip() not in ("2", "3"):
            raise ValueError(f"%theano_lite takes 2 or 3, not {line!r}")
        self._speak(PYTHON2 if line.strip() == "2" else PYTHON3)

    def _speak(self, spoken):
        self.main = self.runtime.program.main = spoken
        if spoken == PYTHON2:
            self.runtime.builtins_of(PYTHON2)

    def translate(self, lines):
        """The lines of a cell in Python 3's syntax. What is no Python is left to IPython.

        Raises SyntaxError for what has signs of Python 2 and is none: Python 3 would complain of the signs.
        """
        text = "".join(lines)
        sign = self._sign(text)
        if sign == PYTHON2:
            self._speak(PYTHON2)
        self.spoken = PYTHON3 if sign == PYTHON3 else self.main
        if self.spoken == PYTHON3:
            return lines
        try:
            made = self._translation(text)
        except SyntaxError:
            if sign == PYTHON2:
                raise
            return lines
        self.targets = made.targets
        self.old, self.new = text.splitlines(keepends=True), made.text.splitlines(keepends=True)
        return self.new

    def _show_as_written(self):
        """Let tracebacks show the lines of the cell that runs: IPython has kept the translated ones for them."""
        for name, entry in list(linecache.cache.items()):
            if len(entry) == 4 and entry[2] == self.new:
                linecache.cache[name] = (entry[0], None, self.old, name)

    def _translation(self, text):
        from theano_lite.compat.python2 import syntax
        return syntax.translate(text, "<cell>", "utf-8", self.features | language.futures(text))

    def _sign(self, text):
        try:
            return language.evidence(text)
        except SyntaxError:
            try:
                self._translation(text)
            except (SyntaxError, ImportError):
                return EITHER
            return PYTHON2

    def visit(self, tree):
        """The tree with the meaning of its language; the names that the cell finds are those of that language."""
        self.features |= {alias.name for node in tree.body if isinstance(node, ast.ImportFrom) and node.module == "__future__"
                          for alias in node.names} & FEATURES
        self.shell.user_ns["__builtins__"] = self.runtime.builtins_of(self.spoken, self.features)
        if self.spoken == PYTHON3:
            return ast.fix_missing_locations(OldLibraries().visit(tree))
        from theano_lite.compat.python2 import semantics
        self._show_as_written()
        return semantics.transform(tree, self.targets, "division" in self.features)
