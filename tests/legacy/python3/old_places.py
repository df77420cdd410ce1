"""Lists that stood for tuples in NumPy 1, and mocks of objects whose properties fail."""
import warnings

import numpy as np

warnings.simplefilter("ignore")
a = np.arange(24).reshape(2, 3, 4)
for index in ([slice(0, 1), slice(1, 2)], [None, Ellipsis, 1], [0, slice(1, 2)], [[0, 1], [1, 2]], [(0, 1), (1, 0)], [[0, 1]],
              [np.array([0, 1]), np.array([0, 1])], [0, 1], [1, 0, 1], [], [0, [1, 2]], (0, [1, 2]), [[1, 0]], [1.0, None][1:]):
    print(a[index].shape, a[index].sum())
pairs = [(0, 1), (1, 2)]
print(a[list(zip(*pairs))].tolist(), a[0][[slice(0, 2), slice(1, 3)]].tolist(), a[[1]].shape, a[[[1]]].shape)
a[[slice(0, 1), 0]] = 0
places = [[0, 1], [1, 1]]
a[places] += 100
print(a[:, :2, 0].tolist())


class Box:
    a = a


print(Box.a[[slice(1, 2), 0, 0]], Box().a[[[0], [1]]].shape, {(1, 2): 3}[(1, 2)], "abc"[1], [5, 6][-1])
