"""theano.gpuarray: the GPU back end on libgpuarray, which is never active."""

from theano_lite.gpuarray import basic_ops, dnn, type
from theano_lite.program.no_gpu import (
    ContextNotDefined,
    GpuArrayConstant,
    GpuArraySharedVariable,
    GpuArrayType,
    GpuArrayVariable,
    as_gpuarray_variable,
    get_context,
    gpuarray_shared_constructor,
    pygpu,
    pygpu_activated,
    reg_context,
)
from theano_lite.program.no_gpu import (
    gpuarray_use as init_dev,
)
from theano_lite.program.no_gpu import (
    gpuarray_use as use,
)

__all__ = [
    "ContextNotDefined", "GpuArrayConstant", "GpuArraySharedVariable", "GpuArrayType", "GpuArrayVariable",
    "as_gpuarray_variable", "basic_ops", "dnn", "get_context", "gpuarray_shared_constructor", "init_dev", "pygpu",
    "pygpu_activated", "reg_context", "type", "use",
]
