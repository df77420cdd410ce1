"""Names of Theano 0.6 to 0.9 that 1.0.5 no longer has."""

import numbers
from collections import OrderedDict

import numpy as np


def gone(name, why):
    """A callable in the place of `name`: calling it raises NotImplementedError."""
    def use(*args, **kwargs):
        raise NotImplementedError(f"{name} does not work here: {why}")
    use.__name__ = use.__qualname__ = name.rpartition(".")[2]
    use.__doc__ = f"{name}: raises NotImplementedError, {why}."
    return use


def gone_class(name, why):
    """A class in the place of `name`: it may be a base, making an instance raises NotImplementedError."""
    def refuse(self, *args, **kwargs):
        raise NotImplementedError(f"{name} does not work here: {why}")
    return type(name.rpartition(".")[2], (), {"__init__": refuse, "__doc__": f"{name}: {why}."})


_CUDA = "it hands arrays to CUDA libraries of Python 2's time; JAX has the GPU"
to_gpuarray = gone("theano.misc.pycuda_utils.to_gpuarray", _CUDA)
to_cudandarray = gone("theano.misc.pycuda_utils.to_cudandarray", _CUDA)
cudandarray_to_cudamat = gone("theano.misc.cudamat_utils.cudandarray_to_cudamat", _CUDA)
cudamat_to_cudandarray = gone("theano.misc.cudamat_utils.cudamat_to_cudandarray", _CUDA)
cudandarray_to_garray = gone("theano.misc.gnumpy_utils.cudandarray_to_garray", _CUDA)
garray_to_cudandarray = gone("theano.misc.gnumpy_utils.garray_to_cudandarray", _CUDA)

pycuda_available = cudamat_available = gnumpy_available = False

_MODULE = "theano.compile.module was deprecated in 2010; write functions and shared variables"
FancyModule, Module, Method, Member, Component = (
    gone_class(f"theano.compile.module.{name}", _MODULE) for name in ("FancyModule", "Module", "Method", "Member", "Component"))
RModule = gone_class("theano.tensor.deprecated.rmodule.RModule", _MODULE)


def set_gpu_from_theano():
    """Choose PyCUDA's device: nothing to choose here."""


def hash_from_dict(d):
    """The hash of a dictionary with numbers and strings as keys, by its keys and values; lists count as tuples."""
    items = list(d.items()) if isinstance(d, OrderedDict) else sorted(d.items())
    assert all(isinstance(key, (str, numbers.Real)) for key, _ in items)
    values = [tuple(value) if isinstance(value, (tuple, list)) else value for _, value in items]
    return hash(tuple([key for key, _ in items] + values + [d.__class__]))


def check_equal(x, y):
    """Compare the first elements. Raises Exception unless they are equal, arrays to 1e-10."""
    x, y = (v[0].todense() if hasattr(v[0], "todense") else v[0] for v in (x, y))
    if isinstance(x, np.ndarray) and isinstance(y, np.ndarray):
        same = x.dtype == y.dtype and x.shape == y.shape and not np.any(abs(x - y) > 1e-10)
    else:
        same = x == y
    if not same:
        raise Exception("Output mismatch.", {"performlinker": x, "clinker": y})
