"""Classes of Python 2."""


class Meta(type):
    def __new__(cls, name, bases, namespace):
        namespace["made_by"] = "Meta"
        return type.__new__(cls, name, bases, namespace)


class Made(object):
    __metaclass__ = Meta


class Child(Made):
    "doc"


print Made.made_by, Child.made_by, type(Child) is Meta, Child.__doc__, Child.__name__, Child.__module__


class Truth:
    def __nonzero__(self): return False
    def __len__(self): return 1
    def __unicode__(self): return u"truth"
    def __getslice__(self, i, j): return ("slice", i, j)
    def __getitem__(self, k): return ("item", k)


t = Truth()
print bool(t), not t, "no" if not t else "yes", t[1:2], t[:] [:2], t[3], t[-1:][1] >= 0, t[::2][0]


class Equal(object):
    def __init__(self, x): self.x = x
    def __eq__(self, other): return self.x == other.x
    def __ne__(self, other): return not self == other


e = Equal(1)
print e == Equal(1), e != Equal(2), len(set([e, e])), {e: 1}[e]


class Base:
    def __init__(self, a): self.a = a
    def greet(self): return "base %s" % self.a


class Derived(Base):
    def __init__(self):
        Base.__init__(self, 5)
    def greet(self): return "derived " + Base.greet(self)


print Derived().greet(), isinstance(Derived(), Base), issubclass(Derived, Base)


class Number(object):
    def __init__(self, x): self.x = x
    def __int__(self): return self.x
    def __long__(self): return self.x
    def __coerce__(self, other): return None
    def __add__(self, other): return "sum"
    __radd__ = __add__


print int(Number(3)), long(Number(4)), Number(1) + 2, 2 + Number(1)


class Property(object):
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, value): self._x = value
    @staticmethod
    def s(): return "s"
    @classmethod
    def c(cls): return cls.__name__


p = Property()
p.x += 5
p.x /= 4
print p.x, Property.s(), Property.c()


class Private(object):
    def __init__(self): self.__hidden = 7
    def halve(self):
        self.__hidden /= 2
        return self.__hidden
    def __call__(self, (a, b)): return a * b


print Private().halve(), Private()((3, 4)), super(Private, Private()).__class__ is Private


class Error(Exception):
    def __init__(self, value): self.value = value
    def __str__(self): return repr(self.value)


try:
    raise Error, 3
except Error, error:
    print error, error.value
try:
    raise Error(4)
except Error as error:
    print str(error)
