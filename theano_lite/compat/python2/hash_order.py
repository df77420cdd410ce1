"""The order in which Python 2.7 iterates over dictionaries and sets: that of their hash tables (Objects/dictobject.c).

A dictionary remembers how its keys came in, so its table can be built again; a set does not, so `set(values)` notes it
here. Keys whose hash in Python 2 depends on an address (None, most objects) leave the order as it is, and so does what
is removed from a dictionary: the table is that of a dictionary which never had it.
"""

import collections
import math
import weakref

import numpy as np

_MASK = (1 << 64) - 1
_DICTS = (dict, collections.defaultdict, collections.Counter)
_KEEP_HASHES = 200_000  # hashes of strings that are remembered

_hashes: dict = {}  # {str: hash}
_histories: dict = {}  # {id of a set: (weak reference, its elements as they came)}


def python2_hash(x):
    """hash(x) of Python 2.7 on 64 bits without randomisation; TypeError where it depends on an address."""
    kind = type(x)
    if kind is str:
        if x not in _hashes:
            if len(_hashes) > _KEEP_HASHES:
                _hashes.clear()
            _hashes[x] = _hash_text(x)
        return _hashes[x]
    if kind is int or kind is bool:
        return hash(x)
    if kind is float:
        return _hash_float(x)
    if kind is tuple:
        return _hash_tuple(x)
    if isinstance(x, np.generic):
        return python2_hash(x.item())
    raise TypeError(f"the hash of {kind.__name__} is not known")


def hash_of(x):
    """hash(x) of Python 2; where that depends on an address, this Python's."""
    try:
        return python2_hash(x)
    except TypeError:
        return hash(x)


def _signed(value):
    value &= _MASK
    value = value - (1 << 64) if value >> 63 else value
    return -2 if value == -1 else value


def _hash_text(text):
    if not text:
        return 0
    value = ord(text[0]) << 7
    for character in text:
        value = (1000003 * value ^ ord(character)) & _MASK
    return _signed(value ^ len(text))


def _hash_float(x):
    if x != x:
        return 0
    if math.isinf(x):
        return 314159 if x > 0 else -271828
    if x == int(x):
        return hash(int(x))
    fraction, exponent = math.frexp(x)
    fraction *= 2147483648.0
    high = int(fraction)
    return _signed(high + int((fraction - high) * 2147483648.0) + (exponent << 15))


def _hash_tuple(values):
    value, factor, left = 0x345678, 1000003, len(values)
    for x in values:
        left -= 1
        value = ((value ^ python2_hash(x)) * factor) & _MASK
        factor += 82520 + 2 * left
    return _signed(value + 97531)


class _Table:
    """The slots of a dictionary or set."""

    def __init__(self, size=8):
        self.slots, self.used = [None] * size, 0

    def place(self, key, hashed):
        mask = len(self.slots) - 1
        at, perturb = hashed & mask, hashed & _MASK
        index = at
        while self.slots[index] is not None:
            at = 5 * at + perturb + 1
            index = at & mask
            perturb >>= 5
        self.slots[index] = (key, hashed)

    def add(self, key, hashed):
        self.place(key, hashed)
        self.used += 1
        if 3 * self.used >= 2 * len(self.slots):
            self.resize(self.used * (2 if self.used > 50000 else 4))

    def resize(self, least):
        """More than `least` slots."""
        size, old = 8, self.slots
        while size <= least:
            size *= 2
        self.slots = [None] * size
        for slot in old:
            if slot is not None:
                self.place(*slot)


def _arranged(keys, presized=0):
    """The keys, which came in this order, as a table of Python 2 has them."""
    try:
        pairs = [(key, python2_hash(key)) for key in keys]
    except TypeError:
        return list(keys)
    table = _Table()
    if presized > 5:
        table.resize(presized)
    for key, hashed in pairs:
        table.add(key, hashed)
    return [slot[0] for slot in table.slots if slot is not None]


class Literal(dict):
    """A dictionary written out with more than 5 entries: Python 2 makes room for all of them at once."""

    def __reduce__(self):
        return dict, (dict(self),)


def type_of(kind, *arguments):
    """type(x), which is dict for every dictionary that is written out; any other call of `kind`."""
    made = kind(*arguments)
    return dict if made is Literal and kind is type else made


def _elements(values):
    """The elements of a set as they came in, as far as that is known."""
    _, history = _histories.get(id(values), (None, ()))
    known = [x for x in history if x in values]
    if len(known) == len(values):
        return known
    try:
        return known + sorted(values.difference(known), key=python2_hash)
    except TypeError:
        return known + list(values.difference(known))


def ordered(x):
    """The keys of a dictionary or the elements of a set in Python 2's order, as a list; None for anything else."""
    kind = type(x)
    if kind is Literal:
        return _arranged(x, len(x))
    if kind in _DICTS:
        return _arranged(x)
    if kind is set or kind is frozenset:
        return _arranged(_elements(x))
    return None


def iterable(x):
    """x, or for a dictionary or set an iterator in Python 2's order."""
    made = ordered(x)
    return x if made is None else iter(made)


def make_set(cls, *values):
    """set(values): how the elements came in is noted."""
    if cls not in (set, frozenset) or len(values) != 1:
        return cls(*values)
    history = ordered(values[0])
    if history is None:
        history = list(dict.fromkeys(values[0]))
    made = cls(history)
    key = id(made)
    _histories[key] = (weakref.ref(made, lambda _: _histories.pop(key, None)), history)
    return made
