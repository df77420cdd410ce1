"""Elementwise ops: every operator and name, dtypes, promotion, broadcasting, kinks and special values."""

import itertools

import numpy as np

from .case import add, array, uniform, with_pattern

NAN, INF = float("nan"), float("inf")
DTYPES = ["float64", "float32", "int8", "int32", "int64", "uint8", "bool"]

ANY = [-2.5, -1.0, -0.3, 0.0, 0.5, 1.0, 3.0]
POSITIVE = [0.25, 0.5, 1.0, 1.5, 2.0, 7.5]
UNIT = [-0.9, -0.5, 0.0, 0.25, 0.75]
EXTREME = [-INF, -1000.0, -40.0, -1e-9, 0.0, 1e-9, 40.0, 1000.0, INF, NAN]

# ---- one argument: a domain where the function is smooth, then the extremes
ANYWHERE = """neg abs_ sgn exp exp2 expm1 sqr square sin cos tan arctan sinh cosh tanh arcsinh erf erfc
floor ceil trunc deg2rad rad2deg real imag conj""".split()
ON_POSITIVE = "log log2 log10 log1p sqrt inv gamma gammaln psi".split()
GAMMAS = "gamma gammaln psi".split()  # Theano's C code says 0 for psi of all negative numbers: not recorded
ON_UNIT = "arcsin arccos arctanh".split()
for names, domain in ((ANYWHERE, ANY), (ON_POSITIVE, POSITIVE), (ON_UNIT, UNIT)):
    for name in names:
        add("unary", f"T.{name}(x)", x=array(domain), second=True)
        add("unary", f"T.{name}(x)", x=array(domain, "float32"))
        extreme = [number for number in EXTREME if name not in GAMMAS or number > 0 or number != number]
        add("unary_extreme", f"T.{name}(x)", x=array(extreme))
        add("unary_extreme", f"T.{name}(x)", x=array(extreme, "float32"))
add("unary", "T.arccosh(x)", x=array([1.25, 2.0, 9.0]), second=True)
add("unary", "T.arccosh(x)", x=array([1.25, 2.0, 9.0], "float32"))
add("unary_extreme", "T.arccosh(x)", x=array(EXTREME + [1.0]))
for name in ANYWHERE + ON_POSITIVE + ON_UNIT + ["arccosh"]:
    for dtype in ("int8", "int64", "uint8", "bool"):
        values = [0, 1, 1] if dtype == "bool" or name in ON_UNIT else [1, 2, 5]
        add("unary_integer", f"T.{name}(x)", x=array(values, dtype))
for name in "neg abs_ sgn sqr exp log1p sqrt tanh inv floor".split():
    add("unary_integer", f"T.{name}(x)", floatX="float32", x=array([1, 2, 5], "int32"))
    add("unary_integer", f"T.{name}(x)", floatX="float32", x=array([1, 2, 5], "int8"))
    add("unary_integer", f"T.{name}(x)", x=array([1, 2, 5], "int32"))
add("unary_integer", "-x\nabs(x)\nT.abs_(x)\nT.sqr(x)", x=array([-128, 127, 100], "int8"))
add("unary_integer", "-x\nT.neg(x)\nT.sqr(x)", x=array([0, 1, 200], "uint8"))
add("unary", """
    -x
    abs(x)
    +x
    x.exp()
    x.conj()
    T.tri_gamma(x)
    T.erfinv(x)
    T.erfcinv(x)
    T.erfcx(x)
    T.j0(x)
    T.j1(x)
    T.i0(x)
    T.i1(x)
    """, x=array([0.25, 0.5, 0.75]))
add("unary", """
    -x
    abs(x)
    T.exp(x)
    T.sqrt(x)
    T.identity_like(x)
    T.tensor_copy(x)
    T.second(x, 3.0)
    T.fill(x, 3)
    """, x=uniform(2, 2))
add("unary", "T.exp(x)\nT.abs_(x)\nT.sgn(x)\n-x\nT.floor(x)", x=array(np.zeros((0, 3))))
add("unary", "T.exp(x)\nT.abs_(x)\nx ** 2", x=array(2.0))

HALVES = [-2.5, -1.5, -0.5, -0.2, 0.5, 1.5, 2.5, 3.7]
for dtype in ("float64", "float32"):
    add("rounding", """
        T.round(x)
        T.round(x, mode='half_to_even')
        T.round(x, mode='half_away_from_zero')
        T.iround(x)
        T.iround(x, mode='half_to_even')
        T.iround(x, mode='half_away_from_zero')
        x.round()
        round(x)
        T.floor(x)
        T.ceil(x)
        T.trunc(x)
        T.cast(x, 'int8')
        T.cast(x, 'int64')
        T.cast(x, 'uint8')
        T.cast(x, 'bool')
        """, x=array(HALVES, dtype))
