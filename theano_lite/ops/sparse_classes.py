"""Theano's names of classes of sparse ops, for programs that make ops of them or ask which one a node applies.

Each row says how the class is applied, by the public function that does the same, and which ops are its instances.
"""

from theano_lite.core.dtypes import upcast
from theano_lite.core.op_class import op_class
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import sparse_arithmetic as arithmetic
from theano_lite.ops import sparse_indexing as indexing
from theano_lite.ops import sparse_products as products
from theano_lite.ops import sparse_structure as structure


def _plain(function):
    """make() for a class without options."""
    return lambda: function


def _csm(format, kmap=None):
    if format not in ("csr", "csc"):
        raise ValueError("format must be one of: 'csr', 'csc'", format)
    _no_kmap(kmap)
    return lambda data, indices, indptr, shape: structure.csm(data, indices, indptr, shape, format)


def _no_kmap(kmap):
    if kmap is not None:
        raise Exception("Do not use kmap, it is removed")


def _csm_properties(kmap=None):
    _no_kmap(kmap)
    return structure.csm_properties


def _csm_grad(kmap=None):
    _no_kmap(kmap)
    return structure.csm_grad_of_parts


def _stack(axis):
    def make(format=None, dtype=None):
        if dtype is None:
            raise ValueError("The output dtype must be specified.")
        return lambda *blocks: structure.stack(blocks, axis, format, dtype)
    return make


def _only_csc(axis):
    """As in Theano these ops take csc matrices only; the functions col_scale and row_scale take both formats."""
    def apply(x, s):
        x = structure.compressed(x, "scale")
        if x.format != "csc":
            raise ValueError("x was not a csc matrix")
        return arithmetic.scale(x, s, axis)
    return _plain(apply)


def _sp_sum(axis=None, sparse_grad=True):
    if axis not in (None, 0, 1):
        raise ValueError("Illegal value for self.axis.")
    return lambda x: arithmetic.sp_sum(x, axis, sparse_grad)


def _add_s_d(format, inplace=False):
    def apply(x, y):
        x, y = structure.compressed(x, "AddSD_ccode"), as_tensor_variable(y)
        if x.format != format or (inplace and upcast(x.dtype, y.dtype) != y.dtype):
            raise AssertionError(f"AddSD_ccode: a {format} matrix is needed, and if inplace a tensor of the dtype of the "
                                 f"sum, got {x.type} and {y.type}")
        return arithmetic.add_s_d(x, y)
    return apply


AddSD = op_class("AddSD", _plain(arithmetic.add_s_d), arithmetic._add_s_d)
AddSS = op_class("AddSS", _plain(arithmetic.add_s_s), arithmetic._add_s_s)
AddSSData = op_class("AddSSData", _plain(arithmetic.add_s_s_data), arithmetic._add_s_s_data)
CSM = op_class("CSM", _csm, structure._csm, structure.with_values)
CSMGrad = op_class("CSMGrad", _csm_grad, structure.csm_grad, structure._csm_grad_of_parts)
CSMProperties = op_class("CSMProperties", _csm_properties, structure._csm_data, structure._csm_indices,
                         structure.csm_indptr, structure.csm_shape, structure.values)
Cast = op_class("sparse.Cast", lambda out_type: lambda x: structure.cast(x, out_type), structure._cast)
ColScaleCSC = op_class("ColScaleCSC", _only_csc(1), arithmetic.scale_ops[1])
RowScaleCSC = op_class("RowScaleCSC", _only_csc(0), arithmetic.scale_ops[0])
ConstructSparseFromList = op_class("ConstructSparseFromList", _plain(structure.construct_sparse_from_list),
                                   structure.construct_sparse_from_list)
DenseFromSparse = op_class("DenseFromSparse", lambda structured=True: lambda x: structure.dense_from_sparse(x, structured),
                           structure._dense_from_sparse)
SparseFromDense = op_class("SparseFromDense", lambda format: lambda x: structure.sparse_from_dense(x, format),
                           structure._sparse_from_dense)
Diag = op_class("sparse.Diag", _plain(structure.diag), structure._diag)
SquareDiagonal = op_class("SquareDiagonal", _plain(structure.square_diagonal), structure.square_diagonal)
EnsureSortedIndices = op_class("EnsureSortedIndices", lambda inplace: structure.ensure_sorted_indices,
                               structure._ensure_sorted)
Remove0 = op_class("Remove0", lambda inplace=False: structure.remove0, structure._remove0)
HStack = op_class("HStack", _stack(1), structure.stack_ops[1])
VStack = op_class("VStack", _stack(0), structure.stack_ops[0])
Neg = op_class("Neg", _plain(arithmetic.neg), arithmetic._neg)
Transpose = op_class("Transpose", _plain(structure.transpose), structure._transpose)

