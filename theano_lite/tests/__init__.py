"""theano.tests: what tests of programs use."""

from theano_lite.tests import unittest_tools

__all__ = ["unittest_tools"]
