"""In, Out and Param: inputs and outputs of a function with options."""

from theano_lite.core.graph import Variable
from theano_lite.core.shown_class import ShownAs


class SymbolicInput:
    """An input `variable` with a name, an update, and how strictly arguments are taken."""

    def __init__(self, variable, name=None, update=None, mutable=None, strict=False, allow_downcast=None, autoname=True,
                 implicit=False):
        if not isinstance(variable, Variable):
            raise TypeError(f"In() takes a variable, got {variable!r} of type {type(variable)}")
        if implicit is None:
            implicit = False
        self.variable, self.strict, self.allow_downcast = variable, strict, allow_downcast
        self.name = variable.name if autoname and name is None else name
        if self.name is not None and not isinstance(self.name, str):
            raise TypeError("name must be a string! (got: %s)" % self.name)
        self.update, self.implicit = update, implicit
        if update is not None and update.type != variable.type:
            raise TypeError(f"Variable '{update}' has type {update.type} but an update must have the same type as the "
                            f"input {variable} of type {variable.type}")
        self.mutable = update is not None if mutable is None else mutable

    def __str__(self):
        return f"In({self.variable} -> {self.update})" if self.update else f"In({self.variable})"

    __repr__ = __str__


class In(SymbolicInput, metaclass=ShownAs):
    """An input of a function.

    value: the default (then the argument may be left out). update: what the value becomes after each call. mutable,
    borrow: accepted; arguments are never changed here. strict, allow_downcast: see `function`. implicit: not among the
    positional arguments.
    """

    shown_as = "theano.compile.io.In"

    def __init__(self, variable, name=None, value=None, update=None, mutable=None, strict=False, allow_downcast=None,
                 autoname=True, implicit=None, borrow=None, shared=False):
        if borrow is None:
            borrow = bool(mutable)
        if mutable and not borrow:
            raise AssertionError(f"Symbolic input for variable {variable} (name={name}) has flags mutable=True, "
                                 "borrow=False. This combination is incompatible since mutable=True implies that the "
                                 "input variable may be both aliased (borrow=True) and overwritten.")
        if implicit is None:
            implicit = _is_container(value) or shared
        self.borrow, self.value, self.shared = borrow, value, shared
        super().__init__(variable, name, update, mutable, strict, allow_downcast, autoname, implicit)


def Param(variable, default=None, name=None, mutable=False, strict=False, allow_downcast=None, implicit=None,
          borrow=None):
    """The old name of `In`; `default` is its `value`."""
    return In(variable, name=name, value=default, mutable=mutable, strict=strict, allow_downcast=allow_downcast,
              implicit=implicit, borrow=borrow)


class SymbolicOutput(metaclass=ShownAs):
    """An output `variable`; `borrow` is accepted, every output is an array of the caller's own."""

    shown_as = "theano.compile.io.SymbolicOutput"

    def __init__(self, variable, borrow=False):
        self.variable, self.borrow = variable, borrow

    def __str__(self):
        return f"Out({self.variable},{self.borrow})"

    __repr__ = __str__


Out = SymbolicOutput


def _is_container(value):
    from theano_lite.program.shared import Container, SharedVariable

    return isinstance(value, (Container, SharedVariable))


def as_input(item, allow_downcast=None):
    """`item` of a function's inputs as an In. Raises TypeError."""
    if isinstance(item, In):
        if allow_downcast is not None and item.allow_downcast is None:
            item = _with_downcast(item, allow_downcast)
        return item
    if isinstance(item, Variable):
        return In(item, allow_downcast=allow_downcast)
    if isinstance(item, (list, tuple)) and item:
        return _from_sequence(item, allow_downcast)
    raise TypeError(f"Unknown parameter type: {type(item)}")


def _with_downcast(item, allow_downcast):
    import copy

    item = copy.copy(item)
    item.allow_downcast = allow_downcast
    return item


def _from_sequence(item, allow_downcast):
    """The old forms [variable, value], [name, variable], [(variable, update), value]."""
    rest, name, update, value = list(item), None, None, None
    if isinstance(rest[0], str):
        name = rest.pop(0)
    if not rest:
        raise TypeError(f"Unknown parameter type: {type(item)}: {item!r}")
    variable = rest.pop(0)
    if isinstance(variable, (list, tuple)):
        variable, update = variable
    if rest:
        value = rest.pop(0)
    if not isinstance(variable, Variable) or rest:
        raise TypeError(f"Unknown parameter type: {type(item)}: {item!r}")
    return In(variable, name=name, value=value, update=update, allow_downcast=allow_downcast)
