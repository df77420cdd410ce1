"""Shared variables: values that live between calls, on the device or, while the user may edit them, in NumPy."""

import sys

import jax
import numpy as np
from jax import numpy as jnp

from theano_lite.core.graph import Variable
from theano_lite.core.types import Generic, TensorType, TensorVariable, generic, tensor_type

# What sys.getrefcount tells of an array that only its container holds: the attribute and the call's argument.
_HELD_ONCE = 2


class Container:
    """One value of a type. `host` is a NumPy array that the user may be editing, `device` a JAX array; one is set."""

    def __init__(self, type, value=None, name=None, strict=False, allow_downcast=None, readonly=False):
        self.type, self.name, self.strict, self.allow_downcast = type, name, strict, allow_downcast
        self.readonly = readonly
        self.host, self.device = None, None
        if value is not None or isinstance(type, Generic):
            self.set(value, borrow=True)

    @property
    def empty(self):
        return self.host is None and self.device is None

    def set(self, value, borrow=False):
        """Store `value`, converted to the type; a copy of it unless `borrow`. Raises TypeError."""
        if self.readonly:
            raise Exception(f"Cannot set readonly storage: {self.name}")
        if value is None and not isinstance(self.type, Generic):
            self.host = self.device = None
            return
        try:
            new = self.type.filter(value, strict=self.strict, allow_downcast=self.allow_downcast)
        except TypeError as error:
            raise TypeError(*error.args, f'Container name "{self.name}"') from None
        if not borrow and new is value:
            new = new.copy() if isinstance(new, np.ndarray) else _copied(new)
        self.host, self.device = new, None

    def get(self, borrow=False):
        """The value: a copy, or with `borrow` the array itself, whose edits the next call sees."""
        if self.device is not None:
            if not borrow:
                return np.array(self.device)
            self.host, self.device = np.array(self.device), None
        return self.host if borrow or not isinstance(self.host, np.ndarray) else self.host.copy()

    def argument(self):
        """The value for a program: on the device unless somebody else holds the array."""
        if self.device is not None:
            return self.device
        host = self.host
        if type(host) is np.ndarray:
            if sys.getrefcount(host) <= _HELD_ONCE + 1 and host.base is None:
                # device_put may keep using the memory of the array; a copy is ours alone.
                self.device, self.host = jnp.array(host, copy=True), None
                return self.device
        return host

    def put(self, value):
        """Store the result of a program."""
        self.device, self.host = value, None

    data = property(get, lambda self, value: self.set(value, borrow=True))
    value = property(lambda self: self.get(), lambda self, value: self.set(value))
    storage = property(lambda self: [self.get(borrow=True)])

    def __getstate__(self):
        state = self.__dict__.copy()
        if self.device is not None:
            state.update(host=np.array(self.device), device=None)
        return state


def _copied(value):
    import copy

    return copy.deepcopy(value)


class SharedVariable(Variable):
    """A variable whose value is kept between calls and can be changed by the updates of a function."""

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        super().__init__(type, None, None, name)
        self.container = container if container is not None else Container(
            type, name=name, strict=strict, allow_downcast=allow_downcast)
        if container is None:
            self.container.set(value, borrow=True)

    def get_value(self, borrow=False, return_internal_type=False):
        """The value, a copy. With borrow=True the array itself: editing it in place changes the next call."""
        return self.container.get(borrow)

    def set_value(self, new_value, borrow=False):
        """Replace the value (any shape of the type); `new_value` is copied unless borrow=True. Raises TypeError."""
        self.container.set(new_value, borrow)

    def zero(self, borrow=False):
        """Fill the value with zeros."""
        self.set_value(np.zeros_like(self.get_value(borrow=True)), borrow=True)

    def clone(self):
        copy = self.__class__(self.name, self.type, None, None, container=self.container)
        if "_tag" in self.__dict__:
            copy._tag = self._tag
        return copy

    @property
    def value(self):
        raise Exception("sharedvar.value does not exist anymore. Use sharedvar.get_value() or sharedvar.set_value() "
                        "instead.")

    @value.setter
    def value(self, new):
        raise Exception("sharedvar.value does not exist anymore. Use sharedvar.get_value() or sharedvar.set_value() "
                        "instead.")

    def filter_update(self, update):
        """`update` as a variable of this type. Raises TypeError."""
        return self.type.filter_variable(update)

    @property
    def default_update(self):
        try:
            return self.__dict__["default_update"]
        except KeyError:
            raise AttributeError(f"'{type(self).__name__}' object has no attribute 'default_update'") from None

    @default_update.setter
    def default_update(self, value):
        if value is None:
            self.__dict__["default_update"] = None
        else:
            self.__dict__["default_update"] = self.filter_update(value)


class TensorSharedVariable(TensorVariable, SharedVariable):
    """A shared tensor."""

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        SharedVariable.__init__(self, name, type, value, strict, allow_downcast, container)


class ScalarSharedVariable(TensorSharedVariable):
    """A shared tensor made from a number."""


def tensor_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False, broadcastable=None,
                       target="cpu"):
    """A shared variable of a NumPy array; no dimension is broadcastable unless `broadcastable` says so."""
    pattern = (False,) * value.ndim if broadcastable is None else broadcastable
    if len(pattern) != value.ndim:
        raise TypeError(f"shared: broadcastable has {len(pattern)} entries, the value {value.ndim} dimensions")
    type = tensor_type(str(value.dtype), pattern)
    own = value if borrow else np.array(value, copy=True)
    return TensorSharedVariable(name, type, own, strict, allow_downcast)


def scalar_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False, target="cpu"):
    """A shared 0-dimensional tensor of a number: Python ints are int64, floats float64."""
    array = np.asarray(value)
    return ScalarSharedVariable(name, tensor_type(str(array.dtype), []), array.copy(), strict, allow_downcast)


def shared(value, name=None, strict=False, allow_downcast=None, **kwargs):
    """A shared variable holding `value`, copied unless borrow=True is given.

    Arrays and numbers become tensors; anything else is held as it is (Generic). strict: later values must have the
    very dtype; allow_downcast: they are cast. Raises TypeError for a symbolic value or unknown arguments.
    """
    if isinstance(value, Variable):
        raise TypeError("Shared variable constructor needs numeric values and not symbolic variables.")
    kwargs.pop("target", None)
    if isinstance(value, jax.Array):
        value = np.asarray(value)
    if isinstance(value, np.ndarray) and type(value) is not np.ma.MaskedArray and value.dtype != object:
        TensorType(value.dtype, ())
        return tensor_constructor(value, name, strict, allow_downcast, **kwargs)
    if isinstance(value, (np.number, np.bool_, float, int, complex)):
        return scalar_constructor(value, name, strict, allow_downcast, borrow=kwargs.pop("borrow", False), **kwargs)
    borrow = kwargs.pop("borrow", False)
    if kwargs:
        raise TypeError(f"No suitable SharedVariable constructor could be found. Are you sure all kwargs are "
                        f"supported? We do not support the parameter dtype or type. value=\"{value}\". "
                        f"parameters=\"{kwargs}\"")
    return SharedVariable(name, generic, value if borrow else _copied(value), strict, allow_downcast)
