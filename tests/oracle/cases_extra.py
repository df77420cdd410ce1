"""The ops of extra_ops and sort, mixed indices, and the dtypes that the other tables leave out."""

import numpy as np

from .case import add, array, uniform, with_pattern

MATRIX, CUBE = uniform(4, 3), uniform(4, 3, 2, seed=3)
TIES = array([[2.0, 1.0, 2.0], [1.0, 3.0, 1.0]])

# --- sets, counts, ordered vectors ----------------------------------------------------------------

add("sets", """
    T.extra_ops.Unique()(x)
    T.extra_ops.Unique(True)(x)
    T.extra_ops.Unique(False, True)(x)
    T.extra_ops.Unique(return_counts=True)(x)
    T.extra_ops.Unique(True, True, True)(x)
    T.extra_ops.Unique(axis=0)(x)
    T.extra_ops.Unique(axis=1, return_index=True)(x)
    T.extra_ops.Unique(axis=-1, return_inverse=True, return_counts=True)(x)
    T.extra_ops.Unique(axis=2)(x)
    T.extra_ops.Unique()(x, return_list=True)
    """, x=TIES)
add("sets", "T.extra_ops.Unique()(x)\nT.extra_ops.Unique(True, True)(x)", x=array([3, 1, 3, 2, 1], "int32"))
add("sets", "T.extra_ops.Unique()(x)", x=array(np.zeros(0)))
add("sets", "T.extra_ops.Unique()(x)", x=array([1.0, np.inf, -np.inf, 1.0]))
add("sets", """
    T.bincount(x)
    T.bincount(x, minlength=2)
    T.bincount(x, minlength=9)
    T.bincount(x, weights=np.arange(5.0))
    T.bincount(x, weights=np.arange(5, dtype='float32'), minlength=7)
    T.bincount(x, assert_nonneg=True)
    T.bincount(x, minlength=x.sum())
    """, x=array([3, 1, 3, 0, 1], "int64"))
add("sets", "T.bincount(x)\nT.bincount(x, weights=np.ones(2))", x=array([1, 0], "uint8"))
add("sets", "T.bincount(x)", x=array([1, 0], "int32"))
add("sets", "T.bincount(x, assert_nonneg=True)\nT.bincount(x)", x=array([1, -1], "int64"))
add("sets", "T.bincount(x)", x=array([1.0, 2.0]))
add("sets", "T.bincount(x)", x=array([[1, 2]], "int64"))
add("sets", """
    T.extra_ops.searchsorted(x, v)
    T.extra_ops.searchsorted(x, v, side='right')
    T.extra_ops.searchsorted(x, v[0])
    x.searchsorted(v, 'right')
    T.extra_ops.searchsorted(x, 2.0)
    T.extra_ops.searchsorted(x, v, sorter=[0, 1, 2, 3])
    T.extra_ops.searchsorted(x[::-1], v, sorter=np.array([3, 2, 1, 0], 'int32'))
    T.extra_ops.searchsorted(x, v, side='middle')
    T.extra_ops.searchsorted(v, x)
    T.extra_ops.searchsorted(x, v, sorter=[0., 1., 2., 3.])
    """, x=array([1.0, 2.0, 2.0, 4.0]), v=array([[0.0, 2.0], [3.0, 9.0]]))
add("sets", "T.extra_ops.searchsorted(x, v)", x=array([1, 3, 5], "int32"), v=array([2.5, 3.0]))

# --- repetition, differences, diagonals -----------------------------------------------------------

add("repeat", """
    T.repeat(x, 0)
    T.repeat(x, 1, axis=1)
    T.repeat(x, [2], axis=0)
    T.repeat(x, [0, 2, 1], axis=1)
    T.repeat(x, r, axis=0)
    T.repeat(x, r[0], axis=1)
    T.repeat(x, -1, axis=0)
    T.repeat(x, [1, 2], axis=0)
    T.repeat(x, 2, axis=2)
    T.repeat(x, 1.5)
    T.repeat(x, [[1]])
    T.tile(x, r)
    T.tile(x, r[:2], ndim=2)
    T.tile(x, 2, ndim=3)
    T.tile(x, (2, 1), ndim=3)
    T.tile(x, (2, 3, 1), ndim=2)
    T.tile(x, (r[0], 2))
    T.tile(x, [2, 0])
    T.extra_ops.diff(x, n=3)
    T.extra_ops.diff(x, n=0)
    T.extra_ops.diff(x, axis=-2)
    T.roll(x, 5)
    T.roll(x, -5, axis=0)
    T.roll(x, r[1], axis=1)
    T.roll(x, 0)
    """, x=MATRIX, r=array([1, 2, 0, 3], "int64"))
