"""Programs and notebooks as files: their pieces of code, the language each is in, IPython's lines kept aside."""

import ast
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from theano_lite.compat.programs import language
from theano_lite.compat.programs.language import EITHER, PYTHON2, PYTHON3
from theano_lite.compat.programs.program import FEATURES, MissingTranslator

_MAGIC_LINE = re.compile(r"^([ \t]*)((?:%{1,2}(?=[A-Za-z])|!|\?)[^\n]*|[\w.]+\?{1,2}[ \t]*$)")
_MAGIC_VALUE = re.compile(r"^([ \t]*[\w, ]+=[ \t]*)((?:%(?=[A-Za-z])|!)[^\n]*)")
_PYTHON_CELL = re.compile(r"^%%(time|timeit|capture|prun|python3?|px)\b")
_KEPT = re.compile(r"__ipython_(\d+)__")


class BadSource(Exception):
    """A file that cannot be read; the message names the place."""


@dataclass
class Piece:
    """A program, or a code cell of a notebook. kept: IPython's lines, for which `text` has `__ipython_0__`, ..."""

    place: str
    text: str
    spoken: str = PYTHON3
    kept: list = field(default_factory=list)
    foreign: bool = False  # a cell in another language, %%bash
    encoding: str = "utf-8"
    features: frozenset = frozenset()

    def restore(self, text):
        """The text with IPython's lines back in their places."""
        return _KEPT.sub(lambda m: self.kept[int(m.group(1))], text)


def mask(text, place):
    """The Piece of a cell: lines for IPython become names, unless Python reads the cell as it is."""
    piece = Piece(place, text)
    first = next((line for line in text.split("\n") if line.strip()), "")
    if first.startswith("%%") and not _PYTHON_CELL.match(first):
        piece.foreign = True
        return piece
    try:
        language.parse(text, place)
        return piece
    except (SyntaxError, ValueError):
        pass

    def keep(found):
        piece.kept.append(found.group(2))
        return f"{found.group(1)}__ipython_{len(piece.kept) - 1}__"

    lines = []
    for line in text.split("\n"):
        if lines and lines[-1].rstrip().endswith(("\\", ",", "(", "%")):
            lines.append(line)  # it goes on with an expression
            continue
        lines.append(_MAGIC_VALUE.sub(keep, _MAGIC_LINE.sub(keep, line, count=1), count=1))
    piece.text = "\n".join(lines)
    return piece


def read_notebook(path):
    """The notebook as JSON, for looking at it. Raises BadSource."""
    try:
        book = json.loads(Path(path).read_text(encoding="utf-8"))
        cells = book["cells"] if "cells" in book else [cell for sheet in book["worksheets"] for cell in sheet["cells"]]
        texts = [(cell["cell_type"], cell.get("source", cell.get("input", ""))) for cell in cells]
    except json.JSONDecodeError as error:
        raise BadSource(f"{path}, line {error.lineno}: not a notebook: {error.msg}") from None
    except UnicodeDecodeError as error:
        raise BadSource(f"{path}: not a notebook: {error}") from None
    except (KeyError, TypeError, AttributeError) as error:
        raise BadSource(f"{path}: not a notebook: it has no {error}") from None
    codes = ["".join(text) for kind, text in texts if kind == "code"]
    return codes, book.get("metadata", {})


def says_python2(metadata):
    """Whether a notebook's metadata name a kernel of Python 2."""
    version = str(metadata.get("language_info", {}).get("version", ""))
    return version.startswith("2") or metadata.get("kernelspec", {}).get("name") == "python2"


def pieces_of_cells(codes, metadata, path):
    """A Piece for each text of a code cell; one cell in Python 2 makes them all so."""
    pieces = [mask(text, f"{path}, code cell {number}") for number, text in enumerate(codes, 1)]
    signs = {_sign(piece) for piece in pieces if not piece.foreign}
    python2 = PYTHON2 in signs or (says_python2(metadata) and PYTHON3 not in signs)
    features = frozenset().union(*(language.futures(piece.text) for piece in pieces)) & FEATURES
    for piece in pieces:
        piece.spoken, piece.features = (PYTHON2 if python2 else PYTHON3), features
    return pieces


def pieces(path):
    """The pieces of a program or notebook. Raises BadSource."""
    path = Path(path)
    if path.suffix == ".ipynb":
        return pieces_of_cells(*read_notebook(path), path)
    text, encoding = language.read(path.read_bytes())
    piece = Piece(str(path), text.replace("\r\n", "\n").removeprefix("\ufeff"), encoding=encoding)
    piece.spoken = PYTHON2 if _sign(piece) == PYTHON2 else PYTHON3
    piece.features = language.futures(piece.text) & FEATURES  # type: ignore
    return [piece]


def _sign(piece):
    try:
        return language.evidence(piece.text, piece.place)
    except SyntaxError:
        # No Python 3; whether it is Python 2 shows when it is parsed. A notebook has cells that were never finished.
        try:
            tree_of(piece, PYTHON2)
        except (BadSource, MissingTranslator):
            return EITHER
        return PYTHON2


def tree_of(piece, spoken=None):
    """The piece's tree in Python 3's words. Raises BadSource at its line, MissingTranslator."""
    try:
        if (spoken or piece.spoken) == PYTHON3:
            return language.parse(piece.text, piece.place)
        translate = translator().translate
        made = translate(piece.text, piece.place, piece.encoding, piece.features)
        return language.parse(made.text, piece.place)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise BadSource(f"{piece.place}{f', line {line}' if line else ''}: {getattr(error, 'msg', error)}") from None


def translator():
    """The module that translates Python 2. Raises MissingTranslator."""
    try:
        from theano_lite.compat.python2 import syntax
    except ImportError as error:
        if (error.name or "").partition(".")[0] != "fissix":
            raise
        raise MissingTranslator("reading Python 2 needs fissix: pip install 'theano_lite[legacy]'", name="fissix") from None
    return syntax


def bindings(tree):
    """{name: all that it is imported as, dotted, the last import last} over the whole tree."""
    bound = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                bound.setdefault(alias.asname or whole, []).append(whole)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                bound.setdefault(alias.asname or alias.name, []).append(f"{node.module}.{alias.name}")
    return bound


def dotted(node, bound):
    """The full dotted names that a name or chain of attributes may stand for."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return []
    return [".".join([whole, *reversed(parts)]) for whole in dict.fromkeys(bound.get(node.id, ()))]
