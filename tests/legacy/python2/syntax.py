# -*- coding: utf-8 -*-
"""Statements and literals that only Python 2 parses."""
import sys


def tuples((a, (b, c)), d=3, (e, f)=(5, 6), *rest):
    "the docstring"
    return a, b, c, d, e, f, rest


print
print "a", 1, None,
print "same line"
print ("a", 1)
print ("a"), ("b")
print >>sys.stdout, "to a file", 3,
print >>sys.stdout
print "tab\t",
print "no space after a tab"
print "line\n",
print "no space after a line"
print tuples((1, (2, 3))), tuples((1, (2, 3)), 4, (7, 8), 9), tuples.__doc__
print (lambda (x, y): x - y)((5, 3)), (lambda (x, (y, z)), w=1: x + y * z - w)((1, (2, 3)))
print 0777, 00, 0xFFL, 10L, 1 <> 2, `1, 'a'`, `3` + `4`
print [x for x in 1, 2, 3], [y for y in (lambda: 4), lambda: 5][1]()
try:
    raise ValueError, "text"
except ValueError, e:
    print "caught", e
print "still", e
try:
    raise ValueError, ("two", "parts")
except (TypeError, ValueError), e:
    print e.args, e.message == ""
box = []
class Holder: pass
h = Holder()
try:
    raise KeyError("k")
except KeyError, h.error:
    print "kept", h.error
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise RuntimeError, "again", sys.exc_info()[2]
except RuntimeError, e:
    print e
exec "v = 7 / 2"
print v
names = {}
exec "w = 7 / 2; print 'inside'" in names
print names["w"]
exec("u = 1")
exec "k = q + 1" in {"q": 1}, names
print u, names["k"]
if True:
	print "tab",
        print "spaces"
def shadow():
    i = 10
    values = [i for i in range(3)]
    return i, values
print shadow()
j = 10
squares = [j * k for j in range(3) for k in range(2) if j]
print j, k, squares
def count():
    total = counter
    global counter
    counter = total + 1
    return counter
counter = 1
print count(), counter
def star():
    from math import *
    return int(sqrt(16))
print star()
def bare():
    x = 1
    exec "y = x + 1" in locals(), names
    return names["y"]
print bare()
print len("é"), len(u"é"), repr("é"), repr("\xff\u00e9"), len("\u00e9"), len(u"\u00e9"), r"\d\u", ur"\d" == u"\\d"
print "a" "b" 'c', b"bytes", """long
	text"""
async = 3
print async
class Old:
    x = 1
    def __init__(self, async=2): self.y = async
print Old().y, not None, (yes for yes in [1]).next()
for k in 1, 2: print k,
else: print "done"
while 0: pass
print "%s and %s" % ("x", "y"), "%d%%" % 3; print "semicolon"
print not 1, -1 ** 2, [i for i in range(5) if i % 2]
def until(limit):
    "a generator"
    for k in range(9):
        if k == limit: raise StopIteration
        yield k
def pairs(it):
    while True: yield it.next(), it.next()
print list(until(3)), until.__doc__, list(pairs(iter(range(5))))
try:
    raise IOError(2, "gone")
except IOError, e:
    number, text = e
    print e[0], e[1], number, text, e.args[0]
template = "%s|%s"
print template % (1 / 3., "a"), map(str, [1 / 3., 2]), "%s" % (0.1 + 0.2), 7.5 % 2
