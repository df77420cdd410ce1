"""theano.compile.ops: ops about shapes and memory, and Python functions as ops."""

from theano_lite.ops.classes import Rebroadcast, Shape, Shape_i, SpecifyShape
from theano_lite.ops.shapes import shape, specify_shape
from theano_lite.ops.views import DeepCopyOp, deep_copy_op, expandable_types, shape_i
from theano_lite.program.function_op import FromFunctionOp, as_op
from theano_lite.program.view_ops import OutputGuard, ViewOp, view_op

__all__ = ["DeepCopyOp", "FromFunctionOp", "OutputGuard", "Rebroadcast", "Shape", "Shape_i", "SpecifyShape", "ViewOp",
           "as_op", "deep_copy_op", "expandable_types", "shape", "shape_i", "specify_shape", "view_op"]
