"""A compiled function as plain JAX: the pure function with its parameters, and the text of the program."""

import jax
import numpy as np
from jax import numpy as jnp
from jax.core import Tracer

from theano_lite.core import checks
from theano_lite.core.lower import x64


def to_jax(function):
    """(pure, parameters) of a compiled function: pure(parameters, *inputs) -> (outputs, new parameters).

    parameters: {name: jax.Array} of the shared variables (those without a name are called shared0, shared1, ...);
    outputs: a list; new parameters: as the updates leave them. `pure` may be given to jax.jit, jax.grad and jax.vmap,
    under 64-bit types if the graph has any; inputs whose values decide shapes must then be static arguments. Run-time
    checks (index bounds, assertions) are left out, as JAX cannot raise. Raises NotImplementedError for functions with
    parts that run outside JAX: random streams of NumPy, user-written ops.
    """
    if function.stages.stages:
        ops = ", ".join(sorted({stage.node.label for stage in function.stages.stages}))
        raise NotImplementedError(f"to_jax: these parts of {function.name} run outside JAX: {ops}")
    names = _names(function.shared)
    program = function.program
    given_for = [*(function.slots[k].spec.variable for k in function.tensor_inputs)]

    def pure(parameters, *inputs):
        if len(inputs) != len(given_for):
            raise TypeError(f"{function.name} takes {len(given_for)} inputs, got {len(inputs)}")
        with x64():
            # Concrete values stay NumPy's, so that they can decide shapes while the rest is traced.
            values = [(jnp if isinstance(x, Tracer) else np).asarray(x, dtype=v.type.dtype)
                      for v, x in zip(given_for, inputs)]
            read = [jnp.asarray(parameters[names[v]]) for v in function.tensor_read]
            donated = [jnp.asarray(parameters[names[v]]) for v in function.donated]
            host = program.host_values((*values, *read, *donated))
            with checks.collect(checks.Collector()):
                found = program.plan([*values, *read, *donated], program.device_constants(), host)
        n = len(function.graph.outputs)
        new = dict(parameters)
        new.update((names[v], x) for v, x in zip([*function.donated, *function.renewed], found[n:]))
        return list(found[:n]), new

    with x64():
        parameters = {names[v]: jnp.asarray(v.get_value(borrow=True)) for v in function.shared}
    return pure, parameters


def _names(shared):
    names = {}
    for k, v in enumerate(shared):
        name = v.name or f"shared{k}"
        names[v] = name if name not in names.values() else f"{name}_{k}"
    return names


def lower_text(function, *args, compiled=False):
    """The text of the program for calls like f(*args): StableHLO, or with compiled=True what XLA made of it."""
    values = [slot.accept(a, function.name) for slot, a in zip(function.slots, args, strict=True)]
    inputs = [np.asarray(values[k]) for k in function.tensor_inputs]
    if function.stages.stages:
        raise NotImplementedError(f"lower_text: {function.name} is several programs around ops outside JAX")
    with x64():
        read = [c.argument() for c in function.read_containers]
        donated = [c.argument() for c in function.donated_containers]
        host = function.program.host_values((*inputs, *read, *donated))
        lowered = jax.jit(function.computed, static_argnums=0).lower(
            host, inputs, read, donated, function.program.device_constants())
        return lowered.compile().as_text() if compiled else lowered.as_text()
