"""theano.sandbox.cuda.blas: names of ops that run on CUDA alone."""

from theano_lite.program.no_gpu import (
    GpuConv,
    GpuCorr3dMM,
    GpuCorrMM,
    GpuCorrMM_gradInputs,
    GpuCorrMM_gradWeights,
    GpuDot22,
    GpuGemm,
    GpuGemv,
    GpuGer,
    GpuOp,
)

__all__ = [
    "GpuConv", "GpuCorr3dMM", "GpuCorrMM", "GpuCorrMM_gradInputs", "GpuCorrMM_gradWeights", "GpuDot22", "GpuGemm",
    "GpuGemv", "GpuGer", "GpuOp",
]
