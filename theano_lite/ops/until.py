"""Loops that stop by themselves: their steps, as many as a run tells, and the way back over steps that were taken.

Source: theano.scan_module (`until`).
"""

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from theano_lite.core.graph import Apply
from theano_lite.core.op import Op, convert
from theano_lite.core.types import as_tensor_variable, tensor_type
from theano_lite.ops.loop import take_steps
from theano_lite.ops.loop_products import Shares, matrix_gradient
from theano_lite.ops.scan import Scan


def host_positions(loop):
    """Positions of the loop's inputs that must be known beforehand, the number of steps left out."""
    return Scan.host_inputs(loop, None)[1:]


def _until_steps(n_steps, start, *inputs, loop, size):
    """How many steps a loop takes from step `start` on, at most n_steps; whether it stopped; and what they gave.

    n_steps, start: int64 scalars. inputs: those of the loop but the first. size: the rows of each output, of which so many
    are filled as steps were taken: new values of states, then what is only stacked.
    """


class UntilSteps(Op):
    """See `_until_steps`."""

    def make_node(self, n_steps, start, *inputs, loop, size):
        layout = loop.layout
        stacked = [tensor_type(v.type.dtype, (False, *v.type.broadcastable)) for v in loop.graph.outputs[:layout.visible]]
        types = [tensor_type("int64", []), tensor_type("bool", []), *stacked]
        inputs = [as_tensor_variable(n_steps), as_tensor_variable(start), *inputs]
        return Apply(self, inputs, types, dict(loop=loop, size=size))

    def host_inputs(self, node):
        return [k + 1 for k in host_positions(node.params["loop"])]

    def connected(self, node):
        return []

    def run(self, node, values):
        loop, size = node.params["loop"], node.params["size"]
        limit, start = (jnp.asarray(x).astype("int64") for x in values[:2])
        t, stopped, _, rows = take_steps(
            loop, loop.arguments([limit, *values[2:]]), limit, start,
            lambda out: [jnp.zeros((size, *x.shape), x.dtype) for x in out],
            lambda rows, t, out: [lax.dynamic_update_index_in_dim(r, x, t, 0) for r, x in zip(rows, out)])
        return [t, stopped, *rows]


until_steps = UntilSteps(_until_steps, types=None, name="until_steps")


def _until_pullback(*inputs, loop, wrt, outs, types):
    """The gradients of the inputs `wrt` of a loop, of the given types, from the values that it gave.

    inputs: those of the loop, the gradients of its outputs `outs`, all its outputs that are arrays (steps, ...). Each result has
    the shape of its input. The steps are taken backwards, each from the values it had: the loop itself does not run again.
    """


class UntilPullback(Op):
    """See `_until_pullback`."""

    def make_node(self, *inputs, loop, wrt, outs, types):
        params = dict(loop=loop, wrt=tuple(wrt), outs=tuple(outs), types=tuple(types))
        return Apply(self, list(inputs), [t() for t in types], params)

    def host_inputs(self, node):
        return host_positions(node.params["loop"])

    def connected(self, node):
        return []

    def run(self, node, values):
        loop, wrt, outs = (node.params[name] for name in ("loop", "wrt", "outs"))
        layout = loop.layout
        end = len(values) - layout.visible
        count = end - len(outs)
        back = _Backwards(loop, values[:count], dict(zip(outs, values[count:end])), values[end:], wrt)
        found = back.run()
        return [convert(found[k], t.dtype) for k, t in zip(wrt, node.params["types"])]


until_pullback = UntilPullback(_until_pullback, types=None, name="until_pullback")


def _is_smooth(x):
    return np.dtype(x.dtype).kind in "fc"


class _Taken:
    """The steps that a loop took. whole: its outputs, for states with their first values.

    n: how many steps; first: the one from which on gradients flow. A state's value number i is looked at by the steps
    i - depth + 1 ... i.
    """

    def __init__(self, loop, whole):
        layout = loop.layout
        self.loop, self.layout = loop, layout
        self.depths = [layout.depth(k) for k in range(layout.states)]
        self.whole = [convert(jnp.asarray(x), v.type.dtype) for x, v in zip(whole, loop.graph.outputs)]
        self.n = self.whole[0].shape[0] - (self.depths[0] if self.depths else 0)
        cut = loop.truncate_gradient
        self.first = self.n - cut if 0 <= cut < self.n else 0
        self.states = [k for k in range(layout.states) if _is_smooth(self.whole[k])]
        self.outs = [k for k in range(layout.visible) if _is_smooth(self.whole[k])]

    def windows(self, whole):
        """For each state what the steps from `first` on look at: tuples of arrays (steps, ...), oldest values first."""
        return [tuple(x[self.first + j:self.n + j] for j in range(d)) for x, d in zip(whole, self.depths)]

    def smooth_step(self, elements, windows, fixed, places):
        """One step as a function of what stands at `places`: of the elements, of the windows, of what does not move.

        It returns the outputs `outs`, and what the step gives besides the outputs of the loop.
        """
        def step(*moving):
            full = [list(elements), list(windows), list(fixed)]
            for part, at, new in zip(full, places, moving):
                for k, x in zip(at, new):
                    part[k] = x
            out = self.loop.step(full[1], full[0], full[2])[1]
            return [out[k] for k in self.outs], out[self.layout.visible:]

        return step


