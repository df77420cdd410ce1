"""Every op, one family per file. Importing the package registers them and attaches the methods of variables."""

from theano_lite.ops import methods

__all__ = ["methods"]