add("rounding", "T.round(x)\nT.iround(x)", x=array([1, 2], "int32"))
add("rounding", "T.round(x, mode='up')", x=array(HALVES))

# ---- two arguments
BINARY = ["x + y", "x - y", "x * y", "x / y", "x // y", "x % y", "x ** y", "T.maximum(x, y)",
          "T.minimum(x, y)"]
FIRST, SECOND = {"float": [5.5, 2.0, 3.25], "int": [7, 2, 3], "bool": [1, 1, 0]}, {
    "float": [2.0, 1.5, 0.5], "int": [3, 2, 1], "bool": [1, 1, 1]}


def kind(dtype):
    """The key of the sample values for the dtype."""
    return "bool" if dtype == "bool" else "float" if dtype.startswith("float") else "int"


for expression in BINARY:
    for left, right in itertools.product(DTYPES, DTYPES):
        add("promotion", expression, x=array(FIRST[kind(left)], left), y=array(SECOND[kind(right)], right))
for expression in ["x < y", "x <= y", "x > y", "x >= y", "T.eq(x, y)", "T.neq(x, y)"]:
    for left, right in (("float64", "float64"), ("float32", "int64"), ("int8", "uint8"), ("bool", "bool"),
                        ("int64", "float64")):
        add("comparison", expression, x=array([1, 2, 0], left), y=array([1, 1, 1], right))
    add("comparison", expression, x=array([NAN, NAN, INF, -INF, 0.0]), y=array([NAN, 0.0, INF, 0.0, -0.0]))
for expression in ["T.lt(x, y)", "T.le(x, y)", "T.gt(x, y)", "T.ge(x, y)"]:
    add("comparison", expression, x=array([1.0, 2.0]), y=array([1.5, 2.0]))
for expression in ["x & y", "x | y", "x ^ y", "T.and_(x, y)", "T.or_(x, y)", "T.xor(x, y)"]:
    for left, right in (("bool", "bool"), ("int8", "int8"), ("int8", "int32"), ("uint8", "int8"),
                        ("bool", "int64")):
        values = ([1, 1, 0], [1, 0, 0]) if left == "bool" else ([6, 5, 0], [3, 4, 7])
        add("comparison", expression, x=array(values[0], left), y=array(values[1], right))
    add("comparison", expression, x=array([1.0, 0.0]), y=array([1.0, 1.0]))
for dtype in ("bool", "int8", "uint8", "int64", "float64"):
    add("comparison", "~x\nT.invert(x)\nT.bitwise_not(x)", x=array([1, 0, 1], dtype))
add("comparison", """
    T.isnan(x)
    T.isinf(x)
    T.isclose(x, x + 1e-9)
    T.isclose(x, x, equal_nan=True)
    T.eq(x, x)
    """, x=array(EXTREME))
add("comparison", "T.isnan(x)\nT.isinf(x)", x=array([1, 0], "int32"))
add("comparison", "T.isnan(x)\nT.isinf(x)", x=array(EXTREME, "float32"))
add("comparison", """
    T.allclose(x, y)
    T.allclose(x, y, rtol=1e-1)
    T.isclose(x, y)
    T.isclose(x, y, rtol=0, atol=0.05)
    (x > 1) * y
    (x > 1) & (y > 1)
    (x > 1) + (y > 1)
    T.eq(x, 1).sum()
    T.neq(x, y).mean()
    x * (y > 2)
    T.mean(T.neq(x, y), dtype='float32')
    """, x=array([1.0, 2.0, 3.0]), y=array([1.01, 2.0, 3.0]))

for names in ("T.add T.sub T.mul T.true_div T.int_div T.mod T.pow T.arctan2 T.floor_div".split(),):
    for name in names:
        add("binary", f"{name}(x, y)", second=True, x=array([1.5, 2.0, 0.25]), y=array([2.0, 0.5, -1.5]))
add("binary", "T.add(x, y, x)\nT.mul(x, y, x)\nT.maximum(x, y)\nT.minimum(x, y)\nx.dot(y)"
    "\nT.largest(x, y)\nT.smallest(x, y)\nT.divmod(x, y)\nT.mod_check(x, y)",
    x=array([1.0, 2.0, 3.0]), y=array([1.0, 5.0, -3.0]))
SIGNS = array([-7.0, 7.0, -7.0, 7.0, -6.0, 6.0, 0.0]), array([3.0, -3.0, -3.0, 3.0, 3.0, -3.0, 3.0])
for dtype in ("float64", "float32", "int8", "int64"):
    add("binary", "x // y\nx % y\nT.mod(x, y)\nx / y\nT.int_div(x, y)\nx - y * (x // y)",
        x=array(SIGNS[0].array, dtype), y=array(SIGNS[1].array, dtype))
