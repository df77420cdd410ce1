"""Attributes, modules and methods that few programs use."""
import array
import binascii
import random
import sys
import threading
import zlib
from StringIO import StringIO
from collections import defaultdict


class Attributes(dict):
    def __getattr__(self, name):
        return self[name]


class Number(int):
    pass


class Shown:
    def __unicode__(self):
        return u"as unicode"

    def __hex__(self):
        return "0xshown"

    def __oct__(self):
        return "0shown"

    def __delslice__(self, i, j):
        print "del", i, j


def plain(a):
    pass


d = Attributes(a=1)
print d.a, d.has_key("a"), list(d.iteritems()), d.iterkeys().next(), d.viewkeys()
print Number(7) / 2, 7 / Number(2), Number(7) / 2.
print unicode(Shown()), hex(Shown()), oct(Shown())
del Shown()[1:2]
print plain.func_doc, plain.func_defaults, plain.func_closure, Attributes.__getattr__.im_func.func_name
print hash("a"), hash("theano") % 100, hash(1.5), hash((1, "a")), hash(2L), [hash(w) % 10 for w in "some words".split()]
random.seed(1.5)
print random.random(),
random.seed((1, 2))
print random.random(), random.Random("text").random(), random.Random(2.5).random()
print zlib.crc32("a"), zlib.adler32("theano" * 99), binascii.crc32("a")
numbers = array.array("B")
numbers.fromstring("ab")
print numbers, numbers.tostring(), array.array("i", [1, 2])
print StringIO("abc").len, defaultdict(list, {1: [2]}), repr(ValueError("x")), repr(ValueError()), repr(ValueError(1, "b"))
print sys.platform, sys.version_info[:2], sys.version_info >= (2, 6), sys.version_info.major, sys.version[:3], sys.hexversion > 0x03000000
print "abc".__getslice__(0, 2), [1, 2, 3].__getslice__(1, 3), threading.currentThread().isAlive()
