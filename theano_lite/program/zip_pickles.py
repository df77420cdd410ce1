"""Pickles in zip files, with every array as a file of its own that numpy.load reads; and pickles of graphs."""

import copyreg
import pickle
import shutil
import tempfile
import zipfile
from collections import defaultdict
from io import BytesIO

import numpy as np

from theano_lite.core.graph import scratchpad
from theano_lite.program.shared import SharedVariable

DEFAULT_PROTOCOL = 3


class StripPickler(pickle.Pickler):
    """A pickler that leaves out of variables' tags where they were created, test values and `extra_tag_to_remove`."""

    def __init__(self, file, protocol=0, extra_tag_to_remove=None):
        super().__init__(file, protocol)
        self.tag_to_remove = ["trace", "test_value", *(extra_tag_to_remove or ())]

    def reducer_override(self, obj):
        if type(obj) is not scratchpad:
            return NotImplemented
        kept = {key: value for key, value in obj.__dict__.items() if key not in self.tag_to_remove}
        return copyreg.__newobj__, (scratchpad,), kept  # type: ignore


def load_reduce(self):
    """What an unpickler does at REDUCE; if that fails, again with texts as bytes, as Python 2 wrote them."""
    stack = self.stack
    args = stack.pop()
    function = stack[-1]
    try:
        stack[-1] = function(*args)
    except Exception:
        if self.encoding is None:
            raise
        encoded = [a.encode(self.encoding) if isinstance(a, str) else a for a in args]
        try:
            stack[-1] = function(*encoded)
        except Exception:
            pass
        else:
            return
        raise


class CompatUnpickler(pickle._Unpickler):  # type: ignore[name-defined]
    """Reads NumPy arrays that Python 2 pickled: CompatUnpickler(file, encoding="latin1").load()."""

    dispatch = {**pickle._Unpickler.dispatch, pickle.REDUCE[0]: load_reduce}  # type: ignore[attr-defined]


class PersistentNdarrayID:
    """Writes each array met while pickling to the zip file, once; its identifier is "ndarray." and the file's name."""

    def __init__(self, zip_file):
        self.zip_file, self.count, self.seen = zip_file, 0, {}
        # An array that is gone could leave its id to another.
        self._kept = []

    def _resolve_name(self, obj):
        self.count += 1
        return f"array_{self.count - 1}"

    def __call__(self, obj):
        if type(obj) is not np.ndarray or obj.dtype.hasobject:
            return None
        if id(obj) not in self.seen:
            name = self._resolve_name(obj)
            zipadd(lambda f: np.lib.format.write_array(f, obj), self.zip_file, name)
            self.seen[id(obj)] = f"ndarray.{name}"
            self._kept.append(obj)
        return self.seen[id(obj)]


class PersistentSharedVariableID(PersistentNdarrayID):
    """As PersistentNdarrayID; the values of shared variables are files named after them: x, x_2, x_3.

    Raises ValueError for variables without a name, or of one name, where they are not allowed, and for the name "pkl".
    """

    def __init__(self, zip_file, allow_unnamed=True, allow_duplicates=True):
        super().__init__(zip_file)
        self.name_counter, self.ndarray_names = defaultdict(int), {}
        self.allow_unnamed, self.allow_duplicates = allow_unnamed, allow_duplicates

    def _resolve_name(self, obj):
        name = self.ndarray_names.get(id(obj))
        if name is None:
            return super()._resolve_name(obj)
        self.name_counter[name] += 1
        if self.name_counter[name] == 1:
            return name
        if not self.allow_duplicates:
            raise ValueError(f"multiple shared variables with the name `{name}` found")
        return f"{name}_{self.name_counter[name]}"

    def __call__(self, obj):
        if isinstance(obj, SharedVariable):
            if obj.name == "pkl":
                raise ValueError("can't pickle shared variable with name `pkl`")
            if obj.name:
                value = obj.get_value(borrow=True)
                self.ndarray_names[id(value)] = obj.name
                self._kept.append(value)
            elif not self.allow_unnamed:
                raise ValueError(f"unnamed shared variable, {obj}")
        return super().__call__(obj)


class PersistentNdarrayLoad:
    """Reads the arrays that were written to the zip file; those that lived on a GPU become NumPy arrays."""

    def __init__(self, zip_file):
        self.zip_file, self.cache = zip_file, {}

    def __call__(self, persid):
        kind, name = persid.split(".", 1)
        if name not in self.cache:
            with self.zip_file.open(name) as f:
                if kind == "gpuarray":
                    pickle.load(f)  # the name of the GPU's context
                self.cache[name] = np.lib.format.read_array(f)
        return self.cache[name]


class _ZipPickler(pickle.Pickler):
    def __init__(self, file, protocol, persist):
        super().__init__(file, protocol)
        self._persist = persist

    def persistent_id(self, obj):
        return self._persist(obj)


class _ZipUnpickler(pickle.Unpickler):
    # Reads the names of Theano's own classes; compat/unpickle.py sets it.
    find_global = None

    def __init__(self, file, read):
        super().__init__(file, encoding="latin1")
        self._read = read

    def find_class(self, module, name):
        if module.startswith("theano.") and type(self).find_global is not None:
            return type(self).find_global(module, name)
        return super().find_class(module, name)

    def persistent_load(self, pid):
        return self._read(pid)


def dump(obj, file_handler, protocol=DEFAULT_PROTOCOL, persistent_id=PersistentSharedVariableID):
    """Pickle `obj` into the zip file `file_handler`, open for writing: the file "pkl" and a file for each array.

    persistent_id: called with the zip file it gives what is asked, for each object met, for its identifier or None.
    """
    with zipfile.ZipFile(file_handler, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as zip_file:
        zipadd(lambda f: _ZipPickler(f, protocol, persistent_id(zip_file)).dump(obj), zip_file, "pkl")


def load(f, persistent_load=PersistentNdarrayLoad):
    """What `dump` wrote to the zip file `f`, open for reading."""
    with zipfile.ZipFile(f, "r") as zip_file:
        return _ZipUnpickler(BytesIO(zip_file.read("pkl")), persistent_load(zip_file)).load()


def zipadd(func, zip_file, name):
    """Add to `zip_file` the file `name` with what `func` writes into the file it is given."""
    with tempfile.TemporaryFile() as content:
        func(content)
        content.seek(0)
        with zip_file.open(name, "w", force_zip64=True) as target:
            shutil.copyfileobj(content, target)
