"""theano.tensor.nnet, and the composites whose numbers depend on stabilisation."""

from .case import add, array, uniform, with_pattern

NAN, INF = float("nan"), float("inf")
ACTIVATIONS = """
T.nnet.sigmoid(x)
T.nnet.ultra_fast_sigmoid(x)
T.nnet.hard_sigmoid(x)
T.nnet.softplus(x)
T.nnet.softsign(x)
T.nnet.nnet.softsign(x)
T.nnet.elu(x)
T.nnet.elu(x, 0.5)
T.nnet.selu(x)
T.nnet.relu(x)
T.nnet.relu(x, 0.1)
T.nnet.relu(x, alpha=2)
T.nnet.relu(x, np.float32(0.3))
T.nnet.sigmoid(2 * x + 1)
"""
add("nnet", ACTIVATIONS, x=array([-7.5, -3.0, -2.4, -1.0, -0.4, 0.0, 0.5, 1.0, 2.5, 5.0, 9.0]), second=True)
add("nnet", ACTIVATIONS, x=array([-7.5, -1.0, 0.0, 0.5, 5.0], "float32"))
add("nnet", ACTIVATIONS, x=array([-INF, -1000.0, -40.0, -20.0, 20.0, 40.0, 800.0, INF, NAN]))
add("nnet", ACTIVATIONS, x=array([-INF, -1000.0, -90.0, -20.0, 20.0, 90.0, 800.0, INF, NAN], "float32"))
add("nnet", ACTIVATIONS, x=array([0, 1, 3], "int32"))
add("nnet", ACTIVATIONS, x=array([0, 1, 3], "int8"))
add("nnet", """
    T.nnet.sigmoid(x)
    T.nnet.softplus(x)
    T.nnet.relu(x)
    T.nnet.relu(x, 0.01)
    T.nnet.elu(x)
    T.nnet.hard_sigmoid(x)
    """, floatX="float32", x=array([-2.0, 0.0, 3.0], "float32"))
add("nnet", "T.nnet.relu(x, y)", x=uniform(2, 3), y=uniform(3, seed=4))

SATURATED = [[1000.0, 0.0], [-1000.0, 1000.0], [0.0, -1000.0]]
SCORES = uniform(3, 4, seed=6, low=-3, high=3)
SOFTMAX = """
T.nnet.softmax(x)
T.nnet.logsoftmax(x)
T.log(T.nnet.softmax(x))
T.nnet.softmax(x).sum()
T.exp(x) / T.exp(x).sum(axis=-1, keepdims=True)
T.log(T.exp(x).sum(axis=-1))
T.log(T.sum(T.exp(x), axis=-1, keepdims=True))
x - T.log(T.sum(T.exp(x), axis=-1, keepdims=True))
T.log(T.exp(x) / T.exp(x).sum(axis=-1, keepdims=True))
T.nnet.softmax(x) ** 2
T.argmax(T.nnet.softmax(x), axis=-1)
x.max(axis=-1, keepdims=True) + T.log(T.sum(T.exp(x - x.max(axis=-1, keepdims=True)), axis=-1, keepdims=True))
"""
add("softmax", SOFTMAX, x=SCORES, second=True)
add("softmax", SOFTMAX, x=array(SCORES.array, "float32"))
add("softmax", SOFTMAX, x=array(SATURATED))
add("softmax", SOFTMAX, x=array(SATURATED, "float32"))
add("softmax", SOFTMAX, x=array([0.5, -1.0, 2.0]))
add("softmax", SOFTMAX, x=array([1000.0, 0.0]))
add("softmax", SOFTMAX, x=with_pattern([[0.5, -1.0, 2.0]], "10"))
add("softmax", SOFTMAX, x=array([[INF, 0.0], [NAN, 1.0], [-INF, 0.0]]))
add("softmax", "T.nnet.softmax(x)\nT.nnet.logsoftmax(x)", x=array([[1, 2, 3], [3, 2, 1]], "int32"))
add("softmax", """
    T.nnet.softmax(x)
    T.nnet.logsoftmax(x)
    T.nnet.softmax(x.reshape((6, 2)))
    """, x=uniform(2, 3, 2))
add("softmax", """
    T.nnet.softmax(x + b)
    T.nnet.softmax_with_bias(x, b)
    T.nnet.logsoftmax(x + b)
    T.nnet.softmax(x * 2)
    T.nnet.softmax(T.dot(x, x.T))
    """, x=SCORES, b=uniform(4), second=True)

