"""theano.misc.strutil: text of C code."""

from theano_lite.program.code_text import pretty_format, render_string, strip_leading_white_space
from theano_lite.program.code_text import render_string as renderString

__all__ = ["pretty_format", "renderString", "render_string", "strip_leading_white_space"]
