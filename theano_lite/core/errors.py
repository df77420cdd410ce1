"""Every exception class of the package, with the names and bases that Theano gives them."""


class MissingInputError(Exception):
    """A variable needed to compute an output is neither an input, a shared variable nor given a value."""

    def __init__(self, *args, variable=None):
        super().__init__(*args)
        self.variable = variable


class UnusedInputError(Exception):
    """An input of `function` is not used by any output or update."""


class AsTensorError(TypeError):
    """A value cannot be turned into a tensor variable."""


class AdvancedIndexingError(TypeError):
    """An index asks for advanced indexing where only basic indexing is possible."""


class AdvancedBooleanIndexingError(TypeError):
    """An index holds a boolean mask where none is possible."""


class NotScalarConstantError(Exception):
    """A variable was asked for its constant value and has none."""


class EmptyConstantError(NotScalarConstantError):
    """A variable was asked for its scalar value and has no element."""


class ShapeError(Exception):
    """Two shapes that must agree do not."""


class NullTypeGradError(TypeError):
    """A gradient is undefined or not implemented and was used."""


class DisconnectedInputError(ValueError):
    """`grad` was asked for the gradient with respect to a variable the cost does not depend on."""


class GradientError(Exception):
    """`verify_grad` found a symbolic gradient that differs from the numeric one."""

    def __init__(self, arg, err_pos, shape, val1, val2, abs_err, rel_err, abs_tol, rel_tol):
        super().__init__(arg, err_pos, shape, val1, val2, abs_err, rel_err, abs_tol, rel_tol)
        self.arg, self.err_pos, self.shape, self.val1, self.val2 = arg, err_pos, shape, val1, val2
        self.abs_err, self.rel_err, self.abs_tol, self.rel_tol = abs_err, rel_err, abs_tol, rel_tol

    def __str__(self):
        return (
            f"verify_grad: the gradient of argument {self.arg} (shape {self.shape}) differs at position "
            f"{self.err_pos}: {self.val1} against {self.val2} numerically; absolute error {self.abs_err} "
            f"(tolerance {self.abs_tol}), relative error {self.rel_err} (tolerance {self.rel_tol})"
        )


class MethodNotDefined(Exception):
    """A user-written Op lacks a method that is needed."""


class InconsistencyError(Exception):
    """A graph was changed in a way that makes it invalid."""


class CachedConstantError(Exception):
    """A graph to be owned holds a constant that others use."""


class AliasedMemoryError(Exception):
    """Memory is aliased that should not be."""

    def __init__(self, a, b):
        super().__init__(a, b)
        self.a, self.b = a, b


class DebugModeError(Exception):
    """What DebugMode found."""


class BadThunkOutput(DebugModeError):
    """One value of a node was computed in two ways, with two results: `val1` by `thunk1` and `val2` by `thunk2`."""

    def __init__(self, r, thunk1, val1, thunk2, val2, inputs_val=()):
        super().__init__(r, thunk1, val1, thunk2, val2)
        self.r, self.thunk1, self.val1, self.thunk2, self.val2, self.inputs_val = r, thunk1, val1, thunk2, val2, inputs_val

    def offending_op(self):
        """The class of the op whose results differ."""
        return type(self.r.owner.op)

    def __str__(self):
        from theano_lite.core.report import describe

        return (f"BadThunkOutput: {self.r} is {self.val1} by {self.thunk1} and {self.val2} by {self.thunk2}\n"
                f"{describe(self.r.owner, self.inputs_val or None)}")


class BadOptimization(DebugModeError):
    """A rewrite put `new_r` in the place of `old_r` where it must not be: another type, or another value."""

    def __init__(self, old_r, new_r=None, old_r_val=None, new_r_val=None, reason=None, old_graph=None, new_graph=None):
        super().__init__(old_r, new_r, old_r_val, new_r_val, reason)
        self.old_r, self.new_r, self.old_r_val, self.new_r_val, self.reason = old_r, new_r, old_r_val, new_r_val, reason
        self.old_graph, self.new_graph = old_graph, new_graph

    def str_diagnostic(self):
        """What was to replace what, and why."""
        lines = [f"BadOptimization: {self.new_r} of type {getattr(self.new_r, 'type', None)} was to replace {self.old_r} of "
                 f"type {getattr(self.old_r, 'type', None)}", f"  Reason: {self.reason}"]
        if self.old_r_val is not None or self.new_r_val is not None:
            lines.append(f"  Old value: {self.old_r_val!s:.200}\n  New value: {self.new_r_val!s:.200}")
        lines += [f"  {which} graph:\n{graph}" for which, graph in (("Old", self.old_graph), ("New", self.new_graph)) if graph]
        return "\n".join(lines)

    __str__ = str_diagnostic


class AlreadyThere(Exception):
    """Raised by a feature's `on_attach` if the graph has all that it would bring: the feature is not attached."""


class ReplacementDidntRemovedError(Exception):
    """Variables that a rewrite was to remove are still used."""


class BadDestroyMap(DebugModeError):
    """A user-written op changed its input number `idx` in place without saying so in `destroy_map`."""

    def __init__(self, node, idx, old_val, new_val, perform):
        super().__init__(node, idx, old_val, new_val, perform)
        self.node, self.idx, self.old_val, self.new_val, self.perform = node, idx, old_val, new_val, perform

    def __str__(self):
        from theano_lite.core.report import describe

        return (f"BadDestroyMap: {self.perform} of {self.node.label} changed input {self.idx} from {self.old_val!r} to "
                f"{self.new_val!r}; destroy_map is {getattr(self.node.op, 'destroy_map', {})}\n{describe(self.node)}")


class BadViewMap(DebugModeError):
    """A user-written op gave out memory of an input without saying so in `view_map`."""


class StochasticOrder(DebugModeError):
    """Compiling the same graph twice gave different programs."""


class InvalidValueError(DebugModeError):
    """A value `v` that is not of the type of its variable `r`; the hints say why."""

    def __init__(self, r, v=None, client_node=None, hint="none", specific_hint="none"):
        super().__init__(r, v, client_node, hint, specific_hint)
        self.r, self.v, self.client_node, self.hint, self.specific_hint = r, v, client_node, hint, specific_hint

    def __str__(self):
        from theano_lite.core.report import describe

        if isinstance(self.r, str):
            return self.r
        where = describe(self.r.owner) if self.r.owner is not None else "an input of the graph"
        return (f"InvalidValueError: {self.r} of type {self.r.type}: {self.specific_hint}\n"
                f"  value: {self.v!s:.100}\n  hint: {self.hint}\n{where}")
