"""Expressions with sparse matrices, their inputs, and what an implementation of Theano's API answers, as plain JSON."""

import numpy as np
import scipy.sparse

AROUND = """
x + y
x - y
x * y
x + d
d + x
x - d
d - x
x * d
d * x
x * 2.5
2 * x
-x
x.T
S.eq(x, y)
S.neq(x, y)
S.lt(x, y)
S.gt(x, y)
S.le(x, y)
S.ge(x, y)
S.eq(x, d)
S.lt(x, d)
S.ge(d, x)
x < d
S.add_s_s_data(x, S.sp_ones_like(x))
S.structured_add_s_v(x, v)
S.mul_s_v(x, v)
S.col_scale(x, v)
S.row_scale(x, w)
S.sp_sum(x)
S.sp_sum(x, axis=0)
S.sp_sum(x, axis=1)
S.sp_sum(x, axis=0, sparse_grad=True)
S.sp_sum(x, axis=1, sparse_grad=True)
S.sp_sum(x, sparse_grad=True)
S.sp_ones_like(x)
S.sp_zeros_like(x)
S.dense_from_sparse(x)
S.DenseFromSparse(structured=False)(x)
x.toarray()
x.shape
x.size
x.astype('float32')
S.cast(x, 'int32')
S.cast(x, 'complex64')
S.csm_data(x)
S.csm_indices(x)
S.csm_indptr(x)
S.csm_shape(x)
S.clean(x)
S.remove0(x)
S.ensure_sorted_indices(x)
S.hstack([x, y])
S.vstack([x, y])
S.hstack([x, y], format='csr', dtype='float32')
S.vstack([x, y], format='csr')
"""
SHORT = """
x + y
x * y
x + d
S.eq(x, y)
S.sp_sum(x, axis=0)
S.row_scale(x, d[:, 0])
S.vstack([x, y])
S.csm_data(x)
S.dot(x, d.T)
S.structured_dot(x, y.T)
S.true_dot(x, y.T)
"""
COLUMNS = """
x + y
x * y
x + d
S.le(x, y)
S.mul_s_v(x, v)
S.col_scale(x, v)
S.row_scale(x, w)
S.sp_sum(x, axis=1)
S.csm_indices(x)
S.hstack([x, y], format='csr', dtype='float32')
"""
ELEMENTWISE = """
S.structured_exp(x)
S.structured_minimum(x, 1)
S.structured_maximum(x, 1.5)
S.structured_add(x, 2)
S.arctan(x)
S.tanh(x)
S.sgn(x)
S.floor(x)
S.expm1(x)
S.rad2deg(x)
S.sqr(x)
S.log1p(S.sqr(x))
S.sqrt(S.sqr(x))
S.structured_log(S.structured_exp(x))
"""
PRODUCTS = """
S.dot(x, m)
S.dot(n, x)
S.dot(x, y.T)
S.dot(x, v)
S.dot(w, x)
S.structured_dot(x, m)
S.structured_dot(n, x)
S.structured_dot(x, y.T)
S.true_dot(x, y.T)
S.true_dot(x, m)
S.true_dot(n, x)
S.true_dot(x, v)
S.true_dot(w, x)
S.true_dot(x, a)
S.true_dot(x, m, grad_preserves_dense=False)
S.sampling_dot(n.T, m, x)
S.usmm(a, x, m, T.dot(d, m))
"""
INDEXING = """
x[1, 2]
x[0, 0]
x[-1, -2]
x[1:]
x[:2, 1:3]
x[::2]
x[::-1]
x[:, ::2]
x[2:1]
x[[0, 2]]
x[[2, 0, -1]]
x[[0, 2, 1], [1, 0, 3]]
S.get_item_list(x, k)
S.get_item_2lists(x, k, k)
"""
SQUARE = """
S.diag(x)
S.square_diagonal(v)
S.construct_sparse_from_list(d, d[:2], k)
S.CSR(c, k, p, (3, 3))
S.CSC(c, k, p, (3, 3))
S.CSM('csr')(S.csm_data(x), S.csm_indices(x), S.csm_indptr(x), S.csm_shape(x))
S.csr_from_dense(d)
S.csc_from_dense(d)
S.csr_from_dense(v)
"""
REFUSED = """
x + 1
x[5, 0]
x[1]
x[1, 1:2]
x[[7]]
x[[0, 1], [0, 9]]
S.dot(x, T.dot(m, m.T)[:, :2].T)
S.dot(m, m)
S.add(d, d)
S.structured_dot(m, m)
S.true_dot(x, S.cast(x, 'float32'))
S.mul_s_v(S.cast(x, 'float32'), v)
S.eq(x, x.T)
S.sp_sum(x, axis=2)
S.diag(x)
S.CSM('coo')
S.cast(x, 'float16')
S.matrix('coo')
S.hstack([])
S.vstack([x, x.T])
x + x.T
x * x.T
S.as_sparse_variable(d)
S.structured_add_s_v(x, d)
S.csr_from_dense(T.tensor3())
T.exp(x)
S.CSR(v, v, v, v)
S.square_diagonal(d)
"""


