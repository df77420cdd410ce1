"""The GPU back ends of Theano, for programs that ask whether there is one: there is none, JAX chooses the device.

What only asks gets Theano's answer without CUDA; what moves variables between devices passes them on; what computes on
a GPU raises when used and names what to call instead.
"""

import warnings
from typing import Any

from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.blocksparse import sparse_block_dot
from theano_lite.program.user_op import Op

cuda_available = cuda_enabled = pygpu_activated = pycuda_available = nvcc_available = False
cuda_initialization_error_message = "CUDA is not used: JAX chooses the device"
pygpu = nvcc_version = None
rpath_defaults: list = []


def _refusal(name, instead):
    return RuntimeError(f"{name} runs on CUDA alone, which this package does not use: JAX chooses the device. Use "
                        f"{instead}, which runs wherever JAX does.")


def _function(name, instead):
    def refuse(*args, **kwargs):
        raise _refusal(name, instead)

    refuse.__name__ = refuse.__qualname__ = name
    refuse.__doc__ = f"Raises RuntimeError: use {instead}."
    return refuse


def _class(name, instead) -> Any:
    """A class without instances, for isinstance and imports."""
    return type(name, (), dict(__module__=__name__, __doc__=f"Has no instances: use {instead}.",
                               __init__=_function(name, instead)))


# --- asking ---------------------------------------------------------------------------------------


def _asked(message) -> Any:
    def dnn_available(context_name=None):
        """Whether cuDNN can be used: never; the attribute `msg` tells why."""
        return False

    found: Any = dnn_available
    found.msg = message
    return found


cuda_dnn_available, gpuarray_dnn_present = _asked("CUDA not available"), _asked("PyGPU not available")
_UNKNOWN = "We can't determine the cudnn version as it is not available"


def cuda_dnn_version():
    """The version of cuDNN. Raises Exception, for there is none."""
    raise Exception(_UNKNOWN, cuda_dnn_available.msg)


def gpuarray_dnn_version(raises=True):
    """The version of cuDNN: -1, or RuntimeError if `raises`, for there is none."""
    if raises:
        raise RuntimeError(_UNKNOWN, gpuarray_dnn_present.msg)
    return -1


def cuda_use(device, force=False, *options, **more):
    """Warns that there is no CUDA. Raises EnvironmentError if `force`."""
    if force:
        raise EnvironmentError(f"You forced the use of gpu device {device}, but CUDA initialization failed with error:\n"
                               f"{cuda_initialization_error_message}")
    warnings.warn(f"device {device} is not used: {cuda_initialization_error_message}", stacklevel=2)


def gpuarray_use(device, *options, **more):
    """Raises RuntimeError, for there is no such back end."""
    raise RuntimeError(f"device {device} cannot be used: JAX chooses the device (see JAX_PLATFORMS)")


def unuse():
    """Nothing is in use."""


def is_nvcc_available():
    """Whether there is a compiler for CUDA: never."""
    return False


# --- devices --------------------------------------------------------------------------------------


class ContextNotDefined(ValueError):
    """No GPU goes by the name."""


def get_context(name):
    """The GPU called `name`. Raises ContextNotDefined."""
    raise ContextNotDefined(f"context name {name} not defined")


def list_contexts():
    """The names of the GPUs: none."""
    return {}.keys()


def reg_context(name, ctx):
    """Raises RuntimeError, for GPUs are not registered here."""
    raise _refusal("reg_context", "nothing at all")


def infer_context_name(*variables):
    """The GPU that the variables lie on. Raises ValueError."""
    raise ValueError("Could not infer context from inputs")


def as_gpuarray_variable(x, context_name):
    """`x` on a GPU. Raises ContextNotDefined."""
    get_context(context_name)


# --- moving ---------------------------------------------------------------------------------------


def same_variable(x):
    """`x` as it is: there is one kind of memory."""
    return as_tensor_variable(x)


gpu_from_host = host_from_gpu = gpu_contiguous = as_cuda_ndarray_variable = same_variable


class HostFromGpu:
    """HostFromGpu()(x) is x; no op of a graph is one."""

    def __call__(self, x):
        return as_tensor_variable(x)


class GpuFromHost(HostFromGpu):
    """GpuFromHost(...)(x) is x; no op of a graph is one."""

    def __init__(self, context_name=None):
        self.context_name = context_name


class GpuContiguous(HostFromGpu):
    """GpuContiguous()(x) is x; no op of a graph is one."""


class GpuOp(Op):
    """The base of ops that are written for a GPU: without a `perform` they cannot run."""


# --- computing ------------------------------------------------------------------------------------

_SHARED = "theano.shared"
CudaNdarrayType, GpuArrayType = (_class(n, "theano.tensor.TensorType") for n in ("CudaNdarrayType", "GpuArrayType"))
CudaNdarrayVariable, GpuArrayVariable = (_class(n, "a tensor variable")
                                         for n in ("CudaNdarrayVariable", "GpuArrayVariable"))
CudaNdarrayConstant, GpuArrayConstant = (_class(n, "theano.tensor.constant")
                                         for n in ("CudaNdarrayConstant", "GpuArrayConstant"))
CudaNdarraySharedVariable, GpuArraySharedVariable = (_class(n, _SHARED) for n in ("CudaNdarraySharedVariable",
                                                                                 "GpuArraySharedVariable"))
