"""theano.sandbox.gpuarray: where theano.gpuarray lay before."""

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
from theano_lite.sandbox.gpuarray import basic_ops, dnn, type

__all__ = [
    "ContextNotDefined", "GpuArrayConstant", "GpuArraySharedVariable", "GpuArrayType", "GpuArrayVariable",
    "as_gpuarray_variable", "basic_ops", "dnn", "get_context", "gpuarray_shared_constructor", "init_dev", "pygpu",
    "pygpu_activated", "reg_context", "type", "use",
]
