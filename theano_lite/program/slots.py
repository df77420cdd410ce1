"""The inputs of a compiled function: how arguments are taken, and access to their values by name."""

import jax
import numpy as np

from theano_lite.core.graph import toposort
from theano_lite.core.report import frames_text
from theano_lite.core.types import TensorType
from theano_lite.ops.defaults import default
from theano_lite.program.building import destroyed
from theano_lite.program.shared import Container, SharedVariable


class Slot:
    """One explicit input of a function: how an argument is checked, and the value used if none is given."""

    def __init__(self, spec, index, container=None):
        self.spec, self.index, self.type = spec, index, spec.variable.type
        self.has_default = spec.value is not None
        # What is given by f[x] = value counts for one call.
        self.refeed = not isinstance(spec.value, (Container, SharedVariable)) and spec.update is None
        self.container = container if container is not None else self._own_container(spec)
        self.container.required = not self.has_default
        self.container.implicit = spec.implicit
        tensor = isinstance(self.type, TensorType)
        self.plain = tensor and not any(self.type.broadcastable) and not self.type.filter_checks_isfinite
        self.dtype = self.type.numpy_dtype if tensor else None
        self.ndim = self.type.ndim if tensor else None

    def _own_container(self, spec):
        if isinstance(spec.value, Container):
            return spec.value
        if isinstance(spec.value, SharedVariable):
            return spec.value.container
        container = Container(self.type, None, spec.name, strict=bool(spec.strict), allow_downcast=spec.allow_downcast)
        if spec.value is not None:
            container.set(spec.value, borrow=self.refeed)
        return container

    # Whether None may be given: `default` says what it stands for.
    nullable = False

    def accept(self, value, function_name):
        """`value` as an array of the input's type. Raises TypeError naming the argument."""
        if type(value) is np.ndarray and self.plain and value.dtype == self.dtype and value.ndim == self.ndim:
            return value
        if value is None and self.nullable:
            return None
        if isinstance(value, SharedVariable):
            value = value.get_value(borrow=True)
        if isinstance(value, jax.Array):
            value = np.asarray(value)
        try:
            return self.type.filter(value, strict=bool(self.spec.strict), allow_downcast=self.spec.allow_downcast)
        except (TypeError, ValueError) as error:
            raise type(error)(f"Bad input argument{self.label()}{self.place(function_name)}\n"
                              + " ".join(map(str, error.args))) from None

    def place(self, function_name):
        """Which input of which function this is, and where the user made its variable."""
        named = f' with name "{function_name}"' if function_name else ""
        return (f" to theano function{named} at index {self.index} (0-based).\n"
                f"Backtrace when that variable is created:\n\n{frames_text(self.spec.variable.creation)}")

    def label(self):
        return f' "{self.spec.variable.name}"' if self.spec.variable.name else ""


def find_nullable(slots, outputs):
    """Note which slots may be given None: those whose variables only `default` uses."""
    nodes = toposort(outputs)
    if any(node.op is default for node in nodes):
        elsewhere = {v for node in nodes if node.op is not default for v in node.inputs}.union(outputs)
        for slot in slots:
            slot.nullable = slot.spec.variable not in elsewhere


def overwritten(slots, graph):
    """(position, variable) for each input that in-place ops of the graph work on: what its argument holds afterwards."""
    positions = {s.spec.variable: s.index for s in slots
                 if isinstance(s.type, TensorType) and (s.spec.mutable or graph.accept_inplace)}
    return [(positions[v], new) for v, new in destroyed(positions, graph.all).items()]


# What a name that two inputs have leads to.
DUPLICATE = ["DUPLICATE"]


class Containers:
    """f.container[position, variable or name]: the container of an input or shared variable."""

    def __init__(self, f):
        self.f = f
        self.finder = {}
        for k, container in enumerate(f.input_storage):
            variable = f.slots[k].spec.variable if k < len(f.slots) else f.shared[k - len(f.slots)]
            name = f.slots[k].spec.name if k < len(f.slots) else variable.name
            self.finder[k] = self.finder[variable] = container
            if name is not None:
                self.finder[name] = DUPLICATE if name in self.finder else container

    def __getitem__(self, key):
        return self.finder[key]

    def __contains__(self, key):
        return key in self.finder


class Values(Containers):
    """f.value[...] (the same as f[...]): the value of an input or shared variable, the array itself."""

    def _container(self, key):
        found = self.finder.get(key)
        if found is None:
            raise TypeError(f"Unknown input or state: {key}. {self.f.names_text()}")
        if found is DUPLICATE:
            raise TypeError(f"Ambiguous name: {key} - please check the names of the inputs of your function for "
                            "duplicates.")
        return found

    def __getitem__(self, key):
        return self._container(key).get(borrow=True)

    def __setitem__(self, key, value):
        container = self._container(key)
        try:
            container.set(value, borrow=True)
        except TypeError as error:
            raise TypeError(f"setting {key}: {error}") from None
        for slot in self.f.slots:
            if slot.container is container and slot.refeed:
                self.f.given_once(slot)
