"""Values of different types compare in Python 2."""
import numpy as np
print None < 3, None < "", 3 < "a", "a" < [], [] < (), {} < [], 2.5 < None, None > -1, None >= None, None <= 0
print sorted([None, 3, "a", 2.5, [1], (1,), {}, True]), sorted([3, None, 1]), max(None, 1), min(None, 1), max([1, "a"])
print [1, None] < [1, 2], (1, "a") < (1, 2), [1] < [1, 2], {1: 2} < {1: 3}, {1: 2} < {0: 0, 1: 1}, [None] < [None]
values = [3, "b", None, "a", 1]
values.sort()
print values
values.sort(reverse=True)
print values
values = [5, 2, 9]
values.sort(lambda a, b: cmp(b, a))
print values
values.sort(key=lambda v: -v)
print values, sorted(values, lambda a, b: a - b)
best = None
for score in (3, 1, 2):
    if score > best:
        best = score
print best, 3 > None, None == None, None != 3
print np.float64(3) > None, None < np.float32(1), (np.arange(3) > None).tolist(), np.arange(3)[np.arange(3) > 1]
try:
    print 1j < 2
except TypeError, e:
    print "TypeError"
class Version(object):
    def __init__(self, n): self.n = n
    def __cmp__(self, other): return cmp(self.n, other.n)
    def __repr__(self): return "V%d" % self.n
print sorted([Version(3), Version(1)]), Version(1) < Version(2), Version(1) == Version(1), cmp(Version(2), Version(1))
print 1 < 2 < 3, not None < None, 5 > 4 and "yes"
