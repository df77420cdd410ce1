"""FunctionGraph: a graph with fixed inputs and outputs that owns its nodes and may be edited."""

from theano_lite.core.errors import AlreadyThere, BadOptimization, InconsistencyError, ReplacementDidntRemovedError
from theano_lite.core.graph import toposort
from theano_lite.core.report import check_given
from theano_lite.core.shown_class import ShownAs
from theano_lite.program.inspection import io_toposort


def copy_graph(inputs, outputs, copy_inputs=True, copy_orphans=None, memo=None):
    """{each variable and node of the graph: its copy}, to edit without touching the original.

    copy_inputs, copy_orphans: whether `inputs` and the other leaves (constants, shared variables) are copied or kept.
    memo: copies that there are already, added to.
    """
    if copy_orphans is None:
        copy_orphans = copy_inputs
    memo = {} if memo is None else memo
    for v in inputs:
        memo.setdefault(v, v.clone() if copy_inputs else v)
    for node in toposort(list(outputs), list(inputs)):
        for v in node.inputs:
            if v not in memo:
                memo[v] = v.clone() if copy_orphans else v
        if node in memo:
            continue
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

    It knows its nodes (`apply_nodes`) and `variables` and where each is used, and tells its features of every node that
    comes (`on_import`) or goes (`on_prune`). Raises MissingInputError for a leaf that is neither among the inputs nor a
    constant, and BadOptimization, a TypeError, for a replacement of another type.
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
        for feature in features or []:
            self.attach_feature(feature)
        self._take_all("init")

    def _take_all(self, reason):
        self.apply_nodes, self.variables, self._users = set(), set(), {}
        for v in self.inputs:
            self._adopt(v)
        for k, v in enumerate(self.outputs):
            self._take(v, reason)
            self._users[v].append(("output", k))

    def _adopt(self, variable):
        if variable not in self.variables:
            self.variables.add(variable)
            self._users[variable] = []
            variable.fgraph = self

    def _take(self, variable, reason):
        """Make `variable` and all that it needs part of the graph. Raises MissingInputError, before anything changes."""
        if variable in self.variables:
            return
        order = toposort([variable], self.variables, last_first=True)
        check_given([variable], self.variables, order)
        self._adopt(variable)
        for node in order:
            self.apply_nodes.add(node)
            node.fgraph = self
            for v in (*node.outputs, *node.inputs):
                self._adopt(v)
            for k, v in enumerate(node.inputs):
                self._users[v].append((node, k))
            self.execute_callbacks("on_import", node, reason)

    def _drop(self, variable, reason):
        """Let `variable` and what only it needed leave the graph, unless it is still used."""
        waiting = [variable]
        while waiting:
            v = waiting.pop()
            if self._users.get(v, True) or v in self.inputs:
                continue
            node = v.owner
            if node is None:
                self._forget(v)
            elif node in self.apply_nodes and not any(self._users[out] for out in node.outputs):
                self.apply_nodes.remove(node)
                for out in node.outputs:
                    self._forget(out)
                self.execute_callbacks("on_prune", node, reason)
                for k, needed in enumerate(node.inputs):
                    self._users[needed].remove((node, k))
                    waiting.append(needed)

    def _forget(self, variable):
        self.variables.discard(variable)
        del self._users[variable]

    # --- what it consists of ----------------------------------------------------------------------

    def toposort(self):
        """The nodes, each after those it needs and those that its features' `orderings` put before it."""
        return io_toposort(self.inputs, self.outputs, self.orderings())

    def orderings(self):
        """{node: the nodes that must come before it}, as the features say."""
        found = {}
        for feature in self._features:
            for node, before in (feature.orderings(self) if hasattr(feature, "orderings") else {}).items():
                known = found.setdefault(node, [])
                known.extend(n for n in before if n not in known)
        return found

    def clients(self, variable):
        """Where `variable` is used: (node, position) pairs, the node 'output' for the graph's own outputs."""
        return list(self._users.get(variable, ()))

    def __getstate__(self):
        return {key: value for key, value in self.__dict__.items() if key not in ("apply_nodes", "variables", "_users")}

    def __setstate__(self, state):
        vars(self).update(state)
        features, self._features = self._features, []
        self._take_all("init")
        self._features = features

    def check_integrity(self):
        """Raise MissingInputError if a value is needed that nothing gives, InconsistencyError if nodes were changed by hand."""
        order = toposort(self.outputs, self.inputs, last_first=True)
        check_given(self.outputs, self.inputs, order)
        strange = self.apply_nodes.symmetric_difference(order)
        if strange:
            raise InconsistencyError("FunctionGraph: the inputs of nodes or the outputs were changed without change_input, so "
                                     f"that these nodes come or go: {sorted(map(str, strange))}")

    def consistent(self):
        """Whether `validate` passes."""
        try:
            self.validate()
        except Exception:
            return False
        return True

    def validate(self):
        """Ask every attached feature that has `validate`."""
        self.execute_callbacks("validate")

    # --- editing ----------------------------------------------------------------------------------

    def add_input(self, variable):
        if variable not in self.inputs:
            self.inputs.append(variable)
            self._adopt(variable)

    def replace(self, r, new_r, reason=None, verbose=None):
        """Use `new_r` wherever `r` is used. Raises BadOptimization if their types differ."""
        if r.type != new_r.type:
            converted = r.type.convert_variable(new_r)
            if converted is None:
                raise BadOptimization(r, new_r, None, None, f"{reason}. The type of the replacement must be the same.")
            new_r = converted
        for node, k in self.clients(r):
            self.change_input(node, k, new_r, reason)

    def replace_all(self, pairs, reason=None):
        """`replace` for each (old, new)."""
        for old, new in pairs:
            self.replace(old, new, reason)

    def replace_all_validate(self, replacements, reason=None, verbose=None):
        """`replace_all`, undone if a replacement fails or a feature then refuses the graph."""
        mark = self.checkpoint()
        try:
            self.replace_all(replacements, reason)
            self.validate()
        except Exception:
            self.revert(mark)
            raise

    def replace_validate(self, r, new_r, reason=None):
        """`replace_all_validate` of one."""
        self.replace_all_validate([(r, new_r)], reason)

    def replace_all_validate_remove(self, replacements, remove, reason=None, warn=True):
        """`replace_all_validate`; if variables of `remove` stay in the graph, undone and ReplacementDidntRemovedError."""
        mark = self.checkpoint()
        self.replace_all_validate(replacements, reason)
        left = [v for v in remove if v in self.variables or v in self.apply_nodes]
        if left:
            self.revert(mark)
            raise ReplacementDidntRemovedError(f"{reason}: these were to go and are still used: {left}")

    def change_input(self, node, i, new_r, reason=None):
        """Input `i` of `node` becomes `new_r`; for the node 'output', output `i` of the graph. Raises TypeError."""
        places = self.outputs if node == "output" else node.inputs
        old = places[i]
        if new_r is old:
            return
        if old.type != new_r.type:
            raise TypeError("The type of the replacement must be the same as the type of the original Variable.", old, new_r)
        self._take(new_r, reason)
        places[i] = new_r
        if node != "output":
            vars(node).pop("_rewritten", None)
        self._users[new_r].append((node, i))
        self._users[old].remove((node, i))
        self._history.append((node, i, old))
        self._drop(old, reason)
        self.execute_callbacks("on_change_input", node, i, old, new_r, reason)

    def checkpoint(self):
        """A mark for `revert`."""
        return len(self._history)

    def revert(self, checkpoint):
        """Undo the changes since `checkpoint`."""
        while len(self._history) > checkpoint:
            node, i, old = self._history.pop()
            self.change_input(node, i, old, "Revert")
            self._history.pop()

    def disown(self):
        """Accepted: another FunctionGraph may take over the variables of this one anyway."""

    # --- features ---------------------------------------------------------------------------------

    def attach_feature(self, feature):
        """Tell `feature` (an object with on_... methods) of every change from now on."""
        if feature not in self._features:
            try:
                if hasattr(feature, "on_attach"):
                    feature.on_attach(self)
            except AlreadyThere:
                return
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