add("binary", "x // y\nx % y", x=array(SIGNS[0].array, "int32"), y=array(SIGNS[1].array))
add("binary", "x / y\nx // y\nx % y\nx ** y", x=array([1.0, -1.0, 0.0, INF, 2.0, -8.0]),
    y=array([0.0, 0.0, 0.0, 2.0, INF, 1.0 / 3]))
add("binary", "T.arctan2(x, y)", x=array([0.0, 1.0, -1.0, -0.0, 0.0]), y=array([0.0, 0.0, -1.0, -1.0, 1.0]))
add("binary", "x ** y", x=array([0.0, 0.0, 2.0, -2.0]), y=array([0.0, 2.0, 0.0, 3.0]))
add("binary", """
    x ** y
    x ** 2
    x ** -1
    x ** 0
    x ** 0.5
    x ** -0.5
    x ** -2
    x ** 1
    x ** 3
    2 ** x
    2.0 ** x
    """, x=array([1.0, 4.0, 2.0]), y=array([0.5, -0.5, 2.0]), second=True)
add("integer_division", "x // y\nx % y\nx / y", x=array([7, -7, 0], "int32"), y=array([0, 0, 0], "int32"))
add("integer_division", "x // y\nx % y\nx / y", x=array([7, -7, 0], "int8"), y=array([0, 2, 0], "int8"))
add("integer_division", "x // y\nx % y\nx / y", x=array([7, 200, 0], "uint8"), y=array([0, 0, 3], "uint8"))
add("integer_division", "x // y\nx % y\nx / y\nx ** y\nx // 0\nx % 0", x=array([7, -7, 5], "int64"),
    y=array([2, 0, 3], "int64"))
add("overflow", """
    x + y
    x * y
    x - y
    x ** y
    x + 1
    x * 2
    x + 300
    x - 100
    """, x=array([127, -128, 100], "int8"), y=array([1, 2, 3], "int8"))
add("overflow", "x + y\nx * y\nx - y\nx + 1\nx * 2\nx - 3\n-x\nx + 300", x=array([255, 0, 100], "uint8"),
    y=array([1, 2, 3], "uint8"))
add("overflow", """
    x * x
    x + x
    T.cast(x, 'int16')
    T.cast(x, 'int8')
    T.cast(x, 'uint8')
    T.cast(x, 'float32')
    T.cast(x, 'bool')
    """, x=array([2147483647, -5, 70000], "int32"))

# ---- Python scalars: autocast
for dtype in DTYPES:
    for floatX in ("float64", "float32"):
        add("autocast", """
            x + 1
            x + 1.5
            x * 2
            x * 0.1
            1 - x
            x / 2
            2 / x
            x // 2
            x % 2
            x ** 2
            x ** 2.0
            x + 1000
            x + 2 ** 40
            x * 1e50
            x + np.float32(1.1)
            x + np.float64(1.1)
            x + np.int8(3)
            T.maximum(x, 0)
            T.maximum(x, 0.5)
            T.clip(x, 0, 1)
            T.switch(x, 1.0, 0)
            x > 0.5
            x + True
            """, floatX=floatX, x=array([1, 1, 1] if dtype == "bool" else [1, 2, 5], dtype))
for floatX in ("float64", "float32"):
    add("autocast", """
        T.constant(1)
        T.constant(1.5)
        T.constant(300)
        T.constant(70000)
        T.constant(0.1)
        T.constant([1, 2])
        T.constant([0.1, 2])
        T.constant(2 ** 40)
        T.constant(True)
        T.as_tensor_variable(0.1)
        T.as_tensor_variable(np.float32(0.1))
        T.as_tensor_variable([1.0, 2.0])
        T.as_tensor_variable([[1, 2]])
        T.as_tensor_variable(np.ones((1, 2)))
        T.stack([1, 2.5])
        T.constant(1) / T.constant(2)
        T.constant(7) // T.constant(2)
        T.cast(1.7, 'int32')
        T.constant(1) + T.constant(1.5)
        T.cast(0.1, 'floatX')
        """, floatX=floatX)

# ---- casts
for source in DTYPES:
    for target in DTYPES + ["int16", "uint16", "uint32", "uint64", "floatX"]:
        add("cast", f"T.cast(x, '{target}')", x=array([0, 1, 1] if source == "bool" else [0, 3, 100], source))
add("cast", "x.astype('float32')\nx.astype('int64')\nT.cast(x, 'int32') + x\nT.cast(x, 'float32') * x",
    x=array([1.9, -1.9, 0.5]))
add("cast", "T.cast(x, 'bool')\nT.cast(x, 'float32')", x=array(EXTREME))
add("cast", "T.cast(x, 'floatX')\nx.astype(theano.config.floatX)", floatX="float32", x=array([0.1, -1.9]))

