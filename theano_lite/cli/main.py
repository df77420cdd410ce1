"""The command line: theano-lite run program.py [arguments], and the other commands."""

import argparse
import gc
import importlib.metadata
import sys

_RUN_USAGE = ("theano-lite run [-q] [--python 2|3] [--legacy-path FOLDER]... "
              "[-m module | -c code | program.py | -] [arguments ...]")


def _parser():
    from theano_lite.cli import check, port, run, weights  # programs start without most of them

    parser = argparse.ArgumentParser(prog="theano-lite", description="Theano's API on JAX")
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    commands.add_parser("run", help="run a program that imports theano, in Python 2 or 3", usage=_RUN_USAGE,
                        description=run.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for command in (check, port, weights):
        command.add_to(commands)
    return parser


def _version():
    try:
        own = importlib.metadata.version("theano_lite")
    except importlib.metadata.PackageNotFoundError:
        own = "(not installed)"
    return f"theano-lite {own}, behaves as Theano 1.0.5"


def main(argv=None):
    """Entry point of the console script; returns the exit status."""
    gc.freeze()  # what `import theano_lite` made stays: no collection need look at it
    from theano_lite.cli import run

    argv = sys.argv[1:] if argv is None else list(argv)
    if argv[:1] != ["run"] or argv[1:2] in (["-h"], ["--help"]):
        chosen = _parser().parse_args(argv)
        return chosen.execute(chosen)
    # What follows the program's name belongs to the program: argparse must not read its options.
    try:
        options = run.Options.read(argv[1:])
    except ValueError as error:
        _parser().error(f"run: {error}; usage: {_RUN_USAGE}")
    return run.run(options)
