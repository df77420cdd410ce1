"""theano.compile.nanguardmode: errors where NaN, infinite or large values come up."""

from theano_lite.program.watching import NanGuardMode, contains_inf, contains_nan, f_compute, flatten

__all__ = ["NanGuardMode", "contains_inf", "contains_nan", "f_compute", "flatten"]
