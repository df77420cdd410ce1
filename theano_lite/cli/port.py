"""theano-lite port notebook.ipynb|program.py: a new notebook or program in Python 3 that runs on theano_lite.

Every change is listed with its line and reason, and so is what could not be decided from the text alone. The old file
stays as it is; a file that is there already is overwritten with --force only.
"""

import ast
import copy
import os
import subprocess
import sys
from pathlib import Path

from theano_lite.cli import notebooks, sources, translating
from theano_lite.cli.report import counted
from theano_lite.cli.sources import BadSource
from theano_lite.compat.programs import language
from theano_lite.compat.programs.program import MissingTranslator

_INSTALL = "import theano_lite\n\ntheano_lite.install()  # `import theano` gives theano_lite from here on"
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def add_to(commands):
    """Add the command to the parser's `commands`."""
    parser = commands.add_parser("port", help="write a program or notebook anew, for Python 3", description=__doc__)
    parser.add_argument("source", type=Path, help="a program or a notebook")
    parser.add_argument("-o", "--output", type=Path, help="the file to write (default: name_ported next to the source)")
    parser.add_argument("--force", action="store_true", help="overwrite the file to write if it exists")
    parser.add_argument("--execute", dest="run_it", action="store_true",
                        help="run what was written; a notebook keeps its new outputs")
    parser.add_argument("--check", action="store_true", help="run the notebook and compare its text with the old outputs")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="of numbers in --check, relative (default: 1e-4)")
    parser.set_defaults(execute=execute)


def execute(options):
    """Write the new file; returns the exit status."""
    source = options.source
    out = options.output or source.with_name(f"{source.stem}_ported{source.suffix}")
    try:
        if not source.is_file():
            raise BadSource(f"there is no file {source}")
        if out.resolve() == source.resolve():
            raise BadSource(f"{out} is the old file itself: choose another with -o")
        if out.exists() and not options.force:
            raise BadSource(f"{out} exists already: overwrite it with --force, or choose another file with -o")
        if source.suffix == ".ipynb":
            return _port_notebook(source, out, options)
        if options.check:
            raise BadSource("--check compares the outputs of notebooks; a program has none")
        return _port_program(source, out, options)
    except (BadSource, MissingTranslator, notebooks.MissingExtra, OSError) as error:
        print(f"theano-lite port: {error}", file=sys.stderr)
        return 1


def _port_program(source, out, options):
    (piece,) = sources.pieces(source)
    made = translating.port([piece])
    text = made.texts[0]
    if "theano" in text or made.needs:
        text = _with_first_lines(text, made, piece)
    for name in _neighbours(text, source):
        made.undecided.append((piece.place, 0, f"it imports {name}.py from its folder: port that, too"))
    out.write_text(text, encoding=piece.encoding)
    _list(made, out)
    if options.run_it:
        return subprocess.run([sys.executable, os.path.abspath(out)], cwd=out.resolve().parent, check=False).returncode
    return 0


def _first_lines(texts, made):
    """What is to stand first: what the changes need, and what makes `import theano` give theano_lite."""
    return [*made.needs, *([_INSTALL] if any("theano" in text for text in texts) else [])]


def _with_first_lines(text, made, piece):
    """The text with its first lines, after its docstring and its imports from __future__."""
    tree = language.parse(text, piece.place)
    rest = [node for k, node in enumerate(tree.body)  # type: ignore
            if not (k == 0 and ast.get_docstring(tree) is not None)
            and not (isinstance(node, ast.ImportFrom) and node.module == "__future__")]
    if not rest:
        return text
    first = min((rest[0], *getattr(rest[0], "decorator_list", ())), key=lambda node: node.lineno)
    lines = text.split("\n")
    inserted = _first_lines([text], made)
    lines[first.lineno - 1:first.lineno - 1] = [*"\n\n".join(inserted).split("\n"), ""]
    if _INSTALL in inserted:
        line = made.lines[0][first.lineno - 1]
        made.changes.insert(0, (piece.place, line, "theano_lite.install(): `import theano` gives theano_lite"))
    return "\n".join(lines)


def _neighbours(text, source):
    """The names of the modules next to the program that it imports."""
    tree = language.parse(text, str(source))
    names = {a.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    names |= {(node.module or "").partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return sorted(name for name in names if name and (source.parent / f"{name}.py").is_file())


def _port_notebook(source, out, options):
    sources.read_notebook(source)  # names the place if it is none
    book = notebooks.read(source)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    pieces = sources.pieces_of_cells([cell.source for cell in cells], book.metadata, source)
    made = translating.port(pieces, cells=True)
    old = [copy.deepcopy(cell) for cell in cells]
    for cell, text in zip(cells, made.texts, strict=True):
        cell.source = text
    inserted = _first_lines(made.texts, made)
    if inserted:
        notebooks.first_cell(book, "\n\n".join(inserted))
    if _INSTALL in inserted:
        made.changes.insert(0, (str(source), 0, "a first cell with theano_lite.install(): `import theano` gives theano_lite"))
    if book.metadata.get("kernelspec") != _KERNEL:
        book.metadata["kernelspec"] = dict(_KERNEL)
        book.metadata.pop("language_info", None)
    notebooks.write(book, out)
    _list(made, out)
    if not (options.run_it or options.check):
        return 0
    return _run(book, old, out, source.resolve().parent, options)


def _run(book, old, out, folder, options):
    """Execute the notebook in the folder of the old one, keep its outputs and compare them if that was asked for."""
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    shift = len(cells) - len(old)
    raised = {number + shift for number, cell in enumerate(old, 1) if any(o.output_type == "error" for o in cell.outputs)}
    failed = notebooks.execute(book, folder, raised)
    notebooks.write(book, out)
    if failed:
        print(f"theano-lite port: {out}, code cell {failed[0]}: {failed[1]}", file=sys.stderr)
    differing = 0
    if options.check:
        last = failed[0] - shift if failed else len(old)
        differing = _compare(old[:last], cells[shift:], options.tolerance)
    return int(bool(failed or differing))


def _compare(old, new, tolerance):
    compared = differing = 0
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        text = notebooks.text_outputs(before)
        if not text.strip():
            continue
        compared += 1
        found = notebooks.difference(text, notebooks.text_outputs(after), tolerance)
        if found:
            differing += 1
            print(f"code cell {number} of the old notebook: its output differs: {found}")
    print(f"{counted(compared, 'cell')} with text compared, {differing} differ")
    return differing


def _list(made, out):
    for title, rows in (("changed", made.changes), ("not decided", made.undecided)):
        for place, line, what in rows:
            print(f"{title}: {place}{f', line {line}' if line else ''}: {what}")
    print(f"{out}: {counted(len(made.changes), 'change')}, {counted(len(made.undecided), 'place')} not decided")
