"""ifelse: one of two branches, chosen by a condition when the program runs; the other one is not computed."""

from theano_lite.core.config import config
from theano_lite.core.graph import Apply, Variable
from theano_lite.core.lazy import enclose
from theano_lite.core.pullback import gradient_type
from theano_lite.core.types import DisconnectedType, TensorType, as_tensor_variable
from theano_lite.program.loops import loop_of
from theano_lite.program.user_op import Op


class IfElse(Op):
    """(condition, n_outs values if it holds, n_outs values if not) -> n_outs values. as_view, gpu: only attributes."""

    outside = False
    lazy = True
    # Set once it turns out that the branches have results of different shapes: see core/lazy.py.
    static = False

    def __init__(self, n_outs, as_view=False, gpu=False, name=None):
        self.n_outs, self.as_view, self.gpu, self.name = n_outs, as_view, gpu, name
        if as_view:
            self.view_map = {k: [k + 1] for k in range(n_outs)}

    def _key(self):
        return type(self), self.as_view, self.gpu, self.n_outs

    def __eq__(self, other):
        return isinstance(other, IfElse) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def __str__(self):
        words = [self.name, "inplace" if self.as_view else None, "gpu" if self.gpu else None]
        return f"if{{{','.join(word for word in words if word is not None)}}}"

    def make_node(self, c, *args):
        """Raises TypeError for a condition that is no scalar, or values of different types."""
        n = self.n_outs
        if len(args) != 2 * n:
            raise AssertionError(f"Wrong number of arguments to make_node: expected {2 * n}, got {len(args)}")
        c = as_tensor_variable(c)
        args = [x if isinstance(x, Variable) else as_tensor_variable(x) for x in args]
        for t, f in zip(args[:n], args[n:]):
            if t.type != f.type:
                raise TypeError("IfElse requires same types for true and false return values", t, f, t.type, f.type)
        if c.ndim > 0:
            raise TypeError("Condition given to the op has to be a scalar with 0 standing for False, anything else for "
                            "True")
        return Apply(self, [c, *args], [t.type for t in args[:n]])

    # --- running ----------------------------------------------------------------------------------

    def branches(self, node):
        """The positions of the inputs of either branch."""
        n = self.n_outs
        return [list(range(1, n + 1)), list(range(n + 1, 2 * n + 1))]

    def host_inputs(self, node):
        return (0,) if self.static else ()

    def host(self, condition, *values):
        return values[:self.n_outs] if condition else values[self.n_outs:]

    def run_on_host(self, node, values):
        return list(self.host(*values))

    def perform(self, node, inputs, output_storage, params=None):
        for cell, value in zip(output_storage, self.host(*inputs)):
            cell[0] = value

    # --- derivatives ------------------------------------------------------------------------------

    def input_gradients(self, node, upstream):
        """Each branch gets the gradients where it was taken, else zeros; the condition gets zeros."""
        c, n = node.inputs[0], self.n_outs
        found = [c.zeros_like(dtype=config.floatX), *[DisconnectedType()() for _ in range(2 * n)]]
        chosen, given = list(upstream), list(upstream.values())
        for first, suffix in ((1, "_grad_t"), (n + 1, "_grad_f")):
            zeros = [node.inputs[first + k].zeros_like(dtype=g.dtype) for k, g in upstream.items()]
            either = [*given, *zeros] if first == 1 else [*zeros, *given]
            op = IfElse(len(chosen), self.as_view, self.gpu, None if self.name is None else self.name + suffix)
            for k, g in zip(chosen, op(c, *either, return_list=True)):
                found[first + k] = g
        return found

    def output_tangents(self, node, tangents):
        """The tangents of the branch that is taken; None where neither has one."""
        n, found = self.n_outs, [None] * self.n_outs
        for k in range(n):
            pair = [tangents.get(1 + k), tangents.get(1 + n + k)]
            if any(t is not None for t in pair):
                zeros = [node.inputs[at].zeros_like(dtype=gradient_type(node.inputs[at]).dtype) for at in (1 + k, 1 + n + k)]
                found[k] = IfElse(1, self.as_view, self.gpu, self.name)(
                    node.inputs[0], *(z if t is None else t for t, z in zip(pair, zeros)))
        return found


def ifelse(condition, then_branch, else_branch, name=None):
    """`then_branch` if the scalar `condition` is not 0, else `else_branch`; only that one is computed.

    The branches are variables, or lists or tuples of as many variables; the result has the form of `then_branch`.
    Raises TypeError unless both have the same types, ValueError unless they are as many.
    """
    form = type(then_branch) if type(then_branch) in (list, tuple) else None
    ts = list(then_branch) if form else [then_branch]
    fs = list(else_branch) if type(else_branch) in (list, tuple) else [else_branch]
    pairs = [_of_one_type(t, f) for t, f in zip(ts, fs)]
    if len(ts) != len(fs):
        raise ValueError("The number of values on the `then` branch should have the same number of variables as the `else` "
                         f"branch : (variables on `then` {len(ts)}, variables on `else` {len(fs)})")
    out = IfElse(len(ts), name=name)(condition, *(t for t, _ in pairs), *(f for _, f in pairs), return_list=True)
    return out[0] if form is None else form(out)


def _of_one_type(t, f):
    t, f = (v if isinstance(v, Variable) else as_tensor_variable(v) for v in (t, f))
    if t.type != f.type:
        if isinstance(t.type, TensorType) and not isinstance(f.type, TensorType):
            f = t.type.filter_variable(f)
        elif isinstance(f.type, TensorType) and not isinstance(t.type, TensorType):
            t = f.type.filter_variable(t)
    if t.type != f.type:
        raise TypeError(f"The two branches should have identical types, but they are {t.type} and {f.type} respectively. "
                        "This error could be raised if for example you provided a one element list on the `then` branch "
                        "but a tensor on the `else` branch.")
    return t, f


# --- branches that a program cannot hold ----------------------------------------------------------


class StagedIfElse(Op):
    """An IfElse whose branches hold ops that run outside, or values that are no arrays: its branch is a function."""

    def __init__(self, op, branches):
        self.op, self.branches, self.functions = op, branches, {}

    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return id(self) >> 4

    def __str__(self):
        return str(self.op)

    def run_outside(self, node, inputs):
        from theano_lite.program.function import function

        taken = 0 if inputs[0] != 0 else 1
        branch = self.branches[taken]
        if taken not in self.functions:
            self.functions[taken] = function(branch.inputs, branch.outputs, on_unused_input="ignore")
        at = 1 + sum(len(b.inputs) for b in self.branches[:taken])
        return self.functions[taken](*inputs[at:at + len(branch.inputs)])


def stage_branches(outputs, leaves):
    """`outputs` with a StagedIfElse in the place of each IfElse that a program cannot hold."""
    def build(node, branches, outer):
        made = Apply(StagedIfElse(node.op, branches), [node.inputs[0], *outer], [v.type for v in node.outputs])
        made.trace = node.trace
        return made

    def wanted(node, parts):
        return not all(v.type.computed for v in node.outputs) or any(
            getattr(inner.op, "outside", False) or _stops_by_itself(inner) for nodes in parts for inner in nodes)

    return enclose(outputs, leaves, build, wanted)


def _stops_by_itself(node):
    """Whether the node is a loop with a condition to stop, or a derivative of one: they run before the program."""
    loop = loop_of(node)
    return loop is not None and loop.layout.until
