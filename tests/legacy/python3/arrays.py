"""NumPy as it was, in a program that Python 3 runs."""
import collections
import inspect
import pickle
import random

import numpy as np
from six.moves import cPickle, range, xrange


def show(*values):
    for x in values:
        print(getattr(x, "dtype", x.__class__.__name__), np.asarray(x).tolist(), end=" ")
    print()


f, b, u, i = np.ones(2, "float32"), np.ones(2, "int8"), np.ones(2, "uint8"), np.arange(2)
show(f * np.sqrt(2), f * 2.5, f + 1, f * np.float64(3), f * 100000, f / np.float64(3), f - np.array(2.0), f**2, 2**f)
show(np.float32(2) * 2.5, np.float32(2) * 3, np.uint8(3) - 5, np.uint8(200) + 100, np.int8(100) + 100, np.float32(1) / 3)
show(b + 127, b + 128, u - 5, u + 300, i * 2.5, i / 2, 7 / 2, b / np.float32(2), np.array(2, "float32") * 2.5, f * True)
f += np.float64(1)
u += 250
show(f, u, np.float(3), np.int(3.7), np.bool(1), np.zeros(2, np.float), np.object is object, np.product([2, 3]))
show(np.cast["int32"](3.7), np.asscalar(np.array([3])), np.in1d([1, 2], [2]), np.random.RandomState(1).random_integers(5))
show(np.array([[1], [1, 2]]).shape, np.array(i, copy=False) is i, np.fromstring(b"\x01\x02", "uint8"), np.arange(3).ptp())
print(isinstance([], collections.Iterable), inspect.getargspec(lambda a, b=2: 0), [np.float64(0.5)], list(xrange(2)))
print(pickle.loads(b"cnumpy.core.multiarray\nscalar\np0\n(cnumpy\ndtype\np1\n(S'f8'\np2\nI0\nI1\ntp3\nRp4\n(I3\nS'<'\np5\nNNNI-1\n"
                   b"I-1\nI0\ntp6\nbS'\\x00\\x00\\x00\\x00\\x00\\x00\\xf8?'\np7\ntp8\nRp9\n.", encoding="latin1"),
      cPickle.loads(cPickle.dumps([1])))
random.seed(1)
print(random.randint(1, 100), [v for v in range(3)], round(2.5), "%s" % (0.1 + 0.2), 0.1 + 0.2, str(b"a"))
total = 0.0
for value in f:
    total += value
print(total, sum(f), eval("7 / 2"), {"a": 1}.keys(), "é", len("é"))
a, names = np.array([1, 2]), np.array(["x", "y"])
show(a == np.array([1, 2, 3]), a != np.array([1, 2, 3]), a == [1, 2, 3], np.zeros((2, 3)) == np.zeros((2, 2)), np.zeros(0) != np.zeros(3))
show(a == "a", a != "a", "a" == a, names == 1, names != a, names == "x", a == (1, 2), a == None, np.array(3) == "a", np.float32(3) == "a")
print(type(np.argmax.__code__).__name__, np.argmax.__closure__, show.__defaults__, show.__code__.co_name, (lambda: total).__closure__)
