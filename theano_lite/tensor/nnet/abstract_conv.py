"""theano.tensor.nnet.abstract_conv: convolutions of images and films, their gradients and shapes."""

from theano_lite.core.types import as_tensor_variable
from theano_lite.ops.conv import (
    AbstractConv,
    AbstractConv2d,
    AbstractConv2d_gradInputs,
    AbstractConv2d_gradWeights,
    AbstractConv3d,
    AbstractConv3d_gradInputs,
    AbstractConv3d_gradWeights,
    AbstractConv_gradInputs,
    AbstractConv_gradWeights,
    BaseAbstractConv,
)
from theano_lite.ops.conv_functions import (
    abstract_conv2d as conv2d,
)
from theano_lite.ops.conv_functions import (
    causal_conv1d,
    conv2d_grad_wrt_inputs,
    conv2d_grad_wrt_weights,
    conv3d,
    conv3d_grad_wrt_inputs,
    conv3d_grad_wrt_weights,
    separable_conv2d,
    separable_conv3d,
)
from theano_lite.ops.conv_shapes import (
    assert_conv_shape,
    assert_shape,
    border_mode_to_pad,
    check_conv_gradinputs_shape,
    get_conv_gradinputs_shape,
    get_conv_gradinputs_shape_1axis,
    get_conv_gradweights_shape,
    get_conv_gradweights_shape_1axis,
    get_conv_output_shape,
    get_conv_shape_1axis,
    imported_scipy_signal,
    integer_types,
)
from theano_lite.ops.upsampling import (
    bilinear_kernel_1D,
    bilinear_kernel_2D,
    bilinear_upsampling,
    frac_bilinear_upsampling,
)

__all__ = [
    "AbstractConv", "AbstractConv2d", "AbstractConv2d_gradInputs", "AbstractConv2d_gradWeights", "AbstractConv3d",
    "AbstractConv3d_gradInputs", "AbstractConv3d_gradWeights", "AbstractConv_gradInputs", "AbstractConv_gradWeights",
    "BaseAbstractConv", "as_tensor_variable", "assert_conv_shape", "assert_shape", "bilinear_kernel_1D",
    "bilinear_kernel_2D", "bilinear_upsampling", "border_mode_to_pad", "causal_conv1d",
    "check_conv_gradinputs_shape", "conv2d", "conv2d_grad_wrt_inputs", "conv2d_grad_wrt_weights", "conv3d",
    "conv3d_grad_wrt_inputs", "conv3d_grad_wrt_weights", "frac_bilinear_upsampling", "get_conv_gradinputs_shape",
    "get_conv_gradinputs_shape_1axis", "get_conv_gradweights_shape", "get_conv_gradweights_shape_1axis",
    "get_conv_output_shape", "get_conv_shape_1axis", "imported_scipy_signal", "integer_types", "separable_conv2d",
    "separable_conv3d",
]