add("repeat", """
    T.fill_diagonal(x, 9)
    T.fill_diagonal(x, x[0, 1])
    T.extra_ops.fill_diagonal_offset(x, 9, 1)
    T.extra_ops.fill_diagonal_offset(x, 9, -2)
    T.extra_ops.fill_diagonal_offset(x, x[0, 0], 5)
    T.fill_diagonal(x[0], 1)
    T.fill_diagonal(x.T, 2)
    T.extra_ops.fill_diagonal_offset(x, 9., 1.)
    """, x=MATRIX)
add("repeat", "T.fill_diagonal(x, 7)\nT.extra_ops.fill_diagonal_offset(x, 9, 1)", x=array(np.zeros((3, 3, 3))))
add("repeat", "T.fill_diagonal(x, 7)", x=array(np.zeros((3, 3, 2))))
add("repeat", "T.fill_diagonal(x, 7)\nT.fill_diagonal(x, 7.5)", x=array(np.zeros((2, 3)), "int32"))
add("repeat", """
    T.diag(x, 1)
    T.diag(x, -2)
    T.diag(x[0], 1)
    T.diag(x[0], -1)
    T.diagonal(x, 3)
    T.diagonal(x, -9)
    T.tril(x, 1)
    T.triu(x, -1)
    T.tri(4, 3, 1)
    T.identity_like(x)
    x.trace()
    """, x=MATRIX)
add("repeat", """
    T.extra_ops.unravel_index(i, (4, 3))
    T.extra_ops.unravel_index(i, (4, 3), ndim=2)
    T.extra_ops.unravel_index(i[0], (4, 3))
    T.extra_ops.unravel_index(i, (2, 3, 2))
    T.extra_ops.unravel_index(i, (2, 2))
    T.extra_ops.unravel_index(-i, (4, 3))
    T.extra_ops.ravel_multi_index((i, i), (12, 13))
    T.extra_ops.ravel_multi_index((i, i), (3, 4), mode='wrap')
    T.extra_ops.ravel_multi_index((i, i), (3, 4), mode='clip')
    T.extra_ops.ravel_multi_index((i, i), (3, 4))
    T.extra_ops.ravel_multi_index((i, i), (12, 13), order='F')
    T.extra_ops.ravel_multi_index((-i, i), (3, 4), mode='wrap')
    T.inverse_permutation(T.argsort(-i))
    T.extra_ops.to_one_hot(i, 12, dtype='int8')
    T.extra_ops.bartlett(5)
    T.extra_ops.bartlett(1)
    T.extra_ops.bartlett(0)
    T.extra_ops.bartlett(i.shape[0] + 3)
    """, i=array([0, 5, 11], "int64"))
add("repeat", """
    T.extra_ops.cumsum(x)
    T.extra_ops.cumsum(x, axis=0)
    T.extra_ops.cumsum(x, axis=-1)
    T.extra_ops.cumprod(x)
    T.extra_ops.cumprod(x, axis=1)
    x.cumsum(axis=1)
    T.extra_ops.cumsum(x, axis=2)
    T.ptp(x)
    T.ptp(x, axis=1)
    x.ptp(axis=0)
    """, x=MATRIX, second=True)
for dtype in ("bool", "int8", "uint8", "uint16", "int32", "float32", "complex64"):
    add("repeat", """
        T.extra_ops.diff(x)
        T.repeat(x, 2, axis=1)
        T.tile(x, (1, 2))
        T.diagonal(x)
        T.diag(x[0])
        T.roll(x, 1)
        """, x=array([[1, 2], [0, 1]], dtype))
for dtype in ("bool", "int8", "uint8", "uint16", "int32", "float32"):
    add("cumulative", "T.extra_ops.cumsum(x)\nT.extra_ops.cumprod(x, axis=0)", x=array([[100, 2], [100, 2]], dtype))

# --- sorting --------------------------------------------------------------------------------------

