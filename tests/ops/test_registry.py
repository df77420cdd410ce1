"""Every registered op keeps the rules: a docstring, pickling by name, types that its lowering really gives, gradients."""

import functools
import importlib
import pickle
import pkgutil
import re
import sys
import warnings

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.ops
import theano_lite.tensor as T
from theano_lite.core.op import Elemwise, Reduction, registry

for module in pkgutil.iter_modules(theano_lite.ops.__path__):
    importlib.import_module(f"theano_lite.ops.{module.name}")
OPS = {f"{module.rsplit('.', 1)[-1]}.{name}": op for (module, name), op in registry.items()}
MODULES = {f"{module.rsplit('.', 1)[-1]}.{name}": module for module, name in registry}
# What docstrings say of shapes, as `(n, k) -> (n,)` or in words; and of where an op's meaning comes from.
SHAPES = re.compile(r"->|shape|dimension|element|scalar|vector|matri|axis|\(.*,.*\)")
SOURCE = re.compile(r"Source:|theano\.")
ELEMENTWISE = [name for name, op in OPS.items() if isinstance(op, Elemwise) and not op.defaults]
REDUCTIONS = [name for name, op in OPS.items() if isinstance(op, Reduction)]
DTYPES = ["bool", "int8", "int64", "uint8", "float32", "float64", "complex128"]
# No gradient by design.
WITHOUT_GRADIENT = {"activations.ultra_fast_sigmoid"}
# No gradient by the first input, the order.
OF_AN_ORDER = {"bessel.jv", "bessel.iv"}


@pytest.mark.parametrize("name", OPS)
def test_the_op_has_a_docstring_and_pickles_to_itself(name):
    op = OPS[name]
    text = (op.__doc__ or "").strip()
    assert text.endswith((".", ")")) and op is not type(op)
    assert SHAPES.search(text), "the docstring says nothing of shapes"
    assert SOURCE.search(text + sys.modules[MODULES[name]].__doc__), "neither it nor its module's says where its meaning comes from"
    assert pickle.loads(pickle.dumps(op)) is op


def arity(op):
    return 2 if op.variadic else op.arity


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_the_type_of_an_elementwise_op_is_what_its_lowering_gives(name, dtype):
    op = OPS[name]
    x = T.TensorType(dtype, [False, True])()
    try:
        out = op(*[x] * arity(op))
    except (TypeError, NotImplementedError):
        return  # refused when built, as Theano refuses it
    value = np.array([[1], [0]], dtype=dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            got = theano.function([x], out)(value)
        except (TypeError, NotImplementedError, ValueError) as error:
            assert dtype == "complex128", error  # functions of real numbers alone
            return
    assert got.dtype == out.dtype and got.shape == (2, 1)


@pytest.mark.parametrize("name", [n for n in ELEMENTWISE if n not in WITHOUT_GRADIENT])
def test_the_gradient_of_an_elementwise_op_is_the_numeric_one(name):
    op = OPS[name]
    points = {"transcendental.arccosh": (1.5, 2.5)}.get(name, (0.2, 0.7))
    given = [np.array(points) + 0.1 * k for k in range(arity(op))]
    function = op
    if name in OF_AN_ORDER:
        function = functools.partial(op, given.pop(0))
    try:
        out = function(*[T.dvector() for _ in given])
    except TypeError:
        return
    if out.dtype == "float64" and name not in ("elementwise.int_div", "elementwise.mod", "elementwise.second"):
        T.verify_grad(function, given, rng=np.random.RandomState(0))


@pytest.mark.parametrize("dtype", DTYPES[:-1])
@pytest.mark.parametrize("name", REDUCTIONS)
def test_the_type_of_a_reduction_is_what_its_lowering_gives(name, dtype):
    x = T.TensorType(dtype, [False, False, True])()
    out = OPS[name](x, axis=1)
    got = theano.function([x], out)(np.ones((2, 3, 1), dtype=dtype))
    assert got.dtype == out.dtype and got.shape == (2, 1) and out.broadcastable == (False, True)
