"""A file that asks for Python 3's division."""
from __future__ import division
print 7 / 2, 7 // 2, eval("7 / 2")
x = 7
x /= 2
print x
