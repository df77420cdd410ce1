"""theano.sparse.sandbox.sp2: random sparse matrices, and ops that live in theano.sparse now."""

from theano_lite.core.sparse_type import SparseType, as_sparse_variable
from theano_lite.core.sparse_type import is_sparse as _is_sparse
from theano_lite.core.sparse_type import is_sparse_variable as _is_sparse_variable
from theano_lite.ops.sparse_arithmetic import (
    add_s_s,
    add_s_s_data,
    mul_s_d,
    mul_s_s,
    mul_s_v,
    neg,
    structured_add_s_v,
)
from theano_lite.ops.sparse_classes import (
    CSC,
    CSM,
    CSR,
    AddSSData,
    Cast,
    CSMProperties,
    HStack,
    MulSV,
    Remove0,
    SamplingDot,
    StructuredAddSV,
    VStack,
    bcast,
    ccast,
    dcast,
    fcast,
    icast,
    lcast,
    wcast,
    zcast,
)
from theano_lite.ops.sparse_classes import Remove0 as EliminateZeros
from theano_lite.ops.sparse_elementwise import (
    structured_add,
    structured_exp,
    structured_log,
    structured_maximum,
    structured_minimum,
    structured_monoid,
    structured_pow,
    structured_sigmoid,
)
from theano_lite.ops.sparse_products import dot, sampling_dot
from theano_lite.ops.sparse_structure import (
    csm_data,
    csm_indices,
    csm_indptr,
    csm_properties,
    csm_shape,
    hstack,
    remove0,
    vstack,
)
from theano_lite.ops.sparse_structure import remove0 as eliminate_zeros
from theano_lite.ops.sparse_variables import is_dense_variable as _is_dense_variable
from theano_lite.program.sparse_random import (
    Binomial,
    Multinomial,
    Poisson,
    csc_dbinomial,
    csc_fbinomial,
    csr_dbinomial,
    csr_fbinomial,
    multinomial,
    poisson,
)

__all__ = [
    "AddSSData", "Binomial", "CSC", "CSM", "CSMProperties", "CSR", "Cast", "EliminateZeros", "HStack", "MulSV",
    "Multinomial", "Poisson", "Remove0", "SamplingDot", "SparseType", "StructuredAddSV", "VStack",
    "_is_dense_variable", "_is_sparse", "_is_sparse_variable", "add_s_s", "add_s_s_data", "as_sparse_variable",
    "bcast", "ccast", "csc_dbinomial", "csc_fbinomial", "csm_data", "csm_indices", "csm_indptr", "csm_properties",
    "csm_shape", "csr_dbinomial", "csr_fbinomial", "dcast", "dot", "eliminate_zeros", "fcast", "hstack", "icast",
    "lcast", "mul_s_d", "mul_s_s", "mul_s_v", "multinomial", "neg", "poisson", "remove0", "sampling_dot",
    "structured_add", "structured_add_s_v", "structured_exp", "structured_log", "structured_maximum",
    "structured_minimum", "structured_monoid", "structured_pow", "structured_sigmoid", "vstack", "wcast", "zcast",
]
