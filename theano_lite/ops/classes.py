"""Theano's names of classes of ops, for programs that make ops of them or ask which one a node applies.

Each row says how the class is applied, by the public function that does the same, and which ops are its instances.
"""

from theano_lite.core.graph import Variable
from theano_lite.core.op_class import op_class
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import (
    creation,
    extra,
    grids,
    indexing,
    joining,
    linalg,
    masks,
    reduction,
    selection,
    setting,
    shapes,
    sorting,
    sparse_rows,
)
from theano_lite.ops.indexing import getitem


def _plain(function):
    """make() for a class without options."""
    return lambda: function


# --- theano.tensor.basic --------------------------------------------------------------------------


def _split(len_splits):
    return lambda x, axis, splits: joining.split(x, splits, len_splits, axis)


def _rebroadcast(*axis):
    def apply(x):
        x = as_tensor_variable(x)
        pattern = list(x.broadcastable)
        for k, stretched in axis:
            if not 0 <= k < x.ndim:
                raise ValueError("Trying to rebroadcast non-existent dimension")
            pattern[k] = bool(stretched)
        return shapes.rebroadcast(x, pattern)
    return apply


def _one_axis(function):
    """A class whose option is the axis to reduce over."""
    def make(axis=None):
        return lambda x: function(x, axis=axis)
    return make


Alloc = op_class("Alloc", _plain(creation.alloc), creation._alloc)
AllocEmpty = op_class("AllocEmpty", lambda dtype: lambda *shape: creation.zeros(shape, dtype), creation._alloc)
ARange = op_class("ARange", lambda dtype: lambda start, stop, step: creation.arange(start, stop, step, dtype),
                  creation._arange)
Argmax = op_class("Argmax", _one_axis(reduction.argmax), reduction._argmax)
Choose = op_class("Choose", lambda mode: lambda a, choices: selection.choose(a, choices, mode=mode), selection._choose,
                  selection._choose_among)
Dot = op_class("Dot", _plain(linalg.dot), linalg._dot)
Eye = op_class("Eye", lambda dtype=None: lambda n, m, k: creation.eye(n, m, k, dtype), creation._eye)
Flatten = op_class("Flatten", lambda outdim=1: lambda x: shapes.flatten(x, outdim))
Join = op_class("Join", lambda view=-1: joining.join, joining._join, joining._join_along)
MaxAndArgmax = op_class("MaxAndArgmax", _one_axis(reduction.max_and_argmax), reduction._max, reduction._argmax)
Mean = op_class("Mean", _one_axis(reduction.mean), reduction._mean_op)
Nonzero = op_class("Nonzero", _plain(lambda a: list(selection.nonzero(a))), masks.positions_of_nonzero)
PermuteRowElements = op_class("PermuteRowElements", _plain(grids.permute_row_elements), grids._permute)
Rebroadcast = op_class("Rebroadcast", _rebroadcast, shapes._rebroadcast)
MakeVector = op_class("MakeVector", lambda dtype="int64": lambda *xs: joining.make_vector(*xs, dtype=dtype), joining._make_vector)
Reshape = op_class("Reshape", lambda ndim, name=None: lambda x, shp: shapes.reshape(x, shp, ndim), shapes._reshape)
Split = op_class("Split", _split, joining._split, joining._split_along)
Tile = op_class("Tile", lambda ndim: lambda x, reps: extra.tile(x, reps, ndim))
Tri = op_class("Tri", lambda dtype=None: lambda N, M, k: creation.tri(N, M, k, dtype), creation._tri)
SpecifyShape = op_class("SpecifyShape", _plain(shapes.specify_shape), shapes._specify_shape)
Shape = op_class("Shape", _plain(shapes.shape), shapes.shape)
Shape_i = op_class("Shape_i", lambda i: lambda x: shapes.shape_i(x, i=i), shapes.shape_i)


# --- theano.tensor.subtensor ----------------------------------------------------------------------


def read_idx_list(idx_list, inputs):
    """The items x[...] of a Subtensor's idx_list: where it holds a type the next of `inputs` stands."""
    inputs = iter(inputs)

    def item(entry):
        if isinstance(entry, slice):
            return slice(*(item(part) for part in (entry.start, entry.stop, entry.step)))
        if entry is None or isinstance(entry, int):
            return entry
        return next(inputs)

    return tuple(item(entry) for entry in idx_list)


