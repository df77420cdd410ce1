"""Lazy branches: what only one branch of a conditional needs is moved into it, and computed only if it is taken.

A lazy op has `lazy` true, `branches(node)`: for each branch the positions of its inputs (the outputs of the node are
those of one branch; input 0 is the condition, 0 for the last branch), and `static`: see Conditional.
"""

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.graph import Apply, Constant, replace, toposort


class BranchShapes(ValueError):
    """The branches of the lazy op `op` have results of different shapes, or one of them fails for shapes like these."""

    def __init__(self, node):
        op = node.params["op"]
        super().__init__(f"one program cannot hold both branches of {op}, and a loop cannot have two: their results have "
                         "different shapes, or one of them is in error")
        self.op, self.theano_node = op, node


class Branch:
    """One branch as a graph of its own.

    inputs: the variables inside that stand for `outer`; needed: the positions of those whose values decide shapes.
    """

    def __init__(self, node, positions, nodes):
        inside = {v for n in nodes for v in n.outputs}
        sizes = dict.fromkeys(n.inputs[k] for n in nodes for k in n.op.host_inputs(n))
        stand_ins = {}
        for v in (*sizes, *(v for n in nodes for v in n.inputs), *(node.inputs[k] for k in positions)):
            # A size is computed outside, before the branch is compiled, even where the branch alone needs it.
            if not isinstance(v, Constant) and (v not in inside or v in sizes) and v not in stand_ins:
                stand_ins[v] = v.type.make_variable(v.name)
        self.outer, self.inputs = list(stand_ins), list(stand_ins.values())
        self.needed = [k for k, v in enumerate(self.outer) if v in sizes]
        self.outputs = replace([node.inputs[k] for k in positions], stand_ins)
        self.types = [v.type for v in node.outputs]
        self._plan = None

    def __call__(self, values):
        """(the results, the checks) for arrays `values` of the inputs."""
        from theano_lite.core.lower import Plan

        if self._plan is None:
            self._plan = Plan(self.inputs, self.outputs)
        collector = checks.Collector()
        with checks.collect(collector):
            out = self._plan(values, [c.data for _, c in self._plan.constants])
        return [jax.tree.map(jnp.asarray, x) for x in out], collector


class Conditional:
    """A node that computes one of its branches. inputs: the condition, then what each branch needs.

    static: the condition is known while the program is traced (one program for each of its values), so that branches
    may have results of different shapes.
    """

    by_shape = ()
    host = None

    def make(self, node, branches, outer):
        inputs = [node.inputs[0], *outer]
        params = dict(branches=tuple(branches), op=node.op, static=node.op.static)
        made = Apply(self, inputs, [v.type for v in node.outputs], params)
        made.trace = node.trace
        return made

    def host_inputs(self, node):
        found, at = [0] if node.params["static"] else [], 1
        for branch in node.params["branches"]:
            found += [at + k for k in branch.needed]
            at += len(branch.inputs)
        return tuple(found)

    def describe(self, params):
        return str(params["op"])

    def run(self, node, values):
        branches, given, at = node.params["branches"], [], 1
        for branch in branches:
            given.append(values[at:at + len(branch.inputs)])
            at += len(branch.inputs)
        condition = values[0]
        if isinstance(condition, (np.ndarray, np.generic)):
            taken = 0 if condition != 0 else 1
            out, collector = branches[taken](given[taken])
            _hand_on([(v, *f) for v, f in zip(collector.values, collector.failures)])
            return out
        return self._run_either(node, jnp.asarray(condition) != 0, branches, given)

    def _run_either(self, node, condition, branches, given):
        functions, operands, shapes, failures = [], [], [], []
        for branch, values in zip(branches, given):
            moving = [k for k, x in enumerate(values) if not isinstance(x, (np.ndarray, np.generic))]
            collected = []
            functions.append(_moving(branch, list(values), moving, collected))
            operands.append([values[k] for k in moving])
            try:
                shapes.append(jax.eval_shape(functions[-1], operands[-1]))
            except BranchShapes:
                raise
            except Exception as error:
                # What is wrong in a branch that is not taken does not matter.
                raise BranchShapes(node) from error
            failures.append(list(collected))
        if _form(shapes[0][0]) != _form(shapes[1][0]):
            raise BranchShapes(node)
        n, m = len(shapes[0][1]), len(shapes[1][1])

        def taken(which):
            def call(both):
                out, found = functions[which](both[which])
                before, after = (0, m) if which == 0 else (n, 0)
                fine = jnp.asarray(checks.FINE, "int64")
                return out, [fine] * before + found + [fine] * after
            return call

        out, found = lax.cond(condition, taken(0), taken(1), operands)
        _hand_on([(v, *f) for v, f in zip(found, [*failures[0], *failures[1]])])
        return out


