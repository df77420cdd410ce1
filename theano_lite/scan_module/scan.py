"""theano.scan_module.scan: the function `scan`."""

from theano_lite.program.scan import scan
from theano_lite.program.shared import SharedVariable
from theano_lite.program.updates import OrderedUpdates

__all__ = ["OrderedUpdates", "SharedVariable", "scan"]
