"""Ops that are instances of the class that Theano has for them: `Cholesky(lower=False)(x)`, `isinstance(op, Cholesky)`.

The options of the class are the keyword-only parameters of the lowering, and attributes of its instances. Instances
with equal options are equal.
"""

import inspect
from typing import TYPE_CHECKING, Any

from theano_lite.core.op import Op


class ClassOp(Op):
    """The base of such classes; `class_op` makes one of a lowering."""

    # The instance with the default options, which the others are copies of.
    default: Any = None
    signature = inspect.Signature()
    check: Any = None
    input_names: tuple = ()
    __props__: tuple = ()

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...  # the options

    def __init__(self, *args, **kwargs):
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        options = {k: tuple(v) if isinstance(v, list) else v for k, v in bound.arguments.items()}
        if self.check is not None:
            type(self).check(**options)
        self.__dict__.update(type(self).default.__dict__)
        self.__dict__.update(options)
        self.defaults = options

    def make_node(self, *args, **named):
        """The node of this op on `args`; inputs may be `named`. Raises TypeError for what the op does not take."""
        while named and len(args) < len(self.input_names) and self.input_names[len(args)] in named:
            args = (*args, named.pop(self.input_names[len(args)]))
        if named:
            raise TypeError(f"{self.name}() got an unexpected keyword argument {min(named)!r}; options are given to the "
                            f"class: {type(self).__name__}(...)")
        return super().make_node(*args)

    def remake(self, node, inputs):
        return self.make_node(*inputs)

    def __eq__(self, other):
        return type(self) is type(other) and self.defaults == other.defaults

    def __hash__(self):
        return hash((type(self), tuple(self.defaults.values())))

    def __reduce__(self):
        return _rebuild, (type(self), tuple(self.defaults.values()))

    def __str__(self):
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__props__)
        return f"{self.name}{{{shown}}}" if shown else self.name

    def __repr__(self):
        return f"<op {self}>"

    def describe(self, params):
        return str(self)


def _rebuild(kind, options):
    op = kind(*options)
    return kind.default if op == kind.default else op


def class_op(types, check=None, props=None, attributes=(), base=ClassOp, **options) -> Any:
    """Make the class of ops of the decorated lowering, which gives it its name.

    types(*inputs, **options): as for `op`. check(**options): raises for options that are not allowed. props: the names
    shown in the text of an instance. attributes: pairs of further attributes that Theano's instances have.
    """
    def make(lowering):
        parameters = inspect.signature(lowering).parameters.values()
        keywords = [p.replace(kind=p.POSITIONAL_OR_KEYWORD) for p in parameters if p.kind is p.KEYWORD_ONLY]
        names = tuple(p.name for p in keywords)
        kind = type(lowering.__name__, (base,), {
            "__doc__": lowering.__doc__, "__module__": lowering.__module__, "__qualname__": lowering.__qualname__,
            "signature": inspect.Signature(keywords), "check": staticmethod(check) if check else None,
            "input_names": tuple(p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD),
            "__props__": names if props is None else props, **dict(attributes)})
        kind.default = object.__new__(kind)
        Op.__init__(kind.default, lowering, types, **options)
        kind.default.__dict__.update(kind.default.defaults)
        return kind
    return make
