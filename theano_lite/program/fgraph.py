"""FunctionGraph: a graph with fixed inputs and outputs that owns its nodes and may be edited."""

from theano_lite.core.errors import MissingInputError
from theano_lite.core.graph import Apply, Constant, leaves, toposort
from theano_lite.core.report import frames_text
from theano_lite.core.shown_class import ShownAs


def copy_graph(inputs, outputs, copy_inputs=True, copy_orphans=None):
    """{each variable and node of the graph: its copy}, to edit without touching the original.

    copy_inputs, copy_orphans: whether `inputs` and the other leaves (constants, shared variables) are copied or kept.
    """
    if copy_orphans is None:
        copy_orphans = copy_inputs
    memo = {v: v.clone() if copy_inputs else v for v in inputs}
    for node in toposort(list(outputs), list(inputs)):
        for v in node.inputs:
            if v not in memo:
                memo[v] = v.clone() if copy_orphans else v
        new = _same_node(node, [memo[v] for v in node.inputs])
        memo[node] = new
        for old, out in zip(node.outputs, new.outputs):
            memo.setdefault(old, out)
    for v in outputs:
        if v not in memo:
            memo[v] = v.clone() if copy_orphans else v
    return memo


def _same_node(node, inputs):
    new = node.clone_with_new_inputs(inputs)
    for old, out in zip(node.outputs, new.outputs):
        out.name = old.name
    return new


