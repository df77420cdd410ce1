"""Walks over a graph as Theano's programs ask for them."""

from theano_lite.core import graph


def inputs(variable_list, blockers=None):
    """The leaves (constants and shared variables too) that the variables depend on."""
    return graph.leaves(list(variable_list), blockers or ())


def ancestors(variable_list, blockers=None):
    """Everything the variables depend on, themselves included."""
    return graph.ancestors(list(variable_list), blockers or ())


def variables(i, o):
    """The variables between the inputs `i` and the outputs `o`, and the leaves besides."""
    return graph.ancestors(list(o), list(i))


def io_toposort(inputs, outputs, orderings=None, clients=None):
    """The nodes between `inputs` and `outputs`, each after the nodes it needs."""
    return graph.toposort(list(outputs), list(inputs))
