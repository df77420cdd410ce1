"""Importing and using the package leaves the host program's JAX as it was."""

import subprocess
import sys


def run(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_64_bit_mode_is_not_switched_on_for_others():
    code = """
import jax, jax.numpy as jnp
import theano_lite as theano, theano_lite.tensor as T
x = T.dvector()
assert theano.function([x], x * 2)([1.5]).dtype == "float64"
print(jax.config.jax_enable_x64, jnp.ones(2).dtype)
"""
    assert run(code) == ["False", "float32"]


def test_importing_starts_no_backend():
    code = """
import theano_lite, theano_lite.tensor
from jax._src import xla_bridge
print(len(xla_bridge._backends))
"""
    assert run(code) == ["0"]
