"""The program that runs: which files are its own, in which language each is, and their code."""

import ast
import contextlib
import gc
import os
import sysconfig
import warnings
from pathlib import Path

import theano_lite
from theano_lite.compat.old_names.rewriting import OldLibraries
from theano_lite.compat.programs import language
from theano_lite.compat.programs.cache import Cache
from theano_lite.compat.programs.language import BOTH, EITHER, PYTHON2, PYTHON3, futures

# Packages of Theano's time, which expect the NumPy and SciPy of that time.
LIBRARIES = frozenset(
    "lasagne keras keras_applications keras_preprocessing nolearn blocks fuel pylearn2 theano_lstm theanets downhill groundhog "
    "agentnet parmesan deepy breze opendeep passage seya theano_toolkit sklearn_theano pymc3 picklable_itertools rllab".split())
# What a file imports from __future__ and that changes its meaning, also that of the code it passes to exec and eval.
FEATURES = frozenset(["absolute_import", "division", "print_function", "unicode_literals"])
_MOST_FILES = 100  # of a folder that are looked at for signs of a language


class MissingTranslator(ImportError):
    """A program is in Python 2 and fissix is not installed."""


class Program:
    """Its own files are those under `roots`; `python` is 2 or 3 where the caller said which."""

    def __init__(self, roots=(), python=None):
        self.roots = [os.path.realpath(root) for root in roots]
        self.python, self.forced = python, {2: PYTHON2, 3: PYTHON3}.get(python)
        self.cache = Cache()
        self.translated = {}  # {path: lines} of the files read as Python 2
        self.main = None  # the language of the main program
        self.folders = {}  # {folder: the language of its files without a sign}
        never = [os.path.dirname(theano_lite.__file__), *{sysconfig.get_path(k) for k in ("stdlib", "purelib", "platlib")}]
        self.never = [os.path.realpath(path) for path in never]

    def owns(self, path):
        """Whether the file is the program's own: under a root, and not in a package installed below it."""
        path = os.path.realpath(path)
        root = max((root for root in self.roots if _under(path, root)), key=len, default=None)
        return root is not None and not any(_under(path, never) and not _under(root, never) for never in self.never)

    def language_of(self, source, path):
        """PYTHON2 or PYTHON3. Raises SyntaxError if it is neither."""
        sign = self.sign(source, path)
        if sign == PYTHON2 or (sign != PYTHON3 and self.forced):
            return self.forced or PYTHON2
        if sign != EITHER:
            return PYTHON3
        folder = os.path.dirname(os.path.abspath(path))
        if os.path.exists(path) and folder not in self.folders:
            self.folders[folder] = self._language_of_folder(folder)
        return self.folders.get(folder) or self.main or PYTHON3

    def sign(self, source, path):
        """The file's own signs."""
        key = self.cache.key("sign", source)
        sign = self.cache.get(key)
        if sign is None:
            text, encoding = language.read(source)
            try:
                sign = language.evidence(text, path)
            except SyntaxError as error:
                self._translate(text, path, encoding, error)
                sign = PYTHON2
            self.cache.put(key, sign)
        return sign

    def _language_of_folder(self, folder):
        counts = {PYTHON2: 0, PYTHON3: 0}
        for path in sorted(Path(folder).glob("*.py"))[:_MOST_FILES]:
            try:
                sign = self.sign(path.read_bytes(), str(path))
            except (OSError, SyntaxError, MissingTranslator):
                continue
            if sign != EITHER:
                counts[PYTHON3 if sign == BOTH else sign] += 1
        if not any(counts.values()):
            return None
        return PYTHON2 if counts[PYTHON2] > counts[PYTHON3] else PYTHON3

    def compile(self, source, path):
        """(code, language, features from __future__) of a file's bytes. Raises SyntaxError, MissingTranslator."""
        try:
            spoken = self.language_of(source, path)
            key = self.cache.key("code", spoken, path, source)
            made = self.cache.get(key)
            if made is None:
                text, encoding = language.read(source)
                with _no_collections():
                    code = self.compile_text(text, path, "exec", spoken, encoding)
                made = (code, tuple(sorted(futures(text) & FEATURES)))
                self.cache.put(key, made)
        except SyntaxError as error:
            raise error.with_traceback(None) from None  # where it was found is no business of the program's
        if spoken == PYTHON2:
            self.translated[path] = source.count(b"\n") + 1
        return made[0], spoken, frozenset(made[1])

    def compile_text(self, text, path, mode, spoken, encoding="utf-8", flags=0, features=frozenset()):
        """The code of a text in the given language; flags: as compile() takes them; features: those of its surroundings."""
        tree = self.parse(text, path, mode, spoken, encoding, features)
        return self.compile_tree(tree, path, mode, flags)

    @staticmethod
    def compile_tree(tree, path, mode, flags=0):
        """The code of a tree, without today's warnings about old code."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return compile(tree, path, mode, flags=flags, dont_inherit=True)

    def parse(self, text, path, mode, spoken, encoding="utf-8", features=frozenset()):
        """The rewritten tree of a text. Raises SyntaxError at the place in the text."""
        if spoken == PYTHON3:
            return ast.fix_missing_locations(OldLibraries().visit(language.parse(text, path, mode)))
        from theano_lite.compat.python2 import semantics
        features = features | futures(text)
        translation = self._translate(text, path, encoding, features=features)
        try:
            tree = language.parse(translation.text, path, mode)
        except SyntaxError as error:
            lines = text.splitlines()
            raise type(error)(error.msg, (path, error.lineno, 0, lines[error.lineno - 1] if error.lineno else "")) from None
        return semantics.transform(tree, translation.targets, "division" in features)

    def _translate(self, text, path, encoding, refused=None, features=None):
        """The text in Python 3. refused: Python 3's error, raised instead of Python 2's if it came further."""
        try:
            from theano_lite.compat.python2 import syntax
        except ImportError as error:
            if (error.name or "").partition(".")[0] != "fissix":
                raise
            if refused is not None:
                raise refused from None
            raise MissingTranslator(f"{path} is in Python 2, and running it needs fissix: "
                                    "pip install 'theano_lite[legacy]'", name="fissix") from None
        try:
            return syntax.translate(text, path, encoding, futures(text) if features is None else features)
        except SyntaxError as error:
            if refused is not None and (refused.lineno or 0) >= (error.lineno or 0):
                raise refused from None
            raise


@contextlib.contextmanager
def _no_collections():
    """Without the garbage collector, which would go over the growing trees again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _under(path, folder):
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)

