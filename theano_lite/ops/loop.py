"""Loops as they are compiled: `lax.scan`, or `lax.while_loop` where only the last values are wanted.

Source: theano.scan_module.
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from theano_lite.core import checks
from theano_lite.core.graph import Apply, toposort
from theano_lite.core.op import Op, convert
from theano_lite.core.pullback import Derivative, differentiate_by
from theano_lite.core.types import ArrayType, as_tensor_variable, tensor_type
from theano_lite.ops.inner_graph import add_checks
from theano_lite.ops.loop_products import Ahead, Shares, differentiate, rows_times
from theano_lite.ops.scan import NO_STEPS, Scan


class Loop(Scan):
    """A loop to compile. Outputs: those of Scan, the states without their first values, the last value of each output.

    wanted: positions of the outputs that somebody reads. dynamic: the number of steps need not be known while tracing,
    for only last values are wanted and no gradient; then a condition to stop is heeded, too, where otherwise the
    number of steps takes it into account. scheduled: how many of the last inputs hold one size per step. checkpoint: a
    gradient runs each step again rather than keep what it needs.
    """

    def __init__(self, graph, layout, name, truncate_gradient, info, wanted=(), dynamic=False, scheduled=0):
        super().__init__(graph, layout, name, truncate_gradient, info)
        self.wanted, self.dynamic, self.scheduled = wanted, dynamic, scheduled
        self._ahead, self._shares = None, {}

    def __reduce__(self):
        return type(self), (self.graph, self.layout, self.name, self.truncate_gradient, self.info, self.wanted,
                            self.dynamic, self.scheduled)

    def copy(self, **changes):
        own = {"wanted": self.wanted, "dynamic": self.dynamic, "scheduled": self.scheduled}
        return super().copy(**{**own, **changes})

    def _key(self):
        return (*super()._key(), self.wanted, self.dynamic, self.scheduled)

    def position(self, k, kind):
        """Where output `k` stands "whole", "after" its first values, or with its "last" value alone."""
        if kind == "whole":
            return k
        first = self.layout.visible + self.layout.opaque
        return first + k if kind == "after" else first + self.layout.states + k

    @property
    def checkpoint(self):
        return bool(self.info.get("checkpoint"))

    @property
    def frugal(self):
        """Whether a gradient computes again what costs next to nothing, rather than keep it of each step."""
        return self.graph.smooth and not any(isinstance(node.op, (Loop, Derivative)) or "graph" in node.params
                                             for node in toposort(self.graph.prepared, self.graph.inputs))

    def output_types(self):
        layout, outs = self.layout, self.graph.outputs
        types = super().output_types()
        return [*types, *types[:layout.states], *(v.type for v in outs[:layout.visible])]

    def host_inputs(self, node):
        return super().host_inputs(node)[1:] if self.dynamic else super().host_inputs(node)

    def run(self, node, values):
        if self.dynamic:
            return self._run_dynamic(node, values)
        n = self._checked(values)
        if self.ahead is not None:
            return self.ahead.loop.run(node, self.ahead.values(n, values, rows_times))
        sequences, windows, fixed = self.arguments(values)
        first = [[x[j] for j in range(len(x))] for x in windows]
        after, windows = self._truncated(n, [x[:n] for x in sequences], windows, fixed)
        return self._results(first, after, windows)

    def _checked(self, values):
        """The number of steps. Raises if there are none, or a sequence has fewer."""
        n = int(values[0])
        check_steps(n)
        check_lengths(n, values[1:1 + self.layout.sequences])
        return n

    @property
    def ahead(self):
        """What of the loop is done before it: an Ahead, or None."""
        if self._ahead is None:
            self._ahead = (Ahead.of(self),)
        return self._ahead[0]

    def shares(self, fixed):
        """The Shares for gradients by what stands at the positions `fixed` of what does not move; None for no product."""
        if fixed not in self._shares:
            self._shares[fixed] = Shares.of(self.ahead.loop if self.ahead else self, fixed)
        return self._shares[fixed]

    def differentiate(self, node, values, wrt):
        """What a pullback needs: see core.pullback.differentiate."""
        if self.dynamic:
            return differentiate_by(lambda node, values: (self.run(node, values), None), node, values, wrt)[:2]
        self._checked(values)
        return differentiate(self, node, values, wrt)

    def _truncated(self, n, sequences, windows, fixed):
        """`_steps`, such that a gradient flows through the last steps only: what comes before is a constant to it."""
        cut = self.truncate_gradient
        if not 0 <= cut < n:
            return self._steps(n, sequences, windows, fixed)
        still = [x if isinstance(x, np.ndarray) else lax.stop_gradient(x) for x in self._sized(fixed, 0, n - cut)]
        early = lax.stop_gradient(([x[:n - cut] for x in sequences], windows))
        before, reached = self._steps(n - cut, *early, still)
        # The first values of a state may still be looked at by the last steps: those a gradient does reach.
        windows = [tuple(old[n - cut + j] if n - cut + j < len(old) else lax.stop_gradient(x) for j, x in enumerate(new))
                   for old, new in zip(windows, reached)]
        after, windows = self._steps(cut, [x[n - cut:] for x in sequences], windows, self._sized(fixed, n - cut, n))
        return [jnp.concatenate(pair) for pair in zip(lax.stop_gradient(before), after)], windows

    def _sized(self, fixed, start, stop):
        """`fixed` with the sizes of the steps from `start` to `stop` only."""
        first = len(fixed) - self.scheduled
        return [*fixed[:first], *(x[start:stop] for x in fixed[first:])]

    def arguments(self, values):
        """The sequences, the windows on the states (tuples, oldest value first) and the rest, of the node's values."""
        layout, inner = self.layout, self.graph.inputs
        sequences, states, opaque, rest = layout.split(values)
        sequences = [convert(jnp.asarray(x), v.type.dtype) for x, v in zip(sequences, inner)]
        windows, at = [], layout.sequences
        for k, x in enumerate(states):
            x, depth = convert(jnp.asarray(x), inner[at].type.dtype), layout.depth(k)
            if x.shape[0] < depth:
                raise IndexError(f"the initial state of output {k} has {x.shape[0]} values, its taps {layout.taps[k]} "
                                 f"need {depth}")
            windows.append(tuple(x[j] for j in range(depth)))
            at += len(layout.taps[k])
        fixed = [convert(x, v.type.dtype) if isinstance(v.type, ArrayType) else x for x, v in
                 zip([*opaque, *rest], inner[at:])]
        return sequences, windows, self.graph.on_host([None] * at + fixed)[at:]

    def step(self, windows, elements, fixed):
        """(new windows, outputs, condition, checks, their meaning) of one step."""
        layout = self.layout
        seen = [window[tap] for window, taps in zip(windows, layout.taps) for tap in taps]
        out, found, meaning = self.graph([*elements, *seen, *fixed])
        out = [convert(jnp.asarray(x), v.type.dtype) for x, v in zip(out, self.graph.outputs)]
        for k, window in enumerate(windows):
            out[k] = _fitted(out[k], window[-1], k, self)
        moved = [(*window[1:], x) for window, x in zip(windows, out)]
        return moved, out[:layout.visible], out[-1] if layout.until else None, found, meaning

    def _steps(self, n, sequences, windows, fixed):
        """(everything stacked, the last windows) after `n` steps, a Python int."""
        if self.scheduled:
            sizes = fixed[-self.scheduled:]
            if any((x != x[0]).any() for x in sizes):
                return self._unrolled(n, sequences, windows, fixed)
            fixed = [*fixed[:-self.scheduled], *(x[0] for x in sizes)]
        meaning = []

        def body(windows, elements):
            windows, out, _, found, failures = self.step(windows, elements, fixed)
            meaning[:] = failures
            return windows, (out, found)

        if self.checkpoint:
            body = jax.checkpoint(body, prevent_cse=False)
        elif self.frugal:
            body = jax.checkpoint(body, prevent_cse=False, policy=_kept)
        windows, (stacked, found) = lax.scan(body, windows, sequences, length=n)
        add_checks(found, meaning)
        return stacked, windows

    def _unrolled(self, n, sequences, windows, fixed):
        """`_steps`, one after the other in the program, for each has sizes of its own."""
        stacked = []
        for t in range(n):
            rest = [*fixed[:-self.scheduled], *(x[t] for x in fixed[-self.scheduled:])]
            windows, out, _, found, meaning = self.step(windows, [x[t] for x in sequences], rest)
            add_checks([x[None] for x in found], meaning)
            stacked.append(out)
        return [jnp.stack(x) for x in zip(*stacked)], windows

    def _results(self, first, after, windows):
        """The outputs, from the first values of the states, what each step gave and the last windows."""
        states = self.layout.states
        whole = [jnp.concatenate([jnp.stack(x), y]) for x, y in zip(first, after)]
        last = [window[-1] for window in windows] + [x[-1] for x in after[states:]]
        return [*whole, *after[states:], *after[:states], *last]

    def _run_dynamic(self, node, values):
        layout = self.layout
        count = layout.visible + layout.states
        plain = [k for k in range(layout.states, layout.visible) if count + k in self.wanted]
        _, windows, out = run_while(self, values, plain)
        last = {**{k: window[-1] for k, window in enumerate(windows)}, **dict(zip(plain, out))}
        # What nobody reads is left out.
        return [None] * count + [last.get(k) for k in range(layout.visible)]


