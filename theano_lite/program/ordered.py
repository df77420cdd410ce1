"""theano.misc.ordered_set and frozendict: sets that keep an order, dictionaries that do not change."""

import types
from collections import OrderedDict
from collections.abc import Mapping, MutableSet


def check_deterministic(iterable):
    """Raise AssertionError for an iterable whose order is left open, such as a set of two things."""
    ordered = (list, tuple, OrderedSet, types.GeneratorType, str)
    if iterable is not None and not isinstance(iterable, ordered) and len(iterable) > 1:
        raise AssertionError(f"an ordered iterable is needed, got {type(iterable).__name__}")


class OrderedSet(MutableSet):
    """A set in the order in which its members were added."""

    def __init__(self, iterable=None):
        check_deterministic(iterable)
        self._members = dict.fromkeys(iterable or ())

    def __len__(self):
        return len(self._members)

    def __contains__(self, key):
        return key in self._members

    def __iter__(self):
        return iter(self._members)

    def __reversed__(self):
        return reversed(self._members)

    def add(self, key):
        self._members[key] = None

    def update(self, iterable):
        """Add all of `iterable`. Raises AssertionError if its order is left open."""
        check_deterministic(iterable)
        self._members.update(dict.fromkeys(iterable))

    def union(self, s):
        """A new set: the members of this one, then those of `s`."""
        check_deterministic(s)
        return OrderedSet([*self, *s])

    def difference_update(self, s):
        """Take away the members of `s`; this set. Raises AssertionError if the order of `s` is left open."""
        check_deterministic(s)
        for key in list(s):
            self.discard(key)
        return self

    def intersection_update(self, s):
        """Keep only what is in `s`, too; this set."""
        self._members = {key: None for key in self if key in s}
        return self

    def copy(self):
        return OrderedSet(list(self))

    def discard(self, key):
        self._members.pop(key, None)

    def pop(self, last=True):
        """Take away the last (or the first) member. Raises KeyError for an empty set."""
        if not self._members:
            raise KeyError("set is empty")
        key = next(reversed(self) if last else iter(self))
        self.discard(key)
        return key

    def __eq__(self, other):
        if isinstance(other, OrderedSet):
            return list(self) == list(other)
        if isinstance(other, (set, frozenset)):
            raise TypeError("Cannot compare an `OrderedSet` to a `set` because the comparison would not be symmetric")
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self):
        return f"{type(self).__name__}({list(self)!r})" if self else f"{type(self).__name__}()"


class frozendict(Mapping):  # noqa: N801 (Theano's name)
    """A dictionary that does not change and has a hash."""

    dict_cls: type = dict

    def __init__(self, *args, **kwargs):
        self._dict = self.dict_cls(*args, **kwargs)

    def __getitem__(self, key):
        return self._dict[key]

    def __contains__(self, key):
        return key in self._dict

    def __iter__(self):
        return iter(self._dict)

    def __len__(self):
        return len(self._dict)

    def copy(self, **add_or_replace):
        """One with further, or other, entries."""
        return type(self)(self, **add_or_replace)

    def __hash__(self):
        return hash(frozenset(self.items()))

    def __repr__(self):
        return f"<{type(self).__name__} {self._dict!r}>"


class FrozenOrderedDict(frozendict):
    """A frozendict made of an OrderedDict."""

    dict_cls = OrderedDict
