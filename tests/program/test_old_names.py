"""Names of Theano 0.6 to 0.9: those that work, and those that say why they do not."""

from collections import OrderedDict

import numpy as np
import pytest

from theano_lite.compile.mode import check_equal
from theano_lite.compile.module import Module
from theano_lite.gof.python25 import partial
from theano_lite.misc import pycuda_init, pycuda_utils
from theano_lite.misc.strutil import renderString
from theano_lite.tensor.utils import hash_from_dict
from theano_lite.updates import OrderedUpdates, Updates


def test_renamed_names_are_the_new_ones():
    assert Updates is OrderedUpdates and renderString("%(a)s", {"a": 1}) == "1" and partial(max, 1)(2) == 2
    assert not pycuda_init.pycuda_available


def test_a_dictionary_hashes_by_its_keys_and_values():
    assert hash_from_dict({"a": 1, "b": [2]}) == hash_from_dict({"b": (2,), "a": 1})
    assert hash_from_dict(OrderedDict(a=1)) != hash_from_dict({"a": 1})


def test_outputs_are_compared():
    check_equal([np.ones(2)], [np.ones(2)])
    for other in (np.zeros(2), np.ones(2, "float32"), np.ones(3)):
        with pytest.raises(Exception, match="Output mismatch"):
            check_equal([np.ones(2)], [other])


def test_what_is_gone_raises_when_it_is_used():
    class Net(Module):
        pass

    with pytest.raises(NotImplementedError, match="theano.compile.module.Module"):
        Net()
    with pytest.raises(NotImplementedError, match="to_gpuarray does not work here"):
        pycuda_utils.to_gpuarray(np.ones(2))