EqualSS = op_class("EqualSS", _plain(arithmetic.equal_s_s), arithmetic.equal_s_s)
EqualSD = op_class("EqualSD", _plain(arithmetic.equal_s_d), arithmetic.equal_s_d)
NotEqualSS = op_class("NotEqualSS", _plain(arithmetic.not_equal_s_s), arithmetic.not_equal_s_s)
NotEqualSD = op_class("NotEqualSD", _plain(arithmetic.not_equal_s_d), arithmetic.not_equal_s_d)
LessThanSS = op_class("LessThanSS", _plain(arithmetic.less_than_s_s), arithmetic.less_than_s_s)
LessThanSD = op_class("LessThanSD", _plain(arithmetic.less_than_s_d), arithmetic.less_than_s_d)
GreaterThanSS = op_class("GreaterThanSS", _plain(arithmetic.greater_than_s_s), arithmetic.greater_than_s_s)
GreaterThanSD = op_class("GreaterThanSD", _plain(arithmetic.greater_than_s_d), arithmetic.greater_than_s_d)
LessEqualSS = op_class("LessEqualSS", _plain(arithmetic.less_equal_s_s), arithmetic.less_equal_s_s)
LessEqualSD = op_class("LessEqualSD", _plain(arithmetic.less_equal_s_d), arithmetic.less_equal_s_d)
GreaterEqualSS = op_class("GreaterEqualSS", _plain(arithmetic.greater_equal_s_s), arithmetic.greater_equal_s_s)
GreaterEqualSD = op_class("GreaterEqualSD", _plain(arithmetic.greater_equal_s_d), arithmetic.greater_equal_s_d)

GetItem2Lists = op_class("GetItem2Lists", _plain(indexing.get_item_2lists), indexing._get_item_2lists)
GetItem2ListsGrad = op_class("GetItem2ListsGrad", _plain(indexing.get_item_2lists_grad), indexing._get_item_2lists_grad)
GetItem2d = op_class("GetItem2d", _plain(indexing.get_item_2d), indexing._get_item_2d)
GetItemList = op_class("GetItemList", _plain(indexing.get_item_list), indexing._get_item_list)
GetItemListGrad = op_class("GetItemListGrad", _plain(indexing.get_item_list_grad), indexing._get_item_list_grad)
GetItemScalar = op_class("GetItemScalar", _plain(indexing.get_item_scalar), indexing._get_item_scalar)

MulSD = op_class("MulSD", _plain(arithmetic.mul_s_d), arithmetic._mul_s_d)
MulSS = op_class("MulSS", _plain(arithmetic.mul_s_s), arithmetic._mul_s_s)
MulSV = op_class("MulSV", _plain(arithmetic.mul_s_v), arithmetic._mul_s_v)
SpSum = op_class("SpSum", _sp_sum, arithmetic._sp_sum)
StructuredAddSV = op_class("StructuredAddSV", _plain(arithmetic.structured_add_s_v), arithmetic._structured_add_s_v)

Dot = op_class("sparse.Dot", _plain(products.dot), products._dot)
SamplingDot = op_class("SamplingDot", _plain(products.sampling_dot), products._sampling_dot)
StructuredDot = op_class("StructuredDot", _plain(products.structured_dot), products.structured_dot_s_s,
                         products.structured_dot_s_d)
StructuredDotGradCSC = op_class("StructuredDotGradCSC", _plain(products.sdg_csc), products.sdg_csc)
StructuredDotGradCSR = op_class("StructuredDotGradCSR", _plain(products.sdg_csr), products.sdg_csr)
TrueDot = op_class("TrueDot", lambda grad_preserves_dense=True: lambda x, y: products.true_dot(x, y, grad_preserves_dense),
                   products.true_dot_s_s, products.true_dot_s_d)
Usmm = op_class("Usmm", _plain(products.usmm))

# Theano's optimiser puts this one in place of AddSD.
AddSD_ccode = op_class("AddSD_ccode", _add_s_d, arithmetic._add_s_d)

# The functions that Theano makes of these classes.
CSC, CSR = CSM("csc"), CSM("csr")
csm_grad = CSMGrad
bcast, wcast, icast, lcast = Cast("int8"), Cast("int16"), Cast("int32"), Cast("int64")
fcast, dcast, ccast, zcast = Cast("float32"), Cast("float64"), Cast("complex64"), Cast("complex128")
