"""theano.misc: arrays of a dtype, and whether two share memory."""

import sys

import numpy as np

from theano_lite.core.dtypes import check_dtype


def _asarray(a, dtype, order=None):
    """`a` as an array of `dtype`, which may be 'floatX'."""
    return np.asarray(a, dtype=np.dtype(check_dtype(dtype)), order=order)


def _parts(a):
    """The arrays that `a` is made of, or None if it is no array and no sparse matrix of SciPy."""
    if isinstance(a, np.ndarray):
        return [a]
    sparse = sys.modules.get("scipy.sparse")  # without it `a` cannot be such a matrix
    if sparse is not None and sparse.issparse(a):
        return [part for name in ("data", "indices", "indptr", "row", "col") if isinstance(
            part := getattr(a, name, None), np.ndarray)]
    return None


def may_share_memory(a, b, raise_other_type=True):
    """Whether the arrays, or sparse matrices, may use the same memory.

    Raises TypeError for anything else; with raise_other_type=False the answer is then False.
    """
    left, right = _parts(a), _parts(b)
    if left is None or right is None:
        if raise_other_type:
            raise TypeError("may_share_memory support only ndarray and scipy.sparse type")
        return False
    return any(np.may_share_memory(x, y) for x in left for y in right)