conditional = Conditional()


def _moving(branch, values, moving, collected):
    """The branch as a function of the values at the positions `moving`."""
    def function(arrays):
        for k, x in zip(moving, arrays):
            values[k] = x
        out, collector = branch(values)
        collected[:] = collector.failures
        return out, list(collector.values)
    return function


def _form(out):
    leaves, tree = jax.tree.flatten(out)
    return tree, [(x.shape, x.dtype) for x in leaves]


def _hand_on(found):
    collector = checks.current()
    if collector is not None:
        for value, error, message, place in found:
            collector.add(value, error, message, place)


# --- what belongs to a branch ---------------------------------------------------------------------


def enclose(outputs, leaves=(), build=None, wanted=None):
    """`outputs` with the nodes that only one branch of a lazy op needs inside of it.

    build(node, branches, the variables they need from outside): the node that stands for a lazy one; wanted(node, nodes
    of each branch): whether it is replaced at all.
    """
    order = toposort(outputs, leaves)
    if not any(getattr(node.op, "lazy", False) for node in order):
        return list(outputs)
    found, held = _parts(order, outputs, wanted)
    build = build or conditional.make
    memo = {}
    for node in order:
        if node in found:
            branches = [Branch(node, *part) for part in found[node]]
            outer = replace([v for branch in branches for v in branch.outer], memo)
            new = build(node, branches, outer)
            new.inputs[0] = memo.get(node.inputs[0], node.inputs[0])
            memo.update(zip(node.outputs, new.outputs))
        elif node not in held and any(v in memo for v in node.inputs):
            new = node.clone_with_new_inputs([memo.get(v, v) for v in node.inputs])
            memo.update(zip(node.outputs, new.outputs))
    return [memo.get(v, v) for v in outputs]


def _parts(order, outputs, wanted):
    """({lazy node: for each branch (positions, the nodes it alone needs)}, all those nodes)."""
    users = {}
    for node in order:
        for k, v in enumerate(node.inputs):
            users.setdefault(v, []).append((node, k))
    for v in outputs:
        users.setdefault(v, []).append((None, 0))
    found, held = {}, set()
    for at in range(len(order) - 1, -1, -1):
        lazy = order[at]
        if lazy in held or not getattr(lazy.op, "lazy", False):
            continue
        parts = [(positions, _alone(order[:at], users, lazy, set(positions))) for positions in lazy.op.branches(lazy)]
        if wanted is None or wanted(lazy, [nodes for _, nodes in parts]):
            found[lazy] = parts
            held.update(node for _, nodes in parts for node in nodes)
    return found, held


def _alone(before, users, lazy, positions):
    """The nodes whose outputs are used by the branch at `positions` of `lazy` alone, in order."""
    inside = set()
    for node in reversed(before):
        uses = [use for v in node.outputs for use in users.get(v, ())]
        if uses and all(user in inside or (user is lazy and k in positions) for user, k in uses):
            inside.add(node)
    return [node for node in before if node in inside]

