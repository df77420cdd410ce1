"""theano.compat, python2x and six: the names that programs for Theano 0.6 to 1.0 take from there."""

import pytest

from theano_lite import compat
from theano_lite.compat import python2x, six
from theano_lite.compat.six.moves.urllib.request import urlopen


def test_collections_come_from_compat():
    ordered = compat.DefaultOrderedDict(list)
    ordered["b"].append(1)
    ordered["a"].append(2)
    assert list(ordered.items()) == [("b", [1]), ("a", [2])]
    assert ordered.copy() == ordered and ordered.copy().default_factory is list
    assert python2x.OrderedDict is compat.OrderedDict and python2x.Counter("aa")["a"] == 2
    with pytest.raises(KeyError):
        compat.DefaultOrderedDict()["a"]
    with pytest.raises(TypeError):
        compat.DefaultOrderedDict(3)


def test_small_functions():
    assert compat.cmp(1, 2) == -1 and compat.exc_message(ValueError(ValueError("x"))) == "x"
    assert list(compat.decode_iter([b"a"])) == ["a"] and compat.b("\xff") == b"\xff" and compat.decode_with(b"a", "ascii") == "a"
    assert list(compat.izip([1], [2])) == [(1, 2)] and compat.operator_div(1, 2) == 0.5 and compat.PY3


def test_six_has_what_programs_use():
    class Meta(type):
        def __new__(cls, name, bases, namespace):
            return super().__new__(cls, name, bases, {**namespace, "made": True})

    class A(six.with_metaclass(Meta, dict)):
        pass

    @six.add_metaclass(Meta)
    class B:
        pass

    class Count(six.Iterator):
        def __next__(self):
            return 1

    assert A.made and B.made and issubclass(A, dict) and Count().next() == 1
    assert isinstance("a", six.string_types) and isinstance(1, six.integer_types) and six.text_type is str
    assert list(six.iteritems({1: 2})) == [(1, 2)] and six.moves.xrange(3)[2] == 2 and six.moves.reduce(max, [1, 2]) == 2
    assert six.moves.cPickle.loads(six.moves.cPickle.dumps([1])) == [1] and callable(urlopen)
    names = {}
    six.exec_("x = 1", names)
    assert names["x"] == 1 and six.b("a") == b"a" and six.ensure_str(b"a") == "a" and six.ensure_binary("a") == b"a"
    with pytest.raises(ValueError, match="again"):
        six.reraise(ValueError, ValueError("again"))
