"""Old source as Python 3 that a person keeps: fissix rewrites Python 2, then divisions, pickles and old names of NumPy.

Each change is listed with its line and reason. What a text alone does not show is not guessed: it is listed as open.
"""

import ast
import builtins
import re
from dataclasses import dataclass, field

from theano_lite.cli import sources
from theano_lite.cli.check import _old_name, uses
from theano_lite.cli.kinds import Names, operands
from theano_lite.cli.sources import BadSource
from theano_lite.compat.programs import language
from theano_lite.compat.programs.language import PYTHON2
from theano_lite.compat.programs.program import Program

_REASONS = {
    "print": "print is a function", "except": "except ... as", "raise": "raise takes an exception", "exec": "exec is a function",
    "dict": "methods of dictionaries give views, or are renamed", "imports": "the module has another name",
    "xrange": "range is lazy, xrange is gone", "map": "map gives an iterator", "filter": "filter gives an iterator",
    "zip": "zip gives an iterator", "itertools": "the iterator is a builtin", "itertools_imports": "the iterator is a builtin",
    "unicode": "str is unicode", "long": "int has any size", "ne": "<> is !=", "repr": "backquotes are repr()",
    "numliterals": "octal numbers are 0o..., no L", "has_key": "has_key is `in`", "raw_input": "raw_input is input",
    "input": "input evaluated what was typed", "reduce": "reduce is in functools", "tuple_params": "parameters are names",
    "next": "next() and __next__", "nonzero": "__bool__", "metaclass": "metaclass=", "basestring": "str is unicode",
    "tabs": "tabs and spaces are mixed: spaces, as Python 2 read it", "isinstance": "one of two kinds that became the same",
}
_FIXERS = ("apply basestring dict except exec execfile filter funcattrs getcwdu has_key import imports input intern "
           "isinstance itertools itertools_imports long map metaclass methodattrs ne next nonzero numliterals "
           "operator paren print raise raw_input reduce reload renames repr standarderror sys_exc throw tuple_params "
           "types unicode urllib xrange xreadlines zip").split()
# NumPy's names for Python's types, and for values and functions of its own.
_TYPES = {f"numpy.{name}": name for name in ("float", "int", "bool", "object", "complex", "str")}
_RENAMED = {"numpy.Inf": "inf", "numpy.Infinity": "inf", "numpy.infty": "inf", "numpy.NaN": "nan", "numpy.NAN": "nan",
            "numpy.product": "prod", "numpy.cumproduct": "cumprod", "numpy.alltrue": "all", "numpy.sometrue": "any",
            "numpy.float_": "float64", "numpy.complex_": "complex128", "numpy.round_": "round", "numpy.rank": "ndim",
            "time.clock": "process_time"}
_RIGHT_PARENTHESIS = 8  # in fissix's numbers of tokens, which are Python 2's
_METHODS = {"__div__", "__rdiv__", "__idiv__", "__cmp__", "__getslice__", "__setslice__", "__coerce__", "__long__"}
_CODE_MAGIC = re.compile(r"(%(?:time|prun)\s+)(.*)", re.DOTALL)


_CMP_TO_KEY = "import functools"
_CMP = "def cmp(a, b):\n    return int(a > b) - int(a < b)  # as Python 2 had it"
_ASSIGNED = re.compile(r"\b(\w+)\s*[-+*/]?=")  # by the code of a magic


@dataclass
class Ported:
    """texts: of the pieces; lines: of the old pieces, for each line of their texts; needs: what is to stand before them;
    changes and undecided: (place, line, what).
    """

    texts: list = field(default_factory=list)
    lines: list = field(default_factory=list)
    needs: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    undecided: list = field(default_factory=list)


