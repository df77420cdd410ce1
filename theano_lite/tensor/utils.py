"""theano.tensor.utils: hashes of arrays and shapes of variables."""

from theano_lite.program.graph_tools import hash_from_code
from theano_lite.program.inspection import hash_from_ndarray, shape_of_variables
from theano_lite.program.old_names import hash_from_dict

__all__ = ["hash_from_code", "hash_from_dict", "hash_from_ndarray", "shape_of_variables"]
