"""What Theano refuses: at construction, and at the call."""

import numpy as np

from .case import add, array, uniform, with_pattern

add("errors", """
    x[4]
    x[-5]
    x[0, 3]
    x[i + 10]
    x[-i - 10]
    x[0, 0, 0]
    x[0.5]
    x[1.0]
    x[i * 0.5]
    x[[0, 4]]
    x[[0.5, 1]]
    x[[-5]]
    x[..., ..., 0]
    x[T.constant([0, 9])]
    x[T.arange(5)]
    x[[0, 1], [0, 1, 2]]
    x[np.array([True, False])]
    x[::0]
    x[None, None, 0, 0, 0]
    T.set_subtensor(x[9], 1)
    T.set_subtensor(x[[9]], 1)
    T.inc_subtensor(x[i + 20], 1)
    T.set_subtensor(x[0], [1., 2.])
    T.set_subtensor(x[0], T.zeros((2, 3)))
    T.set_subtensor(x[:2], T.zeros((3, 3)))
    T.inc_subtensor(x[[0, 1]], T.zeros((3, 3)))
    T.set_subtensor(x, 1)
    T.set_subtensor(x + 1, 1)
    T.inc_subtensor(x[0], 1j)
    T.take(x, [9], axis=0)
    T.choose(i + 5, [x, x])
    x + T.ones((1, 3))
    x + T.ones((i, 3))
    x + x[:1]
    x + x[0:i]
    x + x[:, :1]
    x * x[:, 0]
    x + x.reshape((2, 6))
    T.maximum(x, x[:2])
    T.switch(x > 0, x, x[:2])
    x + [1, 2]
    x + 'a'
    x + None
    T.exp('a')
    T.exp(None)
    T.exp()
    T.exp(x, x, x)
    T.dot(x, x)
    T.dot(x, x[0:2])
    T.dot(x[0], x)
    T.dot(x[:, 0], x[0])
    x.dot(T.ones((2, 2)))
    T.tensordot(x, x, axes=1)
    T.tensordot(x, x, axes=3)
    T.tensordot(x, x, axes=[[0], [1]])
    T.tensordot(x, x, axes=[[0, 1], [1]])
    T.batched_dot(x, x[:2])
    T.batched_dot(x[0, 0], x)
    T.sum(x, axis=2)
    T.sum(x, axis=-3)
    T.sum(x, axis=(0, 0))
    T.sum(x, axis='a')
    T.sum(x, axis=0.5)
    T.sum(x, dtype='nothing')
    T.sum(x, dtype='int8')
    T.mean(x, axis=5)
    T.mean(x, dtype='int32')
    T.max(x, axis=2)
    T.max(x, axis=(0, 3))
    T.argmax(x, axis=2)
    T.argmax(x, axis='a')
    T.max(x, axis=i)
    T.sum(x, axis=i)
    T.max_and_argmax(x, axis=4)
    T.var(x, axis=3)
    T.std(x, axis=3)
    T.prod(x, axis=7)
    T.cumsum(x, axis=2)
    T.cumprod(x, axis=-3)
    T.any(x, axis=2)
    T.sort(x, axis=3)
    T.argsort(x, axis=3)
    x.norm('bad')
    x.norm(None)
    x.dimshuffle(0)
    x.dimshuffle(1)
    x.dimshuffle(0, 0)
    x.dimshuffle(0, 1, 2)
    x.dimshuffle('y')
    x.dimshuffle('x', 'x')
    x.dimshuffle(-1, 0)
    x.transpose(0)
    x.transpose(0, 0)
    x.swapaxes(0, 2)
    x.reshape((5, 5))
    x.reshape((5, -1))
    x.reshape((-1, -1))
    x.reshape((i + 10,))
    x.reshape((2.5, 2))
    x.reshape('a')
    x.reshape((-2, 6))
    x.reshape(T.as_tensor_variable([4, 3])[:i], ndim=2)
    x.reshape(x.shape, ndim=1)
    x.reshape(T.cast(x.shape, 'float64'))
    x.reshape(x[0])
    x.flatten(0)
    x.flatten(3)
    T.concatenate([x, x[0]])
    T.concatenate([x, x[:, :2]])
    T.concatenate([x, x[:2]], axis=1)
    T.concatenate([x, x], axis=2)
    T.concatenate([x, x], axis=-3)
    T.concatenate([])
    T.concatenate(x)
    T.concatenate([i, i])
    T.join(0, i, i)
    T.join(0)
    T.join(5, x, x)
    T.stack([])
    T.stack([x, x[0]])
    T.stack([x, x[:2]])
    T.stack([x, x], axis=3)
    T.stack([x, x], axis=-4)
    T.split(x, [1, 1], 2)
    T.split(x, [1, 3], 3)
    T.split(x, [-1, 5], 2)
    T.repeat(x, -1, axis=0)
    T.repeat(x, [1, 2], axis=0)
    T.repeat(x, 2, axis=2)
    T.repeat(x, 1.5)
    T.tile(x, (1.5, 2))
    T.tile(x, (2,), ndim=1)
    T.tile(x, 'a')
    T.addbroadcast(x, 0)
    T.addbroadcast(x, 5)
    T.unbroadcast(x, 5)
    T.patternbroadcast(x, (True, False))
    x.squeeze(0)
    T.diagonal(x[0])
    T.eye(-1)
    T.zeros((-1, 2))
    T.zeros(-i)
    T.zeros((i - 5, 2))
    T.zeros(2.5)
    T.zeros((2, 'a'))
    T.zeros(x)
    T.alloc(x, 2)
    T.alloc(x, 3, 2, 2)
    T.arange(0, 5, 0)
    T.arange(x)
    T.arange('a')
    T.arange(0, i, 0 * i)
    T.cast(x, 'nothing')
    T.cast(x, 'complex128')
    T.cast(T.cast(x, 'complex128'), 'float64')
    T.cast('a', 'float32')
    x.astype('what')
    T.switch(x, 1)
    T.clip(x, 0)
    T.clip(x, 'a', 1)
    T.round(x, mode='nothing')
    x & x
    x | 1
    ~x
    x ^ x
    bool(x > 0)
    bool(x)
    1 if x > 0 else 0
    0 < x < 1
    int(i)
    float(i)
    len(x)
    list(i)
    [row for row in i]
    T.maximum(x)
    T.tensor3('a') + T.matrix('b') + 'c'
    T.constant('a')
    T.constant(object())
    T.constant([[1, 2], [3]])
    T.constant(None)
    T.as_tensor_variable('a')
    T.as_tensor_variable(None)
    T.as_tensor_variable([x, 'a'])
    T.as_tensor_variable({})
    T.as_tensor_variable([x, x[0]])
    T.as_tensor_variable(x, ndim=1)
    T.as_tensor_variable(x, ndim=3)
    T.TensorType('float64', (True,))('a') + 'b'
    T.TensorType('nothing', (False,))
    T.grad(x, x)
    T.grad(x.sum(), i)
    T.grad(x.sum(), T.matrix())
    T.grad(i, x)
    T.grad(T.argmax(x), x)
    T.grad(x.argmax(axis=0).sum(), x)
    T.grad(T.iround(x).sum(), x)
    T.grad((x > 0).sum(), x)
    T.grad(T.floor(x).sum(), x)
    T.grad(T.cast(x, 'int32').sum(), x)
    T.grad(T.constant(1.0), x)
    T.grad(x.sum(), [x, T.scalar()])
    T.grad(x.sum(), 3)
    T.grad(T.sort(x).sum(), x)
    T.grad(T.eq(x, 1).sum() * 1.0, x)
    T.grad(T.sum(x[T.argmax(x, axis=1)]), x)
    T.jacobian(x, x)
    T.hessian(x.sum(), x)
    theano.gradient.jacobian(x.sum(), x)
    T.nnet.softmax(T.zeros((2, 2, 2, 2)))
    T.nnet.softmax(i)
    T.nnet.softmax_with_bias(x, x)
    T.nnet.categorical_crossentropy(x, x[:, 0])
    T.nnet.categorical_crossentropy(x, T.zeros((4, 3, 2)))
    T.nnet.categorical_crossentropy(x, T.constant([0, 1, 2, 3]))
    T.nnet.categorical_crossentropy(x, T.constant([0, 1]))
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), T.constant([0, 1, 2, 3]))
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), T.constant([0, 1, 2, -1]))
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), T.constant([0, 1]))
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), i + T.arange(4))
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), T.arange(4) - i)
    T.log(T.nnet.softmax(x))[T.arange(4), T.arange(4)]
    T.nnet.crossentropy_categorical_1hot(x, x)
    T.nnet.binary_crossentropy(x, 'a')
    T.nnet.relu('a')
    theano.tensor.opt.Assert('message')(x, i > 5)
    T.opt.assert_op(x, T.eq(i, 1))
    T.opt.assert_op(x, T.eq(i, 2))
    T.extra_ops.to_one_hot(i + T.arange(3), 3)
    T.nonzero(i)
    T.nonzero_values(x[0, 0])
    T.flatnonzero(i)
    T.choose(x, [x, x])
    x[(x > 0)[:2]]
    x[(x > 0)[0]]
    x[x > 0, 0]
    T.set_subtensor(x[x > 0], [1., 2.])
    T.specify_shape(x, (2, 2))
    theano.function([x], x)('a')
    """, x=uniform(4, 3), i=array(2, "int64"))
