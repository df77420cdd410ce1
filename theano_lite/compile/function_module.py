"""theano.compile.function_module: the compiled function."""

from theano_lite.core.errors import AliasedMemoryError, UnusedInputError
from theano_lite.program.function import Function

__all__ = ["AliasedMemoryError", "Function", "UnusedInputError"]
