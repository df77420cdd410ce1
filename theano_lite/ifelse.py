"""theano.ifelse: one of two branches, of which only that one is computed."""

from theano_lite.core.graph import Apply
from theano_lite.core.types import TensorType
from theano_lite.program.cloning import clone
from theano_lite.program.conditional import IfElse, ifelse
from theano_lite.program.user_op import Op

__all__ = ["Apply", "IfElse", "Op", "TensorType", "clone", "ifelse"]