def _subtensor(idx_list):
    return lambda x, *inputs: getitem(as_tensor_variable(x), read_idx_list(idx_list, inputs))


def _changed(set):
    return setting.set_subtensor if set else setting.inc_subtensor


def _inc_subtensor(idx_list, inplace=False, set_instead_of_inc=False, destroyhandler_tolerate_aliased=None):
    def apply(x, y, *inputs):
        return _changed(set_instead_of_inc)(getitem(as_tensor_variable(x), read_idx_list(idx_list, inputs)), y)
    return apply


def _advanced_inc(inplace=False, set_instead_of_inc=False):
    return lambda x, y, *items: _changed(set_instead_of_inc)(getitem(as_tensor_variable(x), items), y)


def _advanced_inc1(inplace=False, set_instead_of_inc=False):
    def apply(x, y, ilist):
        x, y, ilist = as_tensor_variable(x), as_tensor_variable(y), as_tensor_variable(ilist)
        if x.ndim == 0:
            raise TypeError("cannot index into a scalar")
        if ilist.ndim != 1:
            raise TypeError(f"index must be vector, got {ilist.type}")
        if y.ndim > x.ndim:
            raise TypeError(f"cannot {'set' if set_instead_of_inc else 'increment'} x subtensor with ndim={x.ndim} by "
                            f"y with ndim={y.ndim}")
        return _changed(set_instead_of_inc)(getitem(x, ilist), y)
    return apply


def _advanced1(sparse_grad=False):
    def apply(x, ilist):
        x, ilist = as_tensor_variable(x), as_tensor_variable(ilist)
        if ilist.dtype not in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"):
            raise TypeError("index must be integers")
        if ilist.ndim != 1:
            raise TypeError("index must be vector")
        if x.ndim == 0:
            raise TypeError("cannot index into a scalar")
        rows = getitem(x, ilist)
        return sparse_rows.sparse_grad(rows) if sparse_grad else rows
    return apply


def _advanced():
    return lambda x, *items: getitem(as_tensor_variable(x), items)


_get, _put = indexing.subtensor_ops, setting.inc_subtensor_ops
Subtensor = op_class("Subtensor", _subtensor, _get["basic"])
IncSubtensor = op_class("IncSubtensor", _inc_subtensor, _put["basic"])
AdvancedSubtensor1 = op_class("AdvancedSubtensor1", _advanced1, _get["vector"], sparse_rows.sparse_rows)
AdvancedIncSubtensor1 = op_class("AdvancedIncSubtensor1", _advanced_inc1, _put["vector"])
AdvancedSubtensor = op_class("AdvancedSubtensor", _advanced, _get["arrays"])
AdvancedIncSubtensor = op_class("AdvancedIncSubtensor", _advanced_inc, _put["arrays"])
AdvancedBooleanSubtensor = op_class("AdvancedBooleanSubtensor", _advanced, _get["mask"])
AdvancedBooleanIncSubtensor = op_class("AdvancedBooleanIncSubtensor", _advanced_inc, _put["mask"])
BaseAdvancedSubtensor = op_class("BaseAdvancedSubtensor", _advanced, _get["arrays"], _get["mask"])
BaseAdvancedIncSubtensor = op_class("BaseAdvancedIncSubtensor", _advanced_inc, _put["arrays"], _put["mask"])

advanced_subtensor, advanced_boolean_subtensor = AdvancedSubtensor(), AdvancedBooleanSubtensor()
advanced_subtensor1 = AdvancedSubtensor1()
advanced_inc_subtensor, advanced_set_subtensor = AdvancedIncSubtensor(), AdvancedIncSubtensor(set_instead_of_inc=True)
advanced_inc_subtensor1 = AdvancedIncSubtensor1()
advanced_set_subtensor1 = AdvancedIncSubtensor1(set_instead_of_inc=True)
advanced_boolean_inc_subtensor = AdvancedBooleanIncSubtensor()
advanced_boolean_set_subtensor = AdvancedBooleanIncSubtensor(set_instead_of_inc=True)


# --- theano.tensor.extra_ops and sort -------------------------------------------------------------


