"""What may be attached to a FunctionGraph to be told of its changes."""


class Feature:
    """The base of features: a method `on_attach`, `on_detach`, `on_import`, `on_prune`, `on_change_input`, `orderings` or
    `validate` that a subclass has is called."""


class Bookkeeper(Feature):
    """A feature that gets `on_import` also for the nodes that are there when it comes, and `on_prune` when it goes."""

    def on_attach(self, fgraph):
        for node in fgraph.toposort():
            self.on_import(fgraph, node, "on_attach")

    def on_detach(self, fgraph):
        for node in fgraph.toposort():
            self.on_prune(fgraph, node, "Bookkeeper.detach")

    def on_import(self, fgraph, node, reason):
        """Called for each node that comes."""

    def on_prune(self, fgraph, node, reason):
        """Called for each node that goes."""


class History(Feature):
    """`fgraph.checkpoint` and `fgraph.revert`, which every FunctionGraph has here."""


class Validator(Feature):
    """`fgraph.validate` and `fgraph.consistent`, which every FunctionGraph has here."""


class ReplaceValidate(History, Validator):
    """`fgraph.replace_validate` and its like, which every FunctionGraph has here."""


class NodeFinder(Bookkeeper):
    """Gives the graph `get_nodes(op)`: its nodes of that op."""

    def on_attach(self, fgraph):
        fgraph.get_nodes = lambda op: [node for node in fgraph.toposort() if node.op == op]

    def on_detach(self, fgraph):
        del fgraph.get_nodes


class PrintListener(Feature):
    """Prints every change of the graph while `active`."""

    def __init__(self, active=True):
        self.active = active

    def _print(self, *what):
        if self.active:
            print(*what)

    def on_attach(self, fgraph):
        self._print("-- attaching to: ", fgraph)

    def on_detach(self, fgraph):
        self._print("-- detaching from: ", fgraph)

    def on_import(self, fgraph, node, reason):
        self._print(f"-- importing: {node}, reason: {reason}")

    def on_prune(self, fgraph, node, reason):
        self._print(f"-- pruning: {node}, reason: {reason}")

    def on_change_input(self, fgraph, node, i, r, new_r, reason=None):
        self._print(f"-- changing ({node}.inputs[{i}]) from {r} to {new_r}")
