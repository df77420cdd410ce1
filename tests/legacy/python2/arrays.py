"""NumPy as it was: result types, old names, sizes."""
import numpy
import numpy as np
from numpy import *


def show(*values):
    for x in values:
        print getattr(x, "dtype", x.__class__.__name__), str(np.asarray(x).tolist()).replace("L", ""),
    print


f, b, u, i = np.ones(2, "float32"), np.ones(2, "int8"), np.ones(2, "uint8"), np.arange(2)
show(f * np.sqrt(2), f * 2.5, f + 1, f * np.float64(3), f * 100000, f / np.float64(3), f - np.array(2.), f ** 2, 2 ** f)
show(np.float32(2) * 2.5, np.float32(2) * 3, np.uint8(3) - 5, np.uint8(200) + 100, np.int8(100) + 100, np.float32(1) / 3)
show(b + 127, b + 128, u - 5, u + 300, i * 2.5, b * np.float32(2), np.array(2, "float32") * 2.5, f * True)
total = 0.
total += np.float32(0.1)
f += np.float64(1)
f *= 2.5
u += 250
scalar = np.float32(0.1)
scalar += 1
show(total, f, u, scalar)
show(np.float(3), np.int(3.7), np.bool(1), np.zeros(2, np.float), np.zeros(2, np.int), np.array([1], np.object), np.float_(2))
show(np.product([2, 3]), np.cumproduct([2, 3]), np.alltrue([1, 0]), np.sometrue([1, 0]), np.asscalar(np.array([3])), np.rank(i))
show(np.in1d([1, 2], [2]), np.row_stack([i, i]), np.cast["int32"](3.7), np.cast[np.float32](i), np.round_(2.567, 1), np.msort(np.array([3, 1])))
show(np.Inf, np.NaN != np.NaN, np.infty, np.PINF, product([4, 5]), sum(np.array([1, 2])), numpy.random.RandomState(1).random_integers(5))
np.random.seed(3)
show(np.random.random_integers(1, 10, 5), np.random.random_integers(3), np.random.randint(5), np.random.rand(2), np.random.randn())
show(np.array([1, 2], copy=False), np.array(i, copy=False) is i, np.array([[1], [1, 2]]).shape, np.asarray([[1], [2, 3]])[1])
show(np.histogram([1, 2, 2], bins=2, normed=True)[0], np.linalg.lstsq(np.eye(2), np.ones(2))[0], np.mat([[1, 2]]).T)
show(np.arange(3).ptp(), np.fromstring("1 2", sep=" "), np.array([1, 2]) == None, np.loads(np.arange(2).dumps()))
print np.array([0.1, 1e-10]), np.float64(0.1), [np.float64(0.1), np.int64(3)], np.array([1.5, 2]), repr(np.float32(0.1)), np.array(3)
print isinstance(np.int64(3), int), isinstance(np.float64(3), float), isinstance(np.int32(3), int), np.issubdtype(np.int32, np.integer)
x = np.arange(6).reshape(2, 3)
x[0, 1] += 5
x[1] /= 2
x[:, 0] *= 3
x[x > 3] -= 1
print x.tolist(), x[0][1], x[-1, ::2].tolist(), x[np.array([1, 0])].tolist(), x[..., 0].tolist(), (x == 0).any(), x.max()
print np.mean(x), np.sum(x, axis=0), x.mean(axis=1), float(x.sum()) / x.size, x.sum() / x.size, x.shape[0] / 2
print np.vstack([i for i in range(2)] for _ in range(2)).tolist(), np.hstack(map(np.array, [[1], [2]])), np.row_stack([i] for i in range(2)).tolist()
a, names = np.array([1, 2]), np.array(["x", "y"])
show(a == np.array([1, 2, 3]), a != np.array([1, 2, 3]), a == [1, 2, 3], np.zeros((2, 3)) == np.zeros((2, 2)), np.zeros(0) != np.zeros(3))
show(a == "a", a != "a", "a" == a, names == 1, names != a, names == "x", a == (1, 2), a == None, np.array(3) == "a", np.float32(3) == "a")