def matrix(format, values, dtype="float64"):
    return getattr(scipy.sparse, format + "_matrix")(np.asarray(values, dtype))


def untidy(format, dtype="float64"):
    """A matrix with elements out of order, one place stored twice and a stored zero."""
    data = np.asarray([2.5, -1.5, 0.75, 0.0, 3.0, -0.25, 1.25], dtype)
    if format == "csr":
        parts = data, np.array([3, 0, 2, 1, 1, 3, 0], "int32"), np.array([0, 2, 5, 7], "int32")
    else:
        parts = data, np.array([2, 0, 1, 1, 1, 2, 0], "int32"), np.array([0, 2, 2, 5, 7], "int32")
    return getattr(scipy.sparse, format + "_matrix")(parts, shape=(3, 4))


FIRST = [[0, 1.5, 0, -2], [0, 0, 0, 0], [3, 0, 0.5, 0]]
SECOND = [[0, 1.5, 2, 0], [1, 0, 0, 0], [-3, 0, 0.25, 0]]
DENSE = dict(d=np.array([[1.5, 0, -1, 2], [0, 2, 0.5, -0.5], [3, -2, 0, 1]]), v=np.array([2, -1, 0.5, 3]),
             w=np.array([1, -2, 0.5]), m=np.array([[1, 2], [0, -1], [0.5, 3], [-2, 1]]),
             n=np.array([[1, 0.5, -1], [2, 0, 3]]), a=np.array(1.5))


def picked(names, **more):
    return dict({name: DENSE[name] for name in names}, **more)


def groups():
    """(name, expressions, inputs), the inputs in the order of their names."""
    k = np.array([2, 0], "int64")
    csr, csc = matrix("csr", FIRST), matrix("csc", FIRST)
    yield "around csc", COLUMNS, picked("dvw", x=csc, y=matrix("csc", SECOND))
    yield "untidy csr", AROUND, picked("dvw", x=untidy("csr"), y=matrix("csr", SECOND))
    yield "untidy elementwise csc", ELEMENTWISE, dict(x=untidy("csc"))
    yield "products csr", PRODUCTS, picked("advwmn", x=csr, y=matrix("csr", SECOND))
    yield "untidy products csc", PRODUCTS, picked("advwmn", x=untidy("csc"), y=matrix("csc", SECOND))
    yield "indexing csr", INDEXING, dict(x=csr, k=k)
    yield "untidy indexing csc", INDEXING, dict(x=untidy("csc"), k=k)
    empty = matrix("csr", np.zeros((3, 4)))
    yield "empty", SHORT, picked("dv", x=empty, y=empty)
    yield "square", SQUARE, dict(x=matrix("csr", np.array(FIRST)[:, :3]), d=DENSE["d"][:, :3], v=DENSE["w"], k=k[:2],
                                 c=np.array([1.5, -2.0]), p=np.array([0, 1, 1, 2], "int32"))
    yield "refused", REFUSED, picked("dvm", x=csr)
    integers = matrix("csr", np.array(FIRST) * 2, "int32")
    single = {name: DENSE[name].astype("float32") for name in "dv"}
    yield "single", SHORT, dict(single, x=matrix("csr", FIRST, "float32"), y=matrix("csr", SECOND, "float32"))
    yield "integers", SHORT, dict(picked("d"), v=single["v"], x=integers, y=integers)
    yield "mixed formats", "x + y\nx * y\nS.hstack([x, y])\nS.dot(x, y.T)\nS.true_dot(x, y.T)", dict(
        x=matrix("csr", FIRST), y=matrix("csc", SECOND))
    yield "mixed dtypes", "x + y\nx * y\nS.vstack([x, y])\nS.dot(x, y.T)\nS.structured_dot(x, y.T)", dict(
        x=matrix("csr", FIRST, "float32"), y=matrix("csr", SECOND))


