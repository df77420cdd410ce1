"""Fill in what the code cells of notebooks print in Python 2.7 with Theano 1.0.5, in place.

THEANO_FLAGS=cxx= python2.7 tests/legacy/notebooks/record.py logistic_regression.ipynb odds_and_ends.ipynb scan_tutorial.ipynb
"""

import ast
import io
import json
import os
import sys

from StringIO import StringIO  # Python 2


def run(text, names):
    """The outputs of a cell: what it prints, the value of an expression at its end, and the error that ends it."""
    outputs, value = [], None
    printed, sys.stdout = sys.stdout, StringIO()
    try:
        tree = ast.parse(u"\n".join(u"" if line.startswith(u"%") else line for line in text.split(u"\n")))
        last = ast.Expression(tree.body.pop().value) if tree.body and isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "<cell>", "exec"), names)
        value = eval(compile(last, "<cell>", "eval"), names) if last else None
    except Exception as error:
        outputs.append({"output_type": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": []})
    finally:
        shown, sys.stdout = sys.stdout.getvalue(), printed
    if shown:
        outputs.insert(0, {"output_type": "stream", "name": "stdout", "text": shown})
    if value is not None:
        outputs.append({"output_type": "execute_result", "execution_count": None, "metadata": {},
                        "data": {"text/plain": repr(value)}})
    return outputs


def main(path):
    with io.open(path, encoding="utf-8") as file:
        book = json.load(file)
    names = {"__name__": "__main__"}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell.update(execution_count=None, outputs=run(u"".join(cell["source"]), names))
    with io.open(path, "wb") as file:
        file.write(json.dumps(book, indent=1, sort_keys=True).encode("ascii") + b"\n")


if __name__ == "__main__":
    os.chdir(os.path.dirname(os.path.abspath(__file__)))
    for name in sys.argv[1:]:
        main(name)
