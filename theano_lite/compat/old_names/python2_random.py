"""Python 2's `random`: the same generator as Python 3's, but choice, shuffle, sample and randrange draw differently.

They work on the state of the real module, so seeds set anywhere in the process count. Source: Lib/random.py of 2.7.
"""

import math
import random
from functools import partial

from theano_lite.compat.python2.hash_order import hash_of


def _seed(generator, a=None):
    """Integers seed by their absolute value, everything else by its hash."""
    if a is None:
        return generator.seed()
    if not isinstance(a, int):
        a = hash_of(a)
    return generator.seed(abs(a))


def _below(generator, n):
    return int(generator.random() * n) if n < 1 << 53 else generator._randbelow(n)


def _randrange(generator, start, stop=None, step=1):
    if any(int(x) != x for x in (start, stop or 0, step)):
        raise ValueError("non-integer arg 1 for randrange()")
    start, step = int(start), int(step)
    if stop is None:
        start, stop = 0, start
    count = max(0, -((int(stop) - start) // -step))
    if count <= 0:
        raise ValueError(f"empty range for randrange() ({start},{stop}, {stop - start})")
    return start + step * _below(generator, count)


def _randint(generator, a, b):
    return _randrange(generator, a, b + 1)


def _choice(generator, values):
    return values[int(generator.random() * len(values))]


def _shuffle(generator, values, draw=None):
    draw = draw or generator.random
    for i in reversed(range(1, len(values))):
        j = int(draw() * (i + 1))
        values[i], values[j] = values[j], values[i]


def _sample(generator, population, k):
    n = len(population)
    if not 0 <= k <= n:
        raise ValueError("sample larger than population")
    size = 21 + (4 ** math.ceil(math.log(k * 3, 4)) if k > 5 else 0)
    if n <= size or hasattr(population, "keys"):
        pool = list(population)
        taken = []
        for i in range(k):
            j = int(generator.random() * (n - i))
            taken.append(pool[j])
            pool[j] = pool[n - i - 1]
        return taken
    if isinstance(population, (set, frozenset)):
        population = tuple(population)
    chosen, taken = set(), []
    for _ in range(k):
        j = int(generator.random() * n)
        while j in chosen:
            j = int(generator.random() * n)
        chosen.add(j)
        taken.append(population[j])
    return taken


def _gammavariate(generator, alpha, beta):
    if alpha != 1.0:
        return random.Random.gammavariate(generator, alpha, beta)
    u = generator.random()
    while u <= 1e-7:
        u = generator.random()
    return -math.log(u) * beta


def _betavariate(generator, alpha, beta):
    y = _gammavariate(generator, alpha, 1.0)
    return 0.0 if y == 0 else y / (y + _gammavariate(generator, beta, 1.0))


_METHODS = {"seed": _seed, "randrange": _randrange, "randint": _randint, "choice": _choice, "shuffle": _shuffle,
            "sample": _sample, "gammavariate": _gammavariate, "betavariate": _betavariate}


class Random(random.Random):
    """random.Random of Python 2."""

    def __init__(self, x=None):
        super().__init__()
        self.seed(x)

    def seed(self, a=None, version=2):
        """Start from a."""
        if a is None or isinstance(a, int):
            super().seed(a)
        else:
            super().seed(abs(hash_of(a)))

    randrange, randint, choice, shuffle, sample = _randrange, _randint, _choice, _shuffle, _sample
    gammavariate, betavariate = _gammavariate, _betavariate


CHANGED = {name: partial(method, random._inst) for name, method in _METHODS.items()} | {"Random": Random}
