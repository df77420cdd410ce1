"""How arguments of ops are checked and brought into one form: axes, shapes, items of an index."""

import numpy as np

from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.errors import EmptyConstantError, NotScalarConstantError
from theano_lite.core.graph import Variable
from theano_lite.core.op import canonical_axes, keep_dims
from theano_lite.core.other_types import NoneConst, NoneTypeT
from theano_lite.core.scalar_type import divides_whole
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import elementwise, shapes


def makeKeepDims(x, y, axis):
    """`y`, a reduction of `x` over `axis`, with those dimensions back as broadcastable ones."""
    x = as_tensor_variable(x)
    return keep_dims(x, as_tensor_variable(y), canonical_axes(axis, x.ndim, "keepdims"))


def check_and_normalize_axes(x, axis):
    """`axis` (an int, a sequence, a constant or None) as a list of axes of `x`, counted from 0; [] for None.

    Raises ValueError for an axis out of range, TypeError for one that is no constant.
    """
    x = as_tensor_variable(x)
    if axis is None or (isinstance(axis, Variable) and isinstance(axis.type, NoneTypeT)):
        return []
    return list(canonical_axes(axis, x.ndim, "this op"))


def alloc_validate_shape(shape):
    """(the lengths `shape` as variables, which of them are the constant 1). Raises TypeError."""
    lengths = [as_tensor_variable(n) for n in shape]
    for k, n in enumerate(lengths):
        if n.type.dtype not in discrete_dtypes or n.type.dtype == "bool":
            raise TypeError(f"Shape arguments to Alloc must be integers, but argument {k} is not for apply node: {n}")
        if n.ndim:
            raise TypeError("Each shape dimension to Alloc must be a scalar, ",
                            f"but dimension {k} have {n.ndim} dimensions for apply node: {n}")
    return lengths, [shapes.is_one(n) for n in lengths]


def numpy_scalar(data):
    """The array `data` if it holds one number. Raises EmptyConstantError for none, NotScalarConstantError for more."""
    if data.ndim and 0 in data.shape:
        raise EmptyConstantError()
    if data.size != 1 or data.dtype.kind not in "biufc":
        raise NotScalarConstantError("v.data is non-numeric, non-scalar, or has more than one unique value", data)
    return data


def div_proxy(x, y):
    """x / y as Python 2 has it: of two integers the floor (flag int_division). Raises IntegerDivisionError."""
    whole = divides_whole(*(as_tensor_variable(v).dtype in discrete_dtypes for v in (x, y)))
    return elementwise.int_div(x, y) if whole else elementwise.true_div(x, y)


_transfers: list = []


def register_transfer(fn):
    """Let `transfer` try fn(variable, target), which returns None where it is not concerned."""
    _transfers.append(fn)


def transfer(var, target):
    """`var` on the device `target`: 'cpu' is where every variable is. Raises ValueError for what nobody registered."""
    if target == "cpu":
        return as_tensor_variable(var)
    for fn in _transfers:
        found = fn(var, target)
        if found is not None:
            return found
    raise ValueError(f"Can't transfer to target {target}")


# --- items of an index ----------------------------------------------------------------------------


def as_int_none_variable(x):
    """`x` as an integer scalar variable; None as NoneConst. Raises TypeError for what is no integer."""
    if x is None or (isinstance(x, Variable) and isinstance(x.type, NoneTypeT)):
        return NoneConst
    x = as_tensor_variable(x, ndim=0)
    if x.type.dtype not in discrete_dtypes or x.type.dtype == "bool":
        raise TypeError("index must be integers")
    return x


def equal_slices(s1, s2):
    """Whether two slices have the same parts."""
    return (s1.start, s1.stop, s1.step) == (s2.start, s2.stop, s2.step)


def check_and_reject_bool(args_el):
    """Raise TypeError if an item of an index is a bool, or holds or is an array of bools."""
    if isinstance(args_el, (np.bool_, bool)) or getattr(args_el, "dtype", None) == "bool":
        raise TypeError("AdvancedSubtensor does not support boolean masks for indexing. Use AdvancedBooleanSubtensor "
                        "instead. ")
    if isinstance(args_el, (list, tuple, np.ndarray)):
        for item in args_el:
            check_and_reject_bool(item)


def check_advanced_indexing_dimensions(input, idx_list):
    """Raise IndexError where a boolean mask in `idx_list` has not the shape of what it indexes in the array `input`."""
    axis = 0
    for item in idx_list:
        if item is None:
            continue
        mask = isinstance(item, np.ndarray) and item.dtype == bool
        for d, n in enumerate(item.shape if mask else ()):
            if n != input.shape[axis + d]:
                raise IndexError(f"boolean index did not match indexed array along dimension {axis + d}; dimension is "
                                 f"{input.shape[axis + d]} but corresponding boolean dimension is {n}")
        axis += item.ndim if mask else 1
