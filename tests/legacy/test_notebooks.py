"""Old notebooks run anew: ported and executed, their outputs compared with those that Theano gave (notebooks/record.py).

`intro_theano` is as its authors published it in 2015, with Theano 0.7: the drawings are left out.
"""

import importlib.util
import json
import re
import shutil
from pathlib import Path

import pytest

from theano_lite.cli.main import main

if not all(map(importlib.util.find_spec, ("fissix", "nbformat", "nbclient", "ipykernel"))):
    pytest.skip("needs the extras legacy and notebook", allow_module_level=True)

NOTEBOOKS = Path(__file__).parent / "notebooks"
# {notebook: (cells with text, cells whose text differs: graphs as an optimizer left them)}
EXPECTED = {"logistic_regression": (6, []), "scan_tutorial": (7, []), "intro_theano": (17, [3, 4, 6, 7])}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    made = tmp_path / "notebooks"
    shutil.copytree(NOTEBOOKS, made, ignore=shutil.ignore_patterns("*_ported*"))
    return made


def sources(path):
    return ["".join(cell["source"]) for cell in json.loads(path.read_text("utf-8"))["cells"]]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_notebook_gives_what_theano_gave(name, folder, capsys):
    compared, differing = EXPECTED[name]
    assert main(["port", str(folder / f"{name}.ipynb"), "--execute", "--check"]) == bool(differing)
    said = capsys.readouterr().out
    assert [int(number) for number in re.findall(r"code cell (\d+) of the old notebook", said)] == differing
    assert f"{compared} cells with text compared, {len(differing)} differ" in said
    assert sources(folder / f"{name}.ipynb") == sources(NOTEBOOKS / f"{name}.ipynb")


def test_a_variable_shows_as_a_drawing_and_by_its_name(folder):
    main(["port", str(folder / "logistic_regression.ipynb"), "--execute"])
    cells = json.loads((folder / "logistic_regression_ported.ipynb").read_text("utf-8"))["cells"]
    (shown,) = [out["data"] for cell in cells for out in cell.get("outputs", []) if "image/svg+xml" in out.get("data", {})]
    assert "".join(shown["text/plain"]) == "sigmoid.0" and "w: TensorType" in "".join(shown["image/svg+xml"])


def test_a_live_notebook_runs_the_old_cells_as_they_are(folder):
    import nbclient
    import nbformat

    book = nbformat.read(folder / "logistic_regression.ipynb", as_version=4)
    before = [[dict(out) for out in cell.outputs] for cell in book.cells if cell.cell_type == "code"]
    book.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    book.cells.insert(0, nbformat.v4.new_code_cell("%load_ext theano_lite"))
    nbclient.NotebookClient(book, kernel_name="python3", resources={"metadata": {"path": str(folder)}}).execute()
    after = [cell.outputs for cell in book.cells if cell.cell_type == "code"][1:]
    for old, new in zip(before, after, strict=True):
        for a, b in zip(old, new, strict=True):
            assert text_of(a) == text_of(b)


def text_of(output):
    text = "".join(output["text"] if "text" in output else output["data"]["text/plain"])
    return re.sub(r"\d+\.\d+", lambda number: f"{float(number.group()):.6f}", re.sub(r" +", " ", text))
