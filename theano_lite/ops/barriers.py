"""Ops that pass their input on and change only its gradient.

Source: theano.gradient.
"""

import jax
from jax import lax
from jax import numpy as jnp

from theano_lite.core.op import op
from theano_lite.core.op_class import op_class
from theano_lite.core.types import NullType, as_tensor_variable


def _same(x, **params):
    return x.type


@op(types=_same, host=lambda x: x, unconnected=(0,), name="disconnected_grad")
def disconnecting(x):
    """`x`; no gradient is connected to it. (...) -> (...)."""
    return x


def disconnected_grad(x):
    """`x`, disconnected: a gradient asked for through it alone is an error, as for a variable not in the graph."""
    return disconnecting(as_tensor_variable(x))


@op(types=_same, host=lambda x: x, name="zero_grad")
def _zero_grad(x):
    """`x`, with a gradient of zero. (...) -> (...)."""
    return lax.stop_gradient(x)


def zero_grad(x):
    """`x`, a constant to every gradient: zeros flow back."""
    return _zero_grad(as_tensor_variable(x))


consider_constant = zero_grad


@op(types=_same, host=lambda x: x, name="undefined_grad", show=lambda: "UndefinedGrad")
def refusing(x):
    """`x`; taking a gradient through it is an error (NullTypeGradError). (...) -> (...)."""
    return x


refusing.input_gradients = lambda node, upstream: [NullType(
    f"This variable is Null because the grad method for input 0 ({node.inputs[0]}) of the UndefinedGrad op is "
    "mathematically undefined.")()]


def undefined_grad(x):
    """`x`; a gradient through it raises NullTypeGradError."""
    return refusing(as_tensor_variable(x))


@op(types=_same, name="grad_clip", show=lambda clip_lower_bound, clip_upper_bound: "GradClip")
def _grad_clip(x, *, clip_lower_bound, clip_upper_bound):
    """`x`, with its gradient clipped. (...) -> (...)."""

    @jax.custom_vjp
    def passed(x):
        return x

    passed.defvjp(lambda x: (passed(x), None), lambda _, g: (jnp.clip(g, clip_lower_bound, clip_upper_bound),))
    return passed(x)


def grad_clip(x, lower_bound, upper_bound):
    """`x`; its gradient is clipped to [lower_bound, upper_bound]. Raises ValueError if they are not in order."""
    if lower_bound > upper_bound:
        raise ValueError(f"grad_clip: the lower bound {lower_bound} is above the upper bound {upper_bound}")
    return _grad_clip(as_tensor_variable(x), clip_lower_bound=float(lower_bound), clip_upper_bound=float(upper_bound))


@op(types=_same, name="grad_scale", show=lambda multiplier: "GradScale")
def _grad_scale(x, *, multiplier):
    """`x`, with its gradient multiplied. (...) -> (...)."""

    @jax.custom_vjp
    def passed(x):
        return x

    passed.defvjp(lambda x: (passed(x), None), lambda _, g: (multiplier * g,))
    return passed(x)


def _no_tangents(node, tangents):
    raise NotImplementedError(f"{node.op.describe(node.params)}: Rop is not defined, only gradients are")


_grad_clip.output_tangents = _grad_scale.output_tangents = _no_tangents


def grad_scale(x, multiplier):
    """`x`; its gradient is multiplied by the number `multiplier`."""
    return _grad_scale(as_tensor_variable(x), multiplier=float(multiplier))


# --- Theano's names of their classes --------------------------------------------------------------

ConsiderConstant = op_class("ConsiderConstant", lambda: consider_constant, _zero_grad)
ZeroGrad = op_class("ZeroGrad", lambda: zero_grad, _zero_grad)
UndefinedGrad = op_class("UndefinedGrad", lambda: undefined_grad, refusing)
DisconnectedGrad = op_class("DisconnectedGrad", lambda: disconnected_grad, disconnecting)
GradClip = op_class("GradClip", lambda clip_lower_bound, clip_upper_bound: lambda x: grad_clip(
    x, clip_lower_bound, clip_upper_bound), _grad_clip)
GradScale = op_class("GradScale", lambda multiplier: lambda x: grad_scale(x, multiplier), _grad_scale)
