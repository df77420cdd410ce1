"""theano.tests.breakpoint: stop in the debugger inside a function."""

from theano_lite.program.breakpoint import PdbBreakpoint

__all__ = ["PdbBreakpoint"]
