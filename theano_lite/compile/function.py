"""theano.compile.function: the function that compiles."""

from theano_lite.program.function import function
from theano_lite.program.maker import orig_function
from theano_lite.program.rebuilding import function_dump, pfunc

__all__ = ["function", "function_dump", "orig_function", "pfunc"]
