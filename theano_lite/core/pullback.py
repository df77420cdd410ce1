"""The gradient of one node, as a node: `jax.vjp` of its lowering; and the same forward, by `jax.jvp`."""

from collections.abc import Callable

import jax
import numpy as np
from jax import lax
from jax import numpy as jnp

from theano_lite.core import checks
from theano_lite.core.config import config
from theano_lite.core.dtypes import complex_dtypes, discrete_dtypes, real_of, upcast
from theano_lite.core.graph import Apply
from theano_lite.core.op import convert


def gradient_type(variable):
    """The type of the gradient with respect to `variable`: its own, or floatX where it counts."""
    type = variable.type
    return type.clone(dtype=config.floatX) if type.dtype in discrete_dtypes else type


def _pulled_type(type, out, upstream):
    """As in Theano a gradient is as wide as what comes from above, and complex only for complex inputs.

    out: the dtype of the node's outputs; where that is narrower than the input (a cast) so is the gradient.
    """
    if type.dtype in discrete_dtypes or (upcast(out, type.dtype) != out and type.dtype not in complex_dtypes):
        return type.clone(dtype=real_of(upstream))
    wide = upcast(type.dtype, upstream if type.dtype in complex_dtypes else real_of(upstream))
    return type.clone(dtype=wide)


class Derivative:
    """What pullback and pushforward share: params `node` (what is differentiated), `wrt` and `outs` (positions)."""

    name: str
    make: Callable
    host = None
    by_shape = ()

    def __reduce__(self):
        return type(self), ()

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __deepcopy__(self, memo):
        return self

    def describe(self, params):
        return f"{self.name}{{{params['node'].label}}}" if params else self.name

    def __repr__(self):
        return f"<{self.name}>"

    def host_inputs(self, node):
        return node.params["node"].op.host_inputs(node.params["node"])

    def remake(self, node, inputs):
        old = node.params["node"]
        count = len(old.inputs)
        new = old.op.remake(old, inputs[:count])
        return self.make(new, node.params["wrt"], node.params["outs"], inputs[count:])


class Pullback(Derivative):
    """(inputs of a node, gradients of its outputs) -> gradients of its inputs `wrt`."""

    name = "Pullback"

    def make(self, forward, wrt, outs, upstream):
        upstream = list(upstream)
        # As Theano casts it: what comes from above is first given the dtype of the output it belongs to.
        given = [(forward.outputs[k].type.dtype, g.type.dtype) for k, g in zip(outs, upstream)]
        wide = upcast(*(g if o in discrete_dtypes or g in discrete_dtypes else o for o, g in given))
        out = upcast(*(forward.outputs[k].type.dtype for k in outs))
        types = [_pulled_type(forward.inputs[k].type, out, wide) for k in wrt]
        node = Apply(self, [*forward.inputs, *upstream], types, dict(node=forward, wrt=tuple(wrt), outs=tuple(outs)))
        node.trace = forward.trace
        return node

    def connected(self, node):
        forward = node.params["node"]
        return [*forward.op.connected(forward), *range(len(forward.inputs), len(node.inputs))]

    def run(self, node, values):
        forward, wrt, outs = node.params["node"], node.params["wrt"], node.params["outs"]
        count = len(forward.inputs)
        values, upstream = values[:count], values[count:]
        primal, vjp = differentiate(forward, values, [(k, v.type.dtype) for k, v in zip(wrt, node.outputs)])
        return pull(forward, primal, vjp, dict(zip(outs, upstream)))


class Pushforward(Derivative):
    """(inputs of a node, tangents of its inputs `wrt`) -> tangents of its outputs `outs`."""

    name = "Pushforward"

    def make(self, forward, wrt, outs, tangents):
        types = [gradient_type(forward.outputs[k]) for k in outs]
        node = Apply(self, [*forward.inputs, *tangents], types, dict(node=forward, wrt=tuple(wrt), outs=tuple(outs)))
        node.trace = forward.trace
        return node

    connected = Pullback.connected

    def run(self, node, values):
        forward, wrt, outs = node.params["node"], node.params["wrt"], node.params["outs"]
        count = len(forward.inputs)
        function, primals = _function_of(_run, forward, values[:count],
                                         [(k, gradient_type(forward.inputs[k]).dtype) for k in wrt])
        tangents = [jnp.broadcast_to(convert(t, p.dtype), p.shape) for t, p in zip(values[count:], primals)]
        _, moved, _ = jax.jvp(function, tuple(primals), tuple(tangents), has_aux=True)
        return [convert(moved[k], v.type.dtype) for k, v in zip(outs, node.outputs)]


pullback, pushforward = Pullback(), Pushforward()


def _function_of(run, forward, values, wrt, failures=None):
    """`run` of the node as a function of its inputs `wrt`, (position, dtype) pairs, and those inputs."""
    primals = [convert(jnp.asarray(values[k]), dtype) for k, dtype in wrt]
    outer = checks.current()

    def function(*moving):
        full = list(values)
        for (k, _), x in zip(wrt, moving):
            full[k] = x
        collector = checks.Collector()
        collector.node, collector.inputs = (forward, values) if outer is None else (outer.node, outer.inputs)
        with checks.collect(collector):
            outputs, rest = run(forward, full)
        if failures is not None:
            failures[:] = collector.failures
        return tuple(outputs), (tuple(collector.values), rest)

    return function, primals


def _run(forward, values):
    return forward.op.run(forward, values), None


def differentiate(forward, values, wrt):
    """The node's outputs, and the function from their cotangents to those of the inputs `wrt`.

    wrt: (position, dtype) pairs; a gradient has the dtype that its input is given here. An op may know a better way.
    """
    own = getattr(forward.op, "differentiate", None)
    return differentiate_by(_run, forward, values, wrt)[:2] if own is None else own(forward, values, wrt)


def differentiate_by(run, forward, values, wrt):
    """`differentiate` by jax.vjp of `run`(node, values) -> (outputs, anything else, which is returned as it is)."""
    failures = []
    function, primals = _function_of(run, forward, values, wrt, failures)
    primal, vjp, (found, rest) = jax.vjp(function, *primals, has_aux=True)
    collector = checks.current()
    if collector is not None:
        for value, (error, message, place) in zip(found, failures):
            collector.add(value, error, message, place)
    return list(primal), vjp, rest


def pull(forward, primal, vjp, upstream):
    """Cotangents of the inputs from `upstream`: {position of output: its gradient}."""
    cotangents = []
    for k, x in enumerate(primal):
        if str(x.dtype) in discrete_dtypes:
            cotangents.append(np.zeros(x.shape, dtype=jax.dtypes.float0))
        elif k in upstream:
            g = convert(upstream[k], x.dtype)
            if g.shape != x.shape:
                g = _stretch(forward, g, x)
            cotangents.append(g)
        else:
            cotangents.append(lax.full(x.shape, 0, x.dtype))
    return vjp(tuple(cotangents))


def _stretch(forward, g, x):
    if g.ndim != x.ndim or any(a not in (1, b) for a, b in zip(g.shape, x.shape)):
        raise ValueError(f"the gradient given for an output of {forward} has shape {g.shape}, the output {x.shape}")
    return jnp.broadcast_to(g, x.shape)
