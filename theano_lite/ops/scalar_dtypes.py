"""Rules from the types of a scalar op's inputs to those of its outputs: what `output_types_preference` may be."""

from theano_lite.core import dtypes
from theano_lite.core.scalar_type import Scalar, complex_types, float_types, get_scalar_type


def lifted(rule):
    """A rule on dtypes as a rule on Scalar types, which returns a tuple of one type."""
    def on_types(*types):
        return (get_scalar_type(rule(*(t.dtype for t in types))),)
    on_types.__name__ = on_types.__qualname__ = rule.__name__
    on_types.__doc__ = rule.__doc__
    return on_types


def _at_least_int8(*inputs):
    out = dtypes.upcast(*inputs)
    return "int8" if out == "bool" else out


def _no_complex(*types):
    if any(t in complex_types for t in types):
        raise TypeError("complex argument not supported")


def upcast_out(*types):
    """The type that holds all inputs."""
    return (get_scalar_type(Scalar.upcast(*types)),)


def upcast_out_nobool(*types):
    """As `upcast_out`. Raises TypeError where that is bool."""
    return lifted(dtypes.same_not_bool_output)(*types)


def upcast_out_min8(*types):
    """As `upcast_out`, but int8 in place of bool."""
    return lifted(_at_least_int8)(*types)


def upcast_out_no_complex(*types):
    """The type (not in a tuple, as in Theano) that holds all inputs. Raises TypeError for complex ones."""
    if any(t in complex_types for t in types):
        raise TypeError("complex type are not supported")
    return get_scalar_type(Scalar.upcast(*types))


def upgrade_to_float(*types):
    """As `upcast_out` after integers became floats: up to 16 bits float32, wider float64."""
    return lifted(dtypes.to_float)(*types)


def upgrade_to_float_no_complex(*types):
    """As `upgrade_to_float`. Raises TypeError for complex inputs."""
    _no_complex(*types)
    return upgrade_to_float(*types)


def upgrade_to_float64(*types):
    """float64, whatever comes in."""
    return (get_scalar_type("float64"),)


def same_out(type):
    """The type of the only input."""
    return (type,)


def same_out_nobool(type):
    """As `same_out`. Raises TypeError for bool."""
    return lifted(dtypes.no_bool)(type)


def same_out_min8(type):
    """As `same_out`, but int8 in place of bool."""
    return lifted(_at_least_int8)(type)


def same_out_float_only(type):
    """As `same_out`. Raises TypeError for what is no real float."""
    if type not in float_types:
        raise TypeError("only float type are supported")
    return (type,)


def same_out_nocomplex(type):
    """As `same_out`. Raises TypeError for complex numbers."""
    _no_complex(type)
    return (type,)


def real_out(type):
    """The real type with the precision of the only input."""
    return lifted(dtypes.real_of)(type)


def int_out(*types):
    """int64, whatever comes in."""
    return (get_scalar_type("int64"),)


def int_out_nocomplex(*types):
    """int64. Raises TypeError for complex inputs."""
    _no_complex(*types)
    return int_out()


def float_out(*types):
    """float64, whatever comes in."""
    return (get_scalar_type("float64"),)


def float_out_nocomplex(*types):
    """float64. Raises TypeError for complex inputs."""
    _no_complex(*types)
    return float_out()


class _Rule:
    """A rule with settings; equal to one of the same class and settings."""

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self):
        return hash(type(self))


class transfer_type(_Rule):
    """Per output: a number for the type of that input, None for the one that holds all inputs (as a tuple)."""

    def __init__(self, *transfer):
        if not all(k is None or type(k) in (int, str) for k in transfer):
            raise AssertionError(f"transfer_type takes positions, names or None, got {transfer}")
        self.transfer = transfer

    def __call__(self, *types):
        return [upcast_out(*types) if k is None else k if isinstance(k, str) else types[k] for k in self.transfer]

    def __str__(self):
        return f"transfer_type{{{self.transfer}}}"


class specific_out(_Rule):
    """The types given, whatever comes in."""

    def __init__(self, *spec):
        self.spec = spec

    def __call__(self, *types):
        return self.spec


class unary_out_lookup(_Rule):
    """{type of the input: type of the output}. Raises TypeError for a type that is not in the table."""

    def __init__(self, type_table):
        self.tbl = type_table

    def __call__(self, *types):
        key = types[0] if len(types) == 1 else types
        if key not in self.tbl:
            raise TypeError(key)
        found = self.tbl[key]
        return found if isinstance(key, (list, tuple)) else [found]


# What an op of Theano names for a rule on dtypes that the elementwise ops name.
PREFERENCES = {
    dtypes.same: upcast_out, dtypes.to_float: upgrade_to_float, dtypes.same_not_bool_output: upcast_out_nobool,
    dtypes.no_bool: same_out_nobool, dtypes.float_only: same_out_float_only,
}
