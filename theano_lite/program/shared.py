"""Shared variables: values that live between calls, on the device or, while the user may edit them, in NumPy."""

import sys

import jax
import numpy as np
from jax import numpy as jnp

from theano_lite.core.graph import Variable
from theano_lite.core.other_types import random_state_type
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.sparse_type import SparseType, _sparse_py_operators, is_sparse
from theano_lite.core.types import Generic, _tensor_py_operators, generic, tensor_type

# What sys.getrefcount tells of an array that only its container holds: the attribute and the call's argument.
_HELD_ONCE = 2


def _copied_to_device(array):
    """`array` as a JAX array of its own dtype, whether or not the caller allows 64 bits."""
    with jax.enable_x64(True):
        return jnp.array(array, copy=True)


class Container(metaclass=ShownAs):
    """One value of a type. `host` is a NumPy array that the user may be editing, `device` a JAX array; one is set.

    required, implicit: of the input of a function it belongs to.
    """

    shown_as = "theano.gof.link.Container"

    required = implicit = False
    provided = 0

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
                return self.type.from_program(self.device)
            self.host, self.device = self.type.from_program(self.device), None
        if borrow or self.host is None:
            return self.host
        if isinstance(self.host, np.ndarray):
            return self.host.copy()
        return _copied(self.host)

    def argument(self):
        """The value for a program: on the device unless somebody else holds the array."""
        if self.device is not None:
            return self.device
        host = self.host
        if type(host) is np.ndarray:
            if sys.getrefcount(host) <= _HELD_ONCE + 1 and host.base is None:
                # device_put may keep using the memory of the array; a copy is ours alone.
                self.device, self.host = _copied_to_device(host), None
                return self.device
        value = self.type.to_program(host)
        if sys.getrefcount(host) <= _HELD_ONCE + 1 and self.type.sole_owner(host):
            self.device, self.host = jax.tree.map(_copied_to_device, value), None
            return self.device
        return value

    def put(self, value):
        """Store the result of a program."""
        self.device, self.host = value, None

    # As in Theano the array itself goes in and out.
    data = value = property(lambda self: self.get(borrow=True), lambda self, value: self.set(value, borrow=True))

    def clear(self):
        """Hold nothing."""
        self.host = self.device = None

    @property
    def storage(self):
        """A list of one element, the value; it is always the same list."""
        found = self.__dict__.get("_storage")
        if found is None:
            found = self._storage = Storage(self)
        return found

    def __repr__(self):
        return f"<{self.get(borrow=True)!r}>"

    def __str__(self):
        return f"<{self.get(borrow=True)}>"

    def __getstate__(self):
        state = {key: value for key, value in self.__dict__.items() if key != "_storage"}
        if self.device is not None:
            state.update(host=self.type.from_program(self.device), device=None)
        return state


class Storage(list):
    """The value of a container as Theano shows it: a list of one element."""

    def __init__(self, container):
        super().__init__([None])
        self.container = container

    def __getitem__(self, key):
        return [self.container.get(borrow=True)][key]

    def __setitem__(self, key, value):
        if value is None:
            self.container.clear()
        else:
            self.container.set(value, borrow=True)

    def __iter__(self):
        return iter([self.container.get(borrow=True)])

    def __repr__(self):
        return repr([self.container.get(borrow=True)])

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self)

    def __reduce__(self):
        return _storage_of, (self.container,)


def _storage_of(container):
    return container.storage


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

    def __getitem__(self, *args):
        value = self.get_value(borrow=True)
        what = (f"a Numpy array with dtype: '{value.dtype}'. This data type is not currently recognized by Theano tensors: "
                "please cast your data into a supported numeric type if you need Theano tensor functionalities."
                if isinstance(value, np.ndarray) else f"an object of type: {type(value)}. Did you forget to cast it into a "
                "Numpy array before calling theano.shared()?")
        raise TypeError(f"The generic 'SharedVariable' object is not subscriptable. This shared variable contains {what}")

    @property
    def value(self):
        raise Exception("sharedvar.value does not exist anymore. Use sharedvar.get_value() or sharedvar.set_value() "
                        "instead.")

    @value.setter
    def value(self, new):
        raise Exception("sharedvar.value does not exist anymore. Use sharedvar.get_value() or sharedvar.set_value() "
                        "instead.")

    def filter_update(self, update):
        """`update`; subclasses may replace it by something else before a function takes it as the new value."""
        return update

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

    @default_update.deleter
    def default_update(self):
        del self.__dict__["default_update"]


class TensorSharedVariable(_tensor_py_operators, SharedVariable, metaclass=ShownAs):
    """A shared tensor."""

    shown_as = "theano.tensor.sharedvar.TensorSharedVariable"

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        SharedVariable.__init__(self, name, type, value, strict, allow_downcast, container)


