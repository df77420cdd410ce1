"""theano.misc.gnumpy_utils: using a function raises."""

from theano_lite.program.old_names import cudandarray_to_garray, garray_to_cudandarray, gnumpy_available

__all__ = ["cudandarray_to_garray", "garray_to_cudandarray", "gnumpy_available"]
