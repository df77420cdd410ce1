"""Class statements of Python 2: __metaclass__, __nonzero__, __div__, next, __cmp__, hashes kept beside __eq__."""

import builtins

_ALIASES = {"__nonzero__": "__bool__", "next": "__next__", "__div__": "__truediv__", "__rdiv__": "__rtruediv__",
            "__idiv__": "__itruediv__", "__long__": "__int__"}
_ORDERS = {"__lt__": lambda c: c < 0, "__le__": lambda c: c <= 0, "__gt__": lambda c: c > 0, "__ge__": lambda c: c >= 0,
           "__eq__": lambda c: c == 0, "__ne__": lambda c: c != 0}


def build_class(body, name, *bases, **keywords):
    """What a class statement calls, for a module in Python 2."""
    if keywords or any("__prepare__" in vars(kind) for base in bases for kind in type(base).__mro__ if kind is not type):
        return builtins.__build_class__(body, name, *bases, **keywords)
    return builtins.__build_class__(body, name, *bases, metaclass=_make)


def _make(name, bases, namespace):
    for old, new in _ALIASES.items():
        if old in namespace and new not in namespace:
            namespace[new] = namespace[old]
    if "__cmp__" in namespace:
        for method, decide in _ORDERS.items():
            namespace.setdefault(method, _comparison(namespace["__cmp__"], decide))
    if "__eq__" in namespace and "__hash__" not in namespace:
        namespace["__hash__"] = _hash_of(bases)
    if "__getslice__" in namespace:
        namespace["__getitem__"] = _with_slices(namespace["__getslice__"], namespace.get("__getitem__"))
    for old, new in (("__setslice__", "__setitem__"), ("__delslice__", "__delitem__")):
        if old in namespace:
            namespace[new] = _with_slices(namespace[old], namespace.get(new))
    metaclass = namespace.get("__metaclass__") or (type(bases[0]) if bases else type)
    return metaclass(name, bases, namespace)


def _comparison(own, decide):
    def method(self, other):
        return decide(own(self, other))
    return method


def _hash_of(bases):
    for base in (*bases, object):
        if base.__hash__ is not None:
            return base.__hash__
    return None


def _with_slices(slices, items):
    """__getitem__ out of __getslice__ (or the same for setting and deleting) and the class's own one for other indices."""
    def method(self, index, *value):
        if isinstance(index, slice) and index.step is None:
            start = 0 if index.start is None else index.start
            stop = 2**63 - 1 if index.stop is None else index.stop
            start, stop = (k + len(self) if k < 0 else k for k in (start, stop))
            return slices(self, start, stop, *value)
        return items(self, index, *value)
    return method

