"""theano.misc.windows: running other programs."""

from theano_lite.program.processes import call_subprocess_Popen, output_subprocess_Popen, subprocess_Popen

__all__ = ["call_subprocess_Popen", "output_subprocess_Popen", "subprocess_Popen"]
