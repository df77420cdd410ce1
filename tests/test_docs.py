"""Every block of code in README.md and docs/ runs; texts shown after a command are what it prints."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# A comment before a block tells of it what no reader needs to see, so that every renderer of Markdown takes the block.
BLOCK = re.compile(r"(?:^<!-- (continued|file \S+) -->\n)?^```([^\n]*)\n(.*?)^```$", re.M | re.S)
# The README's own two commands install the package; .ci/run takes them from there and runs them.
INSTALLS = "pip install"


def blocks(page):
    return [(m.group(2), m.group(1) or "", m.group(3)) for m in BLOCK.finditer(page.read_text())]


def run(text, folder):
    """What the shell prints for `text`, where `theano-lite` and `python` are those of this environment."""
    bin_folder = folder / "bin"
    bin_folder.mkdir(exist_ok=True)
    for name, words in (("theano-lite", "-m theano_lite"), ("python", "")):
        (bin_folder / name).write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        (bin_folder / name).chmod(0o755)
    environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                   "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run(["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_the_code_on_the_page_runs(page, tmp_path):
    names, printed = {"__name__": "page"}, None
    for k, (language, options, text) in enumerate(blocks(page)):
        if language == "python" and options.startswith("file "):
            (tmp_path / options.removeprefix("file ")).write_text(text)
        elif language == "python":
            if options != "continued":
                names = {"__name__": "page"}
            # A file of its own: errors show its lines.
            file = tmp_path / f"{page.stem}_{k}.py"
            file.write_text(text)
            exec(compile(text, str(file), "exec"), names)
        elif language == "bash" and INSTALLS not in text:
            printed = run(text, tmp_path)
        elif language == "text":
            assert printed == text
        else:
            assert language == "bash", language


def test_the_table_of_names_is_up_to_date():
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import make_api
    finally:
        sys.path.pop(0)
    assert (ROOT / "docs" / "api.md").read_text() == make_api.table(), "run python docs/make_api.py"


def test_every_link_between_the_pages_leads_somewhere():
    for page in PAGES:
        for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text()):
            assert (page.parent / target).exists(), (page.name, target)