LABELS = array([1, 3, 0], "int64")
ENTROPY = """
T.nnet.categorical_crossentropy(T.nnet.softmax(x), y)
T.nnet.categorical_crossentropy(T.nnet.softmax(x), y).mean()
T.nnet.categorical_crossentropy(T.nnet.softmax(x), T.extra_ops.to_one_hot(y, x.shape[1]))
T.nnet.categorical_crossentropy(T.clip(T.nnet.softmax(x), 1e-7, 1.0 - 1e-7), y)
-T.log(T.nnet.softmax(x))[T.arange(y.shape[0]), y]
-T.mean(T.log(T.nnet.softmax(x))[T.arange(y.shape[0]), y])
-T.log(T.nnet.softmax(x)[T.arange(y.shape[0]), y])
-T.mean(T.nnet.logsoftmax(x)[T.arange(y.shape[0]), y])
-T.sum(T.extra_ops.to_one_hot(y, x.shape[1]) * T.log(T.nnet.softmax(x)), axis=1)
-T.mean(T.log(T.nnet.softmax(x)[T.arange(y.shape[0]), y]))
T.nnet.nnet.crossentropy_categorical_1hot(T.nnet.softmax(x), y)
T.nnet.crossentropy_softmax_argmax_1hot_with_bias(x, T.zeros_like(x[0]), y)
T.nnet.crossentropy_softmax_1hot(x, y)
T.nnet.crossentropy_softmax_1hot_with_bias(x, x[0], y)
T.mean(T.neq(T.argmax(T.nnet.softmax(x), axis=1), y))
T.nnet.nnet.crossentropy_softmax_max_and_argmax_1hot(x, y)
"""
add("entropy", ENTROPY, x=SCORES, y=LABELS, second=True)
add("entropy", ENTROPY, x=array(SCORES.array, "float32"), y=array([1, 3, 0], "int32"))
add("entropy", ENTROPY, x=array(SATURATED), y=array([1, 0, 0], "int32"))
add("entropy", ENTROPY, x=array(SATURATED, "float32"), y=array([1, 0, 0], "int32"))
add("entropy", """
    T.nnet.categorical_crossentropy(T.nnet.softmax(x), y)
    T.nnet.categorical_crossentropy(x, y)
    -T.mean(T.log(T.nnet.softmax(x)[T.arange(y.shape[0]), y]))
    """, floatX="float32", x=array([[0.25, 0.75], [0.5, 0.5]], "float32"), y=array([1, 0], "int32"))
add("entropy", """
    T.nnet.categorical_crossentropy(p, y)
    T.nnet.crossentropy_categorical_1hot(p, y)
    """, p=array([[0.25, 0.75], [1.0, 0.0]]), y=array([1, 1], "int64"))
for dtype in ("int8", "uint8", "int32"):
    add("entropy", "T.nnet.categorical_crossentropy(p, y)",
        p=array([[0.25, 0.75], [0.5, 0.5]]), y=array([1, 0], dtype))
add("entropy", """
    T.nnet.categorical_crossentropy(p, t)
    T.nnet.categorical_crossentropy(T.nnet.softmax(p), t)
    -(t * T.log(T.nnet.softmax(p))).sum(axis=1)
    """, p=array([[0.25, 0.75], [0.6, 0.4]]), t=array([[0.3, 0.7], [0.0, 1.0]]), second=True)
add("entropy", """
    T.nnet.categorical_crossentropy(p, t)
    T.nnet.categorical_crossentropy(T.nnet.softmax(p), t)
    """, p=array([[0.25, 0.75], [0.6, 0.4]]), t=array([[0, 1], [1, 0]], "int32"))
BINARY = """
T.nnet.binary_crossentropy(T.nnet.sigmoid(x), t)
T.nnet.binary_crossentropy(T.nnet.sigmoid(x), t).mean()
T.nnet.sigmoid_binary_crossentropy(x, t)
-t * T.log(T.nnet.sigmoid(x)) - (1 - t) * T.log(1 - T.nnet.sigmoid(x))
-T.mean(t * T.log(T.nnet.sigmoid(x)) + (1 - t) * T.log(1 - T.nnet.sigmoid(x)))
-(t * T.log(1 / (1 + T.exp(-x))) + (1 - t) * T.log(1 - 1 / (1 + T.exp(-x)))).sum()
"""
add("binary_entropy", BINARY, x=array([-2.0, -0.5, 0.0, 1.5]), t=array([0.0, 1.0, 0.3, 1.0]), second=True)
add("binary_entropy", BINARY, x=array([-2.0, -0.5, 0.0, 1.5], "float32"),
    t=array([0.0, 1.0, 0.25, 1.0], "float32"))
