"""Every op, one family per file. Importing the package registers them and attaches the methods of variables."""

from theano_lite.ops import elemwise_classes, methods, scalar_extra, scalars

__all__ = ["elemwise_classes", "methods", "scalar_extra", "scalars"]