class _Backwards(_Taken):
    """One run of a loop's steps backwards.

    given: the values of its inputs; upstream: {output: its gradient}; wrt: the positions of the inputs wanted.
    """

    def __init__(self, loop, given, upstream, whole, wrt):
        super().__init__(loop, whole)
        layout = self.layout
        base = 1 + layout.sequences + layout.states + layout.stacked
        self.wrt, self.base, self.old = wrt, base, layout
        self.fixed_wanted = [k - base for k in wrt if k >= base]
        self.elements_wanted = [k - 1 for k in wrt if k <= layout.sequences]
        self.lengths = [np.shape(x)[0] for x in given[1:1 + layout.sequences + layout.states]]
        self.upstream = {k: jnp.broadcast_to(convert(g, self.whole[k].dtype), self.whole[k].shape)
                         for k, g in upstream.items() if _is_smooth(self.whole[k])}
        self.shares = Shares.of(loop, tuple(self.fixed_wanted))
        if self.shares is not None:
            given = self._with_shares(given)
        self.sequences, _, self.fixed = self.loop.arguments(given)

    def _with_shares(self, given):
        """The values of a loop whose products with wanted matrices have shares: see Shares. Each is an element, too."""
        self.loop, own, self.share_places = self.shares.loop, [], []
        for twin, like in zip(self.shares.twins, jax.eval_shape(lambda: self.shares.first(given))):
            if twin is None:
                twin = self.old.sequences + len(own)
                own.append(jnp.zeros((self.n, *like.shape), like.dtype))
            if twin not in self.elements_wanted:
                self.elements_wanted.append(twin)
            self.share_places.append(self.elements_wanted.index(twin))
        return self.shares.values(given, own)

    def run(self):
        """{position of input: its gradient}."""
        n, first = self.n, self.first
        above = {k: g[first + (self.depths[k] if k < len(self.depths) else 0):] for k, g in self.upstream.items()}
        start = ({k: (jnp.zeros_like(self.whole[k][0]),) * self.depths[k] for k in self.states},
                 [jnp.zeros_like(self.fixed[k]) for k in self.fixed_wanted])
        (reached, fixed), (elements, factors) = lax.scan(
            self._back, start, ([x[first:n] for x in self.sequences], self.windows(self.whole), above), reverse=True)
        found = {1 + k: _padded(g, first, self.lengths[k]) for k, g in zip(self.elements_wanted, elements)
                 if k < self.old.sequences}
        for k in self.states:
            at = 1 + self.old.sequences + k
            if at in self.wrt:
                found[at] = _padded(self._first_values(k, reached[k]), 0, self.lengths[at - 1])
        found.update((self.base + k, g) for k, g in zip(self.fixed_wanted, fixed))
        if self.shares is not None:
            for p, factor, place in zip(self.shares.products, factors, self.share_places):
                found[self.base + self.shares.fixed(p)] += matrix_gradient(p.left, factor, elements[place])
        return found

    def _back(self, carry, given):
        """One step back. carry: the gradients of the values that the next step looks at; of what stays the same, so far."""
        reached, totals = carry
        elements, windows, above = given

        step = self.smooth_step(elements, windows, self.fixed, (self.elements_wanted, self.states, self.fixed_wanted))
        out, vjp, factors = jax.vjp(
            step, [elements[k] for k in self.elements_wanted], [windows[k] for k in self.states],
            [self.fixed[k] for k in self.fixed_wanted], has_aux=True)
        gradients = []
        for k, x in zip(self.outs, out):
            parts = ([reached[k][-1]] if k in reached else []) + ([above[k]] if k in above else [])
            gradients.append(sum(parts[1:], parts[0]) if parts else jnp.zeros_like(x))
        moving, smooth, fixed = vjp(gradients)
        before = {k: (g[0], *(a + b for a, b in zip(reached[k], g[1:]))) for k, g in zip(self.states, smooth)}
        return (before, [a + b for a, b in zip(totals, fixed)]), (moving, factors)

    def _first_values(self, k, reached):
        """The gradient of the first values of state `k`; a gradient that is cut off reaches those it still meets."""
        values = []
        for i in range(self.depths[k]):
            g = reached[i - self.first] if i >= self.first else jnp.zeros_like(reached[0])
            values.append(g + self.upstream[k][i] if k in self.upstream else g)
        return jnp.stack(values)


