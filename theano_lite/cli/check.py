"""theano-lite check path...: which of Theano's names files and notebooks use, and what else they would stumble over.

Nothing of the files is run. Exit status 1 if a name is missing or a file cannot be read.
"""

import ast
import builtins
import importlib
import inspect
import json
import sys
import textwrap
import types
from pathlib import Path
from typing import Any

from theano_lite.cli import sources
from theano_lite.cli.kinds import Names, operands
from theano_lite.cli.report import counted
from theano_lite.cli.sources import BadSource
from theano_lite.compat.programs import language
from theano_lite.compat.programs.language import PYTHON2
from theano_lite.compat.programs.program import MissingTranslator

_GPU = ("theano.sandbox.cuda", "theano.sandbox.gpuarray", "theano.gpuarray")
_ORDER = {"missing": 0, "emulated": 1, "supported": 2}


def add_to(commands):
    """Add the command to the parser's `commands`."""
    parser = commands.add_parser("check", help="report what a program uses and what is missing", description=__doc__)
    parser.add_argument("paths", type=Path, nargs="+", metavar="path", help="a program, a notebook, or a folder of them")
    parser.add_argument("--json", action="store_true", help="the report as JSON")
    parser.set_defaults(execute=execute)


def execute(options):
    """Print the report; returns the exit status."""
    report, errors, unread = {"names": {}, "python2": [], "other": []}, [], 0
    files = list(_files(options.paths, errors))
    for path in files:
        try:
            for piece in sources.pieces(path):
                if not piece.foreign:
                    look_at(piece, report)
        except (BadSource, MissingTranslator, OSError) as error:
            errors.append(str(error))
            unread += 1
    names = [{"name": name, "status": status, "why": why, "places": places}
             for name, (status, why, places) in report["names"].items()]
    names.sort(key=lambda row: (_ORDER[row["status"]], row["name"]))
    made = {"files": len(files), "unread": unread, "names": names, "python2": report["python2"], "other": report["other"],
            "errors": errors}
    if options.json:
        print(json.dumps(made, indent=1))
    else:
        _show(made)
    return int(bool(errors) or any(row["status"] == "missing" for row in names))


def _files(paths, errors):
    for path in paths:
        if path.is_dir():
            found = sorted(p for kind in ("*.py", "*.ipynb") for p in path.rglob(kind) if ".ipynb_checkpoints" not in p.parts)
            if not found:
                errors.append(f"{path}: nothing to check was found: no program or notebook is in this folder")
            yield from found
        elif path.is_file():
            yield path
        else:
            errors.append(f"{path}: there is no such file or folder")


