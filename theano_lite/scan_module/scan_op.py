"""theano.scan_module.scan_op: the op of loops."""

from theano_lite.core.graph import Apply
from theano_lite.ops.classes import Shape_i
from theano_lite.ops.scan import Scan

__all__ = ["Apply", "Scan", "Shape_i"]
