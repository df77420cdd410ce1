"""theano.sandbox.gpuarray.type: arrays on a GPU, and the GPUs by name."""

from theano_lite.program.no_gpu import (
    ContextNotDefined,
    GpuArrayConstant,
    GpuArraySharedVariable,
    GpuArrayType,
    GpuArrayVariable,
    get_context,
    gpu_context_type,
    gpuarray_shared_constructor,
    list_contexts,
    reg_context,
)

__all__ = [
    "ContextNotDefined", "GpuArrayConstant", "GpuArraySharedVariable", "GpuArrayType", "GpuArrayVariable",
    "get_context", "gpu_context_type", "gpuarray_shared_constructor", "list_contexts", "reg_context",
]