add("sorting", """
    T.sort(x)
    T.sort(x, axis=0)
    T.sort(x, None)
    T.sort(x, -2)
    T.sort(x, 2)
    T.argsort(x, kind='mergesort')
    T.argsort(x, 0, kind='mergesort')
    T.argsort(x, None, kind='mergesort')
    T.sort(x)[:, ::-1]
    """, x=TIES)
add("sorting", "T.sort(x)\nT.argsort(x)", x=array([1.0, np.nan, -np.inf, np.inf, 0.0]))
for dtype in ("bool", "int8", "uint32", "float32"):
    add("sorting", """
        T.sort(x)
        T.argsort(x)
        T.max_and_argmax(x)
        T.topk(x, 2, sorted=False).sum()
        """, x=array([1, 0, 1, 3, 2], dtype))
add("sorting", """
    T.sort(T.topk(x, 2, axis=0, sorted=False), axis=0)
    T.sort(T.topk(x, -2, sorted=False))
    T.argtopk(x, 1, sorted=False)
    T.argtopk(x, -1, axis=0, sorted=False, idx_dtype='int32')
    T.topk_and_argtopk(x, 1, sorted=False)
    T.topk(x, 4, sorted=False)
    T.topk(x, 0, sorted=False)
    T.topk(x, 2, sorted=True)
    T.topk(x, 2, axis=2, sorted=False)
    T.argtopk(x, 1, sorted=False, idx_dtype='float32')
    """, x=uniform(3, 3))

# --- mixed indices --------------------------------------------------------------------------------

add("mixed_index", """
    x[i, :, 0]
    x[0, :, i]
    x[:, i, i]
    x[:, 0, i]
    x[i, 0]
    x[i, None, 0]
    x[None, i]
    x[..., i[:2]]
    x[i[:, None], i[:2]]
    x[i[:, None], :, i[:2]]
    x[i, 1:, :]
    x[1:, i, ::-1]
    x[::2, i]
    x[i > 0]
    x[i > 0, 0]
    x[:, i[:3] > 0]
    x[[[0, 1], [1, 0]]]
    x[np.array([[0, 1], [1, 0]])]
    x[[0, 1], [1, 0], [0, 1]]
    x[(0, 1), (1, 0)]
    x[[0, 1], np.array([[1], [0]])]
    x[i[0], i]
    x[i[0]:i[1], i]
    x[i, i[0]:2]
    x[-i]
    x[i - 3]
    x[i + 3]
    x[:, i + 2]
    x[:, [0, 3]]
    x[[True, False, True, False]]
    x[np.array([True, False, True, False])]
    x[:, np.array([True, False, True])]
    x[np.array([True, False])]
    x[0][np.array([[True, False], [False, True], [True, True]])]
    x[np.array([True, False, True, False]), i[:2]]
    x[i.nonzero()]
    x[x > 0]
    x.take(i)
    x.take(i, axis=1)
    x.take([[0, 1], [1, 0]], axis=-1)
    T.take(x, i, axis=0, mode='clip')
    T.take(x, i + 3, axis=0, mode='wrap')
    T.take(x, -i * 9, axis=1, mode='wrap')
    T.take(x, i + 9, axis=1)
    T.take(x, 1, axis=1)
    """, x=CUBE, i=array([0, 1, 1, 0], "int64"))
add("mixed_index", """
    T.set_subtensor(x[i, :, 0], 1.5)
    T.inc_subtensor(x[i, :, 0], 1.5)
    T.inc_subtensor(x[:, i, i], 1.0)
    T.inc_subtensor(x[i, 0], x[1, :2])
    T.inc_subtensor(x[i], x[0])
    T.set_subtensor(x[i[:, None], :, i[:2]], 0)
    T.inc_subtensor(x[1:, i], 2)
    T.inc_subtensor(x[::2, i], x[:2, :2][:, [0, 1, 0, 1]])
    T.set_subtensor(x[i > 0], 7)
    T.inc_subtensor(x[i > 0, 0], 7)
    T.inc_subtensor(x[:, np.array([True, False, True])], 2)
    T.set_subtensor(x[np.array([True, False])], 2)
    T.inc_subtensor(x[i + 3], 1)
    T.inc_subtensor(x[i[0]:i[1], i], 3)
    T.inc_subtensor(x[::-1][0], 5)
    T.set_subtensor(x[0][1], 5)
    T.inc_subtensor(x[0, 0, 0], x.sum())
    T.set_subtensor(x[-1:], 2)
    T.set_subtensor(x[::-2], x[:2])
    T.inc_subtensor(x[i[0]:i[1]:1], 1)
    T.inc_subtensor(x[i[1]:i[0]:-1], 1)
    T.set_subtensor(x[9:], 1)
    T.set_subtensor(x[:2], x[:3])
    T.set_subtensor(x.T[0], 3)
    T.inc_subtensor(x.take(i, axis=0), 1)
    T.inc_subtensor(x.dimshuffle(1, 0, 2)[0], 1)
    """, x=CUBE, i=array([0, 1, 1, 0], "int64"))
