"""Notebooks: reading and writing them with nbformat, running them with nbclient, comparing their outputs."""

import re
import sys

_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TOKEN = re.compile(rf"{_NUMBER.pattern}|\w+|[^\w\s]")
# What is another text and the same value: addresses, NumPy 2's scalars, Python 2's u'' and long integers.
_SAME = [(re.compile(r"\b0x[0-9a-fA-F]+"), "0x"), (re.compile(r"\bnp\.\w+\(([^()]*)\)"), r"\1"),
         (re.compile(r"\bu(?=['\"])"), ""), (re.compile(r"\b(\d+)L\b"), r"\1")]

# With these the text says nothing; with a drawing of a graph (SVG) it is the variable's name.
_PICTURES = {"image/png", "image/jpeg"}


class MissingExtra(ImportError):
    """A package of the extra `notebook` is not installed."""


def extra(name):
    """The module nbformat or nbclient. Raises MissingExtra, which says what to install."""
    import importlib
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise MissingExtra(f"notebooks need {error.name or name}: pip install 'theano_lite[notebook]'") from None


def read(path):
    """The notebook, in format 4."""
    return extra("nbformat").read(path, as_version=4)


def write(book, path):
    """Write the notebook."""
    extra("nbformat").write(book, path)


def first_cell(book, text):
    """Put a code cell in front."""
    cell = extra("nbformat").v4.new_code_cell(text)
    if (book.nbformat, book.nbformat_minor) < (4, 5):
        del cell["id"]
    book.cells.insert(0, cell)


def execute(book, folder, may_fail):
    """Run the cells in place, with what they print; returns (cell number, error) of the first that fails, or None.

    may_fail: numbers of code cells that may raise, as they did before.
    """
    # What the kernel has to say about the machine's network is no output of the notebook.
    client = extra("nbclient").NotebookClient(book, kernel_name="python3", timeout=None, allow_errors=True,
                                              extra_arguments=["--Application.log_level=40"],
                                              resources={"metadata": {"path": str(folder)}})
    codes = [(index, cell) for index, cell in enumerate(book.cells) if cell.cell_type == "code"]
    with client.setup_kernel():
        for number, (index, cell) in enumerate(_progress(codes), 1):
            client.execute_cell(cell, index)
            wrong = next((out for out in cell.outputs if out.output_type == "error"), None)
            if wrong is not None and number not in may_fail:
                return number, f"{wrong.ename}: {wrong.evalue}"
    return None


def _progress(cells):
    """The cells, with a bar (tqdm) or a line for each on standard error."""
    try:
        from tqdm import tqdm  # pyright: ignore[reportMissingModuleSource]
    except ImportError:
        for number, cell in enumerate(cells, 1):
            print(f"cell {number} of {len(cells)}", file=sys.stderr)
            yield cell
    else:
        yield from tqdm(cells, unit="cell")


def text_outputs(cell):
    """What a cell printed and showed as text; no error output, no pictures."""
    texts = []
    for out in cell.get("outputs", []):
        if out.output_type == "stream" and out.get("name") == "stdout":
            texts.append(out.text)
        elif out.output_type == "error":
            texts.append(out.ename + "\n")
        elif "data" in out and "text/plain" in out.data and not _PICTURES & set(out.data):
            texts.append(out.data["text/plain"] + "\n")
    return "".join(texts)


def difference(old, new, tolerance):
    """The first place where two texts differ in more than their numbers' last digits, or None."""
    for pattern, same in _SAME:
        old, new = pattern.sub(same, old), pattern.sub(same, new)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    for a, b in zip(before, after, strict=False):
        if a != b and not (_NUMBER.fullmatch(a) and _NUMBER.fullmatch(b) and _close(float(a), float(b), tolerance)):
            return f"{a} before, {b} now"
    if len(before) != len(after):
        longer, word = (before, "before") if len(before) > len(after) else (after, "now")
        return f"{' '.join(longer[min(len(before), len(after)):][:8])} only {word}"
    return None


def _close(a, b, tolerance):
    return abs(a - b) <= tolerance * max(abs(a), abs(b)) + 1e-12
