"""Reading and writing by index: basic, advanced, boolean, symbolic."""

import numpy as np

from .case import add, array, uniform, with_pattern

MATRIX, CUBE = uniform(4, 3), uniform(4, 3, 2, seed=3)
BASIC = """
0
-1
np.int64(1)
slice(None)
slice(1, 3)
slice(-2, None)
slice(None, -1)
slice(None, None, -1)
slice(3, 0, -1)
slice(None, None, 2)
slice(-1, -4, -2)
slice(2, 1)
slice(1, 100)
slice(-100, 2)
slice(100, None)
Ellipsis
(None, slice(None), slice(None))
(1, 2)
(-1, -2)
(slice(None), 0)
(slice(None), -1)
(0, slice(1, None))
(slice(None, None, -1), slice(None, None, -1))
(Ellipsis, 1)
(None, 1, slice(None))
(slice(None), None, slice(None))
(Ellipsis, None)
(slice(1, 3), slice(0, 2))
(slice(None), slice(0, 1))
"""
SYMBOLIC = """
i
(i, j)
(j, i)
slice(i)
slice(i, None)
slice(i, j)
slice(j, i)
slice(None, None, i)
slice(None, None, -i)
(slice(None), i)
(i, slice(j, None))
slice(i * 2, (i + 1) * 2)
slice(-i, None)
slice(i, 50)
(slice(None), slice(i, None))
-i
"""
ADVANCED = """
[0, 2]
[3, 3, 0]
[-1, 0]
np.array([1, 1])
np.array([[0, 1], [2, 3]])
(slice(None), [0, 2])
([0, 1, 1], [2, 0, 0])
(T.arange(3), [0, 1, 0])
([0, 1], slice(1, None))
([0, 1], 2)
(0, [1, 1])
(np.array([[0], [2]]), np.array([0, 1]))
([0, 2], None)
(None, [0, 2])
np.array([True, False, True, True])
(np.array([True, False, True, True]), 1)
np.array([[True, False, True]] * 4)
(slice(None), np.array([True, False, True]))
"""
# Writing through a new axis is refused by 1.0.5 (or changes the rank): only reading is recorded.
NEWAXIS = {"(None, slice(None), slice(None))", "(None, 1, slice(None))", "(slice(None), None, slice(None))",
           "(Ellipsis, None)"}
for index in BASIC.split("\n")[1:-1]:
    add("index", f"x[{index}]", x=MATRIX)
    if index in NEWAXIS:
        continue
    add("set_index", f"T.set_subtensor(x[{index}], 2.0)\nT.inc_subtensor(x[{index}], 2.0)", x=MATRIX)
    add("set_index", f"T.set_subtensor(x[{index}], T.sqr(x[{index}]))"
        f"\nT.inc_subtensor(x[{index}], x[{index}] * 2)",
        x=MATRIX)
for index in SYMBOLIC.split("\n")[1:-1]:
    for i, j in ((1, 2), (2, 0)):
        integers = {"i": array(i, "int64"), "j": array(j, "int32")}
        add("index", f"x[{index}]", x=MATRIX, **integers)
        add("set_index", f"T.set_subtensor(x[{index}], 2.0)\nT.inc_subtensor(x[{index}], 2.0)", x=MATRIX,
            **integers)
for index in ADVANCED.split("\n")[1:-1]:
    add("index", f"x[{index}]", x=MATRIX)
    add("set_index", f"T.set_subtensor(x[{index}], 2.0)\nT.inc_subtensor(x[{index}], 2.0)"
        f"\nT.inc_subtensor(x[{index}], x[{index}] * 3)\nT.set_subtensor(x[{index}], x[{index}] ** 2)",
        x=MATRIX)
add("index", """
    x[1, 2, 0]
    x[:, 1]
    x[..., 0]
    x[1, ...]
    x[1:3, :, 0]
    x[:, [0, 2]]
    x[[0, 2], :, 1]
    x[[0, 2], [1, 1]]
    x[:, [0, 2], [1, 0]]
    x[[0, 1], :, [0, 1]]
    x[0, :, [0, 1]]
    x[[[0], [1]], [0, 2], 1]
    x[T.arange(4), T.constant([0, 2, 1, 1])]
    x[:, ::-1]
    x[::2, ::-2]
    x[None, 0, :, :]
    x[:, None, [0, 1]]
    x.take([0, 2], axis=1)
    x.take([[0, 1], [2, 2]], axis=1)
    x.take([0, 5])
    x.take(1, axis=2)
    T.take(x, [0, 1], axis=0)
    T.take(x, [-1, 0], axis=-1)
    x[np.ones((4, 3), bool)]
    x[:, np.array([True, False, True])]
    x[x > 0]
    x[x.sum(axis=2) > 0]
    x[(x > 0).nonzero()]
    """, x=CUBE)
