"""theano.compile.io: inputs and outputs of functions."""

from theano_lite.program.inputs import In, Out, SymbolicInput, SymbolicOutput

__all__ = ["In", "Out", "SymbolicInput", "SymbolicOutput"]
