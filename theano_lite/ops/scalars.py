"""The ops of theano.scalar: each wraps the elementwise op of the same name, whose lowering and dtype rule it uses.

Source: theano.scalar.basic and theano.tensor.basic.
"""

from functools import partial
from typing import Any

from theano_lite.core import types
from theano_lite.core.dtypes import discrete_dtypes
from theano_lite.core.graph import Variable
from theano_lite.core.op import Op, elemwise
from theano_lite.core.op_class import op_class
from theano_lite.core.scalar_type import (
    ComplexError,
    Scalar,
    ScalarConstant,
    ScalarVariable,
    all_types,
    as_scalar,
    complex_types,
    divides_whole,
    get_scalar_type,
)
from theano_lite.core.types import tensor_type
from theano_lite.ops import activations, bessel, comparison, complex_numbers, elementwise, rounding, transcendental
from theano_lite.ops.scalar_dtypes import PREFERENCES, specific_out
from theano_lite.ops.scalar_op import (
    BinaryBitOp,
    BinaryScalarOp,
    FixedLogicalComparison,
    LogicalComparison,
    ScalarOp,
    UnaryBitOp,
    UnaryScalarOp,
)

made: dict = {}


def __getattr__(name: str) -> Any:
    """The types, classes and ops made below: not globals, for their names are those of Python's builtins."""
    if name in made:
        return made[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# --- the ops --------------------------------------------------------------------------------------

# Class, instance; `-` before an op that Theano shows by the name of its class.
_TABLE = {
    ScalarOp: "Add add, Mul mul, Switch -switch, Clip clip",
    LogicalComparison: "LT -lt, GT -gt, LE -le, GE -ge, EQ -eq, NEQ -neq",
    FixedLogicalComparison: "IsNan -isnan, IsInf -isinf",
    BinaryBitOp: "AND -and_, OR -or_, XOR -xor",
    UnaryBitOp: "Invert -invert",
    BinaryScalarOp: "Maximum maximum, Minimum minimum, Sub sub, TrueDiv true_div, IntDiv int_div, Mod mod, Pow pow, "
                    "Second second, ArcTan2 arctan2, Complex complex, ComplexFromPolar complex_from_polar, Jv jv, Iv iv, "
                    "GammaInc gammainc, GammaIncC gammaincc, GammaU gammau, GammaL gammal, Chi2SF chi2sf",
    UnaryScalarOp: "Identity identity, Abs -abs_, Sgn sgn, Ceil ceil, Floor floor, Trunc trunc, Neg neg, Inv inv, "
                   "RoundHalfToEven -round_half_to_even, RoundHalfAwayFromZero -round_half_away_from_zero, Log log, "
                   "Log2 log2, Log10 log10, Log1p log1p, Exp exp, Exp2 exp2, Expm1 expm1, Sqr sqr, Sqrt sqrt, "
                   "Deg2Rad deg2rad, Rad2Deg rad2deg, Cos cos, ArcCos arccos, Sin sin, ArcSin arcsin, Tan tan, "
                   "ArcTan arctan, Cosh cosh, ArcCosh arccosh, Sinh sinh, ArcSinh arcsinh, Tanh tanh, ArcTanh arctanh, "
                   "Real real, Imag imag, Angle angle, Conj conj, Erf erf, Erfc erfc, Erfcx erfcx, Erfinv erfinv, "
                   "Erfcinv erfcinv, Gamma gamma, GammaLn gammaln, Psi psi, TriGamma tri_gamma, J0 j0, J1 j1, I0 i0, "
                   "I1 i1",
}
_REDUCING = dict(add=0, mul=1, maximum=None, minimum=None, and_=-1, or_=0, xor=0)
_FAMILIES = (elementwise, comparison, transcendental, rounding, complex_numbers, activations, bessel)
_NUMBER_OF_INPUTS = dict(switch=3, clip=3)


def scalar_class(class_name, base, op, **attributes):
    """A class of scalar ops that compute what the elementwise op `op` computes."""
    return type(class_name, (base,), dict(dict(__module__=__name__, __doc__=op.__doc__, elementwise=op), **attributes))


def _make(base, class_name, shown):
    name = shown.lstrip("-")
    family = next(m for m in _FAMILIES if hasattr(m, name))
    op = getattr(family, name)
    attributes = dict(nin=_NUMBER_OF_INPUTS[name]) if name in _NUMBER_OF_INPUTS else {}
    if name in _REDUCING:
        attributes.update(commutative=True, associative=True, identity=_REDUCING[name])
    cls = scalar_class(class_name, base, op, **attributes)
    instance = cls(PREFERENCES.get(op.dtype_rule), None if shown.startswith("-") else name)
    op.scalar = instance
    made[class_name], made[name] = cls, instance


for _base, _rows in _TABLE.items():
    for _row in _rows.split(", "):
        _make(_base, *_row.split())
made["floor_div"] = made["int_div"]
made.update((str(_t), _t) for _t in all_types)


@elemwise(dtype=lambda x, low, high, openlow, openhi: "bool", compute="upcast")
def in_range(x, low, high, *, openlow, openhi):
    """Whether low <= x <= high, bool; a bound that is open does not count as inside."""
    return (x > low if openlow else x >= low) & (x < high if openhi else x <= high)


class InRange(LogicalComparison):
    """Whether x lies between two bounds, each of which counts as inside unless it is open."""

    nin = 3
    elementwise = in_range

    def __init__(self, openlow, openhi):
        super().__init__()
        self.openlow, self.openhi = openlow, openhi
        self.params = dict(openlow=bool(openlow), openhi=bool(openhi))

    def __eq__(self, other):
        return type(self) is type(other) and self.params == other.params

    def __hash__(self):
        return hash((type(self), self.openlow, self.openhi))

    def __str__(self):
        return f"InRange{{openlow={self.openlow}, openhi={self.openhi}}}"


class Cast(UnaryScalarOp):
    """A number as another type. Raises TypeError for what is no Scalar type."""

    elementwise = elementwise._cast

    def __init__(self, o_type, name=None):
        if not isinstance(o_type, Scalar):
            raise TypeError(f"Cast takes a Scalar type, got {o_type!r}")
        super().__init__(specific_out(o_type), name)
        self.o_type, self.params = o_type, dict(dtype=o_type.dtype)

    def __str__(self):
        return f"Cast{{{self.o_type.dtype}}}"

    def __eq__(self, other):
        return type(self) is type(other) and self.o_type == other.o_type

    def __hash__(self):
        return hash((type(self), self.o_type))


inopenrange, inclosedrange = InRange(True, True), InRange(False, False)
made.update((f"convert_to_{_t}", Cast(_t, f"convert_to_{_t}")) for _t in all_types)


# --- functions ------------------------------------------------------------------------------------


def cast(x, dtype):
    """`x` as `dtype`. Raises KeyError for an unknown one, TypeError from complex to real."""
    dtype = types.check_dtype(dtype) if dtype == "floatX" else dtype
    x = as_scalar(x)
    if x.type.dtype.startswith("complex") and not dtype.startswith("complex"):
        raise TypeError("Casting from complex to real is ambiguous: consider real(), imag(), angle() or abs()")
    found = made.get(f"convert_to_{dtype}")
    if found is None:
        raise KeyError(dtype)
    return found(x)


def int_or_true_div(x_discrete, y_discrete):
    """The division for `/`: whole for two integers, as in Python 2."""
    return made["int_div" if divides_whole(x_discrete, y_discrete) else "true_div"]


def div_proxy(x, y):
    """x / y; of two integers the floor."""
    x, y = as_scalar(x), as_scalar(y)
    return int_or_true_div(x.type.dtype in discrete_dtypes, y.type.dtype in discrete_dtypes)(x, y)


def mod_check(x, y):
    """x % y. Raises ComplexError for complex numbers."""
    x, y = as_scalar(x), as_scalar(y)
    if x.type in complex_types or y.type in complex_types:
        raise ComplexError("Theano does not support the mod operator (%) on complex numbers, since numpy deprecated it.")
    return made["mod"](x, y)


def as_common_dtype(*vars):
    """The variables (scalars or tensors) cast to the dtype that holds them all."""
    dtype = types.upcast(*(v.dtype for v in vars))
    return (v.astype(dtype) for v in vars)


def _several(make, names):
    return make(names) if len(names) == 1 else [make(name) for name in names]


ints, floats, complexs = (partial(_several, made[name]) for name in ("int64", "float64", "complex128"))
complexs64, complexs128 = partial(_several, made["complex64"]), complexs


# --- tensors and scalars --------------------------------------------------------------------------


class _Between(Op):
    """A 0-dimensional tensor as a scalar, or the other way."""

    def __init__(self, lowering, source, target, name):
        super().__init__(lowering, lambda x: target(x.type.dtype), host=lowering, name=name)
        self.source = source

    def as_input(self, x):
        return x

    def prepare(self, inputs, params):
        (x,) = inputs
        if not isinstance(x, Variable) or not isinstance(x.type, self.source) or x.type.ndim:
            raise AssertionError(f"{self.name} takes a variable of {self.source.__name__} with no dimension, got {x!r}")
        return inputs

    def grad(self, inputs, output_gradients):
        """The gradient of the input, a list of one: that of the output in the other form."""
        (g,) = output_gradients
        return [(scalar_from_tensor if isinstance(g.type, types.TensorType) else tensor_from_scalar)(g)]


def _as_tensor(x):
    """A scalar variable as a 0-dimensional tensor."""
    return x


def _as_number(x):
    """A 0-dimensional tensor as a scalar variable."""
    return x


tensor_from_scalar = _Between(_as_tensor, Scalar, lambda dtype: tensor_type(dtype, ()), "TensorFromScalar")
scalar_from_tensor = _Between(_as_number, types.TensorType, get_scalar_type, "ScalarFromTensor")
types.tensor_of_scalar, types.scalar_of_tensor = tensor_from_scalar, scalar_from_tensor
TensorFromScalar = op_class("TensorFromScalar", lambda: tensor_from_scalar, tensor_from_scalar)
ScalarFromTensor = op_class("ScalarFromTensor", lambda: scalar_from_tensor, scalar_from_tensor)


# --- operators ------------------------------------------------------------------------------------


def _filled(number):
    def method(self, dtype=None):
        kind = self.type if dtype is None else get_scalar_type(types.check_dtype(dtype))
        return made["second"](self, ScalarConstant(kind, kind.numpy_dtype.type(number)))
    return method


_OPERATORS = dict(add=made["add"], sub=made["sub"], mul=made["mul"], mod=mod_check, pow=made["pow"], and_=made["and_"],
                  or_=made["or_"], xor=made["xor"], truediv=div_proxy, div=div_proxy, floordiv=made["int_div"],
                  lt=made["lt"], le=made["le"], gt=made["gt"], ge=made["ge"])
for _name, _op in _OPERATORS.items():
    setattr(ScalarVariable, f"__{_name.strip('_')}__", lambda self, other, op=_op: op(self, other))
for _name in ("add", "sub", "mul", "pow", "and", "or", "xor", "div", "mod"):
    _op = made["mod"] if _name == "mod" else _OPERATORS.get(_name, _OPERATORS.get(_name + "_"))
    setattr(ScalarVariable, f"__r{_name}__", lambda self, other, op=_op: op(other, self))
for _name in ("truediv", "floordiv"):
    setattr(ScalarVariable, f"__r{_name}__", None)
for _name, _op in dict(neg="neg", abs="abs_", invert="invert").items():
    setattr(ScalarVariable, f"__{_name}__", lambda self, op=made[_op]: op(self))


for _name, _method in dict(zeros_like=_filled(0), ones_like=_filled(1), astype=cast).items():
    setattr(ScalarVariable, _name, _method)