add("mixed_index", "x[i]\nx[i[0]:]", x=MATRIX, i=array([0, 1, 1, 0], "bool"))
for dtype in ("int8", "uint8", "int32", "uint64"):
    add("mixed_index", "x[i]\nx[i[0]]\nx[i[0]:]\nx[:, i[:2]]\nT.inc_subtensor(x[i], 1)", x=MATRIX,
        i=array([0, 1, 1, 0], dtype))
add("mixed_index", "x[i]\nx[i, i]\nx[:, i]\nT.inc_subtensor(x[i], 2)\nT.inc_subtensor(x[:, i], y)", x=MATRIX,
    i=with_pattern([2], "1", "int64"), y=with_pattern([[1.0], [2.0], [3.0], [4.0]], "01"))

# --- complex numbers ------------------------------------------------------------------------------

for dtype in ("complex64", "complex128"):
    add("complex_dtypes", """
        x.real
        x.imag
        x.conj()
        T.angle(x)
        x.var()
        x.std()
        x * 1j
        x + 1
        x / x.real
        T.dot(x, x)
        T.log(x)
        T.sin(x)
        T.inv(x)
        x > 1
        T.maximum(x, 1)
        x % 2
        x // 2
        T.floor(x)
        T.clip(x, 0, 1)
        T.sgn(x)
        x.max()
        x.argmax()
        T.sort(x)
        T.complex_from_polar(abs(x), T.angle(x))
        T.complex(x.real, x.imag)
        """, x=array([[1 + 1j, 2j], [3.0, 1 - 2j]], dtype))

# --- what a compiler would simplify, and dtypes that follow from Theano's own arithmetic ----------------

add("masks_and_means", """
    x * T.gt(x, 0)
    T.gt(x, 0) * x
    x * T.cast(T.isnan(x), x.dtype)
    (T.log(x) * T.gt(x, 0)).sum()
    x * b
    T.tril(x.dimshuffle('x', 0), -1)
    T.triu(x.dimshuffle('x', 0), 3)
    """, x=array([np.nan, np.inf, -np.inf, 2.0, 0.0], "float64"), b=array([False, True, False, True, False], "bool"))
for dtype in ("float16", "float32", "float64", "complex64", "int8"):
    add("masks_and_means", """
        x.var(ddof=1)
        x.std(ddof=1, axis=0)
        T.var(x, ddof=1, axis=(0, 1), keepdims=True)
        T.var(x, ddof=1, corrected=True)
        """, x=array([[1, 2], [0, 3]], dtype))
add("masks_and_means", """
    x.mean()
    x.mean(axis=0)
    x.var(axis=1)
    """, x=array([[-2**63, 2**63 - 1], [2**53 + 1, 2**53 + 3]], "int64"))
for dtype in ("bool", "uint8", "uint16", "uint32", "uint64", "int8"):
    add("masks_and_means", "T.triu(x)", x=array([[1, 1], [1, 1]], dtype))
add("masks_and_means", "T.erfcinv(x)", x=array([0.5, 1.25, 1.0], "float16"))
for order in ([1, 0], [0, 2], [0, -1], [0, -3]):
    add("masks_and_means", """
        T.inverse_permutation(p)
        T.permute_row_elements(T.arange(2) * 10, p)
        T.permute_row_elements(T.arange(2) * 10, p, inverse=True)
        """, p=array(order, "int64"))
add("masks_and_means", "x.trace()", x=array([[[1, 2], [3, 4]], [[5, 6], [7, 8]]], "int64"))
add("masks_and_means", "T.angle(x)", x=array([-1.0, 0.0, 2.0]))
