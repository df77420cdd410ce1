"""The cases in JAX as one would write them by hand: the same numbers, no Theano anywhere."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.theano_cases import POOLS, clock, data, layer_values, lenet_values, lstm_data, lstm_values, peak, pool_data, timed

jax.config.update("jax_enable_x64", True)  # the cases in float64 need it; float32 ones stay float32


def use(package):
    return f"jax {jax.__version__}"


def loss_of(params, x, y):
    for k in range(0, len(params), 2):
        x = x @ params[k] + params[k + 1]
        if k + 2 < len(params):
            x = jax.nn.sigmoid(x)
    return -jnp.mean(jax.nn.log_softmax(x)[jnp.arange(y.shape[0]), y])


@functools.partial(jax.jit, donate_argnums=0)
def train(params, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(params, x, y)
    return [p - 0.1 * g for p, g in zip(params, gradients)], loss


def joint_vs_separate_grad():
    params = layer_values([8, 7, 6, 5, 4], "float64")
    x, y = data(20, 8, 4, "float64")

    def flat(*params):
        return loss_of(params, x, y)

    def sample():
        everything = tuple(range(len(params)))
        joint = timed(lambda: jax.make_jaxpr(jax.grad(flat, everything))(*params), 1)
        separate = timed(lambda: [jax.make_jaxpr(jax.grad(flat, k))(*params) for k in everything], 1)
        return {"joint": joint, "separate": separate}

    return sample, float(sum(abs(g).sum() for g in jax.grad(flat, tuple(range(len(params))))(*params)))


def mlp_step(floatX, sizes=(784, 500, 500, 10), batch=500):
    params = [jnp.asarray(v) for v in layer_values(sizes, floatX)]
    images, labels = data(batch, sizes[0], sizes[-1], floatX)

    def step():
        nonlocal params
        params, loss = train(params, images, labels)
        return np.asarray(loss)

    losses = [float(step()) for _ in range(4)]
    return lambda: {"": timed(step, 4)}, losses[-1]


def convolve(x, w, padding=((0, 0), (0, 0)), stride=1):
    return jax.lax.conv_general_dilated(x, w[:, :, ::-1, ::-1], (stride, stride), padding)


@functools.partial(jax.jit, donate_argnums=0)
def train_lenet(params, x, y):
    def loss_of(params):
        layer = x.reshape(-1, 1, 28, 28)
        for w, b in (params[:2], params[2:4]):
            layer = jax.lax.reduce_window(convolve(layer, w), -np.inf, jax.lax.max, (1, 1, 2, 2), (1, 1, 2, 2), "VALID")
            layer = jnp.tanh(layer + b[:, None, None])
        layer = jnp.tanh(layer.reshape(len(x), -1) @ params[4] + params[5]) @ params[6] + params[7]
        return -jnp.mean(jax.nn.log_softmax(layer)[jnp.arange(y.shape[0]), y])

    loss, gradients = jax.value_and_grad(loss_of)(params)
    return [p - 0.1 * g for p, g in zip(params, gradients)], loss


def lenet_step(floatX, batch):
    params = [jnp.asarray(v) for v in lenet_values(floatX)]
    images, labels = data(batch, 784, 10, floatX)

    def step():
        nonlocal params
        params, loss = train_lenet(params, images, labels)
        return np.asarray(loss)

    losses = [float(step()) for _ in range(4)]
    return lambda: {f"batch {batch}": timed(step, 2)}, losses[-1]


def convolution_step(floatX, images, filters, border_mode, stride=1):
    rng = np.random.RandomState(0)
    x, w = (jnp.asarray(rng.uniform(-1, 1, shape).astype(floatX)) for shape in (images, filters))
    around = [(n // 2,) * 2 if border_mode == "half" else (0, 0) for n in filters[2:]]
    gradients = jax.jit(jax.grad(lambda x, w: jnp.mean(convolve(x, w, around, stride) ** 2), (0, 1)))
    f = jax.jit(lambda x, w: [g.sum() for g in gradients(x, w)])

    def step():
        return [np.asarray(v) for v in f(x, w)]

    check = float(step()[1])
    return lambda: {f"{images} * {filters}": timed(step, 2)}, check


def minibatch_epoch(floatX, n=5000, batch=100, sizes=(784, 100, 10)):
    images, labels = map(jnp.asarray, data(n, sizes[0], sizes[-1], floatX))
    params = [jnp.asarray(v) for v in layer_values(sizes, floatX)]

    @functools.partial(jax.jit, donate_argnums=0)
    def step(params, images, labels, i):
        x = jax.lax.dynamic_slice_in_dim(images, i * batch, batch)
        return train(params, x, jax.lax.dynamic_slice_in_dim(labels, i * batch, batch))

    def epoch():
        nonlocal params
        losses = []
        for k in range(n // batch):
            params, loss = step(params, images, labels, k)
            losses.append(np.asarray(loss))
        return losses

    return lambda: {"": timed(epoch, 1)}, float(epoch()[-1])


def call_overhead(shared):
    arrays = [jnp.full(3, k / 7.0) for k in range(shared)]
    f, value = jax.jit(lambda x, arrays: sum(arrays, x + 1)), np.zeros(3)

    def call():
        return np.asarray(f(value, arrays))

    check = float(call().sum())
    return lambda: {f"{shared} shared": timed(call, 1000)}, check


def pool(window, mode, floatX):
    _, ws, stride, pad = POOLS[window]
    start, combine = (-jnp.inf, jax.lax.max) if mode == "max" else (0.0, jax.lax.add)

    def pooled(x):
        edges = [(0, 0), (0, 0), *((p, p) for p in pad)]
        return jax.lax.reduce_window(x, np.asarray(start, x.dtype), combine, (1, 1, *ws), (1, 1, *stride), edges)

    images = jnp.asarray(pool_data(window, floatX))
    forward = jax.jit(lambda x: pooled(x).max())
    backward = jax.jit(lambda x: jax.grad(lambda x: (pooled(x) ** 2).sum())(x).max())
    name = f"{window} {mode} {floatX}"
    check = float(forward(images))
    return lambda: {name: timed(lambda: np.asarray(forward(images)), 5),
                    name + " gradient": timed(lambda: np.asarray(backward(images)), 5)}, check


def lstm_loss(params, x, y):
    W, U, b, V = params
    n = U.shape[0]

    def step(state, row):
        h, c = state
        z = row + h @ U
        i, f, o = [jax.nn.sigmoid(z[:, k * n:(k + 1) * n]) for k in range(3)]
        c = f * c + i * jnp.tanh(z[:, 3 * n:])
        h = o * jnp.tanh(c)
        return (h, c), h

    start = jnp.zeros((x.shape[1], n), x.dtype)
    h = jax.lax.scan(step, (start, start), x @ W + b)[1]
    return ((h[-1] @ V - y) ** 2).mean() + (h**2).mean()


@functools.partial(jax.jit, donate_argnums=0)
def lstm_train(params, x, y):
    loss, gradients = jax.value_and_grad(lstm_loss)(params, x, y)
    return [p - 0.1 * g for p, g in zip(params, gradients)], loss


def lstm_step(floatX, steps=100, batch=16, n_in=64, n_hidden=64):
    params = [jnp.asarray(v) for v in lstm_values(n_in, n_hidden, floatX)]
    rows, targets = lstm_data(steps, batch, n_in, floatX)

    def step():
        nonlocal params
        params, loss = lstm_train(params, rows, targets)
        return np.asarray(loss)

    losses = [float(step()) for _ in range(4)]
    return lambda: {"": timed(step, 4)}, losses[-1]


def lstm_cold_compile(floatX="float32", steps=100, batch=16, n_in=64, n_hidden=64):
    params = [jnp.asarray(v) for v in lstm_values(n_in, n_hidden, floatX)]
    rows, targets = lstm_data(steps, batch, n_in, floatX)
    start = clock()
    check = float(lstm_train(params, rows, targets)[1])
    seconds = clock() - start
    return lambda: {"": seconds}, check


def cold_compile(sizes=(784, 500, 500, 10)):
    params = [jnp.asarray(v) for v in layer_values(sizes, "float64")]
    images, labels = data(20, sizes[0], sizes[-1], "float64")
    start = clock()
    check = float(train(params, images, labels)[1])
    seconds = clock() - start
    return lambda: {"": seconds}, check


def compile_time(nodes, reductions):
    @jax.jit
    def chain(y):
        made = 0
        while made < nodes:
            y, made = (y - y.sum() * 0.01, made + 4) if reductions else (jnp.tanh(y) * 1.1, made + 3)
        return y

    value = np.linspace(0, 1, 10)
    start = clock()
    check = float(np.asarray(chain(value)).sum())
    seconds = clock() - start
    return lambda: {f"{nodes} nodes{', reductions' if reductions else ''}": seconds}, check


def memory(megabytes=400):
    @functools.partial(jax.jit, donate_argnums=0)
    def step(W):
        return W - 0.5 * jax.grad(lambda W: (W**2).sum() / 2)(W), W.mean()

    W = jnp.ones((megabytes, 131072))

    def run():
        nonlocal W
        W, mean = step(W)
        return float(mean)

    check = [run() for _ in range(2)][-1]
    return lambda: {"copies of the weights": peak(run) / (megabytes * 131072 * 8)}, check
