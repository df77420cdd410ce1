"""The types of None, of slices and of random states, whose values are no arrays."""

import numpy as np

from theano_lite.core.graph import Constant
from theano_lite.core.types import Generic, Type


class NoneTypeT(Generic):
    """The type of None."""

    def filter(self, data, strict=False, allow_downcast=None):
        if data is not None:
            raise TypeError("Expected None!")
        return None

    def __str__(self):
        return "NoneTypeT"


class SliceType(Type):
    """The type of a slice (or None). A program is given its parts, which decide shapes."""

    computed = True

    def to_program(self, value):
        return tuple(None if v is None else np.int64(v) for v in (value.start, value.stop, value.step))

    def from_program(self, value):
        return slice(*(None if v is None else np.array(v) for v in value))

    def frozen(self, value):
        return tuple(None if v is None else int(v) for v in value)

    def thawed(self, frozen):
        return slice(*frozen)

    def filter(self, data, strict=False, allow_downcast=None):
        if isinstance(data, slice) or data is None:
            return data
        raise TypeError("Expected a slice!")

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __str__(self):
        return "slice"


class SliceConstant(Constant):
    """A slice that is known while the graph is built. Raises TypeError unless its parts are integers."""

    def __init__(self, type, data, name=None):
        for part in (data.start, data.stop, data.step):
            if part is not None and getattr(part, "ndim", 0) != 0:
                raise TypeError(f"the parts of a slice must be integers, got {data}")
        super().__init__(type, data, name)

    def signature(self):
        return (SliceConstant, self.data.start, self.data.stop, self.data.step)

    def __str__(self):
        return f"SliceConstant{{{self.data.start}, {self.data.stop}, {self.data.step}}}"


SliceType.constant_class = SliceConstant
none_type_t, slicetype = NoneTypeT(), SliceType()
NoneConst = Constant(none_type_t, None, name="NoneConst")


class RandomStateType(Type):
    """States of NumPy's Mersenne twister: values are numpy.random.RandomState objects."""

    def filter(self, data, strict=False, allow_downcast=None):
        if type(data) is np.random.RandomState:
            return data
        raise TypeError(f"{self} holds numpy.random.RandomState objects, got {data!r} of type {type(data).__name__}")

    def is_valid_value(self, value):
        return type(value) is np.random.RandomState

    def values_eq(self, a, b):
        """Whether the next numbers of both are the same."""
        a, b = a.get_state(), b.get_state()
        # The last entry, the second of a pair of normal numbers, counts only where the one before says it is there.
        return a[0] == b[0] and bool(np.all(a[1] == b[1])) and a[2:4] == b[2:4] and (a[3] == 0 or a[4] == b[4])

    def get_shape_info(self, obj):
        return None

    def get_size(self, shape_info):
        """Bytes of one state."""
        name, keys, *rest = np.random.RandomState(0).get_state()
        return len(name) + keys.nbytes + 8 * len(rest)  # type: ignore

    @staticmethod
    def may_share_memory(a, b):
        return a is b

    def __eq__(self, other):
        return type(self) is type(other)

    def __hash__(self):
        return hash(type(self))

    def __str__(self):
        return "RandomStateType"

    def __repr__(self):
        return "<RandomStateType>"


random_state_type = RandomStateType()