add("index", """
    x[v]
    x[v, 1]
    x[:, v[:2]]
    x[v, v[:3]]
    x[T.arange(v.shape[0]), v % 3]
    x[T.arange(4)[:3], v % 3]
    x[v[0]]
    x[v[0]:v[1]]
    x[v[0]:]
    x[v.dimshuffle(0, 'x'), T.arange(3)]
    x[v.reshape((3, 1))]
    x[v[::-1]]
    x.take(v)
    x.take(v, axis=0)
    T.take(x, v, axis=0)
    T.take(x, v, axis=0, mode='wrap')
    T.take(x, v + 2, axis=0, mode='clip')
    T.take(x, v + 10, axis=0, mode='wrap')
    x[v].sum(axis=1)
    x[T.eq(v, 1).nonzero()]
    x[T.eq(v, 1).nonzero()[0]]
    x[:3][v > 0]
    T.extra_ops.to_one_hot(v, 4).dot(x)
    T.nnet.softmax(x)[T.arange(3), v[:3] % 3]
    """, x=MATRIX, v=array([1, 3, 1], "int64"))
for dtype in ("int8", "uint8", "int32"):
    add("index", """
        x[v]
        x[T.arange(3), v % 3]
        T.set_subtensor(x[v], 0)
        T.inc_subtensor(x[v], 1.5)
        """, x=MATRIX, v=array([1, 3, 1], dtype))
add("set_index", """
    T.set_subtensor(x[v], y)
    T.inc_subtensor(x[v], y)
    T.inc_subtensor(x[v], y[0])
    T.inc_subtensor(x[v, 0], y[:, 0])
    T.inc_subtensor(x[:, v % 3], 1)
    T.inc_subtensor(x[v, v % 3], y[0])
    T.set_subtensor(x[T.arange(3), v % 3], y[0])
    T.inc_subtensor(x[T.arange(3), v % 3], y[0])
    T.set_subtensor(x[:3], y)
    T.inc_subtensor(x[1:], y)
    T.set_subtensor(x[:, 0], 3)
    T.inc_subtensor(x[:, 0], y.sum())
    T.set_subtensor(x[1], y[0])
    T.inc_subtensor(x[v[0]], y[1])
    T.set_subtensor(x[v[0]:], y[:1])
    T.set_subtensor(x[0:2, 0:2], y[:2, :2])
    T.inc_subtensor(x[::-1], x)
    T.set_subtensor(x[x > 0], 0)
    T.inc_subtensor(x[x > 0], 1)
    T.set_subtensor(x[(x > 0).nonzero()], 0.5)
    T.inc_subtensor(x[(x < 0).nonzero()], 2 * x[(x < 0).nonzero()])
    T.set_subtensor(T.zeros_like(x)[v], y)
    T.inc_subtensor(T.zeros_like(x)[v], y)
    T.set_subtensor(x.T[0], 1)
    T.set_subtensor(x[v], y, inplace=False)
    T.inc_subtensor(T.zeros((4, 3))[v], y)
    T.set_subtensor(x[[0, 0]], y[:2])
    T.inc_subtensor(x[[0, 0]], y[:2])
    T.inc_subtensor(x[1][0], 5)
    T.set_subtensor(x[0, 0], y[0, 0])
    T.set_subtensor(x[...], 1)
    T.inc_subtensor(x[v], 1)
    T.inc_subtensor(x[v][:, 0], 1)
    T.inc_subtensor(x.flatten()[v], 1.)
    T.inc_subtensor(x[v], y, set_instead_of_inc=True)
    T.inc_subtensor(x[v], y, ignore_duplicates=True)
    """, x=MATRIX, v=array([1, 3, 1], "int64"), y=uniform(3, 3, seed=9))
for dtype in ("float32", "int32"):
    add("set_index", """
        T.set_subtensor(x[0], 2)
        T.inc_subtensor(x[0], 2)
        T.set_subtensor(x[:2], x[1:])
        T.inc_subtensor(x[[0, 0]], 1)
        T.set_subtensor(x[0], 1.5)
        T.inc_subtensor(x[0], np.float64(1.5))
        T.inc_subtensor(x[0], np.float32(1.5))
        """, x=array([1, 2, 3], dtype))
    add("set_index", """
        T.set_subtensor(x[0], y)
        T.inc_subtensor(x[0], y)
        """, x=array([1, 2, 3], dtype), y=array(1.5))
    add("set_index", """
        T.set_subtensor(x[0], y)
        T.inc_subtensor(x[0], y)
        T.inc_subtensor(x[[0, 0]], y)
        """, x=array([1, 2, 3], dtype), y=array(2, "int8"))
