"""theano.d3viz: graphs as pages to look at in a browser."""

from theano_lite.program.d3viz import d3viz, d3write

__all__ = ["d3viz", "d3write"]
