"""The cases in JAX as one would write them by hand: the same numbers, no Theano anywhere."""
import functools

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.theano_cases import clock, data, layer_values, peak, timed

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
