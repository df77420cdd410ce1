"""theano.misc.cudamat_utils: using a function raises."""

from theano_lite.program.old_names import cudamat_available, cudamat_to_cudandarray, cudandarray_to_cudamat

__all__ = ["cudamat_available", "cudamat_to_cudandarray", "cudandarray_to_cudamat"]
