"""What a function offers besides being called: Theano's attributes, access by name, copies, pickling."""

import copy as copying
from functools import cached_property
from typing import Any

from theano_lite.core.graph import replace
from theano_lite.program.building import Graph
from theano_lite.program.export import lower_text, to_jax
from theano_lite.program.maker import FunctionMaker
from theano_lite.program.runner import Runner
from theano_lite.program.shared import Container, SharedVariable
from theano_lite.program.slots import Containers, Values


class FunctionViews:
    """The base of Function: everything here is made when first asked for, so that calls do not pay for it."""

    pickle_aliased_memory_strategy = "warn"
    specs: list
    slots: list
    shared: list
    graph: Graph
    shape: Any
    mode: Any
    name: str | None
    trust_input: bool
    profile: Any

    compilations: Any

    @property
    def compile_count(self):
        """How many programs the function was compiled to: one for each set of shapes and sizes it met."""
        return len(self.compilations)

    # --- Theano's attributes ----------------------------------------------------------------------

    @cached_property
    def maker(self):
        """The inputs, outputs and graph: see FunctionMaker."""
        return FunctionMaker.of(self)

    @cached_property
    def fn(self):
        """The program by itself, from the containers of the inputs to those of the outputs."""
        return Runner(self)

    @cached_property
    def input_storage(self):
        """The containers of the inputs, then those of the shared variables."""
        return [s.container for s in self.slots] + [v.container for v in self.shared]

    @cached_property
    def output_storage(self):
        """Containers for the outputs and the new values; filled by `fn()` only."""
        fgraph = self.maker.fgraph
        return [Container(v.type, name=v.name) for v in fgraph.outputs]

    @property
    def indices(self):
        """For each input (its In, None, [its In])."""
        return [tuple(i) for i in self.maker.indices]

    @property
    def defaults(self):
        """For each input whether an argument is required, whether its default comes back, and the default."""
        found = []
        for required, refeed, given in zip(self.maker.required, self.maker.refeed, self.maker.inputs):
            found.append((required, refeed, given.value if refeed else None))
        return found

    @property
    def outputs(self):
        return self.maker.outputs

    @property
    def n_returned_outputs(self):
        return len(self.graph.outputs)

    @property
    def unpack_single(self):
        return self.shape == "one"

    @property
    def return_none(self):
        return False

    @property
    def output_keys(self):
        return self.shape if isinstance(self.shape, list) else None

    @property
    def nodes_with_inner_function(self):
        return [node.op for node in self.maker.fgraph.toposort() if hasattr(node.op, "local_outputs")]

    @property
    def _check_for_aliased_inputs(self):
        return any(s.borrow or s.mutable for s in self.specs)

    def sync_shared(self):
        """Nothing to do: shared variables are always up to date."""

    def get_shared(self):
        """The shared variables the function reads or updates."""
        return list(self.shared)

    def free(self):
        """Forget what `fn.allow_gc = False` and `fn()` kept of the outputs."""
        self.fn.clear_storage()

    # --- onwards ---------------------------------------------------------------------------------

    def to_jax(self):
        """(pure, parameters): the function as plain JAX, see `program/export.py`."""
        return to_jax(self)

    def lower_text(self, *args, compiled=False):
        """The text of the program for calls like f(*args): StableHLO, or what XLA made of it."""
        return lower_text(self, *args, compiled=compiled)

    # --- access by name ---------------------------------------------------------------------------

    @cached_property
    def finder(self):
        """{position, variable or name: container}; a name that two have leads to DUPLICATE."""
        return Containers(self).finder

    @property
    def inv_finder(self):
        """{container: the In it belongs to}."""
        return dict(zip(self.input_storage, self.maker.inputs))

    @cached_property
    def container(self):
        return Containers(self)

    @cached_property
    def value(self):
        return Values(self)

    def __getitem__(self, key):
        return self.value[key]

    def __setitem__(self, key, value):
        self.value[key] = value

    def __contains__(self, key):
        return key in self.finder

    # --- copies -----------------------------------------------------------------------------------

    def copy(self, share_memory=False, swap=None, delete_updates=False, name=None, profile=None):
        """Another function of the same graph, which returns a list, as Theano's copies do.

        swap: {shared variable: the one to use instead}. delete_updates: leave the updates out. Inputs with an update
        start again from their first value. Raises ValueError for a swap of what is not there, AssertionError for one
        of unlike types.
        """
        swap = dict(swap or {})
        for old, new in swap.items():
            if old not in self.shared:
                raise ValueError(f"SharedVariable: {old} not found")
            if not isinstance(new, SharedVariable) or new.type != old.type:
                raise AssertionError(f"swap: {old} is a shared variable of type {old.type}, {new} is not")
        updates = {} if delete_updates else self.graph.updates
        state = {} if delete_updates else self.graph.state_updates
        variables = [*self.graph.outputs, *updates.values(), *state.values()]
        replaced = replace(variables, swap) if swap else variables
        n, m = len(self.graph.outputs), len(updates)
        graph = Graph(replaced[:n], {swap.get(v, v): e for v, e in zip(updates, replaced[n:n + m])},
                      dict(zip(state, replaced[n + m:])), self.graph.borrow, self.graph.accept_inplace)
        containers = [_container_for_copy(slot) for slot in self.slots]
        name = name or (f"{self.name} copy" if self.name else None)
        return type(self)(self.specs, graph, "list", self.mode, name, profile=profile, containers=containers)

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return _rebuild(*copying.deepcopy(self.__reduce__()[1], memo))

    def __reduce__(self):
        containers = [s.container for s in self.slots]
        return _rebuild, (type(self), self.specs, containers, self.graph, self.shape, self.mode, self.name,
                          self.trust_input)

    def __repr__(self):
        return f"<theano.compile.function_module.Function object at {id(self):#x}>"


def _container_for_copy(slot):
    """A container for the copied function: the same value, but a state starts anew."""
    spec = slot.spec
    if isinstance(spec.value, Container):
        return spec.value
    new = Container(slot.type, name=spec.name, strict=bool(spec.strict), allow_downcast=spec.allow_downcast)
    if spec.mutable:
        new.set(spec.value)
    else:
        new.set(slot.container.get(borrow=True), borrow=True)
    return new


def _rebuild(kind, specs, containers, graph, shape, mode, name, trust_input):
    function = kind(specs, graph, shape, mode, name, containers=containers)
    function.trust_input = trust_input
    return function
