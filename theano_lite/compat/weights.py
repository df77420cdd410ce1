"""The arrays in a pickle, taken out without running anything that the pickle names, and written to an .npz file."""

import array
import collections
import zipfile

import numpy as np

from theano_lite.compat.pickle_files import is_zip, opened
from theano_lite.compat.safe_pickle import Bag, SafeUnpickler


def arrays_of(path, skip_calls=False):
    """{name: array} of every array in the pickle at `path`, packed or not, or in the zip of pkl_utils.dump.

    Names are those of shared variables where they have one, else the way to the array: `params.0`, `W`. Left out are the
    constants and test values of graphs. Raises Refused for a pickle that names anything to be run, unless `skip_calls`
    leaves it out; pickle, zipfile and other errors for a file that is none or broken.
    """
    if is_zip(path):
        return _arrays_of_zip(path, skip_calls)
    with opened(path) as file:
        return collect(SafeUnpickler(file, skip_calls).load())


def _arrays_of_zip(path, skip_calls):
    """The arrays that are files of the zip, by their names, and then those in its pickle."""
    with zipfile.ZipFile(path) as archive:
        found = {name: _array_in(archive, name) for name in archive.namelist() if name != "pkl"}
        if "pkl" in archive.namelist():
            with archive.open("pkl") as file:
                root = SafeUnpickler(file, skip_calls, lambda pid: found[pid.split(".", 1)[1]]).load()
            known = {id(x) for x in found.values()}
            for name, x in collect(root).items():
                if id(x) not in known:
                    found[_free(name, found)] = x
        return found


def _array_in(archive, name):
    with archive.open(name) as file:
        if not file.peek(1).startswith(b"\x93"):
            SafeUnpickler(file).load()  # the name of the GPU's context, before an array that lived there
        return np.lib.format.read_array(file, allow_pickle=False)


# What graphs are made of: constants, tags, ops and their parameters, what a compiled function was optimised to.
_NOT_PARAMETERS = {"tag", "_tag", "clients", "fgraph", "data", "trace", "_trace", "op", "params"}


def collect(root):
    """{name: array} of the arrays that `root` holds, each once, under the name of its shared variable if it has one."""
    named, contained, plain, seen = [], [], [], {}
    queue = collections.deque([("", root)])
    while queue:
        way, x = queue.popleft()
        if id(x) in seen:
            continue
        # An object that is gone could leave its id to another: `seen` keeps what was met.
        seen[id(x)] = x
        if _is_array(x):
            plain.append((way or "array", x))
        elif isinstance(x, Bag) and _is_container(holder := x.attributes.get("container", x)):
            seen[id(holder)] = holder
            name, value = x.attributes.get("name"), _value(holder)
            if _is_array(value):
                (plain if not name else contained if x is holder else named).append((str(name or way or "array"), value))
            else:
                queue.append((str(name or way), value))
        else:
            queue.extend((".".join(filter(None, (way, key))), value) for key, value in _parts(x))
    found, taken = {}, set()
    for name, x in [*named, *contained, *plain]:
        if id(x) not in taken:
            taken.add(id(x))
            found[_free(name, found)] = x
    return found


def _is_array(x):
    return isinstance(x, (np.ndarray, np.generic)) and not isinstance(x, np.ma.MaskedArray) and not x.dtype.hasobject


def _is_container(x):
    return isinstance(x, Bag) and x.is_of_theano() and x.name == "Container"


def _value(container):
    """What the container of a shared variable holds: Theano's in a list of one element."""
    storage = container.attributes.get("storage")
    return storage[0] if isinstance(storage, list) and storage else container.attributes.get("host")


def _parts(x):
    """The (name, value) pairs of what `x` holds."""
    if isinstance(x, Bag):
        left_out = _NOT_PARAMETERS if x.is_of_theano() else ()
        own = [(key, value) for key, value in x.attributes.items() if key not in left_out]
        if x.module.startswith("scipy.sparse"):
            own += [("shape", np.array(value)) for key, value in own if key in ("_shape", "shape")]
        return [*_pairs(x.content), *own]
    if isinstance(x, np.ma.MaskedArray):
        mask = np.ma.getmaskarray(x)
        return [("", x.data), *([("mask", mask)] if mask.tobytes().strip(b"\0") else [])]
    if isinstance(x, (np.ndarray, np.void)):
        names = x.dtype.names
        return [(name, x[name]) for name in names] if names else [(str(k), value) for k, value in enumerate(x.flat)]
    if isinstance(x, array.array):
        return [("", np.asarray(x))] if x.typecode not in "uw" else []
    if isinstance(x, dict):
        return _pairs(x.items())
    many = isinstance(x, (list, tuple, set, frozenset, collections.deque))
    return [(str(k), value) for k, value in enumerate(x)] if many else []


def _pairs(items):
    """The items of a dictionary, whose keys may hold arrays, too: shared variables."""
    found = []
    for k, (key, value) in enumerate(items):
        name = key.attributes.get("name") if isinstance(key, Bag) else key
        if isinstance(key, (Bag, tuple, frozenset)):
            found.append((f"key_{k}", key))
        found.append((str(k if name is None else name), value))
    return found


def _free(name, taken):
    """`name` as it may stand in a zip, with a number if it is taken."""
    name = name.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode()
    key, k = name, 1
    while key in taken:
        k += 1
        key = f"{name}_{k}"
    return key


def write(arrays, out):
    """Write {name: array} to the .npz file `out` (a Path), whatever the names are. Raises OSError."""
    part = out.with_name(out.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", allowZip64=True) as archive:
            for name, x in arrays.items():
                with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                    np.lib.format.write_array(file, np.asarray(x), allow_pickle=False)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
