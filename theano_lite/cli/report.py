"""What `theano-lite run` says on standard error: the program's traceback, advice, the summary."""

import os
import runpy
import sys
import time
import types

import jax

import theano_lite
from theano_lite.compat.programs import language, loader
from theano_lite.core.config import config

_PACKAGE = os.path.dirname(theano_lite.__file__)
_RUNNER = tuple(os.path.join(_PACKAGE, part) + os.sep for part in ("cli", "compat"))
_BOOTSTRAP = (runpy.__file__, "<frozen runpy>")
# Packages that pip knows under another name than import does.
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "PIL": "pillow", "Image": "pillow", "cv2": "opencv-python", "yaml": "PyYAML",
                  "skimage": "scikit-image", "bs4": "beautifulsoup4", "keras": "Keras==2.2.4", "Crypto": "pycryptodome",
                  "lasagne": "https://github.com/Lasagne/Lasagne/archive/master.zip", "pylab": "matplotlib",
                  "MySQLdb": "mysqlclient", "dateutil": "python-dateutil", "tables": "tables", "fissix": "fissix"}
# Libraries on top of Theano that PyPI does not have (its `blocks` is something else).
_SOURCES = {"pylearn2": "lisa-lab/pylearn2", "blocks": "mila-iqia/blocks", "fuel": "mila-iqia/fuel",
            "groundhog": "lisa-groundhog/GroundHog"}


def without_runner(error):
    """Take the frames of this package's runner out of the error's traceback, and of those that it came from."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = _chain(error.__traceback__)
        error = error.__cause__ or error.__context__


def _chain(traceback):
    kept = []
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename
        if file not in _BOOTSTRAP and not file.startswith(_RUNNER):
            kept.append(traceback)
        traceback = traceback.tb_next
    made = None
    for part in reversed(kept):
        made = types.TracebackType(made, part.tb_frame, part.tb_lasti, part.tb_lineno)
    return made


def hint(error):
    """A line that says what to do about the error, or None."""
    if isinstance(error, ModuleNotFoundError) and error.name:
        top = error.name.partition(".")[0]
        if top in ("theano", "theano_lite"):
            return f"{error.name} is not a module of theano_lite (see COMPATIBILITY.md)"
        if "." in error.name and top in sys.modules:
            return f"the installed {top} has no module {error.name}"
        if top in _SOURCES:
            return (f"the program needs the package {top}, which PyPI does not have: get its source from "
                    f"https://github.com/{_SOURCES[top]} and name the folder in PYTHONPATH")
        return f"the program needs the package {top}: pip install {_DISTRIBUTIONS.get(top, top)}"
    if isinstance(error, FileNotFoundError) and error.filename is not None:
        return f"the program needs the file {error.filename!r}, looked for in {os.getcwd()}"
    if isinstance(error, SyntaxError) and error.filename and os.path.exists(error.filename) and (
            not loader.runtime().program.owns(error.filename) and language.looks_like_python2(error)):
        return (f"{error.filename} is in Python 2 and not in the program's folder: "
                f"theano-lite run --legacy-path {os.path.dirname(error.filename)} ...")
    if isinstance(error, NotImplementedError):
        return f"not supported here: {str(error).splitlines()[0] if str(error) else 'see the traceback'}"
    return None


def counted(number, word):
    """1 file, 2 files."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


class Summary:
    """Counts from here on, shown in one line."""

    def __init__(self, runtime):
        self.runtime, self.started = runtime, time.perf_counter()
        self.compilations, self.seconds = 0, 0.0
        jax.monitoring.register_event_duration_secs_listener(self._measured)

    def _measured(self, event, seconds, **_):
        if event.endswith("backend_compile_duration"):
            self.compilations += 1
            self.seconds += seconds

    def show(self):
        """Print the line."""
        parts = []
        translated = self.runtime.program.translated
        if translated:
            lines = counted(sum(translated.values()), "line")
            parts.append(f"translated {counted(len(translated), 'file')} of Python 2 ({lines})")
        emulated = self.runtime.emulated()
        if emulated:
            parts.append(f"emulated old names of {', '.join(emulated)}")
        if config.ignored:
            parts.append(f"ignored {', '.join(config.ignored)}")
        parts.append(f"compiled {counted(self.compilations, 'program')} in {self.seconds:.1f} s of "
                     f"{time.perf_counter() - self.started:.1f} s")
        try:
            sys.stdout.flush()
        except (OSError, ValueError):
            pass  # the program closed it
        print(f"theano-lite: {'; '.join(parts)}", file=sys.stderr)