def port(pieces, cells=False):
    """The pieces of a program in Python 3. cells: what cannot be parsed stays as it is, and is listed.

    Raises BadSource, MissingTranslator.
    """
    made, middle = Ported(), []
    for piece in pieces:
        text, broken = piece.text, piece.foreign
        lines = list(range(1, text.count("\n") + 3))
        if not broken:
            try:
                sources.tree_of(piece)
                if piece.spoken == PYTHON2:
                    text, lines = _to_python3(piece, made)
            except BadSource as error:
                if not cells:
                    raise
                broken = True
                made.undecided.append((piece.place, 0, f"no Python that can be read, left as it is: {error}"))
        middle.append((text, broken))
        made.lines.append(lines)
    trees = [None if broken else language.parse(text, piece.place)
             for (text, broken), piece in zip(middle, pieces, strict=True)]
    bound, whole = {}, Names([tree for tree in trees if tree])
    python2 = [piece for piece in pieces if piece.spoken == PYTHON2 and not piece.foreign]
    whole.never.update(name for piece in pieces for kept in piece.kept for name in _ASSIGNED.findall(kept))
    whole.modules = _renamed_modules(python2) if python2 else {}
    for piece, (text, _), tree, lines in zip(pieces, middle, trees, made.lines, strict=True):
        if tree is not None:
            bound |= sources.bindings(tree)
            late = Ported(needs=made.needs)
            text = _edit(text, _edits(piece, text, tree, bound, whole, late))
            made.changes += [(place, lines[line - 1], what) for place, line, what in late.changes]
            made.undecided += [(place, lines[line - 1], what) for place, line, what in late.undecided]
            refused = _refused(text, piece.place)
            if refused:
                made.undecided.append((piece.place, lines[(refused.lineno or 1) - 1], f"Python 3 refuses this: {refused.msg}"))
        made.texts.append(piece.restore(text))
    order = {piece.place: k for k, piece in enumerate(pieces)}
    for rows in (made.changes, made.undecided):
        rows.sort(key=lambda row: (order[row[0]], row[1]))
    return made


def _to_python3(piece, made):
    """(fissix's Python 3 for a piece, the old number of each of its lines); its changes are noted."""
    tool, noted = _tool("print_function" in piece.features), set()
    old = _with_spaces(piece, noted)
    for fixer in [*tool.pre_order, *tool.post_order]:
        fixer.transform = _noting(fixer, fixer.transform, noted)
    tree = tool.refactor_string(old.rstrip("\n") + "\n", piece.place)
    text, lines = str(tree), _old_lines(tree)
    try:
        language.parse(text, piece.place)
    except SyntaxError as error:
        raise BadSource(f"{piece.place}, line {lines[(error.lineno or 1) - 1]}: Python 3 refuses this, and port has no other "
                        f"form of it: {error.msg}") from None
    for line, name in sorted(noted):
        made.changes.append((piece.place, line, _REASONS.get(name, f"Python 3's form of {name}")))
    for number, kept in enumerate(piece.kept):
        found = _CODE_MAGIC.fullmatch(kept)
        if found:
            piece.kept[number] = found.group(1) + _line_to_python3(found.group(2), piece, made)
    return text if piece.text.endswith("\n") else text.rstrip("\n"), lines


