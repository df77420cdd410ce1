"""What the function given to `theano.scan` returns: outputs, updates and a condition, told apart."""

from collections import OrderedDict

import numpy as np

from theano_lite.core.graph import Constant, Variable
from theano_lite.core.types import as_tensor_variable
from theano_lite.program.constants import get_scalar_constant_value


class until:  # noqa: N801  (Theano's name)
    """Returned by a step function, last: the loop ends after the step in which `condition`, a scalar, is not 0."""

    def __init__(self, condition):
        self.condition = as_tensor_variable(condition)
        if self.condition.ndim != 0:
            raise AssertionError(f"the condition of until must be a scalar, got {self.condition.type}")


def _is_outputs(x):
    return isinstance(x, Variable) or (isinstance(x, (list, tuple)) and all(isinstance(v, Variable) for v in x))


def _is_updates(x):
    if isinstance(x, dict):
        # A dict keeps its order today; on the Pythons of Theano's time only these classes did.
        return True
    return isinstance(x, (list, tuple)) and all(isinstance(pair, (list, tuple)) and len(pair) == 2 for pair in x)


def _is_made_of_variables(x):
    if isinstance(x, dict):
        return all(_is_made_of_variables(pair) for pair in x.items())
    if isinstance(x, (list, tuple)):
        return all(map(_is_made_of_variables, x))
    return isinstance(x, (Variable, until))


def get_updates_and_outputs(ls):
    """(condition or None, list of outputs, updates) of what a step function returned. Raises ValueError.

    The order is outputs, updates, condition; each may be missing.
    """
    if not _is_made_of_variables(ls):
        raise ValueError("The return value of your scan lambda expression may only be made of lists, tuples, or "
                         "dictionaries containing Theano variables (or `theano.scan_module.until` objects for "
                         "conditions). In particular if you need to use constant values, you can use "
                         "`tensor.constant` to turn them into Theano variables.")
    if _is_outputs(ls):
        return None, _as_list(ls), OrderedDict()
    if _is_updates(ls):
        return None, [], OrderedDict(ls)
    cannot = ValueError(f"Scan cannot parse the return value of your lambda expression, which is: {ls}")
    if not isinstance(ls, (list, tuple)) or len(ls) not in (2, 3):
        raise cannot
    rest = list(ls)
    if len(ls) == 2 and _is_updates(rest[0]) and not _is_outputs(rest[0]) and _is_outputs(rest[1]):
        raise ValueError("The return value of the lambda function has been restricted. you have to always return first "
                         "the outputs (if any), afterwards the updates (if any) and at the end the conclusion")
    condition = rest.pop().condition if isinstance(rest[-1], until) else None
    outputs = _as_list(rest.pop(0)) if rest and _is_outputs(rest[0]) else []
    updates = OrderedDict(rest.pop(0)) if rest and _is_updates(rest[0]) else OrderedDict()
    if rest:
        raise cannot
    return condition, outputs, updates


def _as_list(x):
    return list(x) if isinstance(x, (list, tuple)) else [x]


def isNaN_or_Inf_or_None(x):  # noqa: N802  (Theano's name)
    """Whether `x` is None or a (constant) NaN or infinity: no number of steps."""
    if x is None or (isinstance(x, Constant) and isinstance(x.data, str)):
        return True
    try:
        return not np.isfinite(get_scalar_constant_value(x))
    except Exception:
        return False
