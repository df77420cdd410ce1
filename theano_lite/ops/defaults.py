"""default: what stands in for an argument that is None.

Source: theano.tensor.basic.default.
"""

from theano_lite.core.op import op
from theano_lite.core.op_class import op_class


def _same_type(x, default):
    if x.type != default.type:
        raise TypeError("Both default() arguments must have same type", x, default)
    return default.type


@op(types=_same_type, name="default", unconnected=(0, 1), show=lambda: "Default")
def default(x, default):
    """`x`, or `default` where the argument given for the input `x` is None. (...) -> (...). Raises TypeError for two types."""
    return default if x is None else x


Default = op_class("Default", lambda: default, default)
