"""theano.tensor.subtensor: indexing, and setting what an index names."""

from theano_lite.core.config import config
from theano_lite.core.errors import AdvancedBooleanIndexingError, AdvancedIndexingError, NotScalarConstantError
from theano_lite.core.graph import Apply
from theano_lite.core.other_types import NoneConst, NoneTypeT, SliceType
from theano_lite.core.types import TensorType, Type
from theano_lite.ops.arguments import check_advanced_indexing_dimensions, check_and_reject_bool
from theano_lite.ops.classes import (
    AdvancedBooleanIncSubtensor,
    AdvancedBooleanSubtensor,
    AdvancedIncSubtensor,
    AdvancedIncSubtensor1,
    AdvancedSubtensor,
    AdvancedSubtensor1,
    BaseAdvancedIncSubtensor,
    BaseAdvancedSubtensor,
    IncSubtensor,
    Subtensor,
    advanced_boolean_inc_subtensor,
    advanced_boolean_set_subtensor,
    advanced_boolean_subtensor,
    advanced_inc_subtensor,
    advanced_inc_subtensor1,
    advanced_set_subtensor,
    advanced_set_subtensor1,
    advanced_subtensor,
    advanced_subtensor1,
    as_index_variable,
    get_idx_list,
)
from theano_lite.ops.creation import alloc
from theano_lite.ops.elementwise import clip
from theano_lite.ops.elemwise_classes import DimShuffle
from theano_lite.ops.selection import take
from theano_lite.ops.setting import inc_subtensor, set_subtensor
from theano_lite.ops.slices import get_canonical_form_slice, make_slice
from theano_lite.program.constants import get_scalar_constant_value
from theano_lite.program.user_op import Op

__all__ = [
    "AdvancedBooleanIncSubtensor", "AdvancedBooleanIndexingError", "AdvancedBooleanSubtensor",
    "AdvancedIncSubtensor", "AdvancedIncSubtensor1", "AdvancedIndexingError", "AdvancedSubtensor",
    "AdvancedSubtensor1", "Apply", "BaseAdvancedIncSubtensor", "BaseAdvancedSubtensor", "DimShuffle",
    "IncSubtensor", "NoneConst", "NoneTypeT", "NotScalarConstantError", "Op", "SliceType", "Subtensor",
    "TensorType", "Type", "advanced_boolean_inc_subtensor", "advanced_boolean_set_subtensor",
    "advanced_boolean_subtensor", "advanced_inc_subtensor", "advanced_inc_subtensor1", "advanced_set_subtensor",
    "advanced_set_subtensor1", "advanced_subtensor", "advanced_subtensor1", "alloc", "as_index_variable",
    "check_advanced_indexing_dimensions", "check_and_reject_bool", "clip", "config", "get_canonical_form_slice",
    "get_idx_list", "get_scalar_constant_value", "inc_subtensor", "make_slice", "set_subtensor", "take",
]