_CHEAP = frozenset("""abs add add_any and broadcast_in_dim concatenate convert_element_type copy eq expand_dims ge gt
integer_pow le lt max min mul ne neg not or pad reshape select_n sign slice split square squeeze sub transpose""".split())


def _kept(primitive, *_, **__):
    return primitive.name not in _CHEAP


def check_steps(n):
    """Raises NotImplementedError for no steps, IndexError for less, as Theano does."""
    if n < 0:
        raise IndexError(f"Scan was asked to run for negative number of step {n}")
    if n == 0:
        raise NotImplementedError(NO_STEPS)


def check_lengths(n, sequences):
    """Raises ValueError for a sequence of fewer than `n` elements."""
    for x in sequences:
        if x.shape[0] < n:
            raise ValueError(_too_short(n, x))


def _too_short(n, x):
    return f"Sequence is shorter then the required number of steps : (n_steps, seq, seq.shape): {n}, {x.shape}"


def _fitted(new, old, k, op):
    """The new value of a state in the shape of the old one. Raises ValueError."""
    if new.shape == old.shape:
        return new
    if new.ndim == old.ndim and all(a in (1, b) for a, b in zip(new.shape, old.shape)):
        return jnp.broadcast_to(new, old.shape)
    raise ValueError(f"could not broadcast input array from shape {new.shape} into shape {old.shape}: {op}: state {k} "
                     "must keep the shape of its initial value (outputs_info)")


