"""OrderedUpdates: a dict of shared variables and their new values that keeps its order."""

from collections import OrderedDict

from theano_lite.core.shown_class import ShownAs
from theano_lite.program.shared import SharedVariable


class OrderedUpdates(OrderedDict, metaclass=ShownAs):
    """{shared variable: new value}; sums of two must not disagree. Keys must be shared variables (TypeError)."""

    shown_as = "theano.updates.OrderedUpdates"

    def __init__(self, *key, **kwargs):
        super().__init__(*key, **kwargs)
        for shared in self:
            if not isinstance(shared, SharedVariable):
                raise TypeError("OrderedUpdates keys must inherit from SharedVariable", shared)

    def __setitem__(self, key, value):
        if not isinstance(key, SharedVariable):
            raise TypeError("OrderedUpdates keys must inherit from SharedVariable", key)
        super().__setitem__(key, key.filter_update(value))

    def update(self, other=None):
        if other is None:
            return
        for key, value in other.items() if hasattr(other, "items") else other:
            if key in self:
                if self[key] is not value:
                    raise KeyError("Collision", key)
            else:
                self[key] = value

    def __add__(self, other):
        total = OrderedUpdates()
        total.update(self)
        total.update(other)
        return total

    def __radd__(self, other):
        total = OrderedUpdates()
        total.update(other)
        total.update(self)
        return total