float32_shared_constructor = _function("float32_shared_constructor", _SHARED)
gpuarray_shared_constructor = _function("gpuarray_shared_constructor", _SHARED)
gpu_context_type = _class("gpu_context_type", "no context")
gpu_alloc_empty = _function("gpu_alloc_empty", "theano.tensor.zeros")
GpuAlloc, GpuAllocEmpty = (_class(n, "theano.tensor.alloc") for n in ("GpuAlloc", "GpuAllocEmpty"))
GpuEye = _class("GpuEye", "theano.tensor.eye")
GpuKernelBase, CGpuKernelBase, Kernel, HideC = (
    _class(n, "ordinary ops") for n in ("GpuKernelBase", "CGpuKernelBase", "Kernel", "HideC"))
CURAND_RandomStreams = _class("CURAND_RandomStreams", "theano.sandbox.rng_mrg.MRG_RandomStreams")
NVCC_compiler = _class("NVCC_compiler", "nothing: no code is compiled for CUDA")
sparse_block_dot_SS = sparse_block_dot

_CONV2D, _CONV3D = "theano.tensor.nnet.conv2d", "theano.tensor.nnet.conv3d"
_INPUTS, _WEIGHTS = (f"theano.tensor.nnet.abstract_conv.conv2d_grad_wrt_{n}" for n in ("inputs", "weights"))
GpuCorrMM = _class("GpuCorrMM", _CONV2D)
GpuCorrMM_gradInputs, GpuCorrMM_gradWeights = (_class("GpuCorrMM_gradInputs", _INPUTS),
                                               _class("GpuCorrMM_gradWeights", _WEIGHTS))
GpuCorr3dMM = _class("GpuCorr3dMM", _CONV3D)
GpuConv = _class("GpuConv", _CONV2D)
GpuDot22, GpuGemm, GpuGemv, GpuGer = (_class(n, "theano.tensor.dot") for n in ("GpuDot22", "GpuGemm", "GpuGemv", "GpuGer"))
GpuElemwise, GpuDimShuffle, GpuCAReduceCuda = (
    _class(n, "the ops of theano.tensor") for n in ("GpuElemwise", "GpuDimShuffle", "GpuCAReduceCuda"))
GpuAdvancedSubtensor1 = _class("GpuAdvancedSubtensor1", "x[indices]")

dnn_conv, dnn_conv3d = _function("dnn_conv", _CONV2D), _function("dnn_conv3d", _CONV3D)
dnn_pool = _function("dnn_pool", "theano.tensor.signal.pool.pool_2d (or pool_3d)")
dnn_gradweight, dnn_gradinput = _function("dnn_gradweight", _WEIGHTS), _function("dnn_gradinput", _INPUTS)
dnn_gradweight3d, dnn_gradinput3d = (_function(f"dnn_{n}3d", _CONV3D) for n in ("gradweight", "gradinput"))
dnn_batch_normalization_train, dnn_batch_normalization_test = (
    _function(f"dnn_batch_normalization_{n}", f"theano.tensor.nnet.bn.batch_normalization_{n}") for n in ("train", "test"))
GpuDnnConv, GpuDnnConvDesc = (_class(n, _CONV2D) for n in ("GpuDnnConv", "GpuDnnConvDesc"))
GpuDnnConvGradI, GpuDnnConvGradW = _class("GpuDnnConvGradI", _INPUTS), _class("GpuDnnConvGradW", _WEIGHTS)
GpuDnnPool, GpuDnnPoolDesc, GpuDnnPoolGrad = (
    _class(n, "theano.tensor.signal.pool.Pool") for n in ("GpuDnnPool", "GpuDnnPoolDesc", "GpuDnnPoolGrad"))
GpuDnnSoftmax, GpuDnnSoftmaxGrad = (_class(n, "theano.tensor.nnet.softmax") for n in ("GpuDnnSoftmax",
                                                                                     "GpuDnnSoftmaxGrad"))
GpuDnnPoolBase, GpuDnnSoftmaxBase, DnnBase = (_class(n, "ordinary ops") for n in ("GpuDnnPoolBase", "GpuDnnSoftmaxBase",
                                                                                 "DnnBase"))
GpuDnnConv3d, GpuDnnConv3dGradI, GpuDnnConv3dGradW = (
    _class(f"GpuDnnConv3d{n}", _CONV3D) for n in ("", "GradI", "GradW"))
GpuDnnBatchNorm, GpuDnnBatchNormInference, GpuDnnBatchNormGrad = (
    _class(f"GpuDnnBatchNorm{n}", "the functions of theano.tensor.nnet.bn") for n in ("", "Inference", "Grad"))
GpuDnnReduction = _class("GpuDnnReduction", "the reductions of theano.tensor")
GpuDnnDropoutOp, GpuDnnRNNOp = (_class("GpuDnnDropoutOp", "theano.sandbox.rng_mrg.MRG_RandomStreams"),
                                _class("GpuDnnRNNOp", "theano.scan"))
RNNBlock = _class("RNNBlock", "theano.scan")
dropout = _function("dropout", "theano.sandbox.rng_mrg.MRG_RandomStreams")
dnn_spatialtf = _function("dnn_spatialtf", "indexing with theano.tensor")