def run_while(loop, values, stacked=()):
    """(number of steps, last windows, last values of the outputs `stacked`) of a loop whose length only a run can tell."""
    limit = jnp.asarray(values[0]).astype("int64")
    arguments = loop.arguments(values)
    checks.require(limit >= 0, IndexError, "Scan was asked to run for negative number of step {value}", limit)
    checks.require(limit != 0, NotImplementedError, NO_STEPS)
    for x in arguments[0]:
        checks.require(limit <= x.shape[0], ValueError, _too_short("{value}", x), limit)
    if any(x.shape[0] == 0 for x in arguments[0]):
        raise NotImplementedError(NO_STEPS)
    t, _, windows, out = take_steps(loop, arguments, limit, jnp.zeros((), "int64"),
                                    lambda out: [jnp.zeros(out[k].shape, out[k].dtype) for k in stacked],
                                    lambda kept, t, out: [out[k] for k in stacked])
    return t, windows, out


def take_steps(loop, arguments, limit, start, begin, keep):
    """(number of steps, whether the loop stopped, last windows, what is kept) of at most `limit` steps from step `start` on.

    arguments: see Loop.arguments. begin(shapes of the outputs): what is kept before the first step; keep(that, how many steps
    were taken before, outputs): and after each.
    """
    sequences, windows, fixed = arguments
    meaning = []

    def step(t, windows):
        elements = [lax.dynamic_index_in_dim(x, start + t, keepdims=False) for x in sequences]
        windows, out, stop, found, failures = loop.step(windows, elements, fixed)
        meaning[:] = failures
        return windows, out, jnp.zeros((), bool) if stop is None else stop != 0, found

    def body(carry):
        t, _, windows, kept, before = carry
        windows, out, stop, found = step(t, windows)
        return t + 1, stop, windows, keep(kept, t, out), [jnp.where(b == checks.FINE, f, b) for b, f in zip(before, found)]

    zero = jnp.zeros((), "int64")
    shapes = jax.eval_shape(step, zero, windows)
    first = zero, zero > 0, windows, begin(shapes[1]), [jnp.full((), checks.FINE) for _ in shapes[3]]
    *taken, found = lax.while_loop(lambda c: (c[0] < limit) & ~c[1], body, first)
    collector = checks.current()
    if collector is not None:
        for value, (error, message, place) in zip(found, meaning):
            collector.add(value, error, message, place)
    return taken


def _scan_length(n_steps, *inputs, loop):
    """How many steps a loop with a condition takes, an int64 scalar, at most its first input. inputs: those of the loop."""


class ScanLength(Op):
    """See `_scan_length`."""

    def make_node(self, n_steps, *inputs, loop):
        return Apply(self, [as_tensor_variable(n_steps), *inputs], [tensor_type("int64", [])], dict(loop=loop))

    def remake(self, node, inputs):
        return self.make_node(*inputs, loop=node.params["loop"].remake(node, inputs).op)

    def host_inputs(self, node):
        return node.params["loop"].host_inputs(node)[1:]

    def connected(self, node):
        return []

    def run(self, node, values):
        return [run_while(node.params["loop"], values)[0]]


scan_length = ScanLength(_scan_length, types=None, name="scan_length")