def cases():
    """(group, name, expression, inputs)."""
    for group, expressions, inputs in groups():
        for expression in expressions.split("\n"):
            if expression:
                yield group, f"{expression} | {group}", expression, dict(sorted(inputs.items()))


def leaf(theano, name, value):
    if scipy.sparse.issparse(value):
        return theano.sparse.SparseType(value.format, value.dtype)(name)
    return theano.tensor.TensorType(str(value.dtype), (False,) * value.ndim)(name)


def plain(value):
    """A matrix or array as JSON."""
    sparse = scipy.sparse.issparse(value)
    array = value.toarray() if sparse else np.asarray(value)
    values = [[float(x.real), float(x.imag)] for x in array.ravel()] if array.dtype.kind == "c" else array.ravel().tolist()
    found = dict(dtype=str(array.dtype), shape=list(array.shape), values=values)
    return dict(found, format=value.format) if sparse else found


def fresh(inputs):
    """Copies: Theano, and scipy, put matrices in order where they are."""
    return [value.copy() for value in inputs.values()]


def weights(shape):
    return np.cos(np.arange(int(np.prod(shape)), dtype="float64")).reshape(shape)


def is_float(variable):
    return str(variable.dtype) in ("float32", "float64")


def build(theano, expression, inputs):
    """(the variables of the inputs, the output)."""
    variables = {name: leaf(theano, name, value) for name, value in inputs.items()}
    return variables, eval(expression, dict(variables, theano=theano, T=theano.tensor, S=theano.sparse, np=np))


def gradients(theano, out, variables, shape):
    """{name: gradient, or the class of the error} of a weighted sum of the output."""
    T = theano.tensor
    dense = theano.sparse.dense_from_sparse(out) if hasattr(out, "format") else out
    cost = T.sum(dense * T.constant(weights(shape).astype(str(out.dtype))))
    found = {}
    for name, v in variables.items():
        if is_float(v):
            try:
                found[name] = theano.grad(cost, v)
            except Exception as error:
                found[name] = type(error).__name__
    return found


def answer(theano, expression, inputs, mode=None):
    """{"value": ..., name: gradient by it} as JSON; {"raises": class} for an error."""
    try:
        variables, out = build(theano, expression, inputs)
        function = theano.function(list(variables.values()), out, on_unused_input="ignore", mode=mode)
        value = function(*fresh(inputs))
    except Exception as error:
        return dict(raises=type(error).__name__)
    found = dict(value=plain(value))
    if is_float(out):
        for name, g in gradients(theano, out, variables, np.shape(value) if not scipy.sparse.issparse(value)
                                 else value.shape).items():
            try:
                if not isinstance(g, str):
                    g = plain(theano.function(list(variables.values()), g, on_unused_input="ignore",
                                              mode=mode)(*fresh(inputs)))
            except Exception as error:
                g = type(error).__name__
            found[name] = g
    return found
