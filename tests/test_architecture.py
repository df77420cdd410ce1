"""The import arrow core -> ops -> program -> public paths, and that a public path only re-exports."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "theano_lite"
LEVELS = ["core", "ops", "program"]
PUBLIC = [p for p in ROOT.rglob("*.py") if p.relative_to(ROOT).parts[0] not in (*LEVELS, "compat", "cli")
          and p.name not in ("__main__.py", "version.py")]


def imported(tree):
    """The modules imported when the file is loaded (not inside functions)."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("theano_lite."):
            yield node.module.split(".")[1]


@pytest.mark.parametrize("path", [p for level in LEVELS for p in sorted((ROOT / level).glob("*.py"))], ids=str)
def test_imports_go_one_way(path):
    own = LEVELS.index(path.relative_to(ROOT).parts[0])
    for part in imported(ast.parse(path.read_text())):
        assert part in LEVELS[: own + 1], f"{path.name} imports {part}"


@pytest.mark.parametrize("path", sorted(PUBLIC), ids=str)
def test_a_public_path_defines_nothing(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.Expr)
    assert all(isinstance(node, allowed) for node in tree.body)
    assert [t.id for node in tree.body if isinstance(node, ast.Assign) for t in node.targets] in (["__all__"], [])
