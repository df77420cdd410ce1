"""What / means in Python 2."""
import operator
import numpy as np


def show(x):
    dtype = getattr(x, "dtype", None)
    print dtype if dtype is not None else x.__class__.__name__, np.asarray(x).tolist()


for value in (7 / 2, -7 / 2, 7 / -2, 7 / 2., 7. / 2, True / 2, 1e308 / 10, (1 + 2j) / 2):
    show(value)
ints, small, floats = np.array([7, -7, 0]), np.array([7, -7], "int8"), np.array([7., 1.], "float32")
n = 2
for value in (ints / 2, ints / n, 7 / np.array([2, 4]), ints / 2., floats / 2, floats / n, small / 2, small / 300,
              ints / np.array([2, 2, 3]), floats / np.array([2, 4]), np.int64(7) / 2, np.int32(7) / n, 7 / np.int16(2),
              np.float32(7) / 2, np.float64(7) / 2, np.uint8(7) / 2, np.bool_(1) / np.bool_(1),
              np.array([True]) / np.array([True]), np.array([7, 8.5], object) / 2, np.divide(7, 2), np.divide(ints, 2),
              np.true_divide(7, 2), np.floor_divide(7, 2), operator.div(7, 2), operator.truediv(7, 2),
              reduce(operator.div, [100, 3, 2]), sum([1, 2]) / 2, len("abc") / 2, [7, 8] / np.array([2, 2]),
              np.array(7) / 2, np.array(7) / np.array(2.), np.mean([1, 2]) / 1):
    show(value)
a = 7
a /= 2
b = [7, 8]
b[1] /= 3
c = ints.copy()
c /= 2
d = floats.copy()
d /= n
class Box: pass
box = Box()
box.x = 9
box.x /= 2
box.list = [5, 6]
box.list[a - 2] /= 4
i = 0
def index():
    global i
    i += 1
    return 0
one = [9]
one[index()] /= 2
for value in (a, b, c, d, box.x, box.list, one, i, eval("9 / 2"), eval("9 / 2.")):
    show(value)
class Money:
    def __init__(self, x): self.x = x
    def __div__(self, other): return Money(self.x / other)
    def __rdiv__(self, other): return Money(other / self.x)
    def __idiv__(self, other):
        self.x = -self.x / other
        return self
m = Money(9)
print (m / 2).x, (20 / m).x, (m / 2.).x
m /= 2
print m.x
print [x / 2 for x in range(5)], {k: k / 2 for k in range(3)}, (lambda x: x / 3)(10)
print 10 / 3 * 3, 10 * 3 / 4, -(7 / 2), 2 ** 3 / 3, 7 // 2, 7 % 3, divmod(7, 2)
x = np.zeros(10)
print x[:len(x) / 3].shape, x[10 / 4], np.arange(6).reshape(3, 6 / 3).shape
try:
    print 1 / 0
except ZeroDivisionError, e:
    print e
try:
    print 1. / 0
except ZeroDivisionError, e:
    print e
