"""theano-lite weights old.pkl [-o weights.npz]: the arrays of a pickle, without running anything that it names."""

import sys
from pathlib import Path
from pickle import UnpicklingError

from theano_lite.cli.report import counted
from theano_lite.compat.safe_pickle import Refused
from theano_lite.compat.weights import arrays_of, write

_PACKED = {".gz", ".bz2", ".xz"}


def add_to(commands):
    """Add the command to the parser's `commands`."""
    parser = commands.add_parser("weights", help="take the arrays out of an old pickle, safely", description=__doc__)
    parser.add_argument("pickle", type=Path, help="a pickle, also packed by gzip, bzip2 or xz, or a zip that "
                        "theano.misc.pkl_utils.dump wrote")
    parser.add_argument("-o", "--output", type=Path, help="the .npz file to write (default: next to the pickle)")
    parser.add_argument("--skip-calls", action="store_true", help="read also a pickle that wants to call functions; they "
                        "are not called, and what they would have made is left out")
    parser.set_defaults(execute=execute)


def execute(options):
    """Write the file and list what is in it; returns the exit status."""
    path = options.pickle
    try:
        found = arrays_of(path, options.skip_calls)
    except FileNotFoundError:
        return _failed(f"there is no file {path}")
    except Refused as error:
        return _failed(f"{path}: {error} (--skip-calls takes the arrays without calling it)")
    except (OSError, EOFError, UnpicklingError) as error:
        return _failed(str(error))
    except Exception as error:
        # A file that is broken, or made to break its reader, can raise anything.
        return _failed(f"{path} cannot be read: {type(error).__name__}: {error}")
    if not found:
        return _failed(f"{path} holds no arrays; no file was written")
    out = options.output or _beside(path)
    try:
        if out.exists() and out.samefile(path):
            return _failed(f"the arrays would take the place of {path}; name another file by -o")
        write(found, out)
    except OSError as error:
        return _failed(str(error))
    for name, x in found.items():
        print(f"{_shown(name)}: {x.dtype}{list(x.shape)}")
    print(f"{counted(len(found), 'array')} written to {out}")
    return 0


def _failed(message):
    print(f"theano-lite weights: {_shown(message)}", file=sys.stderr)
    return 1


def _shown(text):
    """`text` of a pickle, which must not steer the terminal."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def _beside(path):
    return (path.with_suffix("") if path.suffix in _PACKED else path).with_suffix(".npz")
