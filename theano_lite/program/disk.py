"""theano.tensor.io: arrays read from files when a function is called."""

import numpy as np

from theano_lite.core.graph import Apply
from theano_lite.core.types import generic, tensor_type
from theano_lite.program.user_op import Op


class LoadFromDisk(Op):
    """The array in the .npy file whose path is the input, of the dtype and pattern that are told. No gradient.

    mmap_mode: None, or 'c' to map the file into memory. Raises ValueError for another, and at run time for an .npz
    file, TypeError for an array of another dtype.
    """

    __props__ = ("dtype", "broadcastable", "mmap_mode")
    fresh = True

    def __init__(self, dtype, broadcastable, mmap_mode=None):
        self.dtype = np.dtype(dtype)
        self.broadcastable = tuple(broadcastable)
        if mmap_mode not in (None, "c"):
            raise ValueError(f"The only supported values for mmap_mode are None and 'c', got {mmap_mode}")
        self.mmap_mode = mmap_mode

    def make_node(self, path):
        if isinstance(path, str):
            path = generic.make_constant(path)
        return Apply(self, [path], [tensor_type(str(self.dtype), self.broadcastable)])

    def perform(self, node, inputs, output_storage, params=None):
        (path,) = inputs
        if path.split(".")[-1] == "npz":
            raise ValueError(f"Expected a .npy file, got {path} instead")
        found = np.load(path, mmap_mode=self.mmap_mode)
        if found.dtype != self.dtype:
            raise TypeError(f"Expected an array of type {self.dtype}, got {found.dtype} instead")
        output_storage[0][0] = found

    def run_outside(self, node, inputs, **options):
        (found,) = super().run_outside(node, inputs, **options)
        # The caller gets the mapped file: what it does not look at is not read.
        return [found.base if isinstance(found.base, np.memmap) else found]

    def __str__(self):
        return f"Load{{dtype: {self.dtype}, broadcastable: {self.broadcastable}, mmep: {self.mmap_mode}}}"


def load(path, dtype, broadcastable, mmap_mode=None):
    """The array in the .npy file `path`, a string or a variable that will hold one; see `LoadFromDisk`."""
    return LoadFromDisk(dtype, broadcastable, mmap_mode)(path)