def _padded(g, before, length):
    """`g` with zeros before and after it, of the given length."""
    return lax.pad(g, jnp.zeros((), g.dtype), [(before, length - before - g.shape[0], 0), *[(0, 0, 0)] * (g.ndim - 1)])


def _until_replay(*inputs, loop):
    """What a loop gave, as a function of its inputs that can be differentiated any number of times, either way.

    inputs: those of the loop, then all its outputs that are arrays (steps, ...), which this returns. Derivatives go through
    the steps once more, each from the values it had.
    """


class UntilReplay(Op):
    """See `_until_replay`."""

    def make_node(self, *inputs, loop):
        return Apply(self, list(inputs), [t() for t in loop.output_types()[:loop.layout.visible]], dict(loop=loop))

    def host_inputs(self, node):
        return host_positions(node.params["loop"])

    def run(self, node, values):
        loop = node.params["loop"]
        count = len(values) - loop.layout.visible
        return list(_Replay(loop, values[:count], values[count:]).run())


until_replay = UntilReplay(_until_replay, types=None, name="until_replay")


class _Replay(_Taken):
    """A run of a loop whose values are known. given: the values of its inputs; those of floats may be moved."""

    def __init__(self, loop, given, whole):
        super().__init__(loop, whole)
        layout, self.given = self.layout, given
        base = 1 + layout.sequences + layout.states + layout.stacked
        known = {0, *range(base - layout.stacked, base), *host_positions(loop)}
        self.moving = [k for k, x in enumerate(given)
                       if k not in known and isinstance(x, (np.ndarray, jax.Array)) and _is_smooth(x)]
        self.places = ([k - 1 for k in self.moving if k <= layout.sequences], self.states,
                       [k - base for k in self.moving if k >= base])

    def run(self):
        """The loop's outputs."""
        replay = jax.custom_jvp(lambda *moving: tuple(self.whole))
        # The steps are looked at through `replay` again, for derivatives of derivatives.
        replay.defjvp(lambda moving, tangents: (whole := replay(*moving), self._moved(whole, moving, tangents)))
        return replay(*(jnp.asarray(self.given[k]) for k in self.moving))

    def _arguments(self, moving):
        given = list(self.given)
        for k, x in zip(self.moving, moving):
            given[k] = x
        return self.loop.arguments(given)

    def _smooth(self, moving):
        return tuple([part[k] for k in at] for part, at in zip(self._arguments(moving), self.places))

    def _moved(self, whole, moving, tangents):
        """The tangents of the outputs."""
        n, first = self.n, self.first
        sequences, _, fixed = self._arguments(moving)
        (_, _, still), (d_elements, d_first, d_fixed) = jax.jvp(lambda *moving: self._smooth(moving), moving, tangents)

        def body(before, given):
            elements, windows, d_elements = given
            step = self.smooth_step(elements, windows, fixed, self.places)
            at = [elements[k] for k in self.places[0]], [windows[k] for k in self.states], still
            _, moved, _ = jax.jvp(step, at, (d_elements, before, d_fixed), has_aux=True)
            moved = dict(zip(self.outs, moved))
            return [(*old[1:], moved[k]) for k, old in zip(self.states, before)], moved

        # What a gradient that is cut off still meets of the first values; what the steps before gave stays.
        start = [tuple(d[first + j] if first + j < len(d) else jnp.zeros_like(d[0]) for j in range(len(d))) for d in d_first]
        rows = [x[first:n] for x in sequences], self.windows(whole), [x[first:n] for x in d_elements]
        _, after = lax.scan(body, start, rows)
        d_first = dict(zip(self.states, d_first))
        return tuple(self._whole(x, d_first.get(k, ()), after.get(k)) for k, x in enumerate(whole))

    def _whole(self, x, first, after):
        """The tangent of the output `x` from those of its first values and of what the steps since `first` gave."""
        if after is None:
            return np.zeros(x.shape, jax.dtypes.float0)
        before = [jnp.stack(first)] if first else []
        return jnp.concatenate([*before, jnp.zeros((self.first, *x.shape[1:]), x.dtype), after])
