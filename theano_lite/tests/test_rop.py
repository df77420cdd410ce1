"""theano.tests.test_rop: checks of R_op and L_op, for tests of user-written ops."""

from theano_lite.program.testing_rop import BreakRop, RopLop_checker, break_op

__all__ = ["BreakRop", "RopLop_checker", "break_op"]
