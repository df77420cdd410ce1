"""Run a program that was written for Theano, in Python 2 or 3, as it is.

  -q                     no summary on standard error at the end
  --python 2|3           the language of files that do not show it themselves
  --legacy-path FOLDER   its files, too, may be in Python 2 and use old names of libraries
                         (as those in the program's own folder do)
"""

import importlib.util
import logging
import os
import runpy
import sys
import types
from dataclasses import dataclass, field

import theano_lite
from theano_lite.cli.report import Summary, hint, without_runner
from theano_lite.compat.programs import loader, old_pytest
from theano_lite.compat.programs.loader import OldLoader
from theano_lite.compat.programs.program import MissingTranslator


@dataclass
class Options:
    """What stands between `run` and the program's own arguments."""

    kind: str = "file"  # or "-m", "-c", "-" (standard input)
    what: str = ""
    arguments: list = field(default_factory=list)
    quiet: bool = False
    python: int | None = None
    paths: list = field(default_factory=list)

    @classmethod
    def read(cls, words):
        """Raises ValueError for an option that does not exist or lacks its value."""
        options, words = cls(), list(words)
        while words and words[0].startswith("-") and words[0] not in ("-m", "-c", "-"):
            name, equals, value = words.pop(0).partition("=")
            if name in ("-q", "--quiet"):
                options.quiet = True
                continue
            if name not in ("--python", "--legacy-path"):
                raise ValueError(f"unknown option {name}")
            if not equals:
                if not words:
                    raise ValueError(f"{name} needs a value")
                value = words.pop(0)
            if name == "--legacy-path":
                options.paths.append(value)
            elif value in ("2", "3"):
                options.python = int(value)
            else:
                raise ValueError(f"--python is 2 or 3, not {value}")
        if not words:
            raise ValueError("which program?")
        if words[0] in ("-m", "-c"):
            options.kind = words.pop(0)
            if not words:
                raise ValueError(f"{options.kind} needs an argument")
        elif words[0] == "-":
            options.kind = "-"
        options.what, *options.arguments = words
        return options


def run(options):
    """Run the program as python would; returns the exit status."""
    if options.kind == "file" and not os.path.exists(options.what):
        print(f"theano-lite: can't open file {options.what!r}: no such file", file=sys.stderr)
        return 2
    if options.kind == "file" and options.what.endswith(".ipynb"):
        print(f"theano-lite run: {options.what} is a notebook: use theano-lite port --execute", file=sys.stderr)
        return 2
    if options.kind == "file" and os.path.isdir(options.what) and not os.path.isfile(os.path.join(options.what, "__main__.py")):
        print(f"theano-lite run: the folder {options.what} has no __main__.py: name a program", file=sys.stderr)
        return 2
    theano_lite.install()
    if not any(os.environ.get(name) for name in ("MPLBACKEND", "DISPLAY", "WAYLAND_DISPLAY")) and sys.platform == "linux":
        os.environ["MPLBACKEND"] = "Agg"
    logging.getLogger("jax").setLevel(logging.WARNING)  # a program that shows every message shows its own only
    path = os.path.abspath(options.what)
    folder = path if os.path.isdir(path) else os.path.dirname(path)
    sys.argv = ["-c" if options.kind == "-c" else options.what, *options.arguments]
    sys.path[0:1] = [folder if options.kind == "file" else os.getcwd() if options.kind == "-m" else ""]
    own = [folder] if options.kind == "file" else [os.getcwd()]
    runtime = loader.start([*own, *options.paths], options.python)
    summary = Summary(runtime)
    try:
        _execute(runtime, options, path)
    except MissingTranslator as error:
        print(f"theano-lite: {error}", file=sys.stderr)
        return 1
    except SystemExit:
        raise
    except BaseException as error:
        # The program may have put its own hook there; the default one prints the frames that the error holds.
        without_runner(error)
        sys.excepthook(type(error), error, error.__traceback__)
        advice = hint(error)
        if advice:
            print(f"theano-lite: {advice}", file=sys.stderr)
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    finally:
        if not options.quiet:
            summary.show()
    return 0


def _execute(runtime, options, path):
    if options.kind == "-m":
        return _run_module(runtime, options.what)
    if options.kind == "file" and os.path.isdir(path):
        path = os.path.join(path, "__main__.py")
    elif options.kind == "file" and not path.endswith((".py", ".pyw")) and _is_archive(path):
        return runpy.run_path(path, run_name="__main__")
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module  # pickle and multiprocessing look the program's names up here
    if options.kind == "-c":
        return runtime.execute(options.what.encode(), "<string>", vars(module), main=True)
    if options.kind == "-":
        return runtime.execute(sys.stdin.buffer.read(), "<stdin>", vars(module), main=True)
    module.__file__ = path
    return runtime.execute_file(path, vars(module), main=True)


def _is_archive(path):
    import zipfile
    return zipfile.is_zipfile(path)


def _run_module(runtime, name):
    if name in ("pytest", "py.test"):
        old_pytest.prepare()
    spec = importlib.util.find_spec(name)
    if spec is not None and spec.submodule_search_locations is not None:
        name += ".__main__"
        spec = importlib.util.find_spec(name)
    if spec is None or not isinstance(spec.loader, OldLoader):
        return runpy.run_module(name, run_name="__main__", alter_sys=True)
    module = types.ModuleType("__main__")
    vars(module).update(__file__=spec.origin, __spec__=spec, __package__=spec.parent, __loader__=spec.loader)
    sys.modules["__main__"], sys.argv[0] = module, spec.origin
    return runtime.execute_file(spec.origin, vars(module), main=True)