def _refused(text, place):
    """Why Python 3 does not compile a text that it can parse, or None."""
    try:
        Program.compile_tree(language.parse(text, place), place, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
    except SyntaxError as error:
        return error
    return None


def _with_spaces(piece, noted):
    """The text of a piece, without tabs if it mixes them with spaces as Python 3 does not."""
    syntax = sources.translator()
    translation = syntax.translate(piece.text, piece.place, piece.encoding, piece.features)
    mixed = syntax.mixed_tabs(piece.text, translation.text)
    if mixed is None:
        return piece.text
    noted.add((mixed, "tabs"))
    return syntax.without_tabs(piece.text, piece.place, piece.features)


def _old_lines(tree):
    """The old number of each line of fissix's tree, which adds and removes lines: that of its first leaf from the old text."""
    found, line = {}, 1
    for leaf in tree.leaves():
        line += leaf.prefix.count("\n")
        for k in range(leaf.value.count("\n") + 1):
            if leaf.lineno and leaf.value.strip():
                found.setdefault(line + k, leaf.lineno + k)
        line += leaf.value.count("\n")
    lines = [1]
    for number in range(1, line + 2):
        lines.append(found.get(number, lines[-1]))
    return lines[1:]


def _line_to_python3(code, piece, made):
    """The code that a magic runs."""
    inner = sources.Piece(piece.place, code, PYTHON2, features=piece.features)
    try:
        sources.tree_of(inner)
        return _to_python3(inner, made)[0]
    except BadSource:
        made.undecided.append((piece.place, 0, f"the code of a magic is left as it is: {code}"))
        return code


def _noting(fixer, transform, noted):
    name = type(fixer).__module__.rpartition(".fix_")[2]

    def noting(node, results):
        if name == "print" and _is_call_already(node):
            return None
        before, line = str(node).split(), node.get_lineno()
        # Before the statement that it puts its own before, tuple_params loses comments and empty lines.
        body = results["suite"][0].children if name == "tuple_params" and "suite" in results else ()
        spaces = [(statement, statement.prefix) for statement in body if "\n" in statement.prefix]
        new = transform(node, results)
        for statement, prefix in spaces:
            statement.prefix = prefix
        if "".join(str(node if new is None else new).split()) != "".join(before):
            noted.add((line, name))
        return new
    return noting


def _is_call_already(node):
    """Whether a print statement is print(x), which Python 3 takes as it is."""
    inner = node.children[1:] if node.children else []
    return (len(inner) == 1 and str(inner[0]).lstrip().startswith("(") and len(inner[0].children) == 3
            and inner[0].children[2].type == _RIGHT_PARENTHESIS
            and not any(str(part) == "," for part in inner[0].children[1].children))


def _tool(print_function):
    sources.translator()  # says what to install if fissix is not there
    from fissix.refactor import RefactoringTool  # pyright: ignore[reportMissingImports]
    names = [name for name in _FIXERS if not (name == "print" and print_function)]
    return RefactoringTool([f"fissix.fixes.fix_{name}" for name in names], {"print_function": print_function})


def _edits(piece, text, tree, bound, whole, made):
    """(start line, column in bytes, end line, column, new text) for what fissix leaves; notes the changes."""
    lines = text.split("\n")
    python2 = piece.spoken == PYTHON2
    for node in ast.walk(tree):
        if python2 and "division" not in piece.features and isinstance(node, (ast.BinOp, ast.AugAssign)) and (
                isinstance(node.op, ast.Div)):
            yield from _division(piece, node, lines, whole, made)
        elif python2 and isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and (
                any(name in ("pickle.load", "pickle.loads") for name in sources.dotted(node.func, bound))):
            yield _after(node.args[0], ', encoding="latin1"')
            made.changes.append((piece.place, node.lineno, "pickles of Python 2 have bytes in their texts"))
        elif isinstance(node, ast.Attribute):
            name = next((n for n in sources.dotted(node, bound) if n in _TYPES or n in _RENAMED), None)
            if name:
                new = _TYPES.get(name) or f"{ast.unparse(node.value)}.{_RENAMED[name]}"
                yield node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, new
                made.changes.append((piece.place, node.lineno, f"{name} is gone, it was {new}"))
    known = {name for name in (*_TYPES, *_RENAMED)}
    said = {(line, name) for line, names in uses(tree, bound) for name in names
            if name not in known and not name.startswith("theano")}
    made.undecided += [(piece.place, line, f"{name} is gone: write what it did") for line, name in sorted(said)
                       if _old_name(name)]
    if python2:
        made.undecided += [(piece.place, line, what) for line, what in _gone(tree, whole)]
        yield from _comparisons(piece, tree, lines, whole, made)
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in whole.modules:
                new = whole.modules[node.id]
                yield node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, new
                made.changes.append((piece.place, node.lineno, f"the module {node.id} is {new}"))


def _gone(tree, whole):
    """(line, what) of what means another thing in Python 3, or nothing, and has no other form that is always right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in language._NAMES - {"cmp"} and not hasattr(
                builtins, node.id) and node.id not in whole.never and node.id not in whole.values:
            yield node.lineno, f"{node.id} is gone: write what it did"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
            yield node.lineno, "round rounds a half to the even neighbour, and to an int: Python 2 rounded away from zero"
        elif isinstance(node, ast.FunctionDef) and node.name in _METHODS:
            yield node.lineno, f"Python 3 does not call {node.name}"


def _comparisons(piece, tree, lines, whole, made):
    """Sorting by a function of two, and the builtin cmp."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "cmp" and "cmp" not in whole.never and "cmp" not in whole.values:
            _need(made, _CMP)
            made.changes.append((piece.place, node.lineno, "cmp is defined at the top"))
        elif isinstance(node, ast.Call):
            found = _sorts_by(node)
            if found is not None and _stands_alone(lines, *found):
                by, (line, start), _ = found
                before = lines[line - 1].encode()[start:by.col_offset].decode()
                _need(made, _CMP_TO_KEY)
                yield line, start, line, by.col_offset, before.replace("cmp", "key") + (
                    "functools.cmp_to_key(" if "=" in before else "key=functools.cmp_to_key(")
                yield _after(by, ")")
                made.changes.append((piece.place, by.lineno, "sort by a function of two: functools.cmp_to_key"))
            elif found or any(keyword.arg == "cmp" for keyword in node.keywords):
                made.undecided.append((piece.place, node.lineno, "cmp= is gone: use key=functools.cmp_to_key(...)"))


def _stands_alone(lines, by, start, between):
    """Whether an argument is on its line as expected, not in parentheses of its own."""
    return by.lineno == start[0] and bool(
        re.fullmatch(between, lines[by.lineno - 1].encode()[start[1]:by.col_offset].decode()))


def _sorts_by(call):
    """(function of two, place of what stands before it, pattern of that) of a sorting call without a key, or None."""
    is_sorted = isinstance(call.func, ast.Name) and call.func.id == "sorted"
    is_sort = isinstance(call.func, ast.Attribute) and call.func.attr == "sort"
    if not (is_sorted or is_sort) or any(keyword.arg == "key" for keyword in call.keywords):
        return None
    for keyword in call.keywords:
        if keyword.arg == "cmp":
            return keyword.value, (keyword.lineno, keyword.col_offset), r"cmp\s*=\s*"
    if is_sorted and len(call.args) == 2:
        return call.args[1], (call.args[0].end_lineno or 0, call.args[0].end_col_offset), r"\s*,\s*"
    # The only argument of an array's sort is an axis.
    if is_sort and len(call.args) == 1 and (isinstance(call.args[0], ast.Lambda) or ast.unparse(call.args[0]) == "cmp"):
        return call.args[0], (call.func.end_lineno or 0, call.func.end_col_offset), r"\s*\(\s*"
    return None


def _need(made, text):
    if text not in made.needs:
        made.needs.append(text)


def _renamed_modules(pieces):
    """{old name: new name} of modules that are imported by names they no longer have."""
    from fissix.fixes.fix_imports import MAPPING  # pyright: ignore[reportMissingImports]
    found = {}
    for piece in pieces:
        try:
            tree = sources.tree_of(piece)
        except BadSource:
            continue
        found |= {a.name: MAPPING[a.name] for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names
                  if not a.asname and a.name in MAPPING and a.name.isidentifier()}
    return found


def _division(piece, node, lines, whole, made):
    left, right = operands(node)
    kinds = whole.kind(left), whole.kind(right)
    if kinds == (int, int):
        place = _operator(lines, left, right)
        if place:
            made.changes.append((piece.place, node.lineno, f"both are integers: {_floored(node)}"))
            yield place
            return
    if whole.has_float(left) or whole.has_float(right):
        return
    made.undecided.append((piece.place, node.lineno, "division: if both are integers, Python 2 gave the integer below; "
                           f"then write {_floored(node)}"))


def _floored(node):
    """The division's text with //."""
    if isinstance(node, ast.AugAssign):
        return ast.unparse(ast.AugAssign(node.target, ast.FloorDiv(), node.value))
    return ast.unparse(ast.BinOp(node.left, ast.FloorDiv(), node.right))


def _operator(lines, left, right):
    """The place of the / between two operands, if they stand on one line."""
    if left.end_lineno != right.lineno:
        return None
    between = lines[left.end_lineno - 1].encode()[left.end_col_offset:right.col_offset]
    if between.count(b"/") != 1:
        return None
    at = left.end_col_offset + between.index(b"/")
    return left.end_lineno, at, left.end_lineno, at + 1, "//"


def _after(node, text):
    return node.end_lineno, node.end_col_offset, node.end_lineno, node.end_col_offset, text


def _edit(text, edits):
    lines = text.split("\n")
    for line, start, last, end, new in sorted(edits, reverse=True):
        if line == last:
            data = lines[line - 1].encode()
            lines[line - 1] = (data[:start] + new.encode() + data[end:]).decode()
    return "\n".join(lines)
