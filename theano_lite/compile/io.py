"""theano.compile.io: inputs and outputs of functions."""

from theano_lite.program.inputs import In, Out, SymbolicInput, SymbolicOutput
from theano_lite.program.shared import SharedVariable

__all__ = ["In", "Out", "SharedVariable", "SymbolicInput", "SymbolicOutput"]
