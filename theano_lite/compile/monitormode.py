"""theano.compile.monitormode: functions of the user around every op."""

from theano_lite.program.watching import MonitorMode, detect_nan

__all__ = ["MonitorMode", "detect_nan"]
