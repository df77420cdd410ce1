"""theano.gof.toolbox: what follows the changes of a FunctionGraph."""

from theano_lite.program.rewriting import Bookkeeper, Feature, ReplaceValidate

__all__ = ["Bookkeeper", "Feature", "ReplaceValidate"]
