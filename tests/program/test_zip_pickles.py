"""Pickles in zip files: names of the files, values, and what is left out of pickled graphs."""

import io
import pickle

import numpy as np
import pytest

import theano_lite as theano
import theano_lite.tensor as T
from theano_lite.misc.pkl_utils import (
    CompatUnpickler,
    PersistentNdarrayID,
    PersistentSharedVariableID,
    StripPickler,
    dump,
    load,
)


def stored(obj, **options):
    file = io.BytesIO()
    dump(obj, file, **options)
    file.seek(0)
    return file


def test_files_are_named_after_shared_variables_and_numbered():
    variables = [theano.shared(k, name="foo") for k in range(3)]
    file = stored((*variables, np.array(3)))
    archive = np.load(file)
    assert list(archive.keys()) == ["foo", "foo_2", "foo_3", "array_0", "pkl"]
    assert archive["foo_3"] == 2


def test_what_was_dumped_is_loaded():
    x = T.vector("x")
    w = theano.shared(np.arange(3.0), name="w")
    f = theano.function([x], (w * x).sum(), updates=[(w, w + 1)])
    f([1, 1, 1])
    loaded_w, same, array = load(stored((w, w, np.ones((2, 2)))))
    assert loaded_w is same
    np.testing.assert_array_equal(loaded_w.get_value(), [1, 2, 3])
    np.testing.assert_array_equal(array, np.ones((2, 2)))


def test_functions_keep_their_shared_variables():
    w = theano.shared(np.arange(3.0), name="w")
    f = theano.function([], w * 2, updates=[(w, w + 1)])
    f()
    g = load(stored(f))
    np.testing.assert_array_equal(g(), [2, 4, 6])
    np.testing.assert_array_equal(g(), [4, 6, 8])


def test_an_array_that_is_met_twice_is_written_once():
    a = np.arange(4)
    file = stored([a, a], persistent_id=PersistentNdarrayID)
    assert list(np.load(file).keys()) == ["array_0", "pkl"]
    first, second = load(file)
    assert first is second


def test_unnamed_and_doubly_named_variables_can_be_refused():
    def strict(zip_file):
        return PersistentSharedVariableID(zip_file, allow_unnamed=False, allow_duplicates=False)

    with pytest.raises(ValueError, match="unnamed"):
        stored(theano.shared(1), persistent_id=strict)
    with pytest.raises(ValueError, match="multiple"):
        stored([theano.shared(1, name="a"), theano.shared(2, name="a")], persistent_id=strict)
    with pytest.raises(ValueError, match="pkl"):
        stored(theano.shared(1, name="pkl"))


def test_strip_pickler_leaves_tags_out_and_the_graph_as_it_is():
    x = T.matrix("x")
    x.tag.test_value = np.ones((1, 1))
    x.tag.other, x.tag.kept = 1, 2
    file = io.BytesIO()
    StripPickler(file, protocol=-1, extra_tag_to_remove=["other"]).dump(x * 2)
    file.seek(0)
    tag = pickle.load(file).owner.inputs[0].tag
    assert not hasattr(tag, "test_value") and not hasattr(tag, "other") and tag.kept == 2
    assert x.tag.other == 1 and x.tag.test_value.shape == (1, 1)


def test_compat_unpickler_reads_an_array_pickled_by_python_2():
    # pickle.dumps(numpy.array([1.0, 2.5]), 2) on Python 2.7
    text = (b"\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x01cnumpy\nndarray\nq\x02K\x00\x85U\x01b\x87Rq\x03(K\x01K\x02"
            b"\x85cnumpy\ndtype\nq\x04U\x02f8K\x00K\x01\x87Rq\x05(K\x03U\x01<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb"
            b"\x89U\x10\x00\x00\x00\x00\x00\x00\xf0?\x00\x00\x00\x00\x00\x00\x04@tb.")
    np.testing.assert_array_equal(CompatUnpickler(io.BytesIO(text), encoding="latin1").load(), [1.0, 2.5])
