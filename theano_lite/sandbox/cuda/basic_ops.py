"""theano.sandbox.cuda.basic_ops: what moves variables between devices passes them on."""

from theano_lite.program.no_gpu import (
    CudaNdarrayType,
    GpuAdvancedSubtensor1,
    GpuAlloc,
    GpuAllocEmpty,
    GpuContiguous,
    GpuDimShuffle,
    GpuElemwise,
    GpuFromHost,
    GpuOp,
    HostFromGpu,
    as_cuda_ndarray_variable,
    gpu_alloc_empty,
    gpu_contiguous,
    gpu_from_host,
    host_from_gpu,
)

__all__ = [
    "CudaNdarrayType", "GpuAdvancedSubtensor1", "GpuAlloc", "GpuAllocEmpty", "GpuContiguous", "GpuDimShuffle",
    "GpuElemwise", "GpuFromHost", "GpuOp", "HostFromGpu", "as_cuda_ndarray_variable", "gpu_alloc_empty",
    "gpu_contiguous", "gpu_from_host", "host_from_gpu",
]