add("binary_entropy", BINARY, x=array([-1000.0, 1000.0, -1000.0, 1000.0, -50.0, 50.0]),
    t=array([0.0, 1.0, 1.0, 0.0, 1.0, 0.0]))
add("binary_entropy", BINARY, x=array([-1000.0, 1000.0, -50.0, 50.0], "float32"),
    t=array([0.0, 1.0, 1.0, 0.0], "float32"))
add("binary_entropy", BINARY, x=array([-1000.0, 1000.0, -1.0, 1.0]), t=array([1, 0, 1, 0], "int32"))
add("binary_entropy", """
    T.nnet.binary_crossentropy(p, t)
    -(t * T.log(p) + (1 - t) * T.log(1 - p)).mean()
    """, p=array([0.25, 0.5, 0.9]), t=array([0.0, 0.5, 1.0]), second=True)
add("binary_entropy", "T.nnet.binary_crossentropy(p, t)", p=array([0.0, 1.0, 0.0]), t=array([0.0, 1.0, 1.0]))

STABLE = """
T.log(T.nnet.sigmoid(x))
T.log(1 - T.nnet.sigmoid(x))
1 - T.nnet.sigmoid(x)
T.nnet.sigmoid(-x)
T.log(T.nnet.sigmoid(-x))
T.nnet.sigmoid(x) * T.nnet.sigmoid(-x)
1 / (1 + T.exp(-x))
T.exp(x) / (1 + T.exp(x))
1 - 1 / (1 + T.exp(-x))
1 / (1 + T.exp(x))
T.log(1 + T.exp(x))
T.log(T.exp(x) + 1)
T.log1p(T.exp(x))
-T.log(1 / (1 + T.exp(-x)))
T.log(1 - T.exp(x))
T.log(1 + x)
T.log(1 - x)
T.exp(x) - 1
T.log(T.exp(x))
T.exp(T.log(x))
T.sqrt(x ** 2)
T.sqr(T.sqrt(x))
T.log(x ** 2)
x * x / x
x / x
x - x
x * 0
x + 0
x ** 0
T.exp(x) * T.exp(-x)
T.tanh(x)
(T.exp(x) - T.exp(-x)) / (T.exp(x) + T.exp(-x))
(1 - T.exp(-2 * x)) / (1 + T.exp(-2 * x))
T.nnet.softplus(x) - x
-T.nnet.softplus(-x)
T.nnet.softplus(-x)
T.erfc(x) / 2
T.log(T.erfc(x))
1 - T.erf(x)
T.erf(x) - 1
T.nnet.sigmoid(x) ** 2
T.log(T.nnet.sigmoid(x)).sum()
T.log(T.nnet.sigmoid(x) + 1e-10)
T.inv(x) * x
T.log(T.nnet.softmax(T.stack([x, -x], axis=1)))
T.exp(x - x.max()) / T.exp(x - x.max()).sum()
"""
add("stability", STABLE, x=array([-1.5, -0.25, 0.5, 2.0]), second=True)
add("stability", STABLE, x=array([-1.5, -0.25, 0.5, 2.0], "float32"))
add("stability", STABLE, x=array([-1000.0, -750.0, -40.0, -1e-17, 0.0, 1e-17, 40.0, 750.0, 1000.0]))
add("stability", STABLE, x=array([-1000.0, -100.0, -20.0, -1e-9, 0.0, 1e-9, 20.0, 100.0, 1000.0], "float32"))
add("composite", """
    T.tanh(T.dot(x, w) + b)
    T.nnet.softmax(T.dot(x, w) + b)
    T.nnet.categorical_crossentropy(T.nnet.softmax(T.dot(T.tanh(T.dot(x, w) + b), w.T)), T.arange(3)).mean()
    T.nnet.sigmoid(T.dot(x, w) + b).sum()
    T.sqr(T.dot(x, w) + b - 1).mean()
    T.mean(T.sqr(x)) + 0.1 * (w ** 2).sum() + 0.01 * abs(w).sum()
    (T.dot(x, w) * T.nnet.relu(T.dot(x, w))).sum(axis=1)
    T.log(T.dot(x ** 2, w ** 2) + 1).mean(axis=0)
    T.sqrt(T.sum(T.sqr(T.dot(x, w)), axis=1) + 1e-8)
    T.dot(x / T.sqrt((x ** 2).sum(axis=1, keepdims=True)), w)
    T.batched_dot(T.dot(x, w), T.dot(x, w))
    T.nnet.relu(T.dot(x, w) + b)[:, 0]
    T.concatenate([x, T.dot(x, w)], axis=1).max(axis=1)
    """, x=uniform(3, 3, seed=1), w=uniform(3, 2, seed=2), b=uniform(2, seed=3), second=True)
