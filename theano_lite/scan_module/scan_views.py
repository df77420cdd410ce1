"""theano.scan_module.scan_views: map, reduce, foldl and foldr."""

from theano_lite.program.scan import scan
from theano_lite.program.scan_views import foldl, foldr, map, reduce

__all__ = ["foldl", "foldr", "map", "reduce", "scan"]
