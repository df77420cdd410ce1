"""theano-lite run program.py [arguments]: run a program written for Theano."""

import argparse
import importlib.metadata
import os
import runpy
import sys
import traceback

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
    if rest[0].startswith("-"):
        parser.error(f"run: unknown option {rest[0]}")
    return _run("file", rest[0], rest[1:])


def _run(kind, what, arguments):
    if kind == "file" and not os.path.exists(what):
        print(f"theano-lite: can't open file {what!r}: no such file", file=sys.stderr)
        return 2
    sys.argv = [{"file": what, "-m": what, "-c": "-c"}[kind], *arguments]
    sys.path[0:1] = [os.path.dirname(os.path.abspath(what)) if kind == "file" else os.getcwd()]
    if kind == "file" and os.path.isfile(what):
        message = _why_not_python3(what)
        if message:
            print(f"theano-lite: {message}", file=sys.stderr)
            return 2
    try:
        if kind == "file":
            runpy.run_path(what, run_name="__main__")
        elif kind == "-m":
            runpy.run_module(what, run_name="__main__", alter_sys=True)
        else:
            exec(compile(what, "<string>", "exec"), {"__name__": "__main__", "__builtins__": __builtins__})
    except SystemExit:
        raise
    except BaseException as error:
        _print_traceback(error)
        return 130 if isinstance(error, KeyboardInterrupt) else 1
    return 0


def _why_not_python3(path):
    """A message if the file does not compile as Python 3, naming the line; else None."""
    with open(path, "rb") as file:
        source = file.read()
    try:
        compile(source, path, "exec", dont_inherit=True)
    except SyntaxError as error:
        line = (error.text or "").strip()
        return (f"{path}, line {error.lineno}, is not Python 3: {line}\n"
                f"  ({error.msg}). Programs in Python 2 are translated by a later version of theano_lite; until then "
                "convert it, e.g. with 2to3 or fissix.")
    return None


def _print_traceback(error):
    """As Python prints it, without the frames of this runner."""
    frames = error.__traceback__
    while frames is not None and frames.tb_frame.f_code.co_filename in (__file__, runpy.__file__, "<frozen runpy>"):
        frames = frames.tb_next
    traceback.print_exception(type(error), error, frames)
