"""Programs that ask for a GPU learn that there is none, the way they asked Theano, and take their CPU paths."""

import subprocess
import sys

import pytest

import theano_lite.tensor as T
from theano_lite import gpuarray
from theano_lite.gpuarray import basic_ops as gpu_ops
from theano_lite.gpuarray import type as gpu_type
from theano_lite.sandbox import cuda

PROBES = """
import theano_lite; theano_lite.install()
import theano
# as Lasagne asks
from theano import gpuarray as gpu
assert not gpu.pygpu_activated and not gpu.dnn.dnn_present()
from theano.sandbox import cuda as gpu
import theano.sandbox.cuda.dnn
assert not gpu.cuda_enabled and not gpu.cuda_available and not gpu.dnn.dnn_available()
assert gpu.dnn.dnn_available.msg
# as programs choose
chosen = "gpu"
try:
    from theano.sandbox.cuda import gpu_from_host
except ImportError:
    chosen = "cpu"
assert chosen == "cpu"
from theano.sandbox.cuda.basic_ops import gpu_contiguous, HostFromGpu
x = theano.tensor.fmatrix()
f = theano.function([x], theano.sandbox.cuda.basic_ops.gpu_from_host(gpu_contiguous(x) + 1))
assert f([[1]]).tolist() == [[2]]
assert not any(isinstance(node.op, HostFromGpu) for node in f.maker.fgraph.toposort())
from theano.sandbox.cuda.dnn import GpuDnnConv3d, GpuDnnConv3dGradI, GpuDnnConv3dGradW, GpuDnnSoftmaxBase
from theano.gpuarray.dnn import GpuDnnBatchNorm, GpuDnnPoolBase, GpuDnnReduction, RNNBlock, dnn_spatialtf, dropout
import theano.misc.pycuda_init
assert not theano.misc.pycuda_init.pycuda_available
"""


def test_the_ways_in_which_programs_ask_lead_to_the_cpu():
    subprocess.run([sys.executable, "-W", "error", "-c", PROBES], check=True)


def test_versions_and_devices_are_refused_as_theano_refuses_them():
    with pytest.raises(Exception, match="cudnn version"):
        cuda.dnn.version()
    with pytest.raises(RuntimeError, match="cudnn version"):
        gpuarray.dnn.version()
    assert gpuarray.dnn.version(raises=False) == -1
    with pytest.warns(UserWarning, match="device gpu is not used"):
        cuda.use("gpu")
    with pytest.raises(EnvironmentError, match="forced"):
        cuda.use("gpu0", force=True)
    with pytest.raises(RuntimeError, match="JAX chooses the device"):
        gpuarray.use("cuda")
    with pytest.raises(gpuarray.ContextNotDefined):
        gpu_type.get_context(None)
    with pytest.raises(ValueError, match="context"):
        gpu_ops.infer_context_name(T.fmatrix())


def test_what_computes_on_a_gpu_names_what_to_call_instead():
    x = T.ftensor4()
    for call, instead in ((lambda: cuda.dnn.dnn_conv(x, x), "nnet.conv2d"),
                          (lambda: cuda.dnn.dnn_pool(x, (2, 2)), "pool_2d"),
                          (lambda: cuda.blas.GpuCorrMM(), "nnet.conv2d"),
                          (lambda: cuda.rng_curand.CURAND_RandomStreams(1), "MRG_RandomStreams"),
                          (lambda: gpu_type.GpuArrayType("float32", (False,)), "TensorType")):
        with pytest.raises(RuntimeError, match=instead):
            call()
    assert not isinstance(x.type, cuda.CudaNdarrayType)
