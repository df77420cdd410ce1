"""theano.scan_module: loops."""

from theano_lite.program.cloning import clone
from theano_lite.program.scan import scan
from theano_lite.program.scan_checkpoints import scan_checkpoints
from theano_lite.program.scan_returns import until
from theano_lite.program.scan_views import foldl, foldr, map, reduce
from theano_lite.scan_module import scan_op, scan_utils, scan_views

__all__ = ["clone", "foldl", "foldr", "map", "reduce", "scan", "scan_checkpoints", "scan_op", "scan_utils", "scan_views", "until"]
