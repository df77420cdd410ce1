"""Write api.md: the public names of the package, from the modules themselves. python docs/make_api.py"""

import importlib
import pkgutil
from pathlib import Path

import theano_lite

HEAD = """# Table of names

Every public name, by Theano's module path (`theano.X` is `theano_lite.X`). Names marked `*` are there to be imported and raise
when they are used, saying what is missing. Made by `docs/make_api.py`.
"""
INNER = {"core", "ops", "program", "compat", "cli"}


def modules():
    """The public modules, by name."""
    names = [theano_lite.__name__]
    for found in pkgutil.walk_packages(theano_lite.__path__, "theano_lite.", onerror=lambda name: None):
        if found.name.split(".")[1] not in INNER and not found.name.rsplit(".", 1)[-1].startswith("_"):
            names.append(found.name)
    return sorted(names)


def raises_when_used(thing):
    return bool(getattr(thing, "__theano_lite_missing__", False))


def table():
    """The text of api.md."""
    lines = [HEAD]
    for name in modules():
        module = importlib.import_module(name)
        public = [n for n in getattr(module, "__all__", []) if not n.startswith("_")]
        if not public:
            continue
        shown = [f"`{n}`" + ("*" if raises_when_used(getattr(module, n, None)) else "") for n in sorted(public)]
        first = (module.__doc__ or "").strip().splitlines()[0] if module.__doc__ else ""
        lines.append(f"## theano{name[len('theano_lite'):]}\n\n{first}\n\n{', '.join(shown)}\n")
    return "\n".join(lines)


if __name__ == "__main__":
    (Path(__file__).parent / "api.md").write_text(table())
