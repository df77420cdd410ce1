"""Mocks as they were until Python 3.7: the properties of the object that a mock is to resemble are not computed."""

from theano_lite.compat.old_names.modules import Lazy, Names


def _old(name):
    """The class of mocks of that name, for which an object given as spec is the names of its attributes and its class."""
    from unittest import mock

    today = getattr(mock, name)

    class Old(today):
        def __init__(self, spec=None, *args, **kwargs):
            by_names = spec is not None and not isinstance(spec, (type, str, list, tuple)) and not callable(spec)
            super().__init__(dir(spec) if by_names else spec, *args, **kwargs)
            if by_names:
                self.__class__ = type(spec)  # pyright: ignore[reportAttributeAccessIssue]

    Old.__name__ = Old.__qualname__ = name
    return Old


_NAMES = ("Mock", "MagicMock", "NonCallableMock", "NonCallableMagicMock")
_CHANGED = {name: Lazy(lambda name=name: _old(name)) for name in _NAMES}
MODULES = {
    "mock": Names(real=("mock", "unittest.mock"), changed=_CHANGED),
    "unittest.mock": Names(changed=_CHANGED),
}
