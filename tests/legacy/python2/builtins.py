"""Builtin functions whose meaning or result is another in Python 2."""
import __builtin__

print map(None, [1, 2], [3]), map(lambda x: x * 2, (1, 2))[1], map(lambda *a: a, [1, 2], [3]), map(str, range(3))
print filter(None, [0, 1, 2])[0], filter(lambda c: c != "b", "abc"), filter(None, (0, 1)), zip([1, 2], "ab")[1], zip()
print range(5)[2], range(2, 10, 3), type(range(2)) is list, list(xrange(3)), xrange(10)[3], len(xrange(5))
print reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(lambda a, b: a + b, [], 5), apply(max, (1, 5)), apply(dict, (), {"a": 1})
print cmp(1, 2), cmp("b", "a"), cmp([1], [1]), cmp(None, 0), cmp("a", 1), cmp((1, 2), (1, 3))
print unichr(65), unicode("abc"), unicode("abc", "utf-8"), unicode(3.5), ord("a"), chr(97), long(3.7), long("12")
print isinstance("a", basestring), isinstance(u"a", basestring), isinstance(3, (int, long)), isinstance(3, basestring)
print round(2.5), round(3.5), round(-2.5), round(0.5), round(2.675, 2), round(1234, -2), round(0.125, 2), round(5), round(1e300)
print oct(8), oct(0), hex(255), hex(-255), hex(2 ** 70), coerce(1, 2.5), intern("abc"), abs(-3), divmod(-7, 2), pow(2, 3)
print sum([1, 2.5]), sum([[1], [2]], []), min(3, 1), max([1, 5, 2]), min("b", "a", key=ord), callable(len), 3 .__class__ is int
print sorted([3, 1, 2], cmp=lambda a, b: cmp(b, a)), sorted("bca", reverse=True), sorted([(2, "a"), (1, "b")], key=lambda t: t[0])
print str(0.1 + 0.2), repr(0.1 + 0.2), 0.1 + 0.2, [0.1 + 0.2], 1e16, 1e11, 123456789012.0, 1e-5, 100000.0, 1 / 3., str(1e22)
print "%s %r %d %5.2f" % (0.1 + 0.2, 0.1 + 0.2, 3.99, 2), "%(a)s" % {"a": 1 / 3.}, "%s" % 0.5, "{0} {1:.2f}".format(1 / 3., 1 / 3.)
print (1 + 2j) / 3, 2j, complex(1, -1), str(True), str(None), str(u"a"), str([u"a" == "a", 1])
print set([1]), set(), frozenset([2]), repr(set([3]))
print eval("1 + 1"), eval("x", {"x": 3}), eval(compile("5 / 2", "<here>", "eval")), __builtin__.range(2), __builtin__.len([1])
exec compile("made = 5 / 2", "<here>", "exec")
print made
d = {"a": 1, "b": 2}
print d.has_key("a"), d.has_key("z"), sorted(d.iteritems()), sorted(d.itervalues()), sorted(d.iterkeys()), sorted(d.keys())[0]
print type(d.keys()) is list, d.values()[0] in (1, 2), len(d.items()), dict.fromkeys([1]).keys()[0], sorted(d.viewkeys())
it = iter([1, 2])
print it.next(), next(it), next(it, "end")
def generator():
    received = yield 1
    yield received
g = generator()
print g.next(), g.send(5)
class Counter:
    n = 0
    def __iter__(self): return self
    def next(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
print list(Counter()), Counter().next(), [x for x in Counter()]
def f(a, b=2):
    "doc"
print f.func_name, f.func_defaults, f.func_doc, f.func_code.co_argcount
class C(object):
    def m(self): return 1
c = C()
print c.m.im_self is c, c.m.im_func.func_name, c.m.im_class is C, C.m(c)
e = ValueError("only")
print e.message, ValueError().message == "", ValueError(1, 2).args
print list("ab"), tuple([1]), bytes("a"), buffer("abc")[:2] and 1, bytearray("ab")[0], "a" in "abc"
import numpy as np
print '{}'.format(np.float32(.1)), '{0}'.format(np.float64(1)/3), '%s' % np.float32(.1), '%s' % (np.float64(1)/3), '{}'.format(np.int32(3)), format(1/3.), format(np.float64(1)/3), '{}'.format([1/3.]), '{!r}'.format(1/3.), '{!s}'.format(1/3.), '{:>20}'.format(1/3.), '{:8}'.format(np.float64(1)/3), '%20s' % (1/3.), "{:}".format(2.0)
print '{:10}|{:<10}|{:e}'.format(1/3., 2.0, 3.), format(1/3., '10'), "{:8.3}".format(1/3.)
print '{} {}'.format(np.array(1 / 3.), np.array(1 / 3., 'float32')), '%s' % np.array(1 / 3.)
