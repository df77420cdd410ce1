"""Gradients that are undefined or not implemented, for user-written ops to return."""

from theano_lite.core.types import DisconnectedType, NullType

disconnected_type = DisconnectedType()


def grad_not_implemented(op, x_pos, x, comment=""):
    """A gradient with respect to input `x_pos`, `x`, that nobody has written; using it raises NullTypeGradError."""
    return NullType("This variable is Null because the grad method for "
                    f"input {x_pos} ({x}) of the {op} op is not implemented. {comment}")()


def grad_undefined(op, x_pos, x, comment=""):
    """A gradient with respect to input `x_pos`, `x`, that does not exist; using it raises NullTypeGradError."""
    return NullType("This variable is Null because the grad method for "
                    f"input {x_pos} ({x}) of the {op} op is mathematically undefined. {comment}")()


def format_as(use_list, use_tuple, outputs):
    """`outputs` as a list, a tuple or the one variable it holds. Raises AssertionError for both at once."""
    if use_list and use_tuple:
        raise AssertionError("Both flags cannot be simultaneously True")
    if isinstance(outputs, (list, tuple)) and (use_list or use_tuple):
        return list(outputs) if use_list else tuple(outputs)
    if isinstance(outputs, (list, tuple)):
        if len(outputs) != 1:
            raise AssertionError("Wrong arguments. Expected a one element list")
        return outputs[0]
    if use_list or use_tuple:
        return [outputs] if use_list else (outputs,)
    return outputs
