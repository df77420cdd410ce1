"""f.fn: the program of a function by itself, without checks of arguments."""

from functools import cached_property

from theano_lite.core.graph import Constant
from theano_lite.program.shared import Container


class Runner:
    """Runs the program of `function` on what its input containers hold; the results go to `output_storage`.

    storage_map: {variable of the graph: the list that holds its value}, for inputs, outputs and constants; what lies
    between is not kept by a compiled program.
    """

    need_update_inputs = False
    time_thunks = False
    position_of_error = -1

    def __init__(self, function):
        self.function = function
        self._collect = True

    @property
    def allow_gc(self):
        """False keeps the outputs of each call in `output_storage`."""
        return self._collect

    @allow_gc.setter
    def allow_gc(self, value):
        self._collect = bool(value)
        self.function.keep_outputs(not value)

    @property
    def nodes(self):
        return self.function.maker.fgraph.toposort()

    @cached_property
    def storage_map(self):
        f = self.function
        fgraph = f.maker.fgraph
        found = {v: c.storage for v, c in zip(fgraph.inputs, f.input_storage)}
        for v, container in zip(fgraph.outputs, f.output_storage):
            found.setdefault(v, container.storage)
        for v in fgraph.variables:
            if isinstance(v, Constant):
                found[v] = f.constant_storage.setdefault(v, [v.data])
        return found

    def clear_storage(self):
        """Forget the outputs kept."""
        if "output_storage" in self.function.__dict__:
            for container in self.function.output_storage:
                container.clear()

    def __call__(self):
        """Run the program on the values in the containers and apply the updates. Returns the outputs as a list."""
        f = self.function
        values = []
        for slot in f.slots:
            if slot.container.empty:
                raise ValueError(f"expected an ndarray, not None: input {slot.spec.variable} has no value")
            values.append(slot.container.get(borrow=True))
        results = f.run(values)
        keep(f.output_storage, results)
        return results


def keep(storage: list[Container], results):
    """Put the outputs into their containers."""
    for container, value in zip(storage, results):
        container.set(value, borrow=True)