class FunctionGraph(metaclass=ShownAs):
    """The graph between `inputs` and `outputs`; with `clone` (the default) a copy of it.

    Raises MissingInputError for a leaf that is neither among the inputs nor a constant, TypeError for a replacement
    of another type.
    """

    shown_as = "theano.gof.fg.FunctionGraph"

    name: str | None = None

    def __init__(self, inputs, outputs, features=None, clone=True, update_mapping=None):
        inputs, outputs = list(inputs), list(outputs)
        if clone:
            memo = copy_graph(inputs, outputs)
            inputs, outputs = [memo[v] for v in inputs], [memo[v] for v in outputs]
        self.inputs, self.outputs, self.update_mapping = inputs, outputs, update_mapping
        self.profile = None
        self._features, self._history = [], []
        self._places = None
        self.check_integrity()
        self._own(self.outputs)
        for feature in features or []:
            self.attach_feature(feature)

    # --- what it consists of ----------------------------------------------------------------------

    def toposort(self):
        """The nodes, each after those it needs, in Theano's order."""
        return toposort(self.outputs, self.inputs, last_first=True)

    @property
    def apply_nodes(self):
        return set(self.toposort())

    @property
    def variables(self):
        found = {*self.inputs, *self.outputs}
        for node in self.toposort():
            found.update(node.inputs, node.outputs)
        return found

    def clients(self, variable):
        """Where `variable` is used: (node, position) pairs, the node 'output' for the graph's own outputs."""
        if self._places is None:
            self._places = places = {}
            for node in self.toposort():
                for k, v in enumerate(node.inputs):
                    places.setdefault(v, []).append((node, k))
            for k, v in enumerate(self.outputs):
                places.setdefault(v, []).append(("output", k))
        return list(self._places.get(variable, ()))

    def _own(self, outputs):
        """Let the variables and nodes that `outputs` need know their graph, for `v.clients`."""
        for v in (*self.inputs, *outputs):
            v.fgraph = self
        for node in toposort(list(outputs), self.inputs):
            node.fgraph = self
            for v in (*node.inputs, *node.outputs):
                v.fgraph = self

    def __getstate__(self):
        return {**self.__dict__, "_places": None}

    def __setstate__(self, state):
        vars(self).update(state)
        self._own(self.outputs)

    def check_integrity(self):
        """Raise MissingInputError if a value is needed that nothing gives."""
        given = set(self.inputs)
        for v in leaves(self.outputs, self.inputs):
            if v not in given and not isinstance(v, Constant):
                node = next((n for n in self.toposort() if v in n.inputs), None)
                where = "Undeclared input" if node is None else (
                    f"Input {node.inputs.index(v)} of the graph (indices start from 0), used to compute {node!r}, was "
                    "not provided and not given a value")
                raise MissingInputError(f"{where}: {v}\nBacktrace when that variable is created:\n"
                                        f"{frames_text(v.creation)}", variable=v)

    def consistent(self):
        """Whether `validate` passes."""
        try:
            self.validate()
        except Exception:
            return False
        return True

    def validate(self):
        """Ask every attached feature that has `validate`."""
        for feature in self._features:
            if hasattr(feature, "validate"):
                feature.validate(self)

    # --- editing ----------------------------------------------------------------------------------

    def add_input(self, variable):
        if variable not in self.inputs:
            self.inputs.append(variable)

    def replace(self, r, new_r, reason=None, verbose=None):
        """Use `new_r` wherever `r` is used. Raises TypeError if their types differ."""
        if r.type != new_r.type:
            converted = r.type.convert_variable(new_r)
            if converted is None:
                raise TypeError(f"The type of the replacement must be the same: {r} is a {r.type}, {new_r} a "
                                f"{new_r.type}")
            new_r = converted
        places = self.clients(r)
        for node, k in places:
            self.change_input(node, k, new_r, reason)
        try:
            self.check_integrity()
        except MissingInputError:
            for node, k in places:
                self.change_input(node, k, r, reason)
            raise

    def replace_all(self, pairs, reason=None):
        """`replace` for each (old, new)."""
        for old, new in pairs:
            self.replace(old, new, reason)

    replace_all_validate = replace_all

    def replace_validate(self, r, new_r, reason=None):
        """`replace`, undone if a feature then refuses the graph."""
        mark = self.checkpoint()
        self.replace(r, new_r, reason)
        try:
            self.validate()
        except Exception:
            self.revert(mark)
            raise

    def change_input(self, node, i, new_r, reason=None):
        """Input `i` of `node` becomes `new_r`; for the node 'output', output `i` of the graph."""
        if isinstance(node, Apply):
            old, node.inputs[i] = node.inputs[i], new_r
            vars(node).pop("_rewritten", None)
        else:
            old, self.outputs[i] = self.outputs[i], new_r
        self._history.append((node, i, old))
        self._places = None
        if getattr(new_r, "fgraph", None) is not self:
            self._own([new_r])
        self.execute_callbacks("on_change_input", node, i, old, new_r, reason)

    def checkpoint(self):
        """A mark for `revert`."""
        return len(self._history)

    def revert(self, checkpoint):
        """Undo the changes since `checkpoint`."""
        self._places = None
        while len(self._history) > checkpoint:
            node, i, old = self._history.pop()
            if isinstance(node, Apply):
                node.inputs[i] = old
            else:
                self.outputs[i] = old

    def disown(self):
        """Accepted: another FunctionGraph may take over the variables of this one anyway."""

    # --- features ---------------------------------------------------------------------------------

    def attach_feature(self, feature):
        """Tell `feature` (an object with on_... methods) of every change from now on."""
        if feature not in self._features:
            if hasattr(feature, "on_attach"):
                feature.on_attach(self)
            self._features.append(feature)

    def remove_feature(self, feature):
        if feature in self._features:
            self._features.remove(feature)
            if hasattr(feature, "on_detach"):
                feature.on_detach(self)

    def execute_callbacks(self, name, *args, **kwargs):
        """Call the method `name` of each feature that has it."""
        for feature in self._features:
            if hasattr(feature, name):
                getattr(feature, name)(self, *args, **kwargs)

    def collect_callbacks(self, name, *args):
        """{feature: what its method `name` returns}."""
        return {f: getattr(f, name)(*args) for f in self._features if hasattr(f, name)}

    # --- copies -----------------------------------------------------------------------------------

    def clone(self, check_integrity=True, attach_feature=True):
        return self.clone_get_equiv(check_integrity, attach_feature)[0]

    def clone_get_equiv(self, check_integrity=True, attach_feature=True):
        """A copy, and {variable or node: its copy}."""
        memo = copy_graph(self.inputs, self.outputs)
        new = FunctionGraph([memo[v] for v in self.inputs], [memo[v] for v in self.outputs], clone=False,
                            features=self._features if attach_feature else None, update_mapping=self.update_mapping)
        new.name = self.name
        return new, memo

    def __str__(self):
        from theano_lite.program.walks import as_string

        return f"[{', '.join(as_string(self.inputs, self.outputs))}]"

    __repr__ = __str__