BOOLEAN = (
    "x + x", "x - x", "x * x", "x / x", "-x", "x // x", "x % x", "x ** x", "x - 1", "1 - x", "~x",
    "x - y", "abs(x)", "T.sgn(x)", "x.sum()", "x.mean()", "x.max()", "x.prod()", "T.dot(x, x)",
    "T.cumsum(x)", "x.std()", "x < x", "x & 1", "x | x", "x + 1")
for expression in BOOLEAN:
    add("errors_bool", expression, x=array([1, 0], "bool"), y=array([1, 0], "int8"))
    add("errors_bool", expression, x=array([1, 0], "uint8"), y=array([1, 0], "int8"))
add("errors_broadcast", """
    x + y
    T.maximum(x, y)
    T.switch(x > 0, x, y)
    x * y[:, 0]
    T.dot(x, y.T)
    T.concatenate([x, y])
    T.addbroadcast(y, 0) + x
    T.sqr(x - y).mean()
    """, x=uniform(2, 3), y=uniform(1, 3, seed=1))
add("errors_broadcast", "x + y\nx * y\nx < y\nx ** y", x=uniform(3), y=uniform(1, seed=1))
add("errors_broadcast", "x + y\nx * y\nx / y", x=uniform(3), y=uniform(4, seed=1))
add("errors_broadcast", """
    x + y
    x + y.T
    T.tile(y, (2, 1)) + x
    """, x=uniform(2, 3), y=with_pattern(np.ones((1, 3)), "10"))
add("errors_broadcast", """
    x.dimshuffle(1)
    x.squeeze()
    x.dimshuffle(1, 'x')
    x.reshape((3,))
    T.addbroadcast(x, 1)
    """, x=uniform(1, 3))
