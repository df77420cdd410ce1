"""Functions applied to each value that a sparse matrix stores; places that are not stored stay so.

Source: theano.sparse.basic.
"""

from theano_lite.core.scalar_type import as_scalar
from theano_lite.core.types import as_tensor_variable
from theano_lite.ops import activations, complex_numbers, elementwise, rounding, transcendental
from theano_lite.ops.sparse_structure import compressed, values, with_values


def structured_monoid(tensor_op):
    """A decorator: the function becomes `tensor_op` on the stored values of its first, sparse argument.

    Further arguments are numbers. The gradient keeps to the stored places.
    """
    def decorator(function):
        def structured(x, *numbers):
            x = compressed(x, function.__name__)
            numbers = [as_tensor_variable(as_scalar(number)) for number in numbers]
            return with_values(x, tensor_op(values(x), *numbers))

        structured.__name__ = structured.__qualname__ = function.__name__
        structured.__doc__ = (f"`{getattr(tensor_op, 'name', function.__name__)}` of each value that the sparse x "
                              "stores; what is not stored stays 0.")
        return structured
    return decorator


def _structured(name, tensor_op):
    def function():
        pass
    function.__name__ = name
    return structured_monoid(tensor_op)(function)


structured_sigmoid = _structured("structured_sigmoid", activations.sigmoid)
structured_exp = _structured("structured_exp", transcendental.exp)
structured_log = _structured("structured_log", transcendental.log)
structured_pow = _structured("structured_pow", elementwise.pow)
structured_minimum = _structured("structured_minimum", elementwise.minimum)
structured_maximum = _structured("structured_maximum", elementwise.maximum)
structured_add = _structured("structured_add", elementwise.add)
sin = _structured("sin", transcendental.sin)
tan = _structured("tan", transcendental.tan)
arcsin = _structured("arcsin", transcendental.arcsin)
arctan = _structured("arctan", transcendental.arctan)
sinh = _structured("sinh", transcendental.sinh)
arcsinh = _structured("arcsinh", transcendental.arcsinh)
tanh = _structured("tanh", transcendental.tanh)
arctanh = _structured("arctanh", transcendental.arctanh)
rint = _structured("rint", rounding.round_half_to_even)
sgn = _structured("sgn", elementwise.sgn)
ceil = _structured("ceil", rounding.ceil)
floor = _structured("floor", rounding.floor)
log1p = _structured("log1p", transcendental.log1p)
expm1 = _structured("expm1", transcendental.expm1)
deg2rad = _structured("deg2rad", transcendental.deg2rad)
rad2deg = _structured("rad2deg", transcendental.rad2deg)
trunc = _structured("trunc", rounding.trunc)
sqr = _structured("sqr", elementwise.sqr)
sqrt = _structured("sqrt", transcendental.sqrt)
conj = _structured("conj", complex_numbers.conj)
