"""The arguments of function() in a file; an op that raises."""

import pickle

import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.raise_op import Raise


def test_a_dumped_call_of_function_can_be_repeated(tmp_path):
    x = T.dscalar("x")
    x.tag.note = "left out"
    path = tmp_path / "call.pkl"
    theano.function_dump(str(path), [x], {"y": x + 1}, extra_tag_to_remove=["note"])
    arguments = pickle.loads(path.read_bytes())
    assert not hasattr(arguments["inputs"][0].tag, "note")
    assert theano.function(**arguments)(2.0)["y"] == 3


def test_raise_raises_when_run():
    x = T.dscalar("x")
    f = theano.function([x], Raise("not {here}", ValueError)(x))
    with pytest.raises(ValueError, match="not {here}"):
        f(1.0)
