"""theano.sandbox.gpuarray.basic_ops: what moves variables between devices passes them on."""

from theano_lite.program.no_gpu import (
    CGpuKernelBase,
    GpuAlloc,
    GpuAllocEmpty,
    GpuContiguous,
    GpuEye,
    GpuFromHost,
    GpuKernelBase,
    HideC,
    HostFromGpu,
    Kernel,
    as_gpuarray_variable,
    gpu_contiguous,
    gpu_from_host,
    host_from_gpu,
    infer_context_name,
)

__all__ = [
    "CGpuKernelBase", "GpuAlloc", "GpuAllocEmpty", "GpuContiguous", "GpuEye", "GpuFromHost", "GpuKernelBase", "HideC",
    "HostFromGpu", "Kernel", "as_gpuarray_variable", "gpu_contiguous", "gpu_from_host", "host_from_gpu",
    "infer_context_name",
]
