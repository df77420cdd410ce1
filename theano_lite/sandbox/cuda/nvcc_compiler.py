"""theano.sandbox.cuda.nvcc_compiler: there is none."""

from theano_lite.program.no_gpu import NVCC_compiler, is_nvcc_available, nvcc_version, rpath_defaults

__all__ = ["NVCC_compiler", "is_nvcc_available", "nvcc_version", "rpath_defaults"]
