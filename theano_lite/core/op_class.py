"""Theano's classes of ops, as names: `CumOp(axis=0)(x)`, `isinstance(node.op, Subtensor)`.

Here an op is one object for all its nodes, and what Theano keeps on an instance of a class (an axis, a mode) are
parameters of the node. An OpClass stands for such a class.
"""

import inspect


class OpClass:
    """Called with a class's options it gives something to apply to inputs.

    make(*options): a function from the inputs to the output(s). ops: the ops that isinstance takes for instances.
    """

    def __init__(self, name, make, *ops):
        self.__name__ = self.__qualname__ = name
        self.__doc__ = make.__doc__ or f"{name}(options)(inputs): as the function that does the same, see `make`."
        self.make, self.ops = make, ops
        self.signature = inspect.signature(make)
        for op in ops:
            vars(op).setdefault("class_name", name)

    def __call__(self, *args, **kwargs):
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return AppliedClass(self, bound)

    def __instancecheck__(self, op):
        if isinstance(op, AppliedClass):
            return op.family is self
        op = getattr(op, "family", op)
        return any(op is known for known in self.ops)

    def __subclasscheck__(self, other):
        return other is self

    def __repr__(self):
        return f"<class of ops {self.__name__}>"


class AppliedClass:
    """An OpClass with its options, which are attributes; apply it to inputs."""

    def __init__(self, family, bound):
        self.family, self.options = family, bound.arguments
        self.function = family.make(*bound.args, **bound.kwargs)

    def __getattr__(self, name):
        options = self.__dict__.get("options", {})
        if name in options:
            return options[name]
        raise AttributeError(f"{self.__dict__['family'].__name__} has no attribute {name}")

    def __call__(self, *inputs, **kwargs):
        return self.function(*inputs, **kwargs)

    def make_node(self, *inputs):
        """The node that applying it to `inputs` makes."""
        out = self.function(*inputs)
        return (out[0] if isinstance(out, (list, tuple)) else out).owner

    def _key(self):
        return self.family, repr(tuple(self.options.items()))

    def __eq__(self, other):
        # An op of the graph has its options on the node, so that here the class alone is compared.
        return self._key() == other._key() if isinstance(other, AppliedClass) else isinstance(other, self.family)

    def __hash__(self):
        return hash(self._key())

    def __reduce__(self):
        return _rebuild, (self.family.__name__, dict(self.options))

    def __str__(self):
        inner = ", ".join(f"{k}={v}" for k, v in self.options.items())
        return f"{self.family.__name__}{{{inner}}}" if inner else self.family.__name__

    __repr__ = __str__


classes: dict = {}


def _rebuild(name, options):
    return classes[name](**options)


def op_class(name, make, *ops):
    """Make and register the OpClass `name`."""
    if name in classes:
        raise ValueError(f"the class of ops {name} is registered twice")
    classes[name] = OpClass(name, make, *ops)
    return classes[name]
