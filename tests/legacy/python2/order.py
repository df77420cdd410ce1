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


def said(x):
    print 'operand', x,
    return x


print 0 <= None < 3, None < 1 < 'a', 1 < 'a' < None, None <= None < 0 == 0
print said(0) <= said(None) < said(3)
print said(None) < said(1) < said('a') > said([2])
print said(1) < said(2) in said([2]), said(1) < said(2) not in said([2])
print said(3) < said('4') is said(None), said(1) < said(2) is not said(None), said(1) < said('a') == said('a') != said(3)
print [x for x in range(3) if 0 < x < 'a'], (lambda a: None < a < 'z')(3)


class Chained:
    low = 3
    inside = None < low < 'b'


class Odd(object):
    def __lt__(self, other):
        return 'less'

    def __gt__(self, other):
        return []


print Chained.inside, Odd() < 1 < 'a', 1 < Odd() < 2, 1 < 2 < Odd(), 0 < 1 < Odd() > 3
