"""Ragged lists are arrays of objects; NumPy's functions as values."""
import copy
import os
import pickle
import tempfile

import numpy as np

lists = [[1, 2, 3], [4], [5, 6]]
print(np.max(lists), np.min(lists), np.amax(lists), np.amin(lists, 0), np.sum(lists), np.shape(lists), np.size(lists), np.ndim(lists))
print(np.take(lists, [2, 0]), np.append(lists, [7]), np.insert(lists, 0, 7), np.delete(lists, 1), np.unique(lists))
print([part.tolist() for part in np.array_split(lists, 2)], np.array_split([5, 6, 7], 2)[0])
np.random.seed(0)
print(np.random.permutation(lists).tolist(), np.random.permutation(5))
name = os.path.join(tempfile.mkdtemp(), "lists.npy")
np.save(name, lists)
print(np.load(name, allow_pickle=True).tolist())
print(np.max([[1, 2], [3, 4]], axis=1), np.sum([1.5, 2]), np.shape(3), np.max([[1, 2], [3, 4]]))
for bad in (lambda: np.max([]), lambda: np.sum([[1, 2]], axis=3)):
    try:
        bad()
    except ValueError as error:
        print(error)


class Net(object):
    make, join = np.zeros, np.array


print(Net().make((1, 2)), Net().join([1.0]), np.zeros.__name__, np.sum.__name__, type(np.max.__code__).__name__)
for function in (np.zeros, np.array, np.vstack, np.max, np.mean):
    print(pickle.loads(pickle.dumps(function))((2, 1)))
print(copy.deepcopy({1: np.array})[1](lists).shape, copy.copy(np.max)(lists))
