"""theano-lite run program.py [arguments]: run a program written for Theano."""

import argparse
import builtins
import importlib.metadata
import os
import re
import runpy
import sys
import types

_RUN_USAGE = "theano-lite run [-m module | -c code | program.py] [arguments ...]"


def _parser():
    parser = argparse.ArgumentParser(prog="theano-lite", description="Theano's API on JAX")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="run a program that imports theano", usage=_RUN_USAGE)
    return parser


def _version():
    try:
        own = importlib.metadata.version("theano_lite")
    except importlib.metadata.PackageNotFoundError:
        own = "(not installed)"
    return f"theano-lite {own}, behaves as Theano 1.0.5"


def main(argv=None):
    """Entry point of the console script; returns the exit status."""
    parser = _parser()
    argv = sys.argv[1:] if argv is None else list(argv)
    if argv[:1] != ["run"] or argv[1:2] in (["-h"], ["--help"]):
        parser.parse_args(argv)
    # What follows `run` belongs to the program: argparse must not read its options.
    rest = argv[1:]
    if not rest:
        parser.error(f"run: which program? usage: {_RUN_USAGE}")
    import theano_lite

    theano_lite.install()
    if rest[0] in ("-m", "-c"):
        if len(rest) < 2:
            parser.error(f"run: {rest[0]} needs an argument")
        return _run(rest[0], rest[1], rest[2:])
    if rest[0].startswith("-") and rest[0] != "-":
        parser.error(f"run: unknown option {rest[0]}")
    return _run("file", rest[0], rest[1:])


def _run(kind, what, arguments):
    """Run it as python would; returns the exit status."""
    stdin = kind == "file" and what == "-"
    if kind == "file" and not stdin and not os.path.exists(what):
        print(f"theano-lite: can't open file {what!r}: no such file", file=sys.stderr)
        return 2
    path = os.path.abspath(what)
    sys.argv = ["-c" if kind == "-c" else what, *arguments]
    sys.path[0:1] = [os.path.dirname(path) if kind == "file" and not stdin else os.getcwd() if kind == "-m" else ""]
    try:
        if kind == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        elif kind == "file" and os.path.isdir(path):
            runpy.run_path(path, run_name="__main__")
        elif kind == "-c":
            _execute(what, "<string>", {})
        elif stdin:
            _execute(sys.stdin.read(), "<stdin>", {})
        else:
            with open(path, "rb") as file:
                source = file.read()
            _execute(source, path, {"__file__": path})
    except _Python2 as error:
        print(f"theano-lite: {error}", file=sys.stderr)
        return 2
    except SystemExit:
        raise
    except BaseException as error:
        # The program may have put its own hook there; the default one prints the frames that the error holds.
        error.with_traceback(_frames_of_the_program(error))
        sys.excepthook(type(error), error, error.__traceback__)
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


class _Python2(Exception):
    """The program is in Python 2."""


def _execute(source, path, names):
    """Run source as the module __main__. Raises _Python2 if that is what it is written in."""
    try:
        code = compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        if not _looks_like_python2(error):
            raise
        raise _Python2(
            f"{path}, line {error.lineno}, is in Python 2: {(error.text or '').strip()}\n"
            f"  ({error.msg}). Programs in Python 2 are translated by a later version of theano_lite; until then "
            "convert it, e.g. with 2to3 or fissix.") from None
    module = types.ModuleType("__main__")
    module.__dict__.update(names, __builtins__=builtins)
    sys.modules["__main__"] = module  # pickle and multiprocessing look the program's names up here
    exec(code, module.__dict__)


# What Python 3 says of Python 2, and lines that it says "invalid syntax" of.
_MESSAGES = ("Missing parentheses in call to", "multiple exception types must be parenthesized",
             "leading zeros in decimal integer literals", "inconsistent use of tabs", "invalid hexadecimal literal")
_LINES = re.compile(r"""<>|`|^\s*print\b(?!\s*\()|^\s*exec\b.*\bin\b|^\s*raise\s+[\w.]+\s*,|^\s*except\b.*,.*:
                    |\bur['"]|\b\d+[lL]\b|^\s*def\s+\w+\(.*\(.*\)\s*:|\blambda\b[^:]*\(""", re.VERBOSE)


def _looks_like_python2(error):
    return any(said in (error.msg or "") for said in _MESSAGES) or bool(_LINES.search(error.text or ""))


def _frames_of_the_program(error):
    """Its traceback without the frames of this runner."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename in (__file__, runpy.__file__, "<frozen runpy>"):
        frames = frames.tb_next
    return frames
