"""Files of HDF5 as h5py 2 read and wrote them."""
import os
import tempfile

import h5py
import numpy as np

name = os.path.join(tempfile.mkdtemp(), "some.h5")
f = h5py.File(name)
f.attrs["bytes"] = b"caf\xc3\xa9"
f.attrs["text"] = "caf\u00e9"
f.attrs["list"] = [b"a", b"bc"]
f.attrs["texts"] = ["a", "b\u00e9"]
f.attrs["fixed"] = np.array(b"abc")
f.attrs["scalar"] = np.string_(b"abc")
f.attrs.create("bytes of any length", np.array([b"a", b"bc"], dtype=object), dtype=h5py.special_dtype(vlen=bytes))
f.attrs.create("no bytes", np.array([], dtype=object), dtype=h5py.special_dtype(vlen=bytes))
f.attrs["number"], f.attrs["numbers"] = 3, [1.5, 2]
f.attrs["number"] += 1
f.attrs["empty"] = h5py.Empty(np.dtype("float32"))
f.attrs["empty text"] = h5py.Empty(h5py.special_dtype(vlen=bytes))
group = f.create_group("group")
group.attrs["x"] = b"y"
group["text"], group["bytes"] = u"text\u00e9", b"bytes"
group.create_dataset("texts", (2,), dtype=h5py.special_dtype(vlen=str))[:] = ["a", "b\u00e9"]
group.create_dataset("numbers", data=np.arange(3.0)).attrs["unit"] = b"m"
print(f.mode, isinstance(f, h5py.File), isinstance(group.file, h5py.File), isinstance(group, h5py.File), isinstance(f, h5py.Group))
f.close()

f = h5py.File(name)
for key in sorted(f.attrs):
    print(key, type(f.attrs[key]).__name__, getattr(f.attrs[key], "dtype", None), repr(f.attrs.get(key)))
group = f["group"]
print(list(group.attrs.values()), list(group["numbers"].attrs.items()), f.attrs.get("none", 3), "text" in f.attrs, len(f.attrs))
print(group["numbers"].attrs["unit"].decode("utf8"), group["numbers"].value, group["texts"].value, group["text"].value,
      group["bytes"].value)
print(f.fid == f.id, group.file.fid == f.id, f.fid.name == name.encode())
again = h5py.File(name, "r+")
print(f.mode, again.mode, again["group"].attrs["x"])
again.close()
f.close()
for mode in ("r", "a", "w"):
    with h5py.File(name, mode) as f:
        print(f.mode, len(f.attrs))


class Mine(object):
    attrs, value = "mine", 5


print(Mine().attrs, Mine.value)
try:
    print([].value)
except AttributeError as error:
    print(error)