add("set_index", """
    T.set_subtensor(x[:, 0:1], y)
    T.set_subtensor(x[:, 0:2], y)
    T.inc_subtensor(x, y)
    T.set_subtensor(x[:], y)
    """, x=MATRIX, y=with_pattern([[1.0], [2.0], [3.0], [4.0]], "01"))
MASKED = array([[1.0, 0.0, 2.0], [0.0, 0.0, 3.0]])
add("mask", """
    x[x > 0]
    x[x > 5]
    x[T.gt(x, 0.5)]
    x[x > 0].sum()
    x[(x > 0).any(axis=1)]
    x[x[:, 0] > 0]
    x[:, x[0] > 0]
    x[T.eq(x, 0)]
    x.nonzero()
    x.nonzero(return_matrix=True)
    T.nonzero(x)
    T.nonzero(x > 1, return_matrix=True)
    T.flatnonzero(x)
    T.nonzero_values(x)
    x.nonzero_values()
    x[x.nonzero()]
    x[T.nonzero(x > 1)]
    T.flatnonzero(x > 5)
    T.extra_ops.compress(np.array([0, 1]), x, axis=0)
    T.extra_ops.compress(np.array([1, 0, 1]), x, axis=1)
    x.flatten()[T.flatnonzero(x)]
    T.arange(x.shape[0])[x.any(axis=1)]
    x[(x > 0) & (x < 3)]
    x[~(x > 0)]
    T.set_subtensor(x[x > 1], -1)
    T.set_subtensor(x[T.eq(x, 0)], 9)
    T.inc_subtensor(x[x > 1], x[x > 1])
    T.set_subtensor(x[:, 0][x[:, 0] > 0], 7)
    T.sum(x[x > 0]) / T.sum(x > 0)
    x[m]
    T.set_subtensor(x[m], 0)
    x[m.nonzero()]
    """, x=MASKED, m=array([[1, 0, 1], [0, 1, 0]], "bool"))
add("mask", """
    T.choose(c, [x, y])
    T.choose(c, (y, x))
    c.choose([x, y])
    T.choose(c, [x, y], mode='clip')
    T.choose(c, [x, y], mode='wrap')
    T.choose(c, T.stack([x, y]))
    """, c=array([0, 1, 1], "int64"), x=uniform(3), y=uniform(3, seed=1))
add("mask", """
    T.choose(c, [x, x])
    T.choose(c, [x, x], mode='clip')
    T.choose(c, [x, 2 * x], mode='wrap')
    """, c=array([0, 1, 2], "int64"), x=uniform(3))
add("index", """
    x[0:2]
    x[::-1]
    x[1]
    x[[1, 1]]
    x[x > 1]
    T.set_subtensor(x[0], 5)
    x[None, :]
    x[-2:]
    x[:, None]
    """, x=array([1, 2, 3], "int32"))
add("index", """
    x[0]
    x[0, :]
    x[:, 0]
    x[:, 1:2]
    x[0:1]
    x[::-1]
    x[[0, 0]]
    x[:, [1]]
    x[:0]
    """, x=with_pattern([[1.0, 2.0]], "10"))
add("index", "x[:0]\nx[0:5]\nx[[]]\nx[np.array([], 'int64')]", x=array(np.zeros((0, 2))))
add("index", "x[...]\nx[()]\nx[None]\nx[None, None]", x=array(1.5))
add("index", "list(x)\n[row * 2 for row in [x[0], x[1]]]", x=uniform(2, 2))
# A new axis drops the broadcastable dimensions that the index leaves out.
add("index", """
    x[:, None]
    x[0, None]
    x[None, 0]
    x[::2, None]
    x[:, None, :]
    x[..., None]
    x[[0, 1], None]
    x[:, None] * x
    """, x=with_pattern([[1.0], [2.0], [3.0]], "01"))
add("set_new_axis", """
    T.set_subtensor(x[None, 1:, :], 2.0)
    T.inc_subtensor(x[None, 1:, :], x[1:])
    T.inc_subtensor(x[:, None, ::-1], x.dimshuffle(0, 'x', 1))
    T.set_subtensor(x[1:, None, :, None], 3)
    T.inc_subtensor(x[:, None, 0], 1.5)
    """, x=array([[1, 2, 3], [4, 5, 6]], "float64"))
