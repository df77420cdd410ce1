"""FunctionMaker: the inputs, outputs and graph a function is made of, as Theano's programs see them."""

import copy
from functools import cached_property

from theano_lite.core.config import config
from theano_lite.core.shown_class import ShownAs
from theano_lite.core.test_values import without_test_values
from theano_lite.program.building import Graph, check_used
from theano_lite.program.display import as_shown
from theano_lite.program.fgraph import FunctionGraph
from theano_lite.program.inputs import In, Out, as_input
from theano_lite.program.modes import get_mode
from theano_lite.program.op_from_graph import expand
from theano_lite.program.rewriting import merged
from theano_lite.program.shared import Container, SharedVariable
from theano_lite.program.stabilize import stabilize


def shared_input(variable, update=None):
    """The In that stands for a shared variable among the inputs of a function."""
    return In(variable, variable.name, variable.container, update, mutable=update is not None, borrow=True,
              implicit=True, shared=True)


class FunctionMaker(metaclass=ShownAs):
    """Makes functions of `inputs` (variables or In, shared variables among them) and `outputs` (variables or Out).

    Raises UnusedInputError.
    """

    shown_as = "theano.compile.function_module.FunctionMaker"

    def __init__(self, inputs, outputs, mode=None, accept_inplace=False, function_builder=None, profile=None,
                 on_unused_input=None, fgraph=None, output_keys=None, name=None):
        self.unpack_single = not isinstance(outputs, (list, tuple)) and outputs is not None
        self.return_none = outputs is None
        outputs = [] if outputs is None else [outputs] if self.unpack_single else list(outputs)
        self.inputs = [as_input(i) for i in inputs]
        self.outputs = [o if isinstance(o, Out) else Out(o) for o in outputs]
        self.mode, self.accept_inplace, self.profile = get_mode(mode), accept_inplace, profile
        self.on_unused_input, self.output_keys, self.name = on_unused_input, output_keys, name
        self._builder = function_builder
        explicit = [i for i in self.inputs if not isinstance(i.variable, SharedVariable)]
        check_used(explicit, self._graph(), on_unused_input)
        if fgraph is not None:
            self.fgraph = fgraph

    @classmethod
    def of(cls, function):
        """The maker of an existing function."""
        maker = cls.__new__(cls)
        graph = function.graph
        maker.inputs = [_with_update(spec, graph.state_updates) for spec in function.specs]
        maker.inputs += [shared_input(v, graph.updates.get(v)) for v in function.shared]
        maker.outputs = [Out(v, borrow) for v, borrow in zip(graph.outputs, graph.borrow)]
        maker.mode, maker.accept_inplace, maker.profile = function.mode, graph.accept_inplace, function.profile
        maker.on_unused_input, maker.output_keys, maker.name = None, function.output_keys, function.name
        maker.unpack_single, maker.return_none = function.unpack_single, function.return_none
        maker._builder = type(function)
        return maker

    @property
    def function_builder(self):
        if self._builder is None:
            from theano_lite.program.function import Function

            return Function
        return self._builder

    @property
    def expanded_inputs(self):
        return self.inputs

    @property
    def indices(self):
        return [[i, None, [i]] for i in self.inputs]

    @property
    def required(self):
        return [i.value is None for i in self.inputs]

    @property
    def refeed(self):
        return [i.value is not None and not isinstance(i.value, Container) and i.update is None for i in self.inputs]

    @property
    def linker(self):
        return self.mode.linker

    @cached_property
    def fgraph(self):
        """What the function runs, as a FunctionGraph: its outputs, then the new values of inputs with updates."""
        results = [o.variable for o in self.outputs] + [i.update for i in self.inputs if i.update is not None]
        leaves = [i.variable for i in self.inputs]
        computed = iter(stabilize(expand([v for v in results if v.type.computed], leaves, inline_only=True)))
        results = merged([next(computed) if v.type.computed else v for v in results], leaves)
        with without_test_values():
            results = merged(as_shown(results), leaves)
        updated = [k for k, i in enumerate(self.inputs) if i.update is not None]
        graph = FunctionGraph(leaves, results, update_mapping=dict(enumerate(updated, len(self.outputs))))
        graph.name = self.name
        return graph

    def _graph(self):
        updates = {i.variable: i.update for i in self.inputs if i.update is not None}
        return Graph([o.variable for o in self.outputs],
                     {v: e for v, e in updates.items() if isinstance(v, SharedVariable)},
                     {v: e for v, e in updates.items() if not isinstance(v, SharedVariable)},
                     [o.borrow for o in self.outputs], self.accept_inplace)

    def create(self, input_storage=None, trustme=False, storage_map=None):
        """A new function. input_storage: for each input its value or container, None for none."""
        specs = []
        values = [i.value for i in self.inputs] if input_storage is None else list(input_storage)
        for given, value in zip(self.inputs, values):
            if not isinstance(given.variable, SharedVariable):
                spec = copy.copy(given)
                spec.value = value
                specs.append(spec)
        shape = self.output_keys or (None if self.return_none else "one" if self.unpack_single else "list")
        return self.function_builder(specs, self._graph(), shape, self.mode, self.name,
                                     profile=self.profile or config.profile or None)


def _with_update(spec, updates):
    update = updates.get(spec.variable)
    if update is spec.update:
        return spec
    spec = copy.copy(spec)
    spec.update = update
    return spec


def orig_function(inputs, outputs, mode=None, accept_inplace=False, name=None, profile=None, on_unused_input=None,
                  output_keys=None):
    """A function of variables or In and outputs, without `updates` and `givens`: see `function`."""
    maker = FunctionMaker(inputs, outputs, mode, accept_inplace, None, profile, on_unused_input, None, output_keys, name)
    return maker.create()
