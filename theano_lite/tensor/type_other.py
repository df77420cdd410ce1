"""theano.tensor.type_other: the types of None and of slices."""

from theano_lite.core.graph import Apply, Constant
from theano_lite.core.other_types import NoneConst, NoneTypeT, SliceConstant, SliceType, none_type_t, slicetype
from theano_lite.core.types import Generic, Type
from theano_lite.ops.arguments import as_int_none_variable
from theano_lite.ops.slices import MakeSlice, make_slice
from theano_lite.program.user_op import Op

__all__ = [
    "Apply", "Constant", "Generic", "MakeSlice", "NoneConst", "NoneTypeT", "Op", "SliceConstant", "SliceType",
    "Type", "as_int_none_variable", "make_slice", "none_type_t", "slicetype",
]