class ScalarSharedVariable(_tensor_py_operators, SharedVariable, metaclass=ShownAs):
    """A shared tensor made from a number."""

    shown_as = "theano.tensor.sharedvar.ScalarSharedVariable"

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        SharedVariable.__init__(self, name, type, value, strict, allow_downcast, container)


def shared_constructor(constructor, remove=False):
    """Let `shared` try `constructor` first (a decorator), or with `remove` no longer.

    It takes value, name, strict, allow_downcast and options of its own, and raises TypeError for what it is not for.
    """
    if remove:
        constructors.remove(constructor)
    else:
        constructors.append(constructor)
    return constructor


constructors: list = []


@shared_constructor
def generic_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False):
    """A shared variable of any Python object, copied unless `borrow`."""
    return SharedVariable(name, generic, value if borrow else _copied(value), strict, allow_downcast)


@shared_constructor
def tensor_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False, broadcastable=None,
                       target="cpu"):
    """A shared variable of a NumPy array; no dimension is broadcastable unless `broadcastable` says so.

    Raises TypeError for what is no array, or one of a dtype that tensors do not have.
    """
    if not isinstance(value, np.ndarray) or isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"shared: expected an array, got {type(value)}")
    pattern = (False,) * value.ndim if broadcastable is None else broadcastable
    if len(pattern) != value.ndim:
        raise TypeError(f"shared: broadcastable has {len(pattern)} entries, the value {value.ndim} dimensions")
    type_ = tensor_type(str(value.dtype), pattern)
    own = value if borrow else np.array(value, copy=True)
    return TensorSharedVariable(name, type_, own, strict, allow_downcast)


@shared_constructor
def scalar_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False, target="cpu"):
    """A shared 0-dimensional tensor of a number: Python ints are int64, floats float64. Raises TypeError."""
    if not isinstance(value, (np.number, np.bool_, float, int, complex)):
        raise TypeError(f"shared: expected a number, got {type(value)}")
    array = np.asarray(value)
    return ScalarSharedVariable(name, tensor_type(str(array.dtype), []), array.copy(), strict, allow_downcast)


def load_shared_variable(val):
    """`val` as a shared variable: the name that pickles of the year 2011 look for."""
    return tensor_constructor(val)


class SparseTensorSharedVariable(_sparse_py_operators, SharedVariable, metaclass=ShownAs):
    """A shared sparse matrix."""

    shown_as = "theano.sparse.sharedvar.SparseTensorSharedVariable"

    def __init__(self, name, type, value, strict=False, allow_downcast=None, container=None):
        SharedVariable.__init__(self, name, type, value, strict, allow_downcast, container)


class RandomStateSharedVariable(SharedVariable):
    """A shared numpy.random.RandomState."""


@shared_constructor
def randomstate_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False):
    """A shared variable of a numpy.random.RandomState, copied unless `borrow`. Raises TypeError for anything else."""
    if type(value) is not np.random.RandomState:
        raise TypeError(f"shared: expected a RandomState, got {type(value)}")
    return RandomStateSharedVariable(name, random_state_type, value if borrow else _copied(value), strict,
                                     allow_downcast)


@shared_constructor
def sparse_constructor(value, name=None, strict=False, allow_downcast=None, borrow=False, format=None):
    """A shared variable of a matrix of scipy.sparse, in its format or `format`. Raises TypeError for anything else."""
    if not is_sparse(value):
        raise TypeError("Expected a sparse matrix in the sparse shared variable constructor. Received: ",
                        value.__class__)
    import theano_lite.ops.sparse_methods  # noqa: F401  the operators, which programs without such variables do not load

    type = SparseType(format or value.format, value.dtype)
    return SparseTensorSharedVariable(name, type, value if borrow else value.copy(), strict, allow_downcast)


def shared(value, name=None, strict=False, allow_downcast=None, **kwargs):
    """A shared variable holding `value`, copied unless borrow=True is given.

    Arrays and numbers become tensors; anything else is held as it is (Generic), unless one of `constructors`, which are
    tried from the last to the first, takes it. strict: later values must have the very dtype; allow_downcast: they are
    cast. Raises TypeError for a symbolic value or unknown arguments.
    """
    if isinstance(value, Variable):
        raise TypeError("Shared variable constructor needs numeric values and not symbolic variables.")
    kwargs.pop("target", None)
    if isinstance(value, jax.Array):
        value = np.asarray(value)
    for constructor in reversed(constructors):
        try:
            return constructor(value, name=name, strict=strict, allow_downcast=allow_downcast, **kwargs)
        except TypeError:
            continue
    raise TypeError("No suitable SharedVariable constructor could be found. Are you sure all kwargs are supported? We do "
                    f"not support the parameter dtype or type. value=\"{value}\". parameters=\"{kwargs}\"")


shared.constructors = constructors
