"""theano.misc.cpucount: how many processors there are."""

from theano_lite.program.processes import cpuCount

__all__ = ["cpuCount"]