def look_at(piece, report):
    """Add what a piece uses to the report. Raises BadSource, MissingTranslator."""
    tree = sources.tree_of(piece)
    if piece.spoken == PYTHON2:
        report["python2"] += _rows(piece, _python2(piece))
    bound = report.setdefault("bound", {}).setdefault(piece.place.split(", code cell")[0], {})
    bound |= sources.bindings(tree)  # of this cell and those before it
    own = {node.arg if isinstance(node, ast.arg) else node.id for node in ast.walk(tree)
           if isinstance(node, ast.arg) or isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    # What the program binds itself, too, may be another thing where it is used.
    old = []
    known = {key: value for key, value in bound.items() if key not in own}
    for line, names in sorted(uses(tree, known), key=lambda use: use[0]):
        judged = [judge(name) for name in names if name.partition(".")[0] == "theano"]
        if judged:
            # Which of several imports took place, a program asks before it uses what only one of them has.
            status, why, name = max(judged, key=lambda found: _ORDER[found[0]])
            report["names"].setdefault(name, (status, why, []))[2].append(_place(piece, line))
        else:
            old += [(line, said) for said in map(_old_name, names) if said]
    report["other"] += _rows(piece, old)


def _rows(piece, found):
    """The rows of a report for (line, what), in the order of the lines, each once."""
    return [{"place": _place(piece, line), "what": what} for line, what in sorted(dict.fromkeys(found), key=lambda row: row[0])]


def _place(piece, line):
    return f"{piece.place}:{line}" if ", code cell" not in piece.place else f"{piece.place}, line {line}"


def uses(tree, bound):
    """(line, the dotted names it may be) of every imported module or name and every chain of attributes that starts with one."""
    inner = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, [alias.name]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((node.lineno, [node.module if a.name == "*" else f"{node.module}.{a.name}"]) for a in node.names)
        elif isinstance(node, (ast.Attribute, ast.Name)) and id(node) not in inner and isinstance(node.ctx, ast.Load):
            names = sources.dotted(node, bound)
            if names:
                yield node.lineno, names


def judge(name):
    """(status, why, name up to what is no module) of a dotted name that starts with theano."""
    found, seen = importlib.import_module("theano_lite"), "theano"
    for part in name.split(".")[1:]:
        if not isinstance(found, types.ModuleType):
            break
        seen += f".{part}"
        try:
            found = _member(found, part)
        except NotImplementedError as error:
            return "missing", str(error), seen
        except (AttributeError, ImportError):
            return "missing", "there is no such name", seen
    if raises_when_used(found):
        return "missing", "raises when used", seen
    if seen.startswith(_GPU):
        return "emulated", "a GPU name; the work is done on the device that JAX uses", seen
    if (getattr(found, "__module__", None) or "").startswith("theano_lite.compat"):
        return "emulated", "an old name", seen
    return "supported", "", seen


def _member(module, part):
    try:
        return getattr(module, part)
    except AttributeError:
        own = f"{module.__name__}.{part}"
        try:
            return importlib.import_module(own)
        except ModuleNotFoundError as error:
            if error.name != own and not own.startswith(f"{error.name}."):
                raise ImportError(f"needs {error.name}") from error
            raise


def raises_when_used(thing):
    """Whether a function, or a class's __init__, does nothing but raise NotImplementedError."""
    thing = thing.__dict__.get("__init__") if isinstance(thing, type) else thing
    if not isinstance(thing, types.FunctionType):
        return False
    try:
        made = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    except (OSError, TypeError, SyntaxError):
        return False
    if not isinstance(made, ast.FunctionDef):
        return False
    body = [node for node in made.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Raise) and "NotImplementedError" in ast.unparse(body[0])


def _old_name(name):
    """What is to be said about a name of NumPy, SciPy or the standard library, if it is an old one."""
    from theano_lite.compat.old_names import numpy_names, scipy_names, stdlib
    tables = {**numpy_names.MODULES, **scipy_names.MODULES, **stdlib.MODULES}
    module, _, last = name.rpartition(".")
    if module in tables and last in tables[module].missing:
        try:
            if hasattr(importlib.import_module(module), last):
                return None
        except ImportError:
            pass
        return f"{name} is gone; theano-lite run still has it"
    return None


def _python2(piece):
    """(line, what) of what Python 3 would not take or take otherwise."""
    from theano_lite.compat.python2.syntax import mixed_tabs, translate
    made = translate(piece.text, piece.place, piece.encoding, piece.features).text
    tree = language.parse(made, piece.place)
    mixed = mixed_tabs(piece.text, made)
    if mixed is not None:
        yield mixed, "syntax: tabs and spaces are mixed"
    lines = piece.text.split("\n")
    alike: list[Any] = [node for node in ast.walk(tree) if _is_same_print(node, lines)]
    same = {line for node in alike for line in range(node.lineno, node.end_lineno + 1)}
    for number, (old, new) in enumerate(zip(lines, made.split("\n"), strict=False), 1):
        if number not in same and old.expandtabs(8).rstrip() != new.expandtabs(8).rstrip():
            yield number, f"syntax: {old.strip()}"
    bound = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    literals = Names([])  # what names stand for, other cells may change
    for node in ast.walk(tree):
        if (isinstance(node, ast.Name) and node.id in language._NAMES and node.id not in bound
                and not hasattr(builtins, node.id)):
            yield node.lineno, f"name: {node.id}"
        elif isinstance(node, ast.Attribute) and node.attr in language._ATTRIBUTES:
            yield node.lineno, f"attribute: .{node.attr}"
        elif isinstance(node, (ast.BinOp, ast.AugAssign)) and isinstance(node.op, ast.Div) and (
                "division" not in piece.features) and not any(map(literals.has_float, operands(node))):
            yield node.lineno, "division: integers divide to integers in Python 2"
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, f"module: {a.name}") for a in node.names if a.name.partition(".")[0] in language._MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in language._MODULES:
            yield node.lineno, f"module: {node.module}"


def _is_same_print(node, lines):
    """Whether a call stands for print(x), which Python 3 takes as it is."""
    return (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "__py2_print__"
            and len(node.args) == 1 and not isinstance(node.args[0], ast.Tuple)
            and lines[node.lineno - 1].lstrip().startswith("print("))


def _show(made):
    rows = [(row["status"], row["name"], str(len(row["places"])), row["places"][0], row["why"]) for row in made["names"]]
    if rows:
        _table(("status", "name", "uses", "first at", "why"), rows)
    for title, key in (("Python 2", "python2"), ("Old names of libraries", "other")):
        if made[key]:
            print(f"\n{title}:")
            for row in made[key]:
                print(f"  {row['place']}: {row['what']}")
    for error in made["errors"]:
        print(f"theano-lite check: {error}", file=sys.stderr)
    if made["files"] == made["unread"]:
        return  # the errors say it all
    counts = {status: sum(row["status"] == status for row in made["names"]) for status in ("supported", "emulated", "missing")}
    unread = f" ({made['unread']} of them not read)" if made["unread"] else ""
    print(f"\n{counted(made['files'], 'file')}{unread}, {counted(len(made['names']), 'name')} of Theano: "
          + ", ".join(f"{count} {status}" for status, count in counts.items()))


def _table(head, rows):
    widths = [max(len(row[k]) for row in (head, *rows)) for k in range(len(head))]
    for row in (head, *rows):
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
