"""theano.compat.six.moves.urllib: the package urllib of Python 3."""

from urllib import error, parse, request, response, robotparser

__all__ = ["error", "parse", "request", "response", "robotparser"]
