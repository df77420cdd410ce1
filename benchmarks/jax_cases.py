"""The same cases as a JAX user writes them by hand."""

import time

import jax
import jax.numpy as jnp
import numpy as np

from benchmarks.cases import SIZES, data

jax.config.update("jax_enable_x64", True)


def parameters(dtype):
    rng = np.random.RandomState(0)
    return [(jnp.array(rng.uniform(-0.05, 0.05, (n, m)).astype(dtype)), jnp.zeros(m, dtype))
            for n, m in zip(SIZES, SIZES[1:])]


def loss(params, x, y):
    for k, (W, b) in enumerate(params):
        x = x @ W + b
        if k < len(params) - 1:
            x = jnp.tanh(x)
    return -jnp.mean(jax.nn.log_softmax(x)[jnp.arange(y.shape[0]), y])


def update(params, x, y):
    value, gradients = jax.value_and_grad(loss)(params, x, y)
    return value, jax.tree.map(lambda p, g: p - 0.01 * g, params, gradients)


def mlp_step(dtype):
    def case():
        step, state, (images, labels) = jax.jit(update, donate_argnums=0), [parameters(dtype)], data(dtype)

        def run():
            value, state[0] = step(state[0], images, labels)
            return np.array(value)
        return run
    return case


def minibatch_epoch():
    images, labels = map(jnp.array, data("float32", 2000))
    b = 100

    def batch(params, i):
        return update(params, jax.lax.dynamic_slice_in_dim(images, i * b, b),
                      jax.lax.dynamic_slice_in_dim(labels, i * b, b))
    step, state = jax.jit(batch, donate_argnums=0), [parameters("float32")]

    def run():
        for k in range(20):
            value, state[0] = step(state[0], k)
            np.array(value)
    return run


def call_overhead(n):
    def case():
        f = jax.jit(lambda s, vs: (s + 1, [v + s for v in vs]), donate_argnums=1)
        state, value = [[jnp.zeros(3) for _ in range(n)]], np.asarray(1.0)

        def run():
            out, state[0] = f(value, state[0])
            return np.array(out)
        return run
    return case


def compile_time(n):
    def case():
        def run():
            def f(v):
                for _ in range(n):
                    v = v + 1.0
                return v
            start = time.perf_counter()
            np.array(jax.jit(f)(np.zeros(3)))
            return time.perf_counter() - start
        return run
    return case


def cold_compile():
    def run():
        start = time.perf_counter()
        np.array(jax.jit(update)(parameters("float32"), *data("float32"))[0])
        return time.perf_counter() - start
    return run


CASES = {"mlp_step_float32": mlp_step("float32"), "mlp_step_float64": mlp_step("float64"),
         "minibatch_epoch": minibatch_epoch, "call_overhead_0": call_overhead(0), "call_overhead_1": call_overhead(1),
         "call_overhead_50": call_overhead(50), "cold_compile": cold_compile, "compile_100": compile_time(100),
         "compile_1000": compile_time(1000), "compile_10000": compile_time(10000)}
