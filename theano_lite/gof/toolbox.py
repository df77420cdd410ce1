"""theano.gof.toolbox: what follows the changes of a FunctionGraph."""

from theano_lite.core.errors import AlreadyThere, BadOptimization, ReplacementDidntRemovedError
from theano_lite.program.features import Bookkeeper, Feature, History, NodeFinder, PrintListener, ReplaceValidate, Validator

__all__ = [
    "AlreadyThere", "BadOptimization", "Bookkeeper", "Feature", "History", "NodeFinder", "PrintListener", "ReplaceValidate",
    "ReplacementDidntRemovedError", "Validator",
]
