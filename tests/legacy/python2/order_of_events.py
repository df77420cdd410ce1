"""print writes each value before it computes the next; exec in a function; what an exception unpacks to; the last line."""
import sys


def talk():
    print "inside",
    return "result"


def fail():
    raise ValueError("in the middle")


print "before", talk(), "after"
print >>sys.stdout, "before", talk()
print >>(talk() and sys.stdout), 1, talk(),
print
try:
    print "written", fail()
except ValueError, error:
    print
    print repr(error)


def bind():
    "the docstring"
    exec "b = 5"
    return b


def rebind(y):
    x = 1
    exec "x = x + y; y = 'other'"
    return x, y, sorted(locals())


def in_a_loop():
    total = 0
    for name in "pq":
        exec "%s = %d" % (name, len(name) + total)
        exec "total += 1"
        if total == 2:
            exec "print 'two', p, q"
    return total, p, q, eval("p + q"), [p + k for k in range(2)]


def shadow():
    exec "len = lambda x: 'shadowed'"
    return len([1])


def of_the_module():
    global counter
    exec "counter = 9"
    return counter


counter = 1
print bind(), rebind(3), in_a_loop(), shadow(), len([1]), of_the_module(), counter
try:
    raise ValueError("a", 1)
except (TypeError, ValueError), (text, number):
    print text, number
try:
    open("/does/not/exist")
except IOError, (code, text):
    print code, text
print "no end of line",
