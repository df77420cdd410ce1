"""Files of HDF5 as h5py 2 read and wrote them."""
import os
import tempfile

import h5py
import numpy as np

name = os.path.join(tempfile.mkdtemp(), "some.h5")
f = h5py.File(name)
f.attrs["str"], f.attrs["unicode"] = "str", u"text"
f.attrs.create("any", np.array(["a", "bc"], dtype=object), dtype=h5py.special_dtype(vlen=bytes))
f["group/numbers"] = np.arange(3.0)
f["group/numbers"].attrs["unit"] = "m"
f.close()
f = h5py.File(name)
print f.mode, f.attrs["str"], f.attrs["str"].decode("utf8"), f.attrs["unicode"], f.attrs["any"]
print f["group/numbers"].value, f["group/numbers"].attrs.values(), f.attrs.get("str") == "str", isinstance(f.attrs["str"], str)
f.close()