# ---- broadcasting
SHAPES = {"scalar": with_pattern(0.5, ""), "vector": uniform(3, seed=1), "matrix": uniform(2, 3, seed=2),
          "row": with_pattern([[0.5, -0.25, 2.0]], "10"), "col": with_pattern([[0.5], [1.5]], "01"),
          "cube": uniform(2, 2, 3, seed=3), "one": with_pattern([2.0], "1"),
          "unit": with_pattern([[[1.5]]], "111")}
for x, y in itertools.product(SHAPES.values(), SHAPES.values()):
    add("broadcast", "x * y\nT.maximum(x, y)\nx + y", x=x, y=y)
for left, right in (("matrix", "vector"), ("col", "row"), ("cube", "col"), ("scalar", "matrix"),
                    ("one", "vector")):
    add("broadcast", "x - y\nx / y\nx < y\nT.switch(x > 0, x, y)\nT.second(x, y)\nT.pow(T.exp(x), y)",
        x=SHAPES[left], y=SHAPES[right])
add("broadcast", "x * y\nx + y\nT.maximum(x, y)", x=array(np.zeros((0, 3))), y=uniform(3))
add("broadcast", "x * y\nx + y", x=array(np.zeros((2, 0))), y=with_pattern([[1.0], [2.0]], "01"))

# ---- kinks, selection
for dtype in ("float64", "float32"):
    add("kinks", """
        T.maximum(x, y)
        T.minimum(x, y)
        T.maximum(y, x)
        T.maximum(x, 0)
        T.maximum(0, x)
        T.minimum(x, 1)
        T.maximum(x, x)
        T.minimum(x, x)
        T.switch(x > 0, x, 0)
        T.switch(x >= 0, x, 0)
        T.where(x > y, x, y)
        T.abs_(x)
        abs(x - y)
        T.clip(x, 0, 1)
        T.clip(x, -1, 2)
        T.clip(x, y, 1)
        T.clip(x, 1, 0)
        x.clip(0, 1)
        T.nnet.relu(x)
        T.nnet.relu(x, 0.1)
        T.nnet.relu(x, 0)
        T.sgn(x)
        x * (x > 0)
        T.switch(T.eq(x, y), x, 2 * y)
        T.sqrt(T.abs_(x))
        T.sqrt(x ** 2)
        (x + abs(x)) / 2
        0.5 * (x + abs(x))
        T.max([x, y], axis=0)
        T.identity_like(x)
        """, x=array([-1.0, 0.0, 0.0, 1.0, 1.0, 2.0], dtype),
        y=array([-1.0, 0.0, 1.0, 1.0, 0.0, -2.0], dtype))
add("kinks", """
    T.maximum(x, y)
    T.minimum(x, y)
    T.clip(x, y, 2)
    T.switch(x, y, 0)
    T.sgn(x)
    abs(x)
    x * y
    x - x
    """, x=array([NAN, 1.0, NAN, INF, -INF, 0.0]), y=array([1.0, NAN, NAN, INF, 0.0, NAN]))
add("kinks", "T.maximum(x, y)\nT.minimum(x, y)", x=array([0.0, -0.0]), y=array([-0.0, 0.0]))
add("kinks", """
    T.switch(c, x, y)
    T.where(c, x, y)
    T.switch(c, x, 0)
    T.switch(c, 1, y)
    T.switch(1, x, y)
    T.switch(0, x, y)
    """, c=array([1, 0, 2], "int8"), x=array([1.0, NAN, 3.0]), y=array([NAN, 5.0, 6.0]))
for cond in ("bool", "int64", "float64"):
    for left, right in (("int8", "float32"), ("int64", "float32"), ("float32", "float64"), ("bool", "int8")):
        add("kinks", "T.switch(c, x, y)",
            c=array([1, 0], cond), x=array([1, 1], left), y=array([0, 1], right))
add("kinks", "T.clip(x, 2, 5)\nT.clip(x, 2.5, 5.5)\nx.clip(-200, 200)", x=array([-7, 3, 9], "int8"))
add("kinks", "T.switch(c, x, y)", c=array(1, "int8"), x=uniform(2, 3), y=uniform(2, 3, seed=1))
add("kinks", "T.switch(c, x, y)",
    c=with_pattern([[1], [0]], "01", "int8"), x=uniform(2, 3), y=uniform(3, seed=1))

# ---- complex numbers
add("complex", "T.real(x)\nT.imag(x)\nT.conj(x)\nabs(x)\nx * x\nx + 1\nT.angle(x)\nx.real\nx.imag",
    x=array([1 + 2j, -3j], "complex128"))
add("complex", "T.complex(x, y)\nT.real(T.complex(x, y))\nabs(T.complex(x, y))", x=array([1.0, 2.0]),
    y=array([0.5, -3.0]))
