"""Flags that programs add to theano.config."""

import pytest

import theano_lite as theano
from theano_lite.configparser import (
    THEANO_FLAGS_DICT,
    AddConfigVar,
    BoolParam,
    ConfigParam,
    EnumStr,
    IntParam,
    StrParam,
)


def test_an_added_flag_has_its_default_and_can_be_changed():
    AddConfigVar("test_added.word", "a word", StrParam("a"))
    assert theano.config.test_added.word == "a"
    theano.config.test_added.word = "b"
    with theano.change_flags(test_added__word="c"):
        assert theano.config.test_added.word == "c"
    assert theano.config.test_added.word == "b"


def test_values_go_through_the_filter():
    AddConfigVar("test_added.positive", "", IntParam(3, lambda value: value > 0))
    theano.config.test_added.positive = "4"
    assert theano.config.test_added.positive == 4
    with pytest.raises(ValueError, match="test_added.positive"):
        theano.config.test_added.positive = -1
    AddConfigVar("test_added.yes", "", BoolParam("True"))
    assert theano.config.test_added.yes is True
    AddConfigVar("test_added.one", "", EnumStr("x", "y"))
    with pytest.raises(ValueError, match="Valid options"):
        theano.config.test_added.one = "z"


def test_the_environment_wins_over_the_default_and_is_read_once():
    THEANO_FLAGS_DICT["test_added.given"] = "ok"
    AddConfigVar("test_added.given", "", ConfigParam("invalid", filter=lambda value: {"ok": value}[value]))
    assert theano.config.test_added.given == "ok" and "test_added.given" not in THEANO_FLAGS_DICT


def test_a_taken_name_and_a_fixed_flag_are_refused():
    with pytest.raises(AttributeError, match="already taken"):
        AddConfigVar("floatX", "", StrParam("a"))
    AddConfigVar("test_added.fixed", "", StrParam("a", allow_override=False))
    with pytest.raises(Exception, match="after initialization"):
        theano.config.test_added.fixed = "b"