def _cumulative(axis=None, mode="add"):
    if mode not in ("add", "mul"):
        raise ValueError(f'CumOp: Unknown mode "{mode}"')
    return lambda x: (reduction.cumsum if mode == "add" else reduction.cumprod)(x, axis)


def _searchsorted(side="left"):
    if side not in ("left", "right"):
        raise ValueError(f"'{side}' is an invalid value for keyword 'side'")
    return lambda x, v, sorter=None: extra.searchsorted(x, v, side, sorter)


def _unique(return_index=False, return_inverse=False, return_counts=False, axis=None):
    def apply(x, return_list=False):
        found = extra.unique(x, return_index, return_inverse, return_counts, axis)
        return found if isinstance(found, list) or not return_list else [found]
    return apply


def _raveled(mode="raise", order="C"):
    return lambda *indices_and_dims: extra.ravel_multi_index(indices_and_dims[:-1], indices_and_dims[-1], mode, order)


def _unraveled(ndim, order="C"):
    return lambda indices, dims: list(extra.unravel_index(indices, dims, order, ndim))


def _sorted(kind, order=None):
    return lambda x, axis=-1: sorting.sort(x, axis, kind, order)


def _argsorted(kind, order=None):
    return lambda x, axis=-1: sorting.argsort(x, axis, kind, order)


def _topk(axis=-1, sorted=True, idx_dtype="int64", return_values=True, return_indices=True):
    if not isinstance(axis, int):
        raise TypeError(f'"axis" parameter must be integer, got "{type(axis)}"')
    if not (return_values or return_indices):
        raise ValueError("Neither return_values nor return_indices is True, this isn't allowed")

    def apply(x, kth):
        values, indices = sorting.topk_and_argtopk(x, kth, axis, sorted, idx_dtype)
        return [values, indices] if return_values and return_indices else values if return_values else indices
    return apply


Bartlett = op_class("Bartlett", _plain(extra.bartlett), extra.bartlett)
CpuContiguous = op_class("CpuContiguous", _plain(extra.cpu_contiguous))
CumOp = op_class("CumOp", _cumulative, reduction._cumsum, reduction._cumprod)
CumsumOp = op_class("CumsumOp", lambda axis=None: _cumulative(axis), reduction._cumsum)
CumprodOp = op_class("CumprodOp", lambda axis=None: _cumulative(axis, "mul"), reduction._cumprod)
DiffOp = op_class("DiffOp", lambda n=1, axis=-1: lambda x: extra.diff(x, n, axis), extra._diff)
FillDiagonal = op_class("FillDiagonal", _plain(extra.fill_diagonal), extra.fill_diagonal)
FillDiagonalOffset = op_class("FillDiagonalOffset", _plain(extra.fill_diagonal_offset), extra.fill_diagonal_offset)
RavelMultiIndex = op_class("RavelMultiIndex", _raveled, extra._ravel_multi_index)
RepeatOp = op_class("RepeatOp", lambda axis=None: lambda x, repeats: extra.repeat(x, repeats, axis), extra._repeat)
SearchsortedOp = op_class("SearchsortedOp", _searchsorted, extra._searchsorted)
Unique = op_class("Unique", _unique, extra._unique)
UnravelIndex = op_class("UnravelIndex", _unraveled, extra._unravel_index)
SortOp = op_class("SortOp", _sorted, sorting._sort)
ArgSortOp = op_class("ArgSortOp", _argsorted, sorting._argsort)
TopKOp = op_class("TopKOp", _topk, sorting._topk)


# --- what else indexing offers --------------------------------------------------------------------


def get_idx_list(inputs, idx_list, get_count=False):
    """The items of an index out of `idx_list` and the `inputs` of its node (the first is what is indexed)."""
    items = read_idx_list(idx_list, inputs[1:])
    if get_count:
        return items, sum(isinstance(entry, Variable) for entry in items)
    return items


def as_index_variable(idx):
    """`idx` as an integer variable; None and slices stay. Raises TypeError for what is no integer."""
    if idx is None or isinstance(idx, slice):
        return idx
    v = as_tensor_variable(idx)
    if v.dtype not in ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64", "bool"):
        raise TypeError("index must be integers or a boolean mask")
    return v
